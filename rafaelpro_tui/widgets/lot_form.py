"""The one treatment of a lot: what it is about, its fields, and the button that simulates it (LOT-3, LOT-6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Static, TextArea

from rafaelpro_tui.core.commands import SaisieRecrutementOui
from rafaelpro_tui.core.model import Resultat
from rafaelpro_tui.core.texte import NBSP, date_fr, nombre_fr
from rafaelpro_tui.widgets.avis_form import OUI_NON, saisie_de
from rafaelpro_tui.widgets.champ import Champ
from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.date_input import DateInput
from rafaelpro_tui.widgets.formes import CHAMPS, ChampTexte, Forme, Option
from rafaelpro_tui.widgets.safe_text import plain
from rafaelpro_tui.widgets.saisie_lue import SaisieLue

TOUCHES: Final = {
    Resultat.PRESENCE: "p",
    Resultat.ABSENCE_JUSTIFIEE: "a",
    Resultat.ABSENCE_NON_JUSTIFIEE: "x",
    "oui": "o",
    "non": "n",
}
"""The letters that take an answer, here as on a candidature."""

CHAMPS_DU_LOT: Final[Mapping[str, ChampTexte]] = {
    **CHAMPS,
    "date": ChampTexte("Date RDV prévu", "Date RDV", "15/07/2024, 150724, +3 ou lundi"),
    "resultat": ChampTexte("Résultats", "Résultat"),
    "reponse": ChampTexte(Forme.RECRUTEMENT.question, "Réponse"),
    "modification": ChampTexte("Dates et intensité", "Dates et intensité"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulaire:
    """What a form shows: `reponses` that the question takes, the values by default of LOT-3 (None: LOT-4)."""

    champs: Sequence[str]
    valeurs: Mapping[str, object]
    reponses: Sequence[str]
    defaut: SaisieRecrutementOui | None


class LotForm(VerticalScroll, can_focus=False):
    """What is typed is told field by field (`Modifie`). The names of fields are those of `Formulaire`."""

    DEFAULT_CSS = """
    LotForm {
        height: auto;
        max-height: 60%;
        padding: 0 1;
        border-top: solid $border-blurred;
        scrollbar-size: 1 1;
        & > Horizontal, & > Vertical { height: auto; }
        & #lot-cible { width: 1fr; height: auto; }
        & #lot-dit { height: auto; display: none; color: $text-error; }
        & #lot-consigne { height: auto; display: none; color: $text-primary; }
        & #champ-resultat, & #champ-reponse, & #champ-modification { layout: horizontal; & Label { width: 28; } }
        & Button { border: none; height: 1; min-width: 16; padding: 0 2; }
        & Button:focus { text-style: bold reverse; }
    }
    """

    @dataclass
    class Modifie(Message):
        """A field has another value; `illisible` is the sentence for a text that cannot be read (the value is None)."""

        champ: str
        valeur: object
        illisible: str = ""
        quitte: bool = False

    @dataclass
    class Fini(Message):
        """Entrée in a field that holds a value."""

        champ: str

    def __init__(self, aujourdhui: date) -> None:
        super().__init__()
        self._aujourdhui = aujourdhui
        self._montre: Formulaire | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="lot-cible")
            yield Button(plain("Simuler"), variant="primary", id="simuler", compact=True)
        yield Static(id="lot-dit")
        yield Static(id="lot-consigne")
        yield Vertical(id="lot-champs")

    async def montrer(self, formulaire: Formulaire) -> None:
        """Show these fields with these values."""
        self._montre = formulaire
        bloc = self.query_one("#lot-champs", Vertical)
        await bloc.remove_children()
        await bloc.mount_all([Champ(nom, CHAMPS_DU_LOT[nom], self._saisie(nom)) for nom in formulaire.champs])
        for champ in self.query(Champ):
            valeur = formulaire.valeurs.get(champ.nom)
            if isinstance(champ.saisie, Choix):
                champ.saisie.choisi = None if valeur is None else str(valeur)
            else:
                champ.poser(valeur)
        self._dire("#lot-consigne", _consigne(formulaire))

    def viser(self, nom: str) -> None:
        """Put the cursor in a field."""
        if champ := self._champ(nom):
            champ.saisie.focus(scroll_visible=False)
            self.call_after_refresh(champ.scroll_visible, animate=False)  # it may just have been mounted

    def demander(self, nom: str, option: str) -> None:
        """Take an answer, as a click does."""
        if (champ := self._champ(nom)) and isinstance(champ.saisie, Choix):
            champ.saisie.demander(option)

    def cibler(self, cible: Content, bouton: Content) -> None:
        """What the treatment is about: the ticked rows, or the one under the cursor."""
        self.query_one("#lot-cible", Static).update(cible)
        self.query_one("#simuler", Button).label = bouton

    def dire(self, phrase: Content) -> None:
        """Why the row under the cursor was refused; nothing when empty."""
        self._dire("#lot-dit", phrase)

    def signaler(self, nom: str, genre: str, phrase: str) -> None:
        """Say it under one field, and under this one only."""
        for champ in self.query(Champ):
            champ.signaler(*((genre, phrase) if champ.nom == nom else ("", "")))

    @on(Choix.Demande)
    def _choix(self, message: Choix.Demande) -> None:
        message.stop()
        interdit = next(option.interdit for option in message.choix.options if option.id == message.option)
        if not interdit and message.choix.id:
            message.choix.choisi = message.option
            self.post_message(self.Modifie(message.choix.id, message.option))

    @on(SaisieLue.Lue)
    def _lue(self, message: SaisieLue.Lue) -> None:
        message.stop()
        if message.control.id:
            self.post_message(self.Modifie(message.control.id, message.valeur, message.erreur, message.quitte))

    @on(SaisieLue.Validee)
    def _validee(self, message: SaisieLue.Validee) -> None:
        message.stop()
        if message.control.id:
            self.post_message(self.Fini(message.control.id))

    @on(TextArea.Changed)
    def _texte(self, message: TextArea.Changed) -> None:
        message.stop()
        if message.text_area.id:
            self.post_message(self.Modifie(message.text_area.id, message.text_area.text))

    def _champ(self, nom: str) -> Champ | None:
        return next(iter(self.query(f"#champ-{nom}").results(Champ)), None)

    def _dire(self, zone: str, phrase: Content) -> None:
        cible = self.query_one(zone, Static)
        cible.display = bool(phrase)
        cible.update(phrase)

    def _saisie(self, nom: str) -> Widget:
        assert self._montre is not None
        match nom:
            case "date":
                return DateInput(self._aujourdhui, id=nom)
            case "resultat":
                return Choix([Option(un, un.libelle, TOUCHES[un]) for un in Resultat], id=nom)
            case "reponse":
                return Choix(
                    [
                        Option(une.id, une.libelle, TOUCHES[une.id])
                        for une in OUI_NON
                        if une.id in self._montre.reponses
                    ],
                    id=nom,
                )
            case "modification":
                return Choix(_modification(self._montre.defaut), id=nom)
        saisie = saisie_de(nom, self._aujourdhui, Forme.RECRUTEMENT)
        if isinstance(saisie, SaisieLue) and self._montre.defaut is not None:
            saisie.placeholder = saisie.ecrire(getattr(self._montre.defaut, nom))
        return saisie


def _modification(defaut: SaisieRecrutementOui | None) -> tuple[Option, Option]:
    """LOT-3, with what « sans modification » writes."""
    detail = ""
    if defaut and defaut.entree and defaut.sortie and defaut.intensite:
        heures = f"{nombre_fr(defaut.intensite)}{NBSP}h"
        detail = f"{NBSP}: du {date_fr(defaut.entree)} au {date_fr(defaut.sortie)}, {heures}"
    return Option("sans", f"Sans modification{detail}"), Option("avec", "Avec modification")


def _consigne(formulaire: Formulaire) -> Content:
    """LOT-4 where dates are not given by lot; LOT-3 where a field left empty has a value."""
    if formulaire.valeurs.get("reponse") != "oui":
        return Content()
    if formulaire.defaut is None:
        return plain(
            "Retenues par lot, elles seront «\N{NO-BREAK SPACE}à compléter\N{NO-BREAK SPACE}»\N{NO-BREAK SPACE}: "
            "dates et intensité se saisissent ensuite une par une (LOT-4)."
        )
    if "entree" in formulaire.champs:
        return plain("Un champ laissé vide prend la valeur de la session, montrée en gris (LOT-3).")
    return Content()
