"""A field whose text means a value: read as one types, written in its one spelling when one leaves it."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual import events, on
from textual.message import Message
from textual.widgets import Input

from rafaelpro_tui.widgets.champ_sur import LigneSure

Valeur = TypeVar("Valeur")


class SaisieLue(LigneSure, Generic[Valeur]):
    """A tolerant field; subclasses say how to read and how to write."""

    @dataclass
    class Lue(Message):
        """What the text means now: `valeur` is None when it is empty or, with `erreur`, when it cannot be read.

        `quitte` when the user has left the field, which is the time to say that it cannot be read.
        """

        saisie: "SaisieLue[object]"
        valeur: object | None
        erreur: str
        quitte: bool

        @property
        def control(self) -> "SaisieLue[object]":
            return self.saisie

    @dataclass
    class Validee(Message):
        """Entrée was pressed on a value that could be read."""

        saisie: "SaisieLue[object]"
        valeur: object

        @property
        def control(self) -> "SaisieLue[object]":
            return self.saisie

    @abstractmethod
    def lire(self, texte: str) -> Valeur:
        """Raises `ValueError` with a French sentence."""

    @abstractmethod
    def ecrire(self, valeur: Valeur) -> str:
        """The value in its one spelling."""

    @property
    def valeur(self) -> Valeur | None:
        return self._lecture()[0]

    @property
    def erreur(self) -> str:
        return self._lecture()[1]

    def poser(self, valeur: Valeur | None) -> None:
        """Show a value, without telling it."""
        with self.prevent(Input.Changed):
            self.value = "" if valeur is None else self.ecrire(valeur)

    def normaliser(self) -> None:
        valeur, erreur = self._lecture()
        if valeur is not None:
            self.poser(valeur)
        self.set_class(bool(erreur), "-illisible")
        self._dire(quitte=True)

    @on(Input.Changed)
    def _tape(self, event: Input.Changed) -> None:
        event.stop()
        self.remove_class("-illisible")
        self._dire(quitte=False)

    @on(Input.Submitted)
    def _soumis(self, event: Input.Submitted) -> None:
        event.stop()
        self.normaliser()
        if (valeur := self.valeur) is not None:
            self.post_message(self.Validee(self, valeur))  # type: ignore[arg-type]

    def on_blur(self, event: events.Blur) -> None:
        self.normaliser()

    def _dire(self, *, quitte: bool) -> None:
        self.post_message(self.Lue(self, *self._lecture(), quitte))  # type: ignore[arg-type]

    def _lecture(self) -> tuple[Valeur | None, str]:
        if not self.value.strip():
            return None, ""
        try:
            return self.lire(self.value), ""
        except ValueError as erreur:
            return None, str(erreur)
