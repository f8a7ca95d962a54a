"""The rows of « Échéances » and their columns: sessions, or those of one Positionneur, of one person in charge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from textual.content import Content

from rafaelpro_tui.core.model import Etape
from rafaelpro_tui.core.texte import date_fr, entier_fr, pluriel
from rafaelpro_tui.core.vues_radar import RadarLigne
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.virtual_table import Cell, Column, Flex, Styled

SESSIONS, POSITIONNEURS, PERSONNES = "sessions", "positionneurs", "personnes"
PERSONNE: Final = "personne"
"""In charge of what nobody is in charge of: also what the filter says."""
SANS_FIN: Final = 9999
"""Year that some catalogues give to say « no end »: its days are not counted on screen."""


@dataclass(frozen=True, slots=True)
class Groupe:
    """A row: a session, or all those of a Positionneur, or of a person in charge; the clocks are those of the soonest.

    `par`: the tab.
    """

    proche: RadarLigne
    sessions: tuple[RadarLigne, ...]
    par: str

    @property
    def par_session(self) -> bool:
        return self.par == SESSIONS

    @property
    def qui(self) -> str:
        """The Positionneur, or who is in charge."""
        return (self.proche.charge or PERSONNE) if self.par == PERSONNES else self.proche.positionneur

    @property
    def en_attente(self) -> int:
        return sum(ligne.en_attente for ligne in self.sessions)

    def etape(self, etape: Etape) -> int:
        return sum(ligne.etapes[etape] for ligne in self.sessions)

    @property
    def nom(self) -> str:
        return self.proche.session

    @property
    def intitule(self) -> str:
        autres = len(self.sessions) - 1
        if self.par_session or not autres:
            return self.proche.intitule
        return f"et {pluriel(autres, 'autre session', 'autres sessions')}"


def grouper(lignes: Sequence[RadarLigne], par: str) -> list[Groupe]:
    """Soonest first."""
    if par == SESSIONS:
        return [Groupe(ligne, (ligne,), par) for ligne in lignes]
    par_nom: dict[str, list[RadarLigne]] = {}
    for ligne in lignes:
        par_nom.setdefault(ligne.charge if par == PERSONNES else ligne.positionneur, []).append(ligne)
    return [Groupe(siennes[0], tuple(siennes), par) for siennes in par_nom.values()]


def _reste(groupe: Groupe) -> Cell:
    """A sign, then the days left."""
    ligne = groupe.proche
    if ligne.jours < 0:
        return Styled("✕ passée", "error")
    dit = "sans fin" if ligne.echeance.year >= SANS_FIN else f"{entier_fr(ligne.jours)} j"
    if ligne.jours <= (ligne.echeance - ligne.alerte).days:
        return Styled(f"▲ {dit}", "error")
    if ligne.jours <= (ligne.echeance - ligne.quinze_jours).days:
        return Styled(f"◷ {dit}", "warning")
    return f"  {dit}"


def _horloge(jour: Callable[[RadarLigne], date]) -> Callable[[Groupe], Cell]:
    return lambda groupe: f"{jour(groupe.proche):%d/%m/%y}"


COLONNES: Final[tuple[Column[Groupe], ...]] = (
    Column("jours", "Reste", 8, _reste),
    Column("en_attente", "Att.", 4, lambda groupe: entier_fr(groupe.en_attente), align="right"),
    Column("session", "Session", Flex(8, 12), lambda groupe: groupe.nom),
    Column("intitule", "Formation", Flex(9, weight=4), lambda groupe: groupe.intitule),
    Column("positionneur", "Suivie par", Flex(12, 28), lambda groupe: groupe.qui),
    Column("quinze_jours", "6 jours", 8, _horloge(lambda ligne: ligne.quinze_jours)),
    Column("alerte", "14 jours", 8, _horloge(lambda ligne: ligne.alerte)),
    Column("echeance", "21 jours", 8, _horloge(lambda ligne: ligne.echeance)),
)
ETROITES: Final = tuple(colonne for colonne in COLONNES if colonne.id != "quinze_jours")
"""Where there is less room: the first clock is in the sign of « Reste », its day in what is said of the row."""
CHAMPS: Final[Mapping[str, Callable[[Groupe], Any]]] = {
    "jours": lambda groupe: groupe.proche.jours,
    "en_attente": lambda groupe: groupe.en_attente,
    "session": lambda groupe: groupe.nom,
    "intitule": lambda groupe: groupe.intitule,
    "positionneur": lambda groupe: groupe.qui,
    "quinze_jours": lambda groupe: groupe.proche.quinze_jours,
    "alerte": lambda groupe: groupe.proche.alerte,
    "echeance": lambda groupe: groupe.proche.echeance,
}


def en_entier(groupe: Groupe) -> Content:
    """Two lines: what the columns may have cut."""
    proche = groupe.proche
    autres = "" if groupe.intitule == proche.intitule else groupe.intitule
    quoi = content(
        "[b]$session[/b] $intitule [$text-muted]$autres[/]",
        session=proche.session,
        intitule=proche.intitule,
        autres=autres,
    )
    qui = [content("[$text-muted]Positionneur[/] $nom", nom=proche.positionneur)]
    if groupe.par == PERSONNES:
        qui.append(content("[$text-muted]en charge[/] $nom", nom=groupe.qui))
    qui.append(content("[$text-muted]fin + 6 jours[/] $jour", jour=date_fr(proche.quinze_jours)))
    return quoi + "\n" + content(" [$text-muted]·[/] ").join(qui)
