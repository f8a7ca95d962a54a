"""« Traiter à la file »: one candidature at a time, one letter per verdict; all goes to the basket (ECRANS §8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event
from typing import ClassVar, Final

from textual import work
from textual.binding import BindingType
from textual.message import Message

from rafaelpro_tui.core.avance import Lue
from rafaelpro_tui.core.commands import NoterResultat, SurCandidature
from rafaelpro_tui.core.file import Decision, genre, repetees, sans_la_personne
from rafaelpro_tui.core.model import Etape, Resultat, Role
from rafaelpro_tui.core.resultats import Resultat as Reponse
from rafaelpro_tui.core.rules.sessions import roles
from rafaelpro_tui.screens.base_screen import RETOUR
from rafaelpro_tui.screens.brouillon import refus_par_type
from rafaelpro_tui.screens.file_lecture import LectureScreen
from rafaelpro_tui.screens.file_touches import TOUCHES
from rafaelpro_tui.screens.suivre import SUIVRE

PEINTURE: Final = 0.1
"""Seconds, at most, in which what comes next is painted before the decision is written: both want the interpreter."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided at `position`, from where one goes on to `suivante`; `a_repeter`: as a template for `.`."""

    position: int
    suivante: int | None
    commands: tuple[SurCandidature, ...]
    a_repeter: tuple[SurCandidature, ...]


@dataclass
class MiseAuPanier(Message, bubble=False):
    """It is on disk, or refused; `reponse` is None when it could not be written."""

    verdict: Verdict
    rangs: tuple[int, ...] = ()
    reponse: Reponse | None = None


class FileScreen(LectureScreen):
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
        super().__init__(ids, position)
        self._promise: Lue | None = None
        """What was shown before the answer to the last decision was known."""

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

    # Deciding

    def mettre(self, commands: Sequence[SurCandidature]) -> None:
        """Put in the basket what was decided on the candidature shown, and show at once what comes next.

        It is counted once it is on disk, and only then may another key act (`clavier`: group « ecriture »).
        """
        assert self.vue is not None
        ici, suivante = self.file.position, self.file.suivante()
        verdict = Verdict(ici, suivante, tuple(commands), sans_la_personne(commands, self.vue))
        if _reste(commands[-1]):
            self._promise = self.avance.prendre(ici, presente=True)
        else:
            self._promise = self.avance.prendre(suivante) if suivante is not None else None
        peinte = Event()
        if self._promise is not None:
            self.montrer(self._promise)
            self.une_fois_peint(peinte.set)
        else:
            peinte.set()
        self._mettre(verdict, peinte)

    @work(thread=True, exit_on_error=False, group="ecriture")
    def _mettre(self, verdict: Verdict, peinte: Event) -> None:
        peinte.wait(PEINTURE)
        mise = MiseAuPanier(verdict)
        try:
            mise = MiseAuPanier(verdict, *self.desk.panier.ajouter(verdict.commands))
        finally:
            self.post_message(mise)

    def on_mise_au_panier(self, message: MiseAuPanier) -> None:
        verdict, resultat = message.verdict, message.reponse
        self.avance.oublier()
        derniere = verdict.commands[-1]
        if resultat is None or resultat.refus is not None:
            self.aller(verdict.position)  # back to it; what could not be written is said by the app
            if resultat is not None and (refus := resultat.refus):
                dit = f"{refus.message} {refus.remede} ({refus.regle})"
                self.hote.dire(f"{derniere.candidature}\u00a0: {dit}", attention=True)
            return
        self.hote.compter_le_panier()
        id = self.file.ids[verdict.position]
        self.file.noter(Decision(id, message.rangs, verdict.a_repeter, genre(derniere, resultat)))
        if isinstance(derniere, NoterResultat) and resultat.etat is not None and resultat.etape is None:
            self.hote.dire(
                f"{derniere.candidature}\u00a0: {derniere.resultat.libelle.lower()}, refus automatique au panier. "
                "u revient en arrière.",
                attention=True,
            )
        for alerte in resultat.avertissements:
            self.hote.dire(f"▲ {alerte.message} ({alerte.regle})", attention=True)
        # The avis comes next, on the same one.
        self._avancer(verdict.position if resultat.etape is Etape.AVIS_A_RENDRE else verdict.suivante)

    def _avancer(self, position: int | None) -> None:
        promise, self._promise = self._promise, None
        if promise is not None and promise is self.lue and promise.position == position:
            self.montrer_les_lettres()
            self.lire_d_avance()
        elif position is not None:
            self.aller(position)
        else:
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
            self.aller(suivante)

    def action_voisine(self, pas: int) -> None:
        self.aller(self.file.position + pas)

    def action_reprendre(self) -> None:
        if decision := self.file.reprendre():
            self._retirer(decision)

    @work(thread=True, exit_on_error=False, group="ecriture")
    def _retirer(self, decision: Decision) -> None:
        self.desk.panier.retirer(decision.rangs)
        self.app.call_from_thread(self._reprise)

    def _reprise(self) -> None:
        self.hote.compter_le_panier()
        self.avance.oublier()
        self.aller(self.file.position)

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


def _reste(command: SurCandidature) -> bool:
    """Whether the same candidature is then to be decided on: present, it waits for its avis."""
    return isinstance(command, NoterResultat) and command.resultat is Resultat.PRESENCE
