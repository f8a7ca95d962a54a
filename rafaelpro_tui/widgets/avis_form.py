"""« Avis sur la candidature par l'organisme de formation »: the question, then the fields of the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Label, Static, TextArea

from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.widgets.champ import Champ
from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.date_input import DateInput
from rafaelpro_tui.widgets.formes import Forme, Option
from rafaelpro_tui.widgets.intensite_input import IntensiteInput
from rafaelpro_tui.widgets.safe_text import content, plain
from rafaelpro_tui.widgets.saisie_lue import SaisieLue
from rafaelpro_tui.widgets.zone_sure import ZoneSure

OUI_NON = (Option("oui", "Oui"), Option("non", "Non"))


class AvisForm(Vertical):
    """What is typed is told field by field (`Modifie`); what it is worth is for the desk to say.

    The names of fields are the keys of the commands: entree, sortie, intensite, commentaire, motif, raison; and
    `reponse`, "oui" or "non".
    """

    DEFAULT_CSS = """
    AvisForm {
        height: auto;
        & > Horizontal, & > Vertical { height: auto; }
        & .avis--question { width: 28; text-style: bold; }
        & .avis--consigne { color: $text-primary; margin: 0 0 1 0; }
        & .avis--interdit { color: $text-muted; padding: 0 0 0 2; }
        & .avis--alertes { display: none; color: $text-warning; margin: 1 0 0 0; }
        & .avis--alertes.-refus { color: $text-error; }
        & .avis--pied { align-horizontal: right; height: 1; margin: 1 0 0 0; }
        & Button { border: none; height: 1; min-width: 20; padding: 0 2; }
        & Button:focus { text-style: bold reverse; }
        &.-ferme .avis--question { color: $text-disabled; }
    }
    """

    @dataclass
    class Modifie(Message):
        """A field has another value; `illisible` is the sentence for a text that cannot be read (the value is None).

        `tirage` is the form's when it was said: what an older one said is about another candidature, perhaps.
        """

        champ: str
        valeur: object
        tirage: int
        illisible: str = ""
        quitte: bool = False

    def __init__(self, aujourdhui: date) -> None:
        super().__init__()
        self._aujourdhui = aujourdhui
        self.forme = Forme.RECRUTEMENT
        self.tirage = 0
        """How many times the form was built."""

    async def montrer(self, forme: Forme, refus: Refus | None) -> None:
        """An empty form of this shape; with a refus, only the question, dimmed, and why."""
        self.forme = forme
        self.tirage += 1
        await self.remove_children()
        self.set_class(refus is not None, "-ferme")
        blocs: list[Widget] = []
        if forme.consigne and refus is None:
            blocs.append(Static(plain(forme.consigne), classes="avis--consigne"))
        if forme.question:
            question = Choix(OUI_NON, id="reponse", disabled=refus is not None)
            blocs.append(Horizontal(Label(plain(forme.question), classes="avis--question"), question))
        if refus is not None:
            raison = content(
                "· $message $remede ($regle)", message=refus.message, remede=refus.remede, regle=refus.regle
            )
            await self.mount_all([*blocs, Static(raison, classes="avis--interdit")])
            return
        blocs += [
            Vertical(id="champs"),
            Static(classes="avis--alertes"),
            Horizontal(
                Button(plain(forme.bouton), variant="primary", id="valider", compact=True), classes="avis--pied"
            ),
        ]
        await self.mount_all(blocs)
        await self.repondre(None if forme.question else "oui")

    async def repondre(self, reponse: str | None) -> None:
        """Show the fields of an answer, empty."""
        if forme_question := self.query("#reponse"):
            forme_question.only_one(Choix).choisi = reponse
        champs = {"oui": self.forme.champs_oui, "non": self.forme.champs_non}.get(reponse or "", ())
        bloc = self.query_one("#champs", Vertical)
        await bloc.remove_children()
        await bloc.mount_all(
            [Champ(nom, self.forme.champ(nom), saisie_de(nom, self._aujourdhui, self.forme)) for nom in champs]
        )
        self.query_one("#valider", Button).disabled = reponse is None
        self.alerter((), ())

    async def remplir(self, reponse: str | None, valeurs: Mapping[str, object]) -> None:
        """Put a whole draft in the form."""
        await self.repondre(reponse if self.forme.question else "oui")
        for nom, valeur in valeurs.items():
            self.poser(nom, valeur)

    def champ(self, nom: str) -> Champ | None:
        return next(iter(self.query(f"#champ-{nom}").results(Champ)), None)

    def poser(self, nom: str, valeur: object) -> None:
        """Put a value in a field, as if typed."""
        if champ := self.champ(nom):
            champ.poser(valeur)

    def viser(self, nom: str) -> None:
        """Put the cursor in a field."""
        if champ := self.champ(nom):
            champ.saisie.focus()

    def signaler(self, dits: Mapping[str, tuple[str, str]]) -> None:
        """By field: what kind of thing to say ("refus", "alerte", "manque"), and the sentence."""
        for champ in self.query(Champ):
            champ.signaler(*dits.get(champ.nom, ("", "")))

    def alerter(self, refus: tuple[str, ...], alertes: tuple[str, ...]) -> None:
        """What is about no one field."""
        lignes = [f"✗ {phrase}" for phrase in refus] + [f"▲ {phrase}" for phrase in alertes]
        for zone in self.query(".avis--alertes").results(Static):
            zone.display = bool(lignes)
            zone.set_class(bool(refus), "-refus")
            zone.update(plain("\n".join(lignes), multiline=True))

    @on(Choix.Demande)
    def _choix(self, message: Choix.Demande) -> None:
        message.stop()
        if message.choix.id == "reponse":
            self.post_message(self.Modifie("reponse", message.option, self.tirage))
        else:
            interdit = next(option.interdit for option in message.choix.options if option.id == message.option)
            if not interdit:
                message.choix.choisi = message.option
                self.post_message(self.Modifie("motif", message.option, self.tirage))

    @on(SaisieLue.Lue)
    def _lue(self, message: SaisieLue.Lue) -> None:
        message.stop()
        nom = self._nom_de(message.control)
        if nom:
            self.post_message(self.Modifie(nom, message.valeur, self.tirage, message.erreur, message.quitte))

    @on(SaisieLue.Validee)
    def _suivant(self, message: SaisieLue.Validee) -> None:
        """Entrée goes on to the next field."""
        message.stop()
        self.screen.focus_next()

    @on(TextArea.Changed)
    def _texte(self, message: TextArea.Changed) -> None:
        message.stop()
        nom = self._nom_de(message.text_area)
        if nom:
            self.post_message(self.Modifie(nom, message.text_area.text, self.tirage))

    def _nom_de(self, saisie: Widget) -> str:
        """The field's name; "" for one which is no longer in the form."""
        return next((champ.nom for champ in self.query(Champ) if champ.saisie is saisie), "")


def saisie_de(nom: str, aujourdhui: date, forme: Forme) -> Widget:
    """The widget one types a field of the form in."""
    match nom:
        case "entree" | "sortie":
            return DateInput(aujourdhui, id=nom)
        case "intensite":
            return IntensiteInput(id=nom)
        case "motif":
            return Choix(forme.motifs, vertical=True, id=nom)
        case _:
            return ZoneSure(id=nom, compact=True, show_line_numbers=False)
