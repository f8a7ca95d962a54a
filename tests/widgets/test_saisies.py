"""The fields of a candidature by themselves: what they say, and how they write what was typed."""

from datetime import date
from decimal import Decimal
from typing import Any

from textual.app import App, ComposeResult
from textual.events import Paste
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button

from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.compteur import Compteur
from rafaelpro_tui.widgets.date_input import DateInput
from rafaelpro_tui.widgets.formes import Option
from rafaelpro_tui.widgets.intensite_input import IntensiteInput
from rafaelpro_tui.widgets.saisie_lue import SaisieLue
from rafaelpro_tui.widgets.theme import THEMES
from rafaelpro_tui.widgets.zone_sure import ZoneSure
from tests.widgets.table_app import FORBIDDEN, HOSTILE

MERCREDI = date(2024, 7, 10)
HUIT = tuple(Option(str(n), f"Réponse {n}", str(n)) for n in range(1, 9))


class Essai(App[None]):
    """One widget, a button to go to, and what was said."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.dits: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.widget
        yield Button("ailleurs")

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[1].name
        self.widget.focus()

    def on_saisie_lue_lue(self, message: SaisieLue.Lue) -> None:
        self.dits.append(message)

    def on_saisie_lue_validee(self, message: SaisieLue.Validee) -> None:
        self.dits.append(message)

    def on_choix_demande(self, message: Choix.Demande) -> None:
        self.dits.append(message)

    def dernier(self, genre: type[Message]) -> Any:
        return [dit for dit in self.dits if isinstance(dit, genre)][-1]


async def test_a_date_is_written_in_full_when_one_leaves_it() -> None:
    champ = DateInput(MERCREDI)
    app = Essai(champ)
    async with app.run_test() as pilot:
        await pilot.press(*"lundi", "tab")
        assert champ.value == "15/07/2024"
        dit = app.dernier(SaisieLue.Lue)
        assert (dit.valeur, dit.erreur, dit.quitte) == (date(2024, 7, 15), "", True)


async def test_entree_validates_a_date_that_can_be_read_only() -> None:
    champ = DateInput(MERCREDI)
    app = Essai(champ)
    async with app.run_test() as pilot:
        await pilot.press(*"31/02", "enter")
        assert "n’existe pas au calendrier" in app.dernier(SaisieLue.Lue).erreur
        assert champ.has_class("-illisible")
        assert not [dit for dit in app.dits if isinstance(dit, SaisieLue.Validee)]
        await pilot.press("ctrl+u", *"150724", "enter")
        assert app.dernier(SaisieLue.Validee).valeur == date(2024, 7, 15)
        assert not champ.has_class("-illisible")


async def test_while_one_types_nothing_is_wrong_yet() -> None:
    app = Essai(DateInput(MERCREDI))
    async with app.run_test() as pilot:
        await pilot.press(*"15/0")
        assert not app.dernier(SaisieLue.Lue).quitte
        assert app.dernier(SaisieLue.Lue).valeur is None


async def test_an_emptied_date_is_no_date_and_no_error() -> None:
    champ = DateInput(MERCREDI)
    app = Essai(champ)
    async with app.run_test() as pilot:
        champ.poser(MERCREDI)
        await pilot.press("end", "ctrl+u", "tab")
        assert (app.dernier(SaisieLue.Lue).valeur, app.dernier(SaisieLue.Lue).erreur) == (None, "")


async def test_hours_over_three_days_are_shown_over_five() -> None:
    champ = IntensiteInput()
    app = Essai(champ)
    async with app.run_test() as pilot:
        await pilot.press(*"18h/3j", "tab")
        assert champ.value == "30"
        assert champ.valeur == Decimal(30)


async def test_what_is_pasted_is_made_harmless() -> None:
    for widget in (DateInput(MERCREDI), ZoneSure()):
        app = Essai(widget)
        async with app.run_test() as pilot:
            for hostile in HOSTILE:
                app.post_message(Paste(hostile))
                await pilot.pause()
            texte = widget.value if isinstance(widget, DateInput) else widget.text
            assert texte
            assert not any(caractere in texte.replace("\n", "") for caractere in FORBIDDEN)


async def test_lines_are_kept_in_a_long_text_and_f6_is_left_to_the_app() -> None:
    zone = ZoneSure()
    app = Essai(zone)
    async with app.run_test() as pilot:
        app.post_message(Paste("une\r\ndeux"))
        await pilot.pause()
        await pilot.press("f7", "f6")
        assert zone.text == "une\ndeux"
        assert zone.selected_text == ""


async def test_a_choice_asks_and_waits_for_its_owner() -> None:
    choix = Choix(HUIT[:3])
    app = Essai(choix)
    async with app.run_test() as pilot:
        await pilot.press("right", "right", "space")
        assert app.dernier(Choix.Demande).option == "3"
        assert choix.choisi is None
        await pilot.press("right", "enter")
        assert app.dernier(Choix.Demande).option == "1", "round the end"


async def test_a_choice_is_clicked_and_cut_between_answers_only() -> None:
    choix = Choix(HUIT[:3], choisi="2")
    app = Essai(choix)
    async with app.run_test(size=(36, 10)) as pilot:
        lignes = str(choix.render()).splitlines()
        assert lignes == ["( ) 1 Réponse 1  (•) 2 Réponse 2", "( ) 3 Réponse 3"]
        assert choix.size.height == 2
        await pilot.click(choix, offset=(5, 1))
        assert app.dernier(Choix.Demande).option == "3"


async def test_an_answer_too_long_for_a_line_goes_on_under_itself() -> None:
    choix = Choix((Option("4", "Conditions administratives et réglementaires non satisfaites", "4"), *HUIT[:1]))
    app = Essai(choix)
    async with app.run_test(size=(40, 10)) as pilot:
        lignes = [ligne.rstrip() for ligne in str(choix.render()).splitlines()]
        assert lignes == [
            "( ) 4 Conditions administratives et",
            "    réglementaires non satisfaites",
            "( ) 1 Réponse 1",
        ]
        assert choix.size.height == 3, "the last answer is in sight"
        await pilot.click(choix, offset=(6, 1))
        assert app.dernier(Choix.Demande).option == "4"


async def test_a_choice_that_is_shut_takes_nothing() -> None:
    app = Essai(Choix(HUIT[:2], choisi="1", disabled=True))
    async with app.run_test() as pilot:
        await pilot.click(app.widget, offset=(20, 0))
        assert app.dits == []


async def test_the_count_is_the_rules_own() -> None:
    compteur = Compteur(250)
    app = Essai(compteur)
    async with app.run_test():
        compteur.texte = "e\N{COMBINING ACUTE ACCENT}" * 250 + "  "
        assert str(compteur.render()).replace("\u00a0", " ") == "250 / 250"
        assert not compteur.has_class("-trop")
        compteur.texte += "x"
        assert "de trop" in str(compteur.render())
        assert compteur.has_class("-trop")
