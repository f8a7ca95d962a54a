"""A candidature of the queue, whole, where more than a letter is to be typed: what is decided goes to the basket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from textual import work
from textual.message import Message

from rafaelpro_tui.core.commands import SurCandidature
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.screens.brouillon import Brouillon
from rafaelpro_tui.screens.candidature import CandidatureScreen, Lue
from rafaelpro_tui.screens.ecriture import Intention


@dataclass
class EssayeePourLePanier(Message, bubble=False):
    intention: Intention
    resultat: Resultat


class SaisieFileScreen(CandidatureScreen):
    """Args:
    reference: The candidature.
    brouillon: What the form begins with.
    convoquer: Whether the date of the convocation is to be typed.
    apres: Told what was decided, once it passes.
    """

    def __init__(
        self, reference: str, brouillon: Brouillon, apres: Callable[[SurCandidature], None], *, convoquer: bool = False
    ) -> None:
        super().__init__(reference)
        self._premier = brouillon
        self._convoquer = convoquer
        self._apres = apres
        self._prete = False

    @work(thread=True, exclusive=True, exit_on_error=False, group="lecture")
    def _lire(self, reference: str) -> None:
        self.post_message(Lue(self.desk.panier.vue(reference), None))

    async def on_lue(self, message: Lue) -> None:
        await super().on_lue(message)
        if self._prete:
            return
        self._prete = True
        if self._convoquer:
            self.action_convoquer()
        elif self.avis_ouvert and not self._premier.vide:
            await self.remplir(self._premier)
            self.formulaire.viser("entree" if self._premier.reponse == "oui" else "raison")
            self.refresh_bindings()

    def tenter(self, intention: Intention) -> None:
        """Nothing is final here: the basket asks, for all at once."""
        self._essayer_pour_le_panier(intention)

    @work(thread=True, exclusive=True, exit_on_error=False, group="ecriture")
    def _essayer_pour_le_panier(self, intention: Intention) -> None:
        resultat = self.desk.panier.essayer(cast(SurCandidature, intention.command))
        self.post_message(EssayeePourLePanier(intention, resultat))

    def on_essayee_pour_le_panier(self, message: EssayeePourLePanier) -> None:
        if message.resultat.refus is not None:
            self.refuse(message.intention, message.resultat)
            return
        self.fait(message.intention, message.resultat)
        self.app.pop_screen()
        self._apres(cast(SurCandidature, message.intention.command))
