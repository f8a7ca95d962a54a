"""« Échéances » : all that waits, by days left, on the 6, 14 and 21-day clocks (ECH-1 to ECH-3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from rafaelpro_tui.core.filtre import en_mots
from rafaelpro_tui.core.model import Etape
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import NBSP, date_fr, entier_fr, pluriel
from rafaelpro_tui.core.vues_radar import RadarLigne
from rafaelpro_tui.screens.liste_reservee import ListeReservee
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
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
    Column("intitule", "Formation", Flex(8, weight=4), lambda groupe: groupe.intitule),
    Column("positionneur", "Positionneur / en charge", Flex(8, 28), lambda groupe: groupe.qui),
    Column("quinze_jours", "6 jours", 8, _horloge(lambda ligne: ligne.quinze_jours)),
    Column("alerte", "14 jours", 8, _horloge(lambda ligne: ligne.alerte)),
    Column("echeance", "21 jours", 8, _horloge(lambda ligne: ligne.echeance)),
)
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
ETAPES: Final = (
    (Etape.A_CONVOQUER, "à convoquer"),
    (Etape.PRESENCE_A_RENSEIGNER, "présence à renseigner"),
    (Etape.AVIS_A_RENDRE, "avis à rendre"),
    (Etape.CONFORMITE_A_RENDRE, "conformité à rendre"),
)


@dataclass
class AgendaEcrit(Message, bubble=False):
    chemin: Path
    nombre: int


class RadarScreen(ListeReservee[Groupe]):
    """By session, by Positionneur, or by person in charge; each row opens the list behind it."""

    AIDE = "Échéances"
    CHAMPS = CHAMPS
    ANCETRES = ()
    CHOSE = ("ligne", None)
    PREMIERES = ("ouvrir", "radar.et_si", "radar.agenda", "onglet.suivant")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "w",
            "et_si",
            "Et si…",
            tooltip="Ce que donnerait une autre date limite sur cette session, sans rien écrire",
            id="radar.et_si",
        ),
        Binding(
            "E",
            "agenda",
            "Agenda",
            tooltip="Exporter les rendez-vous et les échéances pour un agenda (.ics)",
            id="radar.agenda",
        ),
    ]

    def onglets(self) -> Sequence[Tab]:
        return (
            Tab(SESSIONS, "Par session", "Par session", "Sessions"),
            Tab(POSITIONNEURS, "Par Positionneur", "Par Positionneur", "Posit."),
            Tab(PERSONNES, "Par personne en charge", "Par personne", "Pers."),
        )

    def colonnes(self) -> Sequence[Column[Groupe]]:
        return COLONNES

    def interdit(self) -> Refus | None:
        return self.desk.radar.interdit()

    def lire(self, onglet: str) -> Sequence[Groupe]:
        radar = self.desk.radar
        return grouper(radar.par_personne() if onglet == PERSONNES else radar.sessions(), onglet)

    def rien(self) -> Content:
        return content("✓ Aucune candidature en attente de traitement.\nF5 montre toutes vos sessions.")

    @property
    def groupe(self) -> Groupe | None:
        return self.table.cursor_data if self.is_mounted else None

    @property
    def reference(self) -> str | None:
        return self.groupe.proche.session if self.groupe is not None else None

    def a_cote(self, onglet: str) -> Content:
        groupe = self.groupe
        if groupe is None:
            return Content()
        parties = [
            content("$nom [b]$nombre[/b]", nom=nom, nombre=entier_fr(groupe.etape(etape)))
            for etape, nom in ETAPES
            if groupe.etape(etape)
        ]
        return content(" [$text-muted]·[/] ").join(parties)

    def apercu(self, ligne: Groupe) -> Iterable[tuple[str, str]]:
        proche = ligne.proche
        yield "Session", f"{proche.session} · {proche.intitule}"
        yield "Positionneur", proche.positionneur
        if ligne.par == PERSONNES:
            yield "En charge", ligne.qui
        yield "Fin de session", date_fr(proche.fin)
        yield "Fin + 6 jours", f"{date_fr(proche.quinze_jours)}{NBSP}: il reste 15 jours (ECH-3)"
        yield "Fin + 14 jours", f"{date_fr(proche.alerte)}{NBSP}: alerte, il reste une semaine (ECH-2)"
        yield "Fin + 21 jours", f"{date_fr(proche.echeance)}{NBSP}: dernier jour pour rendre les avis (ECH-1)"
        yield "En attente", pluriel(ligne.en_attente, "candidature")

    def ouvrir(self, n: int, ligne: Groupe) -> None:
        from rafaelpro_tui.screens.candidatures import CandidaturesScreen
        from rafaelpro_tui.screens.session import SessionScreen

        if ligne.par_session:
            self.app.push_screen(SessionScreen(ligne.proche.session))
        else:
            cle = "a" if ligne.par == PERSONNES else "positionneur"
            self.app.push_screen(CandidaturesScreen(f"etat:en_attente {cle}:{en_mots(ligne.qui)}"))

    # « Et si… », agenda

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("et_si", "agenda") and not self.nombre:
            return None
        return super().check_action(action, parameters)

    def action_et_si(self) -> None:
        from rafaelpro_tui.screens.et_si import EtSiScreen

        if self.groupe is not None:
            self.app.push_screen(EtSiScreen(self.groupe.proche.session))

    def action_agenda(self) -> None:
        from rafaelpro_tui.screens.exporter import ExporterScreen

        def choisi(chemin: Path | None) -> None:
            if chemin is not None:
                self._exporter(chemin)

        nom = f"echeances-{self.desk.aujourdhui.isoformat()}.ics"
        self.app.push_screen(ExporterScreen(nom, "rendez-vous et échéances", format="agenda .ics"), choisi)

    @work(thread=True, exit_on_error=False, group="export")
    def _exporter(self, chemin: Path) -> None:
        nombre = self.desk.radar.exporter_agenda(chemin, self.hote.horloge.maintenant())
        self.post_message(AgendaEcrit(chemin, nombre))

    def on_agenda_ecrit(self, message: AgendaEcrit) -> None:
        evenements = pluriel(message.nombre, "événement écrit", "événements écrits")
        self.hote.dire(f"{evenements} dans {message.chemin}")
