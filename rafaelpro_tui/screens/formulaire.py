"""How a form is written: simulated as one types, asked with before → after, then written; leaving asks (FOR-9).

The two forms of formations say what they read, what their draft is worth and what it would change.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Button, Input, TextArea

from rafaelpro_tui.core.commands import AnyCommand, Command
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.screens.base_screen import RETOUR, BaseScreen
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.widgets.safe_text import content, plain

Vue = TypeVar("Vue")
PAUSE = 0.2
"""Seconds without a key before what is typed is simulated."""


@dataclass
class Lue(Message, bubble=False):
    """The object of the form, as the base holds it now."""

    vue: object


@dataclass
class Simulee(Message, bubble=False):
    """The desk's answers to the draft as it was at `numero`."""

    numero: int
    resultats: Sequence[Resultat]


@dataclass
class Verifiee(Message, bubble=False):
    """The desk's answers to what is to be validated, and the object as it is now."""

    commandes: Sequence[Command]
    resultats: Sequence[Resultat]
    vue: object


@dataclass
class Ecrite(Message, bubble=False):
    """What became of the commands; the last may be a refus. `reste`: seconds in which they can be undone."""

    resultats: Sequence[Resultat]
    reste: float


class FormulaireScreen(BaseScreen, Generic[Vue]):
    """A form over one object; what is typed lives in the draft of the subclass."""

    REPOS: ClassVar[str] = "#formulaire"
    """Where the focus goes when it leaves a field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f10,ctrl+s",
            "valider",
            "Valider",
            key_display="F10",
            tooltip="Valider les modifications, après un résumé à confirmer",
            id="formulaire.valider",
        ),
        Binding(
            "ctrl+r",
            "reprendre",
            "Valeurs enregistrées",
            tooltip="Abandonner votre saisie et reprendre les valeurs enregistrées",
            id="formulaire.reprendre",
        ),
        RETOUR,
    ]

    def __init__(self, reprise: AnyCommand | None = None) -> None:
        super().__init__()
        self._reprise = reprise
        """A command that was refused, whose values are to be put in the fields (« À régler »)."""
        self.vue: Vue | None = None
        """As the user saw it when they began to type."""
        self.actuelle: Vue | None = None
        """As last read."""
        self._numero = 0
        self._pause: Timer | None = None

    # What a form says

    @abstractmethod
    def lire(self) -> Vue:
        """In a worker: the object. Raises `Introuvable`."""

    @abstractmethod
    async def remplir(self, vue: Vue, saisie: AnyCommand | None = None) -> None:
        """Show an object, with nothing typed over it but what a command says, where it may be edited."""

    @abstractmethod
    def commandes(self) -> Sequence[Command]:
        """What would write the draft, as far as it can be read."""

    @property
    def illisible(self) -> bool:
        """Whether something in the draft cannot be read."""
        return False

    @abstractmethod
    def dire(self, resultats: Sequence[Resultat], *, valide: bool = False) -> None:
        """Lay out the desk's answers beside the fields; when one validates, go to the field at fault."""

    @abstractmethod
    def titre(self) -> Content:
        """The question of the confirmation."""

    @abstractmethod
    def resume(self, vue: Vue) -> Content:
        """What would change, before → after, over the object as it is now."""

    @abstractmethod
    def ce_qui_a_change(self, avant: Vue, apres: Vue) -> str:
        """What somebody else did to the object, "" when it does not show."""

    # Reading

    def on_mount(self) -> None:
        self.lire_le_formulaire()

    def relire(self) -> None:
        super().relire()
        self.lire_le_formulaire()

    @work(thread=True, exclusive=True, exit_on_error=False, group="formulaire")
    def lire_le_formulaire(self) -> None:
        self.post_message(Lue(self.lire()))

    async def on_lue(self, message: Lue) -> None:
        vue: Vue = message.vue  # type: ignore[assignment]
        avant, self.actuelle = self.actuelle, vue
        if not self.saisie_en_cours:
            if vue != self.vue:
                self.vue = vue
                reprise, self._reprise = self._reprise, None
                await self.remplir(vue, reprise)
                if reprise is not None:
                    self._dire_la_reprise()
        elif avant is not None and (quoi := self.ce_qui_a_change(avant, vue)):
            self.hote.dire(
                f"Modifiée entre-temps{NBSP}: {quoi}. Votre saisie est gardée{NBSP}; Ctrl+R reprend les valeurs "
                "enregistrées.",
                attention=True,
            )
            self._simuler()
        self.maj_cadre()
        self.refresh_bindings()

    def _dire_la_reprise(self) -> None:
        """What was taken up is simulated as if it had been typed."""
        if self.saisie_en_cours:
            self.modifie()
        else:
            self.hote.dire(
                f"Rien à reprendre ici{NBSP}: ce que vous aviez saisi est déjà enregistré, ou ne peut plus être "
                "modifié. Votre saisie est dans le presse-papiers.",
                attention=True,
            )

    # Typing

    def modifie(self) -> None:
        """To be called for each change of the draft."""
        if self._pause is not None:
            self._pause.stop()
        self._numero += 1
        self._pause = self.set_timer(PAUSE, self._simuler)
        self.refresh_bindings()

    @property
    def hesite(self) -> bool:
        """Whether what is typed waits for a pause (`repos.py`)."""
        return self._pause is not None

    def _simuler(self) -> None:
        self._pause = None
        commandes = self.commandes()
        if commandes:
            self._essayer(self._numero, commandes)
        else:
            self.dire(())

    @work(thread=True, exclusive=True, exit_on_error=False, group="simulation")
    def _essayer(self, numero: int, commandes: Sequence[Command]) -> None:
        self.post_message(Simulee(numero, self.desk.simuler(commandes)))

    def on_simulee(self, message: Simulee) -> None:
        """Stale answers are dropped."""
        if message.numero == self._numero:
            self.dire(message.resultats)

    # Validating

    @on(Button.Pressed, "#valider")
    def action_valider(self) -> None:
        commandes = self.commandes()
        if self.illisible:
            self.dire((), valide=True)
        elif not commandes:
            self.hote.dire("Rien n’a été modifié.")
        elif not any(w.group == "ecriture" and w.node is self and w.is_running for w in self.workers):
            self._verifier(commandes)

    @work(thread=True, exit_on_error=False, group="ecriture")
    def _verifier(self, commandes: Sequence[Command]) -> None:
        self.post_message(Verifiee(commandes, self.desk.simuler(commandes), self.lire()))

    def on_verifiee(self, message: Verifiee) -> None:
        vue: Vue = message.vue  # type: ignore[assignment]
        self.actuelle = vue
        perime = next((r.refus for r in message.resultats if r.refus is not None and r.regle == "SYN-1"), None)
        if perime is not None:
            self._dire_perime(perime, vue)
            return
        if any(resultat.refus is not None for resultat in message.resultats):
            self.dire(message.resultats, valide=True)
            return

        def repondu(oui: bool | None) -> None:
            if oui:
                self._ecrire(message.commandes)

        alertes = [
            content("[$text-warning]▲ $message ($regle)[/]", message=alerte.message, regle=alerte.regle)
            for resultat in message.resultats
            for alerte in resultat.avertissements
        ]
        texte = Content("\n").join([self.resume(vue), *alertes])
        self.app.push_screen(Confirmation(self.titre(), texte, oui="Valider"), repondu)

    @work(thread=True, exit_on_error=False, group="ecriture")
    def _ecrire(self, commandes: Sequence[Command]) -> None:
        """In order; after a refus the rest is not written."""
        resultats: list[Resultat] = []
        for resultat in self.desk.executer(commandes):
            resultats.append(resultat)
            if resultat.refus is not None:
                break
        reste = {saisie.id: saisie.reste for saisie in self.desk.annulables()}
        self.post_message(Ecrite(resultats, min((reste.get(r.id, 0.0) for r in resultats if r.fait), default=0.0)))

    async def on_ecrite(self, message: Ecrite) -> None:
        refus = next((resultat.refus for resultat in message.resultats if resultat.refus is not None), None)
        if refus is None:
            self.oublier()
            self.vue = None  # Shown anew at the next reading, whatever it brings.
            # Where `u` is a key, not a letter; at once, as a form shown anew puts the cursor back where it is.
            self.set_focus(self.query_one(self.REPOS))
            reste = f", annulable {round(message.reste)}{NBSP}s (touche u)" if message.reste > 0 else ""
            self.hote.dire(f"Modifications validées sur ce poste{reste}.")
        elif refus.regle == "SYN-1" and self.actuelle is not None:
            self._dire_perime(refus, self.actuelle)
        else:
            self.dire(message.resultats, valide=True)
        for resultat in message.resultats:
            if resultat.fait:
                self.hote.a_change(resultat)

    @abstractmethod
    def oublier(self) -> None:
        """Forget the draft: it is written."""

    def _dire_perime(self, refus: Refus, vue: Vue) -> None:
        """SYN-1: the current values, who and when; what was typed is not lost unless one says so."""

        def repondu(oui: bool | None) -> None:
            if oui:
                self.call_later(self._reprendre, vue)

        texte = content("$message\n$remede [$text-muted]($regle)[/]", **_mots(refus))
        quoi = self.ce_qui_a_change(self.vue, vue) if self.vue is not None else ""
        if quoi:
            texte += content("\n\n[$text-muted]Depuis votre lecture\N{NO-BREAK SPACE}:[/] $quoi.", quoi=quoi)
        self.app.push_screen(
            Confirmation(
                plain("Modifiée entre-temps"), texte, oui="Reprendre les valeurs actuelles", non="Revenir à ma saisie"
            ),
            repondu,
        )

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "valider":
            return self.saisie_en_cours or (None if self.query("#valider") else False)
        if action == "reprendre":
            return self.saisie_en_cours
        return super().check_action(action, parameters)

    def raison(self, action: str) -> str:
        return "Rien n’a été modifié." if action == "valider" else super().raison(action)

    async def action_reprendre(self) -> None:
        if self.actuelle is not None:
            await self._reprendre(self.actuelle)

    async def _reprendre(self, vue: Vue) -> None:
        self.oublier()
        self.vue = self.actuelle = vue
        self._numero += 1
        await self.remplir(vue)
        self.refresh_bindings()

    def action_retour(self) -> None:
        """Échap leaves the field first."""
        if isinstance(self.focused, Input | TextArea):
            self.set_focus(self.query_one(self.REPOS))
        else:
            super().action_retour()


def _mots(refus: Refus) -> dict[str, str]:
    return {"message": refus.message, "remede": refus.remede, "regle": refus.regle}
