"""A field of a form with all that goes with it: label, unit or count, the guide's help sentence, what is wrong."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Label, Static

from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.compteur import Compteur
from rafaelpro_tui.widgets.formes import ChampTexte
from rafaelpro_tui.widgets.safe_text import content, plain
from rafaelpro_tui.widgets.saisie_lue import SaisieLue
from rafaelpro_tui.widgets.zone_sure import ZoneSure


class Champ(Vertical):
    """Give it the widget one types in. `signaler` shows a sentence under it: refused, to be seen, missing."""

    SIGNES: ClassVar[dict[str, str]] = {"refus": "✗", "alerte": "▲", "manque": "○"}
    """Never the colour alone."""

    DEFAULT_CSS = """
    Champ {
        height: auto;
        & > Horizontal { height: auto; }
        & Label { width: 28; color: $foreground; }
        & .champ--unite { width: auto; padding: 0 1; }
        & .champ--aide { color: $text-muted; }
        & .champ--dit { padding: 0 0 0 28; display: none; }
        &.-court .champ--aide { padding: 0 0 0 1; width: 1fr; }
        &.-long Label { width: 1fr; }
        &.-long .champ--dit { padding: 0; }
        &.-refus .champ--dit { display: block; color: $text-error; }
        &.-alerte .champ--dit { display: block; color: $text-warning; }
        &.-manque .champ--dit { display: block; color: $text-muted; }
        & Input, & TextArea { background: $panel; padding: 0 1; }
        & TextArea { height: 3; max-height: 8; }
        & Input:focus, & TextArea:focus { background-tint: $primary 20%; }
        & Input:focus { text-style: underline; }
        & Input.-illisible { color: $text-error; }
    }
    """

    def __init__(self, nom: str, champ: ChampTexte, saisie: Widget) -> None:
        super().__init__(id=f"champ-{nom}")
        self.nom = nom
        self._champ = champ
        self.saisie = saisie
        self.set_class(bool(champ.maximum) or isinstance(saisie, Choix), "-long")
        self.set_class(not champ.maximum and len(champ.aide) < 60, "-court")

    def compose(self) -> ComposeResult:
        aide = Static(plain(self._champ.aide), classes="champ--aide")
        if isinstance(self.saisie, Choix):
            yield Label(plain(self._champ.libelle))
            yield self.saisie
        elif self._champ.maximum:
            with Horizontal():
                yield Label(plain(self._champ.libelle))
                yield Compteur(self._champ.maximum)
            yield self.saisie
            if self._champ.aide:
                yield aide
        else:
            with Horizontal():
                yield Label(plain(self._champ.libelle))
                yield self.saisie
                if self._champ.unite:
                    yield Static(plain(self._champ.unite), classes="champ--unite")
                if self.has_class("-court"):
                    yield aide
            if self._champ.aide and not self.has_class("-court"):
                yield aide
        yield Static(classes="champ--dit")

    def on_descendant_focus(self) -> None:
        # A class rather than `:focus-within`, which does not restyle siblings of the focused widget every time.
        self.add_class("-actif")

    def on_descendant_blur(self) -> None:
        self.remove_class("-actif")

    def poser(self, valeur: object) -> None:
        """Put a value in the field, as if typed."""
        match self.saisie:
            case SaisieLue() as lue:
                lue.poser(valeur)
                lue.normaliser()
            case ZoneSure() as zone:
                zone.text = str(valeur or "")
            case Choix() as choix if valeur is not None:
                choix.demander(str(valeur))

    def signaler(self, genre: str, phrase: str = "") -> None:
        """`genre`: "refus", "alerte", "manque", or "" to say nothing any more."""
        self.set_class(genre == "refus", "-refus")
        self.set_class(genre == "alerte", "-alerte")
        self.set_class(genre == "manque", "-manque")
        if genre:
            self.query_one(".champ--dit", Static).update(
                content("$signe $phrase", signe=self.SIGNES[genre], phrase=phrase)
            )

    @on(ZoneSure.Changed)
    def _compter(self, event: ZoneSure.Changed) -> None:
        if self._champ.maximum:
            self.query_one(Compteur).texte = event.text_area.text
