"""Filters (core/filtre.py) in SQL: what a user types is a bound parameter, never a part of a statement.

The words to be found are for the list itself (`Filtre.mots`); here are the other conditions. One on a session is
written on `s` and its action `a`, one on a candidature on `c` alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from rafaelpro_tui.core.filtre import Compare, Contient, Filtre, FiltreMalforme, Mots, Parmi, Selection, Terme
from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.rules.sessions import DELAI_ECHEANCE
from rafaelpro_tui.core.store import recherche
from rafaelpro_tui.core.store.driver import Valeur
from rafaelpro_tui.core.store.objets import ETAT_SESSION
from rafaelpro_tui.core.texte import fold

TENU: Final = {
    Role.RESPONSABLE: "a.responsable = :structure",
    Role.FORMATEUR: "s.formateur = :structure",
    Role.POSITIONNEUR: "s.positionneur = :structure",
}
"""SQL: what the active structure is on a session."""

# A reference that exists is that session and no other; what begins several is all of them.
_REFERENCE: Final = (
    "(s.reference = {v} OR (NOT EXISTS (SELECT 1 FROM session WHERE reference = {v})"
    " AND instr(lower(s.reference), lower({v})) = 1))"
)
_FORMATION: Final = (
    "(a.id = {v} OR (NOT EXISTS (SELECT 1 FROM action WHERE id = {v})"
    " AND porte_les_mots(a.id || ' ' || a.intitule, {v})))"
)
_TEXTES_SESSION: Final = {
    "session": _REFERENCE,
    "formation": _FORMATION,
    "positionneur": "porte_les_mots((SELECT o.nom FROM structure o WHERE o.id = s.positionneur), {v})",
    "dispositif": (
        "a.dispositif IN (SELECT d.code FROM dispositif d WHERE porte_les_mots(d.code || ' ' || d.libelle, {v}))"
    ),
}
_COMMUNE_SESSION: Final = "porte_les_mots(s.commune, {v})"
_TEXTES_CANDIDATURE: Final = {
    "prescripteur": "porte_les_mots(c.prescripteur, {v})",
    "commune": "porte_les_mots((SELECT p.commune FROM candidat p WHERE p.n = c.candidat), {v})",
    "note": (
        "c.reference IN (SELECT t.candidature FROM note t WHERE t.structure = :structure"
        " AND porte_les_mots(t.texte, {v}))"
    ),
}
_MOTIF: Final = "coalesce((SELECT v.motif FROM avis v WHERE v.candidature = c.n ORDER BY v.rang DESC LIMIT 1), '')"
"""Of the avis in force."""
_CONVOCATION: Final = "SELECT 1 FROM convocation r WHERE r.candidature = c.n"
_COMPARES: Final = {
    "jours": "s.fin",
    "debut": "s.debut",
    "fin": "s.fin",
    "deposee": "c.deposee_le",
    "avis": "(SELECT date(v.le) FROM avis v WHERE v.candidature = c.n AND v.rang = 1)",
    "convocations": "c.nb_convocations",
    "notes": (
        "coalesce((SELECT v.nb_notes FROM suivi v WHERE v.structure = :structure AND v.candidature = c.reference), 0)"
    ),
}
_DE_LA_SESSION: Final = frozenset(
    {"session", "formation", "dispositif", "positionneur", "role", "type", "jours", "debut", "fin"}
)
_DES_COMPTES: Final = frozenset({"etat", "etape"})
"""Columns that `compte` has too, so that nothing need be counted row by row."""


class Conditions:
    """The conditions of a filter, by what they are about, with their parameters."""

    def __init__(self, aujourdhui: date) -> None:
        self.session: list[str] = []
        """On `s` and `a`."""
        self.comptes: list[str] = []
        """On columns that both `c` and `compte` have; the table is `{t}`."""
        self.candidature: list[str] = []
        """On `c`."""
        self.parametres: dict[str, Valeur] = {}
        self._aujourdhui = aujourdhui

    def valeur(self, valeur: Valeur) -> str:
        """The SQL name of a parameter that holds `valeur`."""
        nom = f"f{len(self.parametres)}"
        self.parametres[nom] = valeur
        return f":{nom}"

    def parmi(self, colonne: str, terme: Parmi) -> str:
        return f"{colonne} IN ({self.liste(terme)})"

    def liste(self, terme: Parmi) -> str:
        return ", ".join(self.valeur(mot.value) for mot in terme.valeurs)

    def compare(self, terme: Compare) -> str:
        valeur: Valeur
        if terme.cle == "jours":  # ECH-5: échéance - today, échéance = fin + 21 days
            assert isinstance(terme.valeur, int)
            valeur = _jour(self._aujourdhui.toordinal() + terme.valeur - DELAI_ECHEANCE.days)
        else:
            valeur = terme.valeur.isoformat() if isinstance(terme.valeur, date) else terme.valeur
        condition = f"{_COMPARES[terme.cle]} {terme.signe} {self.valeur(valeur)}"
        # Without an avis it is not so: `NOT` is true of it. The others have their date, and their index.
        return f"coalesce({condition}, 0)" if terme.cle == "avis" else condition

    def mots(self, table: str, n: str, texte: str) -> str | None:
        """The rows that the full-text index has for these words; None when there is no word in them."""
        if (mots := recherche.requete(texte)) is None:
            return None
        return f"{n} IN (SELECT rowid FROM {table} WHERE {table} MATCH {self.valeur(mots)})"


def candidatures(filtre: Filtre, aujourdhui: date, selection: Iterable[int] | None = None) -> Conditions:
    """The conditions of a list of candidatures; `selection` holds the row ids that are ticked.

    Raises:
        FiltreMalforme: the filter speaks of a selection where there is none.
    """
    conditions = Conditions(aujourdhui)

    def sql(terme: Terme) -> str | None:
        match terme:
            case Selection():
                if selection is None:
                    raise FiltreMalforme(
                        "Le filtre « selection » n’a de sens que dans une liste de l’application, où l’on coche.",
                        "Pour chercher ce mot, mettez-le entre guillemets.",
                    )
                return f"c.n IN (SELECT value FROM json_each({conditions.valeur(json.dumps(list(selection)))}))"
            case Contient() if terme.cle in _TEXTES_CANDIDATURE:
                return _TEXTES_CANDIDATURE[terme.cle].format(v=conditions.valeur(terme.texte))
            case Parmi(cle="motif"):
                return conditions.parmi(_MOTIF, terme)
            case Parmi(cle="reponse"):
                return f"EXISTS ({_CONVOCATION} AND {conditions.parmi('r.resultat', terme)})"
            case Parmi(cle="drapeau"):
                return f"coalesce({suivi('drapeau')}, 'aucun') IN ({conditions.liste(terme)})"
            case Contient(cle="a"):
                return _en_charge(conditions, terme.texte)
            case Parmi() if terme.cle in _DES_COMPTES:
                return conditions.parmi(f"{{t}}.{terme.cle}", terme)
            case Mots():
                return conditions.mots("recherche_candidature", "c.n", terme.texte)
        return _de_la_session(conditions, terme)

    _traduire(conditions, filtre, sql)
    return conditions


def sessions(filtre: Filtre, aujourdhui: date) -> Conditions:
    """The conditions of a list of sessions: all in `session`."""
    conditions = Conditions(aujourdhui)

    def sql(terme: Terme) -> str | None:
        match terme:
            case Contient(cle="commune"):
                return _COMMUNE_SESSION.format(v=conditions.valeur(terme.texte))
            case Parmi(cle="etat"):
                return conditions.parmi(ETAT_SESSION, terme)
            case Mots():
                return conditions.mots("recherche_session", "s.n", terme.texte)
        return _de_la_session(conditions, terme)

    _traduire(conditions, filtre, sql)
    conditions.session += [*conditions.candidature, *conditions.comptes]
    return conditions


def suivi(colonne: str) -> str:
    """What the active structure keeps on a candidature (SUI-4)."""
    return f"(SELECT v.{colonne} FROM suivi v WHERE v.structure = :structure AND v.candidature = c.reference)"


def _en_charge(conditions: Conditions, texte: str) -> str:
    """« moi », « personne », or a colleague by name."""
    match fold(texte):
        case "moi":
            return f"{_EN_CHARGE} AND v.charge = :utilisateur)"
        case "personne":
            return f"NOT {_EN_CHARGE})"
    qui = f"porte_les_mots(u.prenom || ' ' || u.nom, {conditions.valeur(texte)})"
    return f"{_EN_CHARGE} AND v.charge IN (SELECT u.id FROM utilisateur u WHERE {qui}))"


_EN_CHARGE: Final = (
    "c.reference IN (SELECT v.candidature FROM suivi v WHERE v.structure = :structure AND v.charge <> ''"
)


def _traduire(conditions: Conditions, filtre: Filtre, sql: Callable[[Terme], str | None]) -> None:
    """Put each condition in its place."""
    for terme in filtre.termes:
        if (isinstance(terme, Mots) and not terme.non) or (condition := sql(terme)) is None:
            continue
        cle = getattr(terme, "cle", "")
        place = conditions.candidature
        if cle in _DE_LA_SESSION:
            place = conditions.session
        elif cle in _DES_COMPTES:
            place = conditions.comptes
        place.append(f"NOT ({condition})" if terme.non else condition)


def _de_la_session(conditions: Conditions, terme: Terme) -> str:
    match terme:
        case Contient():
            return _TEXTES_SESSION[terme.cle].format(v=conditions.valeur(terme.texte))
        case Parmi(cle="role"):
            return f"({' OR '.join(TENU[Role(role)] for role in terme.valeurs)})"
        case Parmi(cle="type"):
            return conditions.parmi("s.type_entrees", terme)
        case Compare():
            return conditions.compare(terme)
    raise AssertionError(f"{terme!r} is of no list")


def _jour(ordinal: int) -> str:
    """ISO; what the calendar does not have sorts before or after all that it has."""
    if ordinal < date.min.toordinal():
        return ""
    return "A" if ordinal > date.max.toordinal() else date.fromordinal(ordinal).isoformat()
