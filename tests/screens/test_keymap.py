"""Every binding of ours: an id, a French label, a tooltip, a key that an AZERTY keyboard gives (STYLE.md, rule 4)."""

import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import rafaelpro_tui
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.screens.aide import chapitres
from tests.screens.ecran import Ouvrir, taper, texte

ALT_GR = set("[]{}\\|~@#")
NOMMEES = {
    "left_square_bracket",
    "right_square_bracket",
    "left_curly_bracket",
    "right_curly_bracket",
    "backslash",
    "vertical_line",
    "tilde",
    "at",
    "number_sign",
}
RESERVEES = {f"ctrl+{lettre}" for lettre in "abhijms"} | {"ctrl+tab", "ctrl+space", "ctrl+at"}
MAJ_SUR_AZERTY = {
    "question_mark",
    "slash",
    "full_stop",
    "greater_than_sign",
    "?",
    "/",
    ".",
    ">",
    "percent_sign",
    "plus",
}
ANGLAIS = re.compile(
    r"\b(the|of|to|and|open|close|next|previous|select|search|copy|quit|help|move|row|up|down|focus|screen|press)\b",
    re.IGNORECASE,
)


def classes() -> Iterator[type[DOMNode]]:
    """Every class of the package which declares bindings."""
    vues = set()
    for module in pkgutil.walk_packages(rafaelpro_tui.__path__, "rafaelpro_tui."):
        if not module.name.startswith(("rafaelpro_tui.app", "rafaelpro_tui.screens", "rafaelpro_tui.widgets")):
            continue
        for objet in vars(importlib.import_module(module.name)).values():
            if (
                isinstance(objet, type)
                and issubclass(objet, DOMNode)
                and objet.__module__.startswith("rafaelpro_tui")
                and "BINDINGS" in objet.__dict__
                and objet not in vues
            ):
                vues.add(objet)
                yield objet


def touches() -> list[tuple[str, Binding]]:
    trouvees = []
    for classe in classes():
        for touche in classe.__dict__["BINDINGS"]:
            assert isinstance(touche, Binding), f"{classe.__name__}: {touche!r} has neither id nor tooltip"
            trouvees.append((classe.__name__, touche))
    return trouvees


TOUCHES = touches()


def test_there_are_bindings_to_look_at() -> None:
    noms = {nom for nom, _ in TOUCHES}
    assert {"RafaelProApp", "BaseScreen", "ListeScreen", "VirtualTable", "CandidatureScreen"} <= noms


@pytest.mark.parametrize(("classe", "touche"), TOUCHES, ids=lambda v: v.id if isinstance(v, Binding) else v)
def test_a_binding_has_an_id_and_speaks_french(classe: str, touche: Binding) -> None:
    assert touche.id
    assert touche.description
    assert touche.tooltip
    for dit in (touche.description, touche.tooltip):
        assert dit[0].isupper()
        assert not ANGLAIS.search(dit), dit


def test_an_id_means_one_thing() -> None:
    par_id: dict[str | None, set[Binding]] = defaultdict(set)
    for _, touche in TOUCHES:
        par_id[touche.id].add(touche)
    assert {nom: differents for nom, differents in par_id.items() if len(differents) > 1} == {}


def test_a_letter_that_works_everywhere_means_one_thing() -> None:
    """« u » alone, at the queue, takes back a decision of the queue (ECRANS §8)."""
    partout = {cle for classe, touche in TOUCHES if classe == "RafaelProApp" for cle in touche.key.split(",")}
    lettres = {cle for cle in partout if len(cle) == 1}
    assert {"P", "u"} <= lettres
    reprises = {
        touche.id for classe, touche in TOUCHES if classe != "RafaelProApp" and lettres & {*touche.key.split(",")}
    }
    assert reprises == {"file.reprendre"}


@pytest.mark.parametrize(("classe", "touche"), TOUCHES, ids=lambda v: v.id if isinstance(v, Binding) else v)
def test_an_azerty_keyboard_has_the_key(classe: str, touche: Binding) -> None:
    cles = [cle.strip() for cle in touche.key.split(",")]
    faciles = [
        cle
        for cle in cles
        if cle not in ALT_GR | NOMMEES | RESERVEES and not (cle.isdigit()) and cle not in MAJ_SUR_AZERTY
    ]
    assert faciles, f"{classe}: {touche.key} needs AltGr, Maj, or a key that terminals keep"
    # A digit needs Maj on AZERTY: its unshifted sign must do the same.
    chiffres = [cle for cle in cles if cle.isdigit()]
    assert len(faciles) >= len(chiffres)


def test_all_are_in_the_help() -> None:
    dites = {touche.id for chapitre in chapitres(RafaelProApp) for touche in chapitre.touches}
    montrees = {touche.id for _, touche in TOUCHES if touche.show}
    assert montrees - dites - {"confirmation.revenir"} == set()


@pytest.mark.parametrize(
    "chemin",
    [
        (),
        ("f",),
        ("s",),
        ("f1",),
        ("f2",),
        ("f3",),
        ("f3", "tab"),
        ("f7",),
        ("f7", "enter"),
        ("f8",),
        ("ctrl+p",),
        ("f6",),
        ("f6", "enter"),
        ("ctrl+f",),
        ("m",),
        ("enter",),
        ("enter", "E"),
        ("enter", "f9"),
        ("enter", "enter"),
    ],
    ids=lambda touches: "-".join(touches) or "accueil",
)
async def test_every_key_shown_anywhere_is_one_of_ours(ouvrir: Ouvrir, chemin: tuple[str, ...]) -> None:
    """Textual's own bindings speak English: none may be shown, nor be listed by the palette."""
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f", *"00235491", "enter") if "enter" in chemin else None
        await taper(pilot, *chemin)
        notres = {touche.id for _, touche in TOUCHES}
        for _, touche, _, _ in app.screen.active_bindings.values():
            assert not touche.show or touche.id in notres, touche
        assert not ANGLAIS.search(texte(app).splitlines()[-1])
