"""« Traiter à la file »: one candidature at a time, one letter per verdict; all goes to the basket (ECRANS §8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.commands import (
    NoterResultat,
    SurCandidature,
)
from rafaelpro_tui.core.file import Decision, File, genre, repetees, sans_la_personne
from rafaelpro_tui.core.model import Etape, Role
from rafaelpro_tui.core.panier import geste
from rafaelpro_tui.core.resultats import Resultat as Reponse
from rafaelpro_tui.core.rules.sessions import roles
from rafaelpro_tui.core.rules.transmissions import circuit
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.screens.base_screen import RETOUR
from rafaelpro_tui.screens.brouillon import refus_par_type
from rafaelpro_tui.screens.file_lettres import LettresScreen
from rafaelpro_tui.screens.file_touches import TOUCHES
from rafaelpro_tui.screens.suivre import SUIVRE
from rafaelpro_tui.widgets.candidat_panel import CandidatPanel
from rafaelpro_tui.widgets.candidature_header import CandidatureHeader
from rafaelpro_tui.widgets.file_card import FileCard, motifs_de
from rafaelpro_tui.widgets.historique_panel import HistoriquePanel
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.suivi_panel import SuiviPanel


@dataclass
class VueLue(Message, bubble=False):
    """The candidature at `position`, with what waits for it applied; `mises` in words."""

    position: int
    vue: CandidatureVue
    mises: tuple[str, ...]


@dataclass
class MiseAuPanier(Message, bubble=False):
    id: int
    commands: tuple[SurCandidature, ...]
    rangs: tuple[int, ...]
    resultat: Reponse


class FileScreen(LettresScreen):
    """Asks the desk what can be decided; stages; goes on by itself.

    Args:
        ids: Row ids of candidatures, in order.
        position: Where to begin.
    """

    CSS_PATH = "file.tcss"
    AUTO_FOCUS = ""
    AIDE = "Traiter à la file"
    PREMIERES = ("presence", "oui", "non", "repeter", "file.passer", "file.reprendre", "file.panier", "convoquer")
    BINDINGS: ClassVar[list[BindingType]] = [*TOUCHES, *SUIVRE, RETOUR]
    U_ANNULE = False

    def __init__(self, ids: Sequence[int], position: int = 0) -> None:
        super().__init__()
        self.file = File(ids, position)
        self._mises: tuple[str, ...] = ()

    # What the frame asks

    @property
    def roles(self) -> tuple[Role, ...]:
        return roles(self.desk.acteur.structure.id, self.vue.session, self.vue.action) if self.vue else ()

    @property
    def candidature(self) -> str | None:
        return self.vue.candidature.reference if self.vue else None

    reference = candidature

    def a_suivre(self) -> str:
        return self.candidature or ""

    def corps(self) -> Iterable[Widget]:
        yield Static(id="file-progres")
        yield CandidatureHeader()
        with Container(id="fiche"):
            with VerticalScroll(id="decision", can_focus=False):
                yield FileCard()
            with VerticalScroll(id="infos", can_focus=False):
                yield SuiviPanel()
                yield CandidatPanel()
                yield HistoriquePanel()

    def on_mount(self) -> None:
        self.relire()

    # Reading

    def relire(self) -> None:
        self._lire(self.file.position)

    @work(thread=True, exclusive=True, exit_on_error=False, group="lecture")
    def _lire(self, position: int) -> None:
        panier = self.desk.panier
        reference = self.desk.reference_candidature(self.file.ids[position])
        mises = tuple(geste(mise.command) for mise in panier.de(reference))
        self.post_message(VueLue(position, panier.vue(reference), mises))

    def on_vue_lue(self, message: VueLue) -> None:
        self.file.position, self.vue, self._mises = message.position, message.vue, message.mises
        self.motifs = False
        tete = self.query_one(CandidatureHeader)
        tete.vue = message.vue
        self.query_one(SuiviPanel).montrer(message.vue.suivi)
        self.query_one(CandidatPanel).montrer(message.vue)
        self.query_one(HistoriquePanel).montrer(message.vue.historique, circuit(message.vue.dispositif))
        self.montrer_les_lettres()
        self.maj_cadre()

    def montrer_les_lettres(self) -> None:
        assert self.vue is not None
        derniere = ", ".join(geste(command) for command in self.a_repeter())
        motifs = motifs_de(self.vue) if self.motifs else ()
        self.query_one(FileCard).montrer(self.vue, refus_par_type(self.vue), self._mises, derniere, motifs)
        self.query_one("#file-progres", Static).update(content("$dit", dit=self.file.progression))
        self.refresh_bindings()

    # Deciding

    def mettre(self, commands: Sequence[SurCandidature]) -> None:
        """Put in the basket what was decided on the candidature shown."""
        self._mettre(self.file.id, tuple(commands))

    @work(thread=True, exit_on_error=False, group="ecriture")
    def _mettre(self, id: int, commands: tuple[SurCandidature, ...]) -> None:
        rangs, resultat = self.desk.panier.ajouter(commands)
        self.post_message(MiseAuPanier(id, commands, rangs, resultat))

    def on_mise_au_panier(self, message: MiseAuPanier) -> None:
        resultat = message.resultat
        if resultat.refus is not None:
            self.hote.dire(f"{resultat.refus.message} {resultat.refus.remede} ({resultat.refus.regle})", attention=True)
            return
        self.hote.compter_le_panier()
        assert self.vue is not None
        derniere, a_repeter = message.commands[-1], sans_la_personne(message.commands, self.vue)
        self.file.noter(Decision(message.id, message.rangs, a_repeter, genre(derniere, resultat)))
        if isinstance(derniere, NoterResultat) and resultat.etat is not None and resultat.etape is None:
            self.hote.dire(
                f"{derniere.candidature}\u00a0: {derniere.resultat.libelle.lower()}, refus automatique au panier. "
                "u revient en arrière.",
                attention=True,
            )
        for alerte in resultat.avertissements:
            self.hote.dire(f"▲ {alerte.message} ({alerte.regle})", attention=True)
        if resultat.etape is Etape.AVIS_A_RENDRE:  # the avis comes next, on the same one
            self.relire()
        else:
            self._avancer()

    def _avancer(self) -> None:
        suivante = self.file.suivante()
        if suivante is not None:
            self._lire(suivante)
            return
        self.relire()
        self.hote.dire("La file est finie\u00a0: F10 ou Échap montre le panier.")

    def a_repeter(self) -> list[SurCandidature]:
        """What `.` would give here; nothing where its first step is not possible."""
        assert self.vue is not None
        if not self.file.derniere or self.vue.candidature.reference == self.file.derniere[0].candidature:
            return []
        suite = repetees(self.file.derniere, self.vue, self.desk.commande)
        return suite if suite and refus_par_type(self.vue).get(suite[0].type) is None else []

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "voisine":
            return True if 0 <= self.file.position + int(str(parameters[0])) < len(self.file.ids) else None
        if action == "reprendre":
            return bool(self.file.decisions)
        return super().check_action(action, parameters)

    def action_passer(self) -> None:
        self.file.passer()
        suivante = self.file.suivante()
        if suivante is None:
            self.montrer_les_lettres()
            self.hote.dire("C’est la dernière à décider\u00a0: F10 ou Échap montre le panier.")
        else:
            self._lire(suivante)

    def action_voisine(self, pas: int) -> None:
        self._lire(self.file.position + pas)

    def action_reprendre(self) -> None:
        if decision := self.file.reprendre():
            self._retirer(decision)

    @work(thread=True, exit_on_error=False, group="ecriture")
    def _retirer(self, decision: Decision) -> None:
        self.desk.panier.retirer(decision.rangs)
        self.app.call_from_thread(self._reprise)

    def _reprise(self) -> None:
        self.hote.compter_le_panier()
        self.relire()

    def action_retour(self) -> None:
        """Nothing is validated unseen: leaving shows the basket."""
        if self.motifs:
            self.action_non()
        elif self.file.decisions:
            self.action_panier()
        else:
            super().action_retour()

    def action_panier(self) -> None:
        self.app.pop_screen()
        self.hote.ouvrir_panier()
