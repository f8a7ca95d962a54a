"""`u` and the countdown: what can still be undone is in sight, what would fall with it is named first (ANN-1)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from textual import work
from textual.app import App
from textual.message import Message
from textual.timer import Timer

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.resultats import Annulable, Resultat
from rafaelpro_tui.screens import consequences
from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.grace import Grace
from rafaelpro_tui.widgets.safe_text import content

# Not frozen: Textual writes on the messages that it carries.


@dataclass
class GraceLue(Message):
    """What can be undone, as just read."""

    grace: Grace


@dataclass
class ConsequencesLues(Message):
    """What undoing a command would pull down with it."""

    saisie: Annulable
    consequences: Sequence[Resultat]


@dataclass
class Annulee(Message):
    """A command was taken back, or refused to be."""

    saisie: Annulable
    resultat: Resultat


class AnnulationApp(App[None], inherit_bindings=False):
    """The part of the app that undoes."""

    horloge: Horloge

    def __init__(self) -> None:
        super().__init__()
        self._grace = Grace()
        self._compte_a_rebours: Timer | None = None

    # What the app brings

    @property
    @abstractmethod
    def desk(self) -> Desk: ...

    @property
    @abstractmethod
    def pile(self) -> list[BaseScreen]: ...

    @abstractmethod
    def dire(self, texte: str, *, attention: bool = False) -> None: ...

    @abstractmethod
    def a_change(self, resultat: Resultat | None = None) -> None: ...

    # The countdown

    @property
    def grace_restante(self) -> tuple[str, str] | None:
        """« ◷ 2 avis annulables (14 s) », long and short; None when nothing can be undone."""
        return self._grace.textes(self.horloge.secondes())

    @work(thread=True, exclusive=True, exit_on_error=False, group="grace")
    def lire_la_grace(self) -> None:
        self.post_message(GraceLue(Grace(self.desk.annulables(), self.horloge.secondes())))

    def on_grace_lue(self, message: GraceLue) -> None:
        self._grace = message.grace
        if self._grace.annulables and self._compte_a_rebours is None:
            self._compte_a_rebours = self.set_interval(1.0, self._decompter)
        self._decompter()

    def _decompter(self) -> None:
        """One second less; the timer lives only while something can be undone."""
        textes = self.grace_restante
        if textes is None and self._compte_a_rebours is not None:
            self._compte_a_rebours.stop()
            self._compte_a_rebours = None
        for ecran in self.pile:
            ecran.maj_grace(textes)

    # Undoing

    def action_annuler(self) -> None:
        vivantes = self._grace.vivantes(self.horloge.secondes())
        if vivantes:
            self._lire_les_consequences(vivantes[0])

    @work(thread=True, exclusive=True, exit_on_error=False, group="annuler")
    def _lire_les_consequences(self, saisie: Annulable) -> None:
        self.post_message(ConsequencesLues(saisie, self.desk.consequences(saisie.id)))

    def on_consequences_lues(self, message: ConsequencesLues) -> None:
        saisie, tombees = message.saisie, message.consequences
        if not tombees:
            self._annuler(saisie)
            return

        def repondu(oui: bool | None) -> None:
            if oui:
                self._annuler(saisie)

        self.push_screen(
            Confirmation(
                content("Annuler « $libelle » ?", libelle=saisie.libelle),
                content("Ce que vous avez saisi ensuite ne tiendrait plus et serait annulé aussi :\n")
                + consequences.dire(tombees),
                oui="Tout annuler",
            ),
            repondu,
        )

    @work(thread=True, exit_on_error=False, group="annuler")
    def _annuler(self, saisie: Annulable) -> None:
        self.post_message(Annulee(saisie, self.desk.annuler(saisie.id)))

    def on_annulee(self, message: Annulee) -> None:
        resultat = message.resultat
        if resultat.fait:
            self.dire(f"Annulé : {message.saisie.libelle}")
        else:
            self.dire(f"{resultat.message} {resultat.remede} ({resultat.regle})", attention=True)
        self.a_change(resultat)
