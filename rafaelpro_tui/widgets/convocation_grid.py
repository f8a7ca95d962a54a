"""The guide's grid: Convocation 1…3, Date RDV prévu, Résultats. What is not yet possible is dimmed and says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Label, Static

from rafaelpro_tui.core.model import Convocation, Resultat
from rafaelpro_tui.core.rules.convocations import CONVOCATIONS_MAX
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.date_input import DateInput
from rafaelpro_tui.widgets.formes import Option
from rafaelpro_tui.widgets.safe_text import content, plain

RESULTATS = {str(resultat): resultat for resultat in Resultat}
OPTIONS = tuple(Option(identifiant, resultat.libelle) for identifiant, resultat in RESULTATS.items())
ETAPES = ("convoquer", "deplacer_convocation", "noter_resultat")
"""The commands of the grid."""


class RangConvocation(Vertical):
    """One row. `convocation` is None for one that is still to come; a refus makes its part read-only and says why.

    Args:
        rang: From 1.
        date_libre: Whether the date can be typed here now.
        reponse_libre: Whether the answer can be noted here now.
        refus: Why not, said once under the row.
    """

    DEFAULT_CSS = """
    RangConvocation {
        height: auto;
        & > Horizontal { height: auto; }
        & Label { width: 16; }
        & .rang--date { width: 14; }
        & DateInput { background: $panel; }
        & DateInput:focus { background-tint: $primary 20%; text-style: underline; }
        & DateInput.-illisible { color: $text-error; }
        & Choix { padding: 0 0 0 2; }
        & .rang--pourquoi { width: 1fr; padding: 0 0 0 2; color: $text-muted; }
        & .rang--dit { color: $text-muted; padding: 0 0 0 16; display: none; }
        &.-dit .rang--dit { display: block; }
        &.-erreur .rang--dit { color: $text-error; }
        &.-futur Label, &.-futur .rang--date { color: $text-disabled; }
    }
    """

    def __init__(
        self,
        rang: int,
        convocation: Convocation | None,
        aujourdhui: date,
        *,
        date_libre: bool,
        reponse_libre: bool,
        refus: Refus | None,
    ) -> None:
        super().__init__(id=f"rang-{rang}")
        self.rang = rang
        self._convocation = convocation
        self._aujourdhui = aujourdhui
        self._date_libre = date_libre
        self._reponse_libre = reponse_libre
        self._refus = refus
        self.set_class(convocation is None and not date_libre, "-futur")

    def compose(self) -> ComposeResult:
        convocation = self._convocation
        with Horizontal():
            yield Label(plain(f"Convocation {self.rang}"))
            if self._date_libre:
                yield DateInput(self._aujourdhui, convocation.date if convocation else None)
            else:
                montree = date_fr(convocation.date) if convocation else "__/__/____"
                yield Static(plain(montree), classes="rang--date")
            if convocation is not None:
                yield self._reponse(convocation.resultat)
            elif self._refus is not None:
                yield Static(self._pourquoi(self._refus), classes="rang--pourquoi")
        yield Static(classes="rang--dit")

    @property
    def modifie(self) -> bool:
        """Whether the date typed is not the one recorded."""
        champ = next(iter(self.query(DateInput)), None)
        enregistree = self._convocation.date if self._convocation else None
        return champ is not None and (bool(champ.erreur) or champ.valeur != enregistree)

    def on_mount(self) -> None:
        self.dire("")

    def dire(self, erreur: str) -> None:
        """An error under the row; with "", what the row has to say by itself."""
        attente = self._refus if self._convocation is not None else None
        self.set_class(bool(erreur), "-erreur")
        self.set_class(bool(erreur) or attente is not None, "-dit")
        dit = self.query_one(".rang--dit", Static)
        if erreur:
            dit.update(content("✗ $erreur", erreur=erreur))
        elif attente is not None:
            dit.update(self._pourquoi(attente))

    @staticmethod
    def _pourquoi(refus: Refus) -> Content:
        return content("· $phrase ($regle)", phrase=refus.message, regle=refus.regle)

    def _reponse(self, resultat: Resultat | None) -> Choix:
        choisi = str(resultat) if resultat else None
        if self._reponse_libre:
            return Choix(OPTIONS, choisi=choisi)
        return Choix(OPTIONS, choisi=choisi, disabled=True)


class ConvocationGrid(Vertical):
    """All the rows; asks for a date or an answer, and leaves the deciding to who owns it."""

    DEFAULT_CSS = """
    ConvocationGrid {
        height: auto;
        & > .grille--titre { color: $text-muted; text-style: bold; }
    }
    """

    TITRE = "Date RDV prévu (information collective et/ou entretien)"

    @dataclass
    class DateChoisie(Message):
        """Entrée on the date of a row."""

        rang: int
        date: date

    @dataclass
    class ReponseChoisie(Message):
        """An answer was asked for."""

        rang: int
        resultat: Resultat

    @dataclass
    class Tapee(Message):
        """Something is being typed in the date of a row."""

        rang: int

    def compose(self) -> ComposeResult:
        yield Static(plain(f"{self.TITRE} · Résultats"), classes="grille--titre")

    async def montrer(
        self, convocations: Sequence[Convocation], refus: Mapping[str, Refus | None], aujourdhui: date
    ) -> None:
        """Show the convocations, with what `refus` (by type of command, None when it can be given) lets one do.

        When one rule forbids everything (a final state, a right), the screen says it: no row to come, no reason here.
        """
        await self.query(RangConvocation).remove()
        regles = {refuse.regle if (refuse := refus[type_]) else "" for type_ in ETAPES}
        ferme = len(regles) == 1 and "" not in regles
        suivante = len(convocations) + 1
        rangs = []
        for rang in range(1, (len(convocations) if ferme else CONVOCATIONS_MAX) + 1):
            convocation = convocations[rang - 1] if rang < suivante else None
            derniere = rang == suivante - 1
            rangs.append(
                RangConvocation(
                    rang,
                    convocation,
                    aujourdhui,
                    date_libre=self._date_libre(rang, suivante, refus),
                    reponse_libre=derniere and refus["noter_resultat"] is None,
                    refus=None if ferme else self._pourquoi(rang, suivante, convocation, refus),
                )
            )
        await self.mount_all(rangs)

    @property
    def date_en_cours(self) -> DateInput | None:
        """The one date that can be typed now: the next convocation's, else the one to move."""
        return self.query(DateInput).last() if self.query(DateInput) else None

    @property
    def rang_en_cours(self) -> RangConvocation | None:
        """The row whose answer can be noted now."""
        return next((rang for rang in self.query(RangConvocation) if rang.query("Choix:enabled")), None)

    @property
    def modifiee(self) -> bool:
        """Whether a date is typed and not validated."""
        return any(rang.modifie for rang in self.query(RangConvocation))

    def dire_de(self, champ: DateInput, phrase: str) -> None:
        """Say what is wrong with a date, under its row."""
        self._rang_de(champ).dire(phrase)

    @on(DateInput.Validee)
    def _date_validee(self, message: DateInput.Validee) -> None:
        message.stop()
        if isinstance(message.valeur, date):
            self.post_message(self.DateChoisie(self._rang_de(message.control).rang, message.valeur))

    @on(DateInput.Lue)
    def _date_tapee(self, message: DateInput.Lue) -> None:
        message.stop()
        if not message.control.is_attached:
            return
        rang = self._rang_de(message.control)
        rang.dire(message.erreur if message.quitte else "")
        self.post_message(self.Tapee(rang.rang))

    @on(Choix.Demande)
    def _reponse_demandee(self, message: Choix.Demande) -> None:
        message.stop()
        self.post_message(self.ReponseChoisie(self._rang_de(message.choix).rang, RESULTATS[message.option]))

    @staticmethod
    def _date_libre(rang: int, suivante: int, refus: Mapping[str, Refus | None]) -> bool:
        if rang == suivante:
            return refus["convoquer"] is None
        return rang == suivante - 1 and refus["deplacer_convocation"] is None

    @staticmethod
    def _pourquoi(
        rang: int, suivante: int, convocation: Convocation | None, refus: Mapping[str, Refus | None]
    ) -> Refus | None:
        """Said once, on the row it is about."""
        if rang == suivante:
            return refus["convoquer"]
        if rang == suivante - 1 and convocation is not None and convocation.resultat is None:
            return refus["noter_resultat"]
        return None

    @staticmethod
    def _rang_de(widget: object) -> RangConvocation:
        assert isinstance(widget, DateInput | Choix)
        return next(ancetre for ancetre in widget.ancestors if isinstance(ancetre, RangConvocation))
