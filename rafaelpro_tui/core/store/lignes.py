"""Nouns to rows of the tables: dates ISO, booleans 0/1, decimals in hundredths, folded columns beside the texts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from rafaelpro_tui.core.model import (
    Action,
    AvisRendu,
    Candidat,
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Dispositif,
    Rattachement,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
    Session,
    Signature,
    Structure,
    Suivi,
    Utilisateur,
)
from rafaelpro_tui.core.store.driver import Valeur
from rafaelpro_tui.core.texte import fold

Ligne = tuple[Valeur, ...]

GENRES: Final = {
    RecrutementOui: "recrutement_oui",
    RecrutementACompleter: "recrutement_a_completer",
    RecrutementNon: "recrutement_non",
    ConformiteOui: "conformite_oui",
    ConformiteNon: "conformite_non",
}
"""`avis.genre` of each shape of avis (AVI-6)."""

STRUCTURE: Final = ("id", "siret", "nom", "nom_tri")
UTILISATEUR: Final = ("id", "nom", "prenom", "courriel")
RATTACHEMENT: Final = ("utilisateur", "structure", "droit", "referent")
DISPOSITIF: Final = ("code", "libelle", "coefficient_min", "coefficient_max", "hsp", "finance_region")
ACTION: Final = (
    "id",
    "intitule",
    "intitule_tri",
    "dispositif",
    "responsable",
    "publiee",
    "archivee",
    "plus",
    "lien_web",
)
SESSION: Final = (
    "reference",
    "action",
    "formateur",
    "positionneur",
    "commune",
    "commune_tri",
    "code_postal",
    "debut",
    "fin",
    "type_entrees",
    "annulee",
    "effectif_minimal",
    "effectif_vise",
    "capacite_accueil",
    "coefficient",
    "date_limite_inscription",
    "date_limite_entree_tardive",
    "intensite_hebdomadaire",
)
CANDIDAT: Final = (
    "id",
    "nom_naissance",
    "nom_usage",
    "prenom",
    "nom_tri",
    "naissance",
    "telephone",
    "courriel",
    "commune",
    "code_postal",
    "inscrit_france_travail",
)
SUIVI: Final = ("etat", "nb_convocations", "reponse", "entree", "a_completer")
"""The columns of a candidature that commands change."""
CANDIDATURE: Final = (
    "reference",
    "session",
    "candidat",
    "prescripteur",
    "prescripteur_tri",
    "prescripteur_france_travail",
    "deposee_le",
    "hsp",
    *SUIVI,
)
CONTACT: Final = ("session", "rang", "nom", "telephone", "courriel")
CONVOCATION: Final = ("candidature", "rang", "date", "resultat")
SUIVI_INTERNE: Final = (
    "structure",
    "candidature",
    "drapeau",
    "drapeau_par",
    "drapeau_le",
    "charge",
    "affectee_par",
    "affectee_le",
    "nb_notes",
)
NOTE: Final = ("structure", "candidature", "rang", "id", "texte", "par", "le", "modifiee_le")
AVIS: Final = (
    "candidature",
    "rang",
    "genre",
    "entree",
    "sortie",
    "intensite",
    "motif",
    "raison",
    "commentaire",
    "par",
    "le",
)


def insertion(table: str, colonnes: tuple[str, ...], *, conflit: str = "") -> str:
    """The INSERT of one row; `conflit` is « OR REPLACE » or the like."""
    return f"INSERT {conflit} INTO {table} ({', '.join(colonnes)}) VALUES ({', '.join('?' * len(colonnes))})"


@lru_cache(maxsize=4096)
def centiemes(nombre: Decimal) -> int:
    """Raises ValueError for more than two decimals: nothing is rounded on the way to the base."""
    cent = nombre.scaleb(2)
    if cent != cent.to_integral_value():
        raise ValueError(f"{nombre}")
    return int(cent)


plie = lru_cache(maxsize=65_536)(fold)
"""`fold`, for what comes back from row to row: prescripteurs, communes."""


def structure(s: Structure) -> Ligne:
    return s.id, s.siret, s.nom, fold(s.nom)


def utilisateur(u: Utilisateur) -> Ligne:
    return u.id, u.nom, u.prenom, u.courriel


def rattachement(r: Rattachement) -> Ligne:
    return r.utilisateur, r.structure, r.droit.value, int(r.referent)


def dispositif(d: Dispositif) -> Ligne:
    return (
        d.code,
        d.libelle,
        centiemes(d.coefficient_min),
        centiemes(d.coefficient_max),
        int(d.hsp),
        int(d.finance_region),
    )


def action(a: Action) -> Ligne:
    return (
        a.id,
        a.intitule,
        fold(a.intitule),
        a.dispositif,
        a.responsable,
        int(a.publiee),
        int(a.archivee),
        a.plus,
        a.lien_web,
    )


def session(s: Session, n_action: int) -> Ligne:
    return (
        s.reference,
        n_action,
        s.formateur,
        s.positionneur,
        s.commune,
        plie(s.commune),
        s.code_postal,
        s.debut.isoformat(),
        s.fin.isoformat(),
        s.type_entrees.value,
        int(s.annulee),
        s.effectif_minimal,
        s.effectif_vise,
        s.capacite_accueil,
        centiemes(s.coefficient),
        s.date_limite_inscription.isoformat(),
        s.date_limite_entree_tardive.isoformat(),
        None if s.intensite_hebdomadaire is None else centiemes(s.intensite_hebdomadaire),
    )


def contacts(s: Session, n: int) -> Iterator[Ligne]:
    for rang, contact in enumerate(s.contacts, 1):
        yield n, rang, contact.nom, contact.telephone, contact.courriel


def candidat(c: Candidat) -> Ligne:
    return (
        c.id,
        c.nom_naissance,
        c.nom_usage,
        c.prenom,
        fold(c.nom_complet),
        c.naissance.isoformat() if c.naissance else None,
        c.telephone,
        c.courriel,
        c.commune,
        c.code_postal,
        int(c.inscrit_france_travail),
    )


def suivi(c: Candidature) -> Ligne:
    """The values of `SUIVI`: what the étape is derived from (CAN-1), kept in step with convocations and avis."""
    derniere = c.derniere
    reponse = derniere.resultat if derniere else None
    courant = c.avis_courant
    return (
        c.etat.value,
        len(c.convocations),
        reponse.value if reponse else None,
        courant.entree.isoformat() if isinstance(courant, RecrutementOui | ConformiteOui) else None,
        int(c.a_completer),
    )


def candidature(c: Candidature, n_session: int, n_candidat: int, *, hsp: bool) -> Ligne:
    return (
        c.reference,
        n_session,
        n_candidat,
        c.prescripteur,
        plie(c.prescripteur),
        int(c.prescripteur_france_travail),
        c.deposee_le.isoformat(),
        int(hsp),
        *suivi(c),
    )


def convocations(c: Candidature, n: int) -> Iterator[Ligne]:
    for convocation in c.convocations:
        resultat = convocation.resultat
        yield n, convocation.rang, convocation.date.isoformat(), resultat.value if resultat else None


def avis(rendu: AvisRendu, n: int) -> Ligne:
    a = rendu.avis
    oui = a if isinstance(a, RecrutementOui | ConformiteOui) else None
    non = a if isinstance(a, RecrutementNon | ConformiteNon) else None
    return (
        n,
        rendu.rang,
        GENRES[type(a)],
        oui.entree.isoformat() if oui else None,
        oui.sortie.isoformat() if oui else None,
        centiemes(oui.intensite) if oui else None,
        non.motif.value if non else None,
        non.raison if non else "",
        "" if isinstance(a, ConformiteNon) else a.commentaire,
        rendu.par,
        rendu.le.isoformat() if rendu.le else None,
    )


def suivi_interne(s: Suivi) -> Ligne:
    return (
        s.structure,
        s.candidature,
        s.drapeau.value,
        *_signature(s.drapeau_pose),
        s.charge,
        *_signature(s.affectee),
        len(s.notes),
    )


def notes(s: Suivi) -> Iterator[Ligne]:
    for rang, note in enumerate(s.notes, start=1):
        modifiee_le = note.modifiee_le.isoformat() if note.modifiee_le else None
        yield s.structure, s.candidature, rang, note.id, note.texte, *_signature(note.ecrite), modifiee_le


def _signature(signature: Signature | None) -> tuple[str | None, str | None]:
    return (signature.par, signature.le.isoformat()) if signature else (None, None)
