"""« Échéances » : all that waits, by days left, on the 6, 14 and 21-day clocks (ECH-1 to ECH-3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.filtre import en_mots
from rafaelpro_tui.core.model import Etape
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import NBSP, date_fr, entier_fr, pluriel
from rafaelpro_tui.screens.liste_reservee import ListeReservee
from rafaelpro_tui.screens.liste_screen import Compte
from rafaelpro_tui.screens.radar_colonnes import (
    CHAMPS,
    COLONNES,
    ETROITES,
    PERSONNES,
    POSITIONNEURS,
    SESSIONS,
    Groupe,
    en_entier,
    grouper,
)
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Column, VirtualTable

ETROIT: Final = 100
"""Terminal columns under which one of the table is left out."""
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

    CSS_PATH = ["liste_screen.tcss", "radar.tcss"]
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
        return ETROITES if self.app.size.width < ETROIT else COLONNES

    def on_resize(self) -> None:
        if self.is_mounted:
            self.table.show_columns(self.colonnes())

    def corps(self) -> Iterable[Widget]:
        yield from super().corps()
        yield Static(id="entier")

    def interdit(self) -> Refus | None:
        return self.desk.radar.interdit()

    def lire(self, onglet: str) -> Sequence[Groupe]:
        radar = self.desk.radar
        return grouper(radar.par_personne() if onglet == PERSONNES else radar.sessions(), onglet)

    def rien(self) -> Content:
        return content("✓ Aucune candidature en attente de traitement.\nF5 montre toutes vos sessions.")

    def on_compte(self, message: Compte) -> None:
        """Before those of the lists, which Textual runs too."""
        if not message.nombre:  # no row comes under the cursor
            self._dire_en_entier()

    @on(VirtualTable.RowHighlighted)
    def _dire_en_entier(self) -> None:
        """Besides `ListeScreen`, which shows more beside the list where there is room."""
        dit = en_entier(self.groupe) if self.groupe is not None else Content()
        self.query_one("#entier", Static).update(dit, layout=False)

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
        nombre = self.desk.radar.exporter_agenda(chemin, self.desk.provenance("rendez-vous et échéances"))
        self.post_message(AgendaEcrit(chemin, nombre))

    def on_agenda_ecrit(self, message: AgendaEcrit) -> None:
        evenements = pluriel(message.nombre, "événement écrit", "événements écrits")
        self.hote.dire(f"{evenements} dans {message.chemin}")
