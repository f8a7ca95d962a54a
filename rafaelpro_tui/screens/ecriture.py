"""How a screen writes: simulate, say why not, ask where it is final, execute, say what was done.

Every step is the same, whatever the command; the screen only says what to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from textual import work
from textual.content import Content
from textual.message import Message

from rafaelpro_tui.core.commands import Command
from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.resultats import Annulable, Resultat
from rafaelpro_tui.core.rules.decision import Avertissement
from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.widgets.safe_text import content

FINAL = "Une fois l’avis validé, vous ne pourrez plus le modifier (AVI-7)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Intention:
    """A command to give, and how to talk about it.

    Args:
        titre: The question of the confirmation.
        resume: Label and value of what would be written.
        oui: Label of the button that does it.
        demander: Ask in any case; else only where it is final, or there is something to be seen before.
        etat: The state before: another one after means that the candidature is closed by it.
    """

    command: Command
    titre: Content
    resume: Sequence[tuple[str, str]]
    oui: str
    demander: bool
    etat: Etat


@dataclass
class Essayee(Message, bubble=False):
    """What the command would do: refused, or to be confirmed."""

    intention: Intention
    resultat: Resultat


@dataclass
class Executee(Message, bubble=False):
    """The command was given; `annulable` while it can be undone."""

    intention: Intention
    resultat: Resultat
    annulable: Annulable | None


class EcritureScreen(BaseScreen):
    """A screen whose commands follow this way."""

    def __init__(self) -> None:
        super().__init__()
        self._lisible_depuis = inf
        """When what commands are about came on screen, by the clock of `Message.time`."""

    def a_lire(self) -> None:
        """Something else is shown, which commands are about: no key pressed before gives one."""
        self._lisible_depuis = Message().time

    def refuse(self, intention: Intention, resultat: Resultat) -> None:
        """Show a refus where it belongs."""

    def fait(self, intention: Intention, resultat: Resultat) -> None:
        """The command is written."""

    def confirmation(self, intention: Intention, texte: Content) -> Confirmation:
        """The dialog that asks."""
        return Confirmation(intention.titre, texte, oui=intention.oui)

    def confirmee(self, intention: Intention, dialogue: Confirmation) -> Intention:
        """The intention, with what the dialog added to it."""
        return intention

    def tenter(self, intention: Intention) -> None:
        """One at a time: a key held down does not give the command twice."""
        if self.hote.touche_a < self._lisible_depuis:
            self.hote.dire(
                f"Rien n’est fait{NBSP}: la touche a été tapée avant que {self.fil} soit à l’écran. Relisez, puis "
                "recommencez.",
                attention=True,
            )
            return
        if not any(worker.group == "ecriture" and worker.node is self and worker.is_running for worker in self.workers):
            self._essayer(intention)

    @work(thread=True, exit_on_error=False, group="ecriture")
    def _essayer(self, intention: Intention) -> None:
        essai = self.desk.simuler([intention.command])[0]
        close = essai.etat is not None and essai.etat is not intention.etat
        if not essai.fait or intention.demander or close or essai.avertissements:
            self.post_message(Essayee(intention, essai))
        else:
            self._ecrire(intention)

    @work(thread=True, exit_on_error=False, group="ecriture")
    def _executer(self, intention: Intention) -> None:
        self._ecrire(intention)

    def _ecrire(self, intention: Intention) -> None:
        """In a worker."""
        resultat = self.desk.executer_une(intention.command)
        annulable = next((saisie for saisie in self.desk.annulables() if saisie.id == resultat.id), None)
        self.post_message(Executee(intention, resultat, annulable))

    def on_essayee(self, message: Essayee) -> None:
        intention, resultat = message.intention, message.resultat
        if resultat.refus is not None:
            self.refuse(intention, resultat)
            return

        dialogue = self.confirmation(intention, _texte(intention, resultat.avertissements))

        def repondu(oui: bool | None) -> None:
            if oui:
                self._executer(self.confirmee(intention, dialogue))

        self.app.push_screen(dialogue, repondu)

    def on_executee(self, message: Executee) -> None:
        intention, resultat, annulable = message.intention, message.resultat, message.annulable
        if resultat.refus is not None:
            self.refuse(intention, resultat)
            return
        self.fait(intention, resultat)
        quoi = f"{annulable.libelle}. " if annulable else ""
        reste = f", annulable {round(annulable.reste)}{NBSP}s (touche u)" if annulable else ""
        self.hote.dire(f"{quoi}Validé sur ce poste{reste}.")
        self.hote.a_change(resultat)


def _texte(intention: Intention, avertissements: Sequence[Avertissement]) -> Content:
    """What will be written, then what must be seen before, then what cannot be taken back."""
    largeur = max((len(nom) for nom, _ in intention.resume), default=0)
    lignes = [
        content("[$text-muted]$nom[/]  [b]$valeur[/b]", nom=nom.ljust(largeur), valeur=valeur)
        for nom, valeur in intention.resume
    ]
    lignes += [
        content("[$text-warning]▲ $message ($regle)[/]", message=alerte.message, regle=alerte.regle)
        for alerte in avertissements
    ]
    return Content("\n").join([*lignes, content("\n$final", final=FINAL)])
