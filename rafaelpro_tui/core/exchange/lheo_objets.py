"""From the elements of a catalogue to our nouns (CONTRATS §5): each function gives an object, or says why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from rafaelpro_tui.core.exchange import lheo_valeurs as valeurs
from rafaelpro_tui.core.exchange.lheo_lecture import Element
from rafaelpro_tui.core.model import Action, Contact, Dispositif, Session, Structure, TypeEntrees

REGION: Final = "2"
"""`code-financeur` of a Conseil régional."""
EFFECTIF_MINIMAL: Final = 1
EFFECTIF_VISE: Final = 12
_LIBELLES: Final = {
    "PRF": "Programme régional de formation",
    "HSP": "Habilitation de service public",
    "AUTRE": "Autre dispositif",
}
_INSCRIPTION: Final = "periode-inscription/periode/fin"
_TYPES: Final = {"0": TypeEntrees.DATES_FIXES, "1": TypeEntrees.PERMANENTES}  # séquencées has no code


@dataclass(frozen=True, slots=True)
class Ecart:
    """What an import could not take as it is. `laisse`: a record is left out; else something in it is ignored or
    adjusted."""

    ligne: int
    element: str
    raison: str
    laisse: bool = True


Signaler = Callable[[Ecart], None]


class Laisse(Exception):
    """This record cannot make a valid one."""

    def __init__(self, ligne: int, element: str, raison: str) -> None:
        super().__init__(raison)
        self.ecart = Ecart(ligne, element, raison)


def dispositif(code: str) -> Dispositif:
    """A dispositif that the base does not know yet, with sensible limits."""
    hsp = code == "HSP"
    return Dispositif(
        code=code,
        libelle=_LIBELLES.get(code, code),
        coefficient_min=Decimal(1),
        coefficient_max=Decimal(1 if hsp else 3),
        hsp=hsp,
        finance_region=code in ("PRF", "HSP"),
    )


def responsable(formation: Element) -> Structure:
    element = formation.premier("organisme-formation-responsable")
    if element is None:
        raise Laisse(formation.ligne, "organisme-formation-responsable", "élément absent : formation laissée de côté")
    return _structure(
        element, "SIRET-organisme-formation/SIRET", ("raison-sociale", "nom-organisme"), "formation laissée de côté"
    )


def formateur(action: Element) -> Structure | None:
    """None when the action names none: the Responsable then."""
    element = action.premier("organisme-formateur")
    if element is None or not element.texte("SIRET-formateur/SIRET"):
        return None
    return _structure(
        element, "SIRET-formateur/SIRET", ("raison-sociale-formateur",), "action et sessions laissées de côté"
    )


def _structure(element: Element, cle: str, noms: tuple[str, ...], suite: str) -> Structure:
    balise, brut = cle.partition("/")[0], element.texte(cle)
    siret = valeurs.siret(brut)
    if siret is None:
        quoi = f"le SIRET « {valeurs.texte(brut)[:30]} » n’a pas 14 chiffres" if brut else "le SIRET manque"
        raise Laisse(element.ligne_de(cle), balise, f"{quoi} : {suite}")
    nom = next((net for nom in noms if (net := valeurs.texte(element.texte(nom)))), siret)
    return Structure(id=siret, siret=siret, nom=nom)


def action(element: Element, formation: Element, responsable: str, code: str | None) -> Action:
    """`code` is the dispositif asked for, else PRF or AUTRE by the financeurs."""
    numero = valeurs.texte(element.attributs.get("numero", ""))
    if numero in ("", "-"):
        raise Laisse(element.ligne, "action", "l’attribut « numero » manque : action et sessions laissées de côté")
    intitule = valeurs.texte(formation.texte("intitule-formation"))
    if not intitule:
        raison = "intitulé absent : action et sessions laissées de côté"
        raise Laisse(formation.ligne_de("intitule-formation"), "intitule-formation", raison)
    financeurs = (financeur.texte("code-financeur") for financeur in element.groupes.get("organisme-financeur", ()))
    return Action(
        id=numero,
        intitule=intitule,
        dispositif=code or ("PRF" if REGION in financeurs else "AUTRE"),
        responsable=responsable,
    )


@dataclass(frozen=True, slots=True)
class Cadre:
    """What the sessions of an action share."""

    action: str
    formateur: str
    positionneur: str
    coefficient: Decimal
    hsp: bool
    element: Element
    contacts: tuple[Contact, ...]


def session(element: Element, cadre: Cadre, signaler: Signaler) -> Session:
    reference = valeurs.texte(element.attributs.get("numero", ""))
    if reference in ("", "-"):
        raise Laisse(element.ligne, "session", "l’attribut « numero » manque : session laissée de côté")
    debut, fin = _periode(element)
    commune, code_postal = _lieu(cadre.element)
    vise = _places(cadre.element) or EFFECTIF_VISE
    inscription = _inscription(element, debut, fin, signaler)
    return Session(
        reference=reference,
        action=cadre.action,
        formateur=cadre.formateur,
        positionneur=cadre.positionneur,
        commune=commune,
        code_postal=code_postal,
        debut=debut,
        fin=fin,
        type_entrees=_TYPES.get(cadre.element.texte("modalites-entrees-sorties"), TypeEntrees.DATES_FIXES),
        effectif_minimal=_effectif(element, cadre.element, "effectif-minimal") or EFFECTIF_MINIMAL,
        effectif_vise=vise,
        capacite_accueil=_effectif(element, cadre.element, "capacite-simultanee") or vise,
        coefficient=cadre.coefficient,
        date_limite_inscription=inscription,
        date_limite_entree_tardive=tardive_par_defaut(debut, inscription, fin),
        intensite_hebdomadaire=_intensite(element, cadre.element, signaler),
        contacts=contacts(element, "contact-session", signaler) or cadre.contacts,
    )


def tardive_par_defaut(debut: date, inscription: date, fin: date) -> date:
    """LHÉO has no date limite d'entrée tardive (CONTRATS §5); this one fits FOR-7."""
    return min(max(debut, inscription), fin)


