"""A candidature: who, the convocations, the avis (guide: Traitement d'une candidature). ECRANS §6."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.css.query import NoMatches
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, TextArea
from textual.worker import Worker, WorkerState

from rafaelpro_tui.core.commands import AnyCommand
from rafaelpro_tui.core.demandes import demande
from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.sessions import roles
from rafaelpro_tui.core.rules.transmissions import circuit
from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.screens import brouillon as saisies
from rafaelpro_tui.screens.base_screen import BaseChangee
from rafaelpro_tui.screens.brouillon import Brouillon
from rafaelpro_tui.screens.candidature_touches import TOUCHES, TYPES
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.etapes import EtapesScreen
from rafaelpro_tui.screens.modeles import MODELES
from rafaelpro_tui.screens.personne import PERSONNE, PersonneScreen
from rafaelpro_tui.screens.suivre import SUIVRE, SuivreScreen
from rafaelpro_tui.screens.voisines import Voisines
from rafaelpro_tui.widgets.avis_pane import AvisPane, Tableau
from rafaelpro_tui.widgets.candidat_panel import CandidatPanel
from rafaelpro_tui.widgets.candidature_header import CandidatureHeader
from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.historique_panel import HistoriquePanel
from rafaelpro_tui.widgets.safe_text import plain, safe
from rafaelpro_tui.widgets.suivi_panel import SuiviPanel

__all__ = ["CandidatureScreen", "Voisines"]


@dataclass
class Lue(Message, bubble=False):
    """`voisines` when it is another candidature of the list."""

    vue: CandidatureVue
    voisines: Voisines | None


class CandidatureScreen(EtapesScreen, SuivreScreen):
    """Composes and routes; what can be done, and what a draft is worth, is for the desk to say."""

    CSS_PATH = "candidature.tcss"
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-bas"), (36, "-haut")]
    AIDE = "Une candidature"
    AIDE_AUSSI = (Choix,)
    PREMIERES = ("convoquer", "presence", "absence_justifiee", "absence_non_justifiee", "oui", "non", "valider")

    BINDINGS: ClassVar[list[BindingType]] = [*TOUCHES, MODELES, *SUIVRE, PERSONNE]

    def __init__(self, reference: str, voisines: Voisines | None = None, *, reprise: AnyCommand | None = None) -> None:
        super().__init__()
        self._reference = reference
        self._voisines = voisines
        self._reprise = reprise
        """A command that was refused, whose values are to be put in the fields."""
        self._visee: Voisines | None = None
        """The neighbour being read: `>` `>` goes two further, however slow the base."""
        self._surprise = False

    # What the frame asks

    @property
    def fil(self) -> str:
        return self._reference

    @property
    def roles(self) -> tuple[Role, ...]:
        return roles(self.desk.acteur.structure.id, self.vue.session, self.vue.action) if self.vue else ()

    @property
    def reference(self) -> str:
        return self._reference

    @property
    def candidature(self) -> str:
        return self._reference

    def a_suivre(self) -> str:
        return self._reference if self.vue else ""

    @property
    def saisie_en_cours(self) -> bool:
        return not self.brouillon.vide or (self.vue is not None and self.volet.grille.modifiee)

    def corps(self) -> Iterable[Widget]:
        yield CandidatureHeader()
        with Container(id="fiche"):
            with VerticalScroll(id="infos"):
                yield SuiviPanel()
                yield CandidatPanel()
                yield HistoriquePanel()
            yield AvisPane(self.desk.aujourdhui)

    def on_mount(self) -> None:
        self.relire()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What cannot be read (DRT-9, gone) leaves the screen before it, where the error is then said."""
        if event.worker.group == "lecture" and event.state is WorkerState.ERROR:
            self._visee = None
            if self.vue is None and self.app.screen is self:
                self.app.pop_screen()

    def on_resize(self, event: events.Resize) -> None:
        """Where columns do not fit beside each other, the avis comes first."""
        droite, gauche = self.volet, self.query_one("#infos")
        premier, second = (droite, gauche) if event.size.width < 100 else (gauche, droite)
        self.query_one("#fiche").move_child(premier, before=second)

    @property
    def volet(self) -> AvisPane:
        return self.query_one(AvisPane)

    # Reading

    def relire(self) -> None:
        self._lire(self._reference)

    @work(thread=True, exclusive=True, exit_on_error=False, group="lecture")
    def _lire(self, reference: str) -> None:
        self.post_message(Lue(self.desk.candidature(reference), None))

    @work(thread=True, exclusive=True, exit_on_error=False, group="lecture")
    def _lire_voisine(self, voisines: Voisines) -> None:
        reference = self.desk.reference_candidature(voisines.id)
        self.post_message(Lue(self.desk.candidature(reference), voisines))

    async def on_lue(self, message: Lue) -> None:
        avant, vue = self.vue, message.vue
        autre = avant is None or avant.candidature.reference != vue.candidature.reference
        if autre and avant is not None:
            if message.voisines is None or message.voisines is not self._visee:
                return  # A late reading of a candidature that was left.
            self.brouillon, self._voisines, self._reference = Brouillon(), message.voisines, vue.candidature.reference
            self._visee = None
        self.vue = vue
        tete = self.query_one(CandidatureHeader)
        tete.vue, tete.place = vue, self._voisines.place if self._voisines else None
        await self._montrer(vue, viser=autre or (avant is not None and avant.candidature != vue.candidature))
        if self._surprise and avant is not None and not autre:
            self._dire_le_changement(avant, vue)
        self._surprise = False
        if autre:
            self.a_lire()
        if self._reprise is not None:
            reprise, self._reprise = self._reprise, None
            await self.reprendre(reprise)
        self.maj_cadre()
        self.refresh_bindings()
        self.call_after_refresh(self._montrer_les_infos)

    def _montrer_les_infos(self) -> None:
        """A frame after what is decided on: painted at once, both would hold the screen's thread for two."""
        if self.vue is None:
            return
        with suppress(NoMatches):  # The screen may have been left since.
            self.query_one(SuiviPanel).montrer(self.vue.suivi)
            self.query_one(CandidatPanel).montrer(self.vue)
            self.query_one(HistoriquePanel).montrer(self.vue.historique, circuit(self.vue.dispositif))

    async def _montrer(self, vue: CandidatureVue, *, viser: bool) -> None:
        forme, refus = saisies.forme_possible(vue)
        interdit, fini = saisies.interdiction(vue), saisies.suite(vue)
        demandee = demande(vue, self.desk.acteur) if refus is not None else None
        self.tableau = Tableau(
            vue=vue,
            aujourdhui=self.desk.aujourdhui,
            forme=forme,
            refus=refus,
            possibles=saisies.refus_par_type(vue),
            ouvert=interdit is None and fini is None,
            bandeau=interdit or (fini if demandee is None else None),
            demande=demandee,
        )
        if await self.volet.montrer(self.tableau) and refus is None and not self.brouillon.vide:
            await self.remplir(self.brouillon)
        if viser:
            self.volet.viser_l_etape()

    def on_base_changee(self, message: BaseChangee) -> None:
        """Besides reading again: was it somebody else?"""
        self._surprise = self._surprise or message.resultat is None

    def _dire_le_changement(self, avant: CandidatureVue, apres: CandidatureVue) -> None:
        changes = saisies.ce_qui_a_change(avant, apres)
        if changes:
            sort = "" if self.brouillon.vide else " Votre saisie est gardée."
            self.hote.dire(f"Modifiée entre-temps{NBSP}: {', '.join(changes)}.{sort}", attention=True)

    # Actions

    def raison(self, action: str) -> str:
        refus = self._refus(action.partition("(")[0])
        return f"{refus.message} {refus.remede} ({refus.regle})" if refus else ""

    def on_key(self, event: events.Key) -> None:
        """A dimmed key says why."""
        actif = self.active_bindings.get(event.key)
        if actif is None or actif.enabled or actif.node is not self:
            return
        if raison := self.raison(actif.binding.action):
            self.hote.dire(raison, attention=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not possible now is dimmed (and says why when pressed); what makes no sense is not offered."""
        if action in TYPES:
            return None if self.tableau is None or self._refus(action) else True
        if action == "motif":
            return self.brouillon.reponse == "non"
        if action == "repeter":
            return self.is_mounted and self.a_repeter
        if action == "voisine":
            if self._voisines is None:
                return False
            return True if self._voisines.a_cote(int(str(parameters[0]))) else None
        return super().check_action(action, parameters)

    def _refus(self, action: str) -> Refus | None:
        """Why none of an action's commands can be given."""
        if self.tableau is None or action not in TYPES:
            return None
        refus = [self.tableau.possibles[type_] for type_ in TYPES[action]]
        return None if None in refus else refus[0]

    def action_retour(self) -> None:
        """Échap leaves the field first."""
        if isinstance(self.focused, Input | TextArea):
            self.volet.focus()
        else:
            super().action_retour()

    def action_voisine(self, pas: int) -> None:
        depart = self._visee or self._voisines
        voisines = depart.a_cote(pas) if depart else None
        if voisines is None:
            return
        if not self.saisie_en_cours:
            self._viser(voisines)
            return

        question = plain(f"Quitter sans valider{NBSP}?")
        texte = plain("Ce que vous avez saisi n’est pas validé et serait perdu.")
        self.app.push_screen(
            Confirmation(question, texte, oui="Quitter sans valider"),
            lambda oui: self._viser(voisines) if oui else None,
        )

    def _viser(self, voisines: Voisines) -> None:
        self._visee = voisines
        self._lire_voisine(voisines)

    def action_personne(self) -> None:
        self.app.push_screen(PersonneScreen(self._reference))

    @on(Button.Pressed, "#copier-demande")
    def action_copier(self) -> None:
        """The pre-written request (AVI-7) where there is one, else the reference."""
        if self.tableau is None or self.tableau.demande is None:
            super().action_copier()
            return
        self.app.copy_to_clipboard(safe(self.tableau.demande.texte, multiline=True))
        self.hote.dire(f"Demande copiée, à coller{NBSP}: {self.tableau.demande.destinataire}.")
