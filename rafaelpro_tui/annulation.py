"""`u` and the countdown: what can still be undone is in sight, what would fall with it is named first (ANN-1)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import work
from textual.app import App
from textual.timer import Timer

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.grace import Grace
from rafaelpro_tui.widgets.annonce import Annonce
from rafaelpro_tui.widgets.safe_text import content

if TYPE_CHECKING:
    from uuid import UUID

    from rafaelpro_tui.core.resultats import Annulable, Ensemble, Resultat


class GraceLue(Annonce):
    """What can be undone, as just read, and what of it was given together last."""

    grace: Grace
    ensemble: Ensemble | None


class Reprise(NamedTuple):
    """What `u` takes back: a command, or those that were given together and can still be undone, latest first.

    `definitives`: those of them for which it is too late.
    """

    ids: Sequence[UUID]
    libelle: str
    definitives: int = 0


class ConsequencesLues(Annonce):
    """What undoing would pull down with it."""

    reprise: Reprise
    consequences: Sequence[Resultat]


class Annulee(Annonce):
    """It was taken back, or refused to be."""

    reprise: Reprise
    resultats: Sequence[Resultat]


class AnnulationApp(App[None], inherit_bindings=False):
    """The part of the app that undoes."""

    horloge: Horloge

    def __init__(self) -> None:
        super().__init__()
        self._grace = Grace()
        self._ensemble: Ensemble | None = None
        """What was given together last, maybe before the app was opened."""
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
        annulables = self.desk.annulables()
        ensemble = self.desk.ensemble() if annulables else None
        self.post_message(GraceLue(Grace(annulables, self.horloge.secondes()), ensemble))

    def on_grace_lue(self, message: GraceLue) -> None:
        self._grace, self._ensemble = message.grace, message.ensemble
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
            self._lire_les_consequences(self._a_reprendre(vivantes))

    def _a_reprendre(self, vivantes: Sequence[Annulable]) -> Reprise:
        derniere, ensemble = vivantes[0], self._ensemble
        if ensemble is None or derniere.id not in ensemble.ids:
            return Reprise((derniere.id,), derniere.libelle)
        siennes = frozenset(ensemble.ids)
        ids = [saisie.id for saisie in vivantes if saisie.id in siennes]
        return Reprise(ids, ensemble.libelle, len(ensemble.ids) - len(ids))

    @work(thread=True, exclusive=True, exit_on_error=False, group="annuler")
    def _lire_les_consequences(self, reprise: Reprise) -> None:
        self.post_message(ConsequencesLues(reprise, self.desk.consequences(*reprise.ids)))

    def on_consequences_lues(self, message: ConsequencesLues) -> None:
        reprise, tombees = message.reprise, message.consequences
        if not tombees:
            self._annuler(reprise)
            return
        from rafaelpro_tui.screens import consequences
        from rafaelpro_tui.screens.dialogue import Confirmation

        def repondu(oui: bool | None) -> None:
            if oui:
                self._annuler(reprise)

        self.push_screen(
            Confirmation(
                content("Annuler « $libelle » ?", libelle=reprise.libelle),
                content("Ce que vous avez saisi ensuite ne tiendrait plus et serait annulé aussi :\n")
                + consequences.dire(tombees),
                oui="Tout annuler",
            ),
            repondu,
        )

    @work(thread=True, exit_on_error=False, group="annuler")
    def _annuler(self, reprise: Reprise) -> None:
        self.post_message(Annulee(reprise, self.desk.annuler_ensemble(reprise.ids)))

    def on_annulee(self, message: Annulee) -> None:
        reprise, resultats = message.reprise, message.resultats
        refusees = [resultat for resultat in resultats if not resultat.fait]
        tard = reprise.definitives + len(refusees)
        if len(refusees) < len(resultats):
            self.clear_notifications()  # « validé, annulable 20 s » is no longer true
        if len(refusees) == len(resultats):
            refus = refusees[-1]
            self.dire(f"{refus.message} {refus.remede} ({refus.regle})", attention=True)
        elif tard:
            accord = "était déjà définitive" if tard == 1 else "étaient déjà définitives"
            self.dire(f"Annulé : {reprise.libelle}, sauf {pluriel(tard, 'saisie')} qui {accord}", attention=True)
        else:
            self.dire(f"Annulé : {reprise.libelle}")
        self.a_change(next((resultat for resultat in resultats if resultat.fait), resultats[-1]))
