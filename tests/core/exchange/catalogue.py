"""LHÉO catalogues written by the tests: real in shape, invented in content."""

from __future__ import annotations

from pathlib import Path

ESPACES = ("", ' xmlns="http://www.lheo.org/2.2"', ' xmlns="http://lheo.gouv.fr/2.3"')
HORIZON = "13002526500013"
ATELIER = "78467169500087"
LIEU = "<coordonnees><adresse><codepostal>33000</codepostal><ville>Bordeaux</ville></adresse></coordonnees>"
CONTACT = (
    "<coordonnees><civilite>Madame</civilite><nom>ETCHEVERRY</nom><prenom>Maïté</prenom>"
    "<telfixe><numtel>39 36</numtel></telfixe><courriel>accueil@example.org</courriel></coordonnees>"
)


def session(
    numero: str = "00235491", debut: str = "20220301", fin: str = "20220825", *, plus: str = "", autour: str = ""
) -> str:
    return (
        f'<session numero="{numero}"><periode><debut>{debut}</debut><fin>{fin}</fin></periode>'
        f"<adresse-inscription><adresse><ville>Pau</ville></adresse></adresse-inscription>{plus}</session>{autour}"
    )


def formateur(siret: str = ATELIER, nom: str = "L’Atelier") -> str:
    return (
        f"<organisme-formateur><SIRET-formateur><SIRET>{siret}</SIRET></SIRET-formateur>"
        f"<raison-sociale-formateur>{nom}</raison-sociale-formateur></organisme-formateur>"
    )


def financeur(code: str = "2", places: str = "20") -> str:
    return (
        f"<organisme-financeur><code-financeur>{code}</code-financeur>"
        f"<nb-places-financees>{places}</nb-places-financees></organisme-financeur>"
    )


def duree(heures: str) -> str:
    return f'<extras info="duree-hebdo"><extra info="duree-hebdo">{heures}</extra></extras>'


def action(
    numero: str = "A1", sessions: str | None = None, *, entrees: str = "0", lieu: str = LIEU, plus: str = ""
) -> str:
    return (
        f'<action numero="{numero}"><rythme-formation>-</rythme-formation><lieu-de-formation>{lieu}</lieu-de-formation>'
        f"<modalites-entrees-sorties>{entrees}</modalites-entrees-sorties>"
        f"{session() if sessions is None else sessions}{plus}</action>"
    )


def responsable(siret: str = HORIZON, nom: str = "Horizon Formation") -> str:
    return (
        "<organisme-formation-responsable><numero-activite>1</numero-activite>"
        f"<SIRET-organisme-formation><SIRET>{siret}</SIRET></SIRET-organisme-formation>"
        f"<nom-organisme>{nom}</nom-organisme><raison-sociale>-</raison-sociale></organisme-formation-responsable>"
    )


def formation(
    actions: str | None = None,
    *,
    intitule: str = "Plateforme Amorce de parcours",
    contact: str = CONTACT,
    organisme: str | None = None,
) -> str:
    return (
        f'<formation numero="F1"><intitule-formation>{intitule}</intitule-formation>\n'
        f"<contenu-formation>-</contenu-formation><contact-formation>{contact}</contact-formation>\n"
        f"{action() if actions is None else actions}\n{responsable() if organisme is None else organisme}</formation>\n"
    )


def catalogue(
    *formations: str, espace: str = ESPACES[1], prologue: str = '<?xml version="1.0" encoding="UTF-8"?>'
) -> str:
    return f"{prologue}\n<lheo{espace}><offres>\n{''.join(formations or (formation(),))}</offres></lheo>\n"


def ecrire_gros(chemin: Path, octets: int, *, une_formation: bool) -> int:
    """A catalogue of at least `octets`, in one formation or in many; how many sessions it has."""
    ecrits = sessions = 0
    fin = f"{responsable()}</formation>\n"
    debut = formation("").removesuffix(fin)
    with chemin.open("w", encoding="utf-8") as flux:
        flux.write('<?xml version="1.0" encoding="UTF-8"?>\n<lheo><offres>\n')
        if une_formation:
            flux.write(debut)
        while ecrits < octets:
            sessions += 1
            texte = action(f"A{sessions}", session(f"S{sessions}"), plus=f"<contenu>{'texte ' * 2000}</contenu>")
            texte = texte if une_formation else f"{debut}{texte}{fin}"
            flux.write(texte)
            ecrits += len(texte)
        if une_formation:
            flux.write(fin)
        flux.write("</offres></lheo>\n")
    return sessions