def dit_l_inscription(session: Element) -> bool:
    """Whether the catalogue gives the end of the période d'inscription."""
    return valeurs.jour(session.texte(_INSCRIPTION)) is not None


def contacts(element: Element, nom: str, signaler: Signaler) -> tuple[Contact, ...]:
    trouves: dict[Contact, None] = {}
    for groupe in element.groupes.get(nom, ()):
        if (contact := valeurs.contact(groupe)) is not None:
            trouves[contact] = None
        elif groupe.inconnu is not None:
            inconnu, ligne = groupe.inconnu
            signaler(Ecart(ligne, inconnu, f"balise inconnue : le contact de « {nom} » n’est pas repris", False))
    return tuple(trouves)


def _periode(element: Element) -> tuple[date, date]:
    brut_debut, brut_fin = element.texte("periode/debut"), element.texte("periode/fin")
    fin = valeurs.jour(brut_fin)
    if fin is None:
        quoi = "date de fin absente" if valeurs.ouverte(brut_fin) else f"date de fin « {brut_fin[:20]} » impossible"
        raise Laisse(element.ligne_de("periode/fin"), "fin", f"{quoi} : session laissée de côté")
    debut = fin if valeurs.ouverte(brut_debut) else valeurs.jour(brut_debut)
    if debut is None:
        raison = f"date de début « {brut_debut[:20]} » impossible : session laissée de côté"
        raise Laisse(element.ligne_de("periode/debut"), "debut", raison)
    if debut > fin:
        raise Laisse(element.ligne_de("periode/debut"), "debut", "le début suit la fin : session laissée de côté")
    return debut, fin


def _lieu(action: Element) -> tuple[str, str]:
    for lieu in action.groupes.get("lieu-de-formation", ()):
        if commune := valeurs.texte(lieu.texte("coordonnees/adresse/ville")):
            return commune, valeurs.texte(lieu.texte("coordonnees/adresse/codepostal"))
    lieu = action.premier("lieu-de-formation") or action
    raise Laisse(lieu.ligne, "lieu-de-formation", "commune absente : session laissée de côté")


def _inscription(element: Element, debut: date, fin: date, signaler: Signaler) -> date:
    brut = element.texte(_INSCRIPTION)
    if valeurs.ouverte(brut):
        return debut
    limite = valeurs.jour(brut)
    if limite is None:
        raison = f"date « {brut[:20]} » impossible : la date limite d’inscription est le début de la session"
        signaler(Ecart(element.ligne_de(_INSCRIPTION), "periode-inscription", raison, False))
        return debut
    if limite > fin:
        raison = "elle finit après la session : la date limite d’inscription est ramenée à la fin (FOR-7)"
        signaler(Ecart(element.ligne_de(_INSCRIPTION), "periode-inscription", raison, False))
    return min(limite, fin)


def _places(action: Element) -> int:
    financeurs = action.groupes.get("organisme-financeur", ())
    return sum(valeurs.entier(f.texte("nb-places-financees")) or 0 for f in financeurs)


def _effectif(session: Element, action: Element, nom: str) -> int | None:
    return valeurs.entier(session.texte(nom, f"cycle/{nom}")) or valeurs.entier(action.texte(nom, f"cycle/{nom}"))


def _intensite(session: Element, action: Element, signaler: Signaler) -> Decimal | None:
    for element in (session, action):
        for extras in element.groupes.get("extras", ()):
            if extras.attributs.get("info") == "duree-hebdo" and (brut := extras.texte("extra")):
                if (lues := valeurs.heures(brut)) is None:
                    raison = f"« {valeurs.texte(brut)[:20]} » n’est pas un nombre d’heures jusqu’à 40 : ignoré"
                    signaler(Ecart(extras.ligne_de("extra"), "duree-hebdo", raison, False))
                return lues
    return None
