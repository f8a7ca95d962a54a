"""The grid of convocations by itself: what is open, what is shut and why, what it asks for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from rafaelpro_tui.core.model import Convocation, Resultat
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.convocation_grid import ConvocationGrid, RangConvocation
from rafaelpro_tui.widgets.date_input import DateInput
from rafaelpro_tui.widgets.theme import THEMES

JOUR = date(2024, 7, 10)
ABSENT = Convocation(rang=1, date=date(2024, 7, 1), resultat=Resultat.ABSENCE_JUSTIFIEE)
ATTENDU = Convocation(rang=2, date=JOUR)
PRESENT = Convocation(rang=1, date=JOUR, resultat=Resultat.PRESENCE)


def refus(convoquer: str = "", deplacer: str = "", noter: str = "") -> Mapping[str, Refus | None]:
    """By type of command, the rule that refuses; "" lets it pass."""
    regles = {"convoquer": convoquer, "deplacer_convocation": deplacer, "noter_resultat": noter}
    return {type_: Refus(regle, f"Non par {regle}.", "…") if regle else None for type_, regle in regles.items()}


class Grille(App[None]):
    def __init__(self, *convocations: Convocation, refus: Mapping[str, Refus | None]) -> None:
        super().__init__()
        self.convocations, self.refus = convocations, refus
        self.dits: list[Any] = []

    def compose(self) -> ComposeResult:
        yield ConvocationGrid()

    async def on_mount(self) -> None:
        self.register_theme(THEMES[0])
        self.theme = THEMES[0].name
        await self.grille.montrer(self.convocations, self.refus, JOUR)

    @property
    def grille(self) -> ConvocationGrid:
        return self.query_one(ConvocationGrid)

    def on_convocation_grid_date_choisie(self, message: ConvocationGrid.DateChoisie) -> None:
        self.dits.append((message.rang, message.date))

    def on_convocation_grid_reponse_choisie(self, message: ConvocationGrid.ReponseChoisie) -> None:
        self.dits.append((message.rang, message.resultat))

    def dit(self) -> str:
        return " ".join(str(texte.render()) for texte in self.query(Static))


@pytest.mark.parametrize(
    ("convocations", "fermes", "rangs", "dates", "reponses"),
    [
        ((), refus(deplacer="CNV-4", noter="CNV-4"), 3, [1], []),
        ((ABSENT,), refus(deplacer="CNV-4", noter="CNV-4"), 3, [2], []),
        ((ABSENT, ATTENDU), refus(convoquer="CNV-2"), 3, [2], [2]),
        ((ABSENT, ATTENDU), refus(convoquer="CNV-2", noter="CNV-4"), 3, [2], []),
        ((PRESENT,), refus("CNV-2", "CNV-4", "CNV-4"), 3, [], []),
        ((PRESENT,), refus("CAN-3", "CAN-3", "CAN-3"), 1, [], []),
    ],
    ids=["none yet", "after an absence", "awaited", "before its day", "present", "closed"],
)
async def test_what_is_open(
    convocations: tuple[Convocation, ...],
    fermes: Mapping[str, Refus | None],
    rangs: int,
    dates: list[int],
    reponses: list[int],
) -> None:
    app = Grille(*convocations, refus=fermes)
    async with app.run_test() as pilot:
        await pilot.pause()
        lignes = list(app.query(RangConvocation))
        assert len(lignes) == rangs
        assert [ligne.rang for ligne in lignes if ligne.query(DateInput)] == dates
        assert [ligne.rang for ligne in lignes if ligne.query("Choix:enabled")] == reponses


async def test_what_is_shut_says_by_which_rule_once() -> None:
    app = Grille(ABSENT, ATTENDU, refus=refus(convoquer="CNV-2", noter="CNV-4"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.dit().count("(CNV-2)") == 1
        assert app.dit().count("(CNV-4)") == 1


async def test_a_date_and_an_answer_are_asked_for_not_taken() -> None:
    app = Grille(ABSENT, ATTENDU, refus=refus(convoquer="CNV-2"))
    async with app.run_test() as pilot:
        await pilot.pause()
        champ = app.query_one(DateInput)
        champ.focus()
        avant = app.grille.modifiee
        assert not avant
        await pilot.press("end", "ctrl+u", *"+2")
        assert app.grille.modifiee
        await pilot.press("enter")
        reponse = app.query("Choix:enabled").only_one(Choix)
        reponse.focus()
        await pilot.press("right", "space")
        assert app.dits == [(2, date(2024, 7, 12)), (2, Resultat.ABSENCE_JUSTIFIEE)]
        assert reponse.choisi is None


async def test_a_refused_date_takes_the_place_of_the_reason_until_one_types_again() -> None:
    app = Grille(ATTENDU, refus=refus(convoquer="CNV-2", noter="CNV-4"))
    async with app.run_test() as pilot:
        await pilot.pause()
        champ = app.query_one(DateInput)
        app.grille.dire_de(champ, "La date de convocation précède.")
        assert "✗ La date de convocation précède." in app.dit()
        champ.focus()
        await pilot.press("5")
        await pilot.pause()
        assert "précède" not in app.dit()
        assert "(CNV-4)" in app.dit()
