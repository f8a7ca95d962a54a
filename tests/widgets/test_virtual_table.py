"""The table by its keys, mouse and messages, over real sources, in a headless app."""

import asyncio
from array import array
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any

import pytest
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from rafaelpro_tui.core.erreurs import LectureAbandonnee
from rafaelpro_tui.widgets.row_window import KEPT_WINDOWS, WINDOW
from rafaelpro_tui.widgets.selection import Selection
from rafaelpro_tui.widgets.virtual_table import VirtualTable
from tests.widgets.table_app import (
    FORBIDDEN,
    HOSTILE,
    Cassee,
    Immense,
    Ligne,
    Liste,
    Retenue,
    TableApp,
    lignes,
    nom,
    settle,
    until,
)

SIZE = (70, 12)
RUN: dict[str, Any] = {"size": SIZE, "notifications": True, "tooltips": True}


def last(app: TableApp, kind: type[Message]) -> Any:
    return app.of(kind)[-1]


async def test_first_screen() -> None:
    app = TableApp(Liste(lignes(3)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        lines = app.lines()
        assert lines[0] == "   Référence   Coordonnées du candid…  État          Jours restants"
        assert lines[1] == "▸☐ C1          DURAND Désiré 1         en attente                 1"
        assert lines[2].startswith(" ☐ C2 ")
        assert lines[4] == ""
        assert last(app, VirtualTable.RowHighlighted).id == 1
        assert app.table.cursor_data == Ligne(1, nom(1))
        assert last(app, VirtualTable.RowHighlighted).control is app.table


async def test_the_first_rows_do_not_wait_for_count_nor_order() -> None:
    source = Retenue(1_000_000, "count", "order")
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await until(pilot, lambda: app.of(VirtualTable.RowHighlighted))
        assert "DURAND Désiré 5" in app.lines()[5]
        await pilot.press("down", "enter")
        assert last(app, VirtualTable.RowOpened).id == 2
        source.gates["count"].set()
        await until(pilot, lambda: app.table.row_count == 1_000_000)
        await pilot.press("G")
        assert "…" in app.lines()[-1], "a row which is not read yet has its place"
        source.gates["order"].set()
        await settle(pilot)
        assert app.table.cursor_id == 1_000_000
        assert "DURAND Désiré 1000000" in app.lines()[-1]


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (["down"], 2),
        (["j", "j", "k"], 2),
        (["up"], 1),
        (["pagedown"], 12),
        (["pagedown", "pageup"], 1),
        (["ctrl+d"], 6),
        (["ctrl+d", "ctrl+u"], 1),
        (["G"], 50),
        (["end", "down"], 50),
        (["end", "home"], 1),
        (["G", "g"], 1),
    ],
)
async def test_moving(keys: list[str], row: int) -> None:
    app = TableApp(Liste(lignes(50)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        await pilot.press(*keys)
        assert app.table.cursor_id == row
        shown = [line for line in app.lines() if line.startswith("▸")]
        assert [line.split()[1] for line in shown] == [f"C{row}"]


async def test_memory_does_not_grow_with_the_list() -> None:
    source = Immense(1_000_000)
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        for step in range(30):
            app.table.cursor_row = step * 30_000
            await settle(pilot)
            assert f"DURAND Désiré {step * 30_000 + 1} " in next(line for line in app.lines() if line[0:1] == "▸")
        assert WINDOW * 30 < len(app.table._window) <= WINDOW * KEPT_WINDOWS


async def test_what_comes_next_is_read_ahead_and_nothing_twice() -> None:
    source = Immense(100_000)
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        await pilot.press("G")
        await settle(pilot)
        for _ in range(40):
            app.table.action_page(-1.0)
        await settle(pilot)
        assert len(source.asked) == len(set(source.asked))
        first = min(n for n in source.asked if n > 1_000)
        assert first < int(app.lines()[1].split()[1].removeprefix("C")) - app.table.visible_rows + 2


async def test_a_row_is_painted_when_it_arrives() -> None:
    source = Retenue(10_000, "rows")
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await until(pilot, lambda: app.table.order is not None)
        await pilot.press("G")
        assert app.lines()[-1].split() == ["▸☐", "…", "…", "…", "…"]
        source.gates["rows"].set()
        await settle(pilot)
        assert "DURAND Désiré 10000" in app.lines()[-1]


async def test_empty_list_says_what_to_do() -> None:
    app = TableApp(Liste([]))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        text = "\n".join(app.lines())
        assert "Aucune candidature." in text
        assert "Appuyez sur f pour changer le filtre." in text
        await pilot.press("down", "G", "space", "asterisk", "shift+down", "enter")
        assert app.messages == []


async def test_a_quick_answer_is_not_announced() -> None:
    source = Retenue(10, "first")
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await pilot.pause()
        assert app.table.LOADING_AFTER == 1.0
        assert "Chargement" not in "".join(app.lines())
        source.gates["first"].set()


async def test_loading_is_said_when_it_lasts() -> None:
    source = Retenue(10, "first")
    app = TableApp(source)
    app.table.LOADING_AFTER = 0.01
    async with app.run_test(**RUN) as pilot:
        await until(pilot, lambda: app.table.slow)
        assert "Chargement…" in "".join(app.lines())
        source.gates["first"].set()
        await settle(pilot)
        assert "Chargement" not in "".join(app.lines())
        assert "DURAND Désiré 1 " in app.lines()[1]


async def test_loading_an_order_is_said_in_the_header() -> None:
    source = Retenue(10, "order")
    app = TableApp(source)
    app.table.LOADING_AFTER = 0.01
    async with app.run_test(**RUN) as pilot:
        await until(pilot, lambda: app.table.slow and app.table.row_count)
        assert app.lines()[0].endswith("Chargement…")
        source.gates["order"].set()
        await settle(pilot)
        assert "Chargement" not in app.lines()[0]


async def test_a_source_that_fails_is_told_and_the_app_lives() -> None:
    app = TableApp(Cassee([]))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        error = last(app, VirtualTable.SourceFailed).error
        assert "disque illisible" in str(error)
        app.table.set_source(Liste(lignes(2)))
        await settle(pilot)
        assert "DURAND Désiré 2" in app.lines()[2]


async def test_the_answer_of_a_list_left_behind_is_dropped() -> None:
    slow = Retenue(500, "first")
    app = TableApp(slow)
    async with app.run_test(**RUN) as pilot:
        app.table.set_source(Liste([Ligne(9, "VITE")]))
        await until(pilot, lambda: app.of(VirtualTable.RowHighlighted))
        slow.gates["first"].set()
        await settle(pilot)
        assert app.table.row_count == 1
        assert "VITE" in app.lines()[1]


async def test_refresh_reads_again_in_place() -> None:
    source = Liste(lignes(300))
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        app.table.cursor_row = 200
        await settle(pilot)
        await pilot.press("space")
        source.lignes[201] = Ligne(201, "RENOMMÉE")
        app.table.refresh_rows()
        await settle(pilot)
        assert any("RENOMMÉE" in line for line in app.lines())
        assert not any("…" in line for line in app.lines()[1:])
        assert app.table.cursor_id == 202
        assert app.table.selection.ids() == {201}


async def test_what_is_said_of_the_row_under_the_cursor_follows_it() -> None:
    """Found by looking at two postes: the line above the list still counted what another had decided since."""
    source = Liste(lignes(300))
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        told = len(app.of(VirtualTable.RowHighlighted))
        app.table.reload()
        await settle(pilot)
        assert len(app.of(VirtualTable.RowHighlighted)) == told, "nothing is new"
        source.lignes[1] = Ligne(1, "RENOMMÉE")
        app.table.reload()
        await settle(pilot)
        assert last(app, VirtualTable.RowHighlighted).id == 1
        assert len(app.of(VirtualTable.RowHighlighted)) == told + 1
        app.table.cursor_row = 250  # far away: it comes on a row that is not read yet
        assert app.table.cursor_data is None
        await settle(pilot)
        assert len(app.of(VirtualTable.RowHighlighted)) == told + 3, "once as it moves, once as the row is there"


async def test_reload_keeps_the_cursor_on_its_row() -> None:
    source = Liste(lignes(300))
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        app.table.cursor_row = 200
        await settle(pilot)
        height = app.table.cursor_row - round(app.table.scroll_y)
        source.lignes = {1000: Ligne(1000, "NOUVELLE"), **source.lignes}
        app.table.reload()
        await settle(pilot)
        assert (app.table.cursor_id, app.table.cursor_row) == (201, 201)
        assert app.table.cursor_row - round(app.table.scroll_y) == height, "the screen does not jump"
        assert app.table.row_count == 301


async def test_reload_goes_to_the_nearest_row_left() -> None:
    source = Liste(lignes(300))
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        app.table.cursor_row = 200
        for n in (201, 202):
            del source.lignes[n]
        app.table.reload()
        await settle(pilot)
        assert app.table.cursor_id == 200
        assert last(app, VirtualTable.RowHighlighted).id == app.table.cursor_id
        source.lignes = {}
        app.table.reload()
        await settle(pilot)
        assert app.table.row_count == 0
        assert any("Aucune candidature." in line for line in app.lines())


async def test_a_row_gone_from_the_base_keeps_a_dimmed_place_and_is_not_asked_again() -> None:
    source = Liste(lignes(300))
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        del source.lignes[3]
        app.table.refresh_rows()
        await settle(pilot)
        assert app.lines()[3].split() == ["☐", "…", "…", "…", "…"]
        assert source.asked.count(3) == 1


async def test_coming_back_to_a_row() -> None:
    app = TableApp()
    async with app.run_test(**RUN) as pilot:
        app.table.set_source(Immense(5_000), cursor_id=4_000)
        await settle(pilot)
        assert app.table.cursor_id == 4_000
        assert "▸☐ C4000" in "\n".join(app.lines())
        assert {message.id for message in app.of(VirtualTable.RowHighlighted)} == {4_000}  # type: ignore[attr-defined]


async def test_another_list_starts_at_the_top() -> None:
    app = TableApp(Immense(5_000))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        await pilot.press("G")
        app.table.set_source(Liste(lignes(4)))
        await settle(pilot)
        assert app.table.cursor_id == 1
        assert app.lines()[1].startswith("▸☐ C1 ")


async def test_not_selectable() -> None:
    app = TableApp(Liste(lignes(3)), selectable=False)
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        await pilot.press("space", "asterisk", "shift+down")
        assert app.lines()[1].startswith("▸ C1 ")
        assert not app.of(VirtualTable.SelectionChanged)


async def test_ticks_and_the_count_of_what_the_filter_hides() -> None:
    app = TableApp(Liste(lignes(20)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        await pilot.press("space", "space", "down", "space")
        assert app.table.selection.ids() == {1, 2, 4}
        assert app.table.cursor_id == 5, "Espace ticks and moves on"
        assert app.lines()[1].startswith(" ☑ C1 ")
        assert app.lines()[3].startswith(" ☐ C3 ")
        app.table.set_source(Liste(lignes(2)))
        await settle(pilot)
        assert app.table.hidden_count() == 1
        changed = last(app, VirtualTable.SelectionChanged)
        assert (changed.count, changed.hidden) == (3, 1)
        await pilot.press("g", "space")
        assert app.table.selection.ids() == {2, 4}, "a second time un-ticks"
        app.table.selection = Selection()
        await pilot.pause()
        assert app.lines()[2].startswith("▸☐ C2 ")
        app.table.tick_only([1, 77])
        assert (len(app.table.selection), app.table.hidden_count()) == (2, 1)


async def test_a_range_grows_and_shrinks() -> None:
    app = TableApp(Liste(lignes(20)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        await pilot.press("down", "shift+down", "shift+down")
        assert app.table.selection.ids() == {2, 3, 4}
        await pilot.press("shift+up")
        assert app.table.selection.ids() == {2, 3}
        await pilot.press("shift+up", "shift+up")
        assert app.table.selection.ids() == {1, 2}
        await pilot.press("G", "shift+down")
        assert app.table.selection.ids() == {1, 2, 20}


@pytest.mark.parametrize("length", [50, 30_000])
async def test_all_of_the_filter_and_back(length: int) -> None:
    app = TableApp(Immense(length))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        app.table.selection = Selection([70_000])
        await settle(pilot)
        await pilot.press("asterisk")
        assert len(app.table.selection) == length + 1
        assert app.lines()[4].startswith(" ☑ C4 ")
        await settle(pilot)
        assert len(app.table.selection.ids()) == length + 1
        await pilot.press("space", "asterisk")
        await settle(pilot)
        assert len(app.table.selection) == length + 1, "not all were ticked: all are again"
        await pilot.press("asterisk")
        await settle(pilot)
        assert app.table.selection.ids() == {70_000}, "what the filter hides stays"
        assert last(app, VirtualTable.SelectionChanged).count == 1


async def test_all_asked_before_the_order_is_there() -> None:
    source = Retenue(400, "order")
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await until(pilot, lambda: app.of(VirtualTable.RowHighlighted))
        await pilot.press("asterisk")
        source.gates["order"].set()
        await settle(pilot)
        assert len(app.table.selection) == 400


async def test_mouse() -> None:
    app = TableApp(Liste(lignes(50)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        await pilot.click(VirtualTable, offset=(8, 3))
        assert app.table.cursor_id == 3
        assert not app.of(VirtualTable.RowOpened)
        await pilot.click(VirtualTable, offset=(8, 3))
        assert last(app, VirtualTable.RowOpened).id == 3
        await pilot.click(VirtualTable, offset=(1, 5))
        assert app.table.selection.ids() == {5}
        await pilot.double_click(VirtualTable, offset=(30, 7))
        assert last(app, VirtualTable.RowOpened).id == 7
        await pilot.click(VirtualTable, offset=(16, 0))
        assert last(app, VirtualTable.SortRequested).column_id == "candidat"
        await pilot.click(VirtualTable, offset=(42, 0))
        await pilot.click(VirtualTable, offset=(1, 0))
        assert len(app.of(VirtualTable.SortRequested)) == 1, "État cannot be sorted, signs neither"


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    app = TableApp(Liste(lignes(500)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        app.table.scroll_to(y=300, animate=False)
        await settle(pilot)
        assert app.lines()[1].startswith(" ☐ C301 ")
        assert app.table.cursor_id == 1
        await pilot.press("down")
        assert app.lines()[1].startswith("▸☐ C2 ")


async def test_marks_of_the_sort() -> None:
    app = TableApp(Liste(lignes(3)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        app.table.sort_column = "candidat"
        await pilot.pause()
        assert "Coordonnées du candi… ▲" in app.lines()[0]
        app.table.sort_reverse = True
        await pilot.pause()
        assert "▼" in app.lines()[0]


async def test_sideways_the_first_columns_stay() -> None:
    app = TableApp(Liste(lignes(30)))
    async with app.run_test(size=(40, 8)) as pilot:
        await settle(pilot)
        assert "Jours restants" not in app.lines()[0]
        before = app.lines()[1]
        assert "│" in before
        await pilot.press(*["right"] * 5)
        assert app.lines()[0].endswith("Jours restants")
        assert app.lines()[1][:14] == before[:14]
        assert "DURAND" not in app.lines()[1]
        await pilot.click(VirtualTable, offset=(35, 0))
        assert last(app, VirtualTable.SortRequested).column_id == "jours"
        await pilot.press(*["left"] * 5)
        assert app.lines()[1] == before


async def test_resizing_shares_the_width_again() -> None:
    app = TableApp(Liste(lignes(30)))
    async with app.run_test(size=(60, 10)) as pilot:
        await settle(pilot)
        await pilot.resize_terminal(110, 20)
        await settle(pilot)
        assert app.lines()[0].endswith("Jours restants")
        assert {app.table.render_line(y).cell_length for y in range(20)} == {app.table.scrollable_content_region.width}


async def test_the_theme_and_the_focus_change_the_painted_lines() -> None:
    app = TableApp(Liste(lignes(3)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)

        def colours() -> set[object]:
            return {segment.style for y in range(4) for segment in app.table.render_line(y)}

        dark = colours()
        app.theme = "rafael-clair"
        await pilot.pause()
        light = colours()
        assert not dark & light
        app.table.blur()
        await pilot.pause()
        assert colours() != light, "the cursor of a table without the focus is quieter"


async def test_hostile_names_are_shown_and_obeyed_by_nothing() -> None:
    app = TableApp(Liste(Ligne(n, text, text) for n, text in enumerate(HOSTILE, 1)))
    async with app.run_test(size=(90, 16), notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        drawn = app.lines()
        assert not set("".join(drawn)) & set(FORBIDDEN)
        assert " [/] " in drawn[1]
        assert " Jean [CAP] " in drawn[2]
        assert " ESC�[2J " in drawn[3]
        assert " titre�]0;x� " in drawn[4]
        screenshot = app.export_screenshot()
        assert not set(screenshot) & (set(FORBIDDEN) - {"\n"})
        assert {app.table.render_line(y).cell_length for y in range(16)} == {app.table.scrollable_content_region.width}


@pytest.mark.parametrize("text", ["山田" * 30, "😀" * 30, "e\u0301" * 60, "가나다" * 20, ""])
async def test_wide_characters_keep_the_columns_in_place(text: str) -> None:
    app = TableApp(Liste([Ligne(1, text), Ligne(2, "DURAND")]))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        strips = [app.table.render_line(y) for y in (1, 2)]
        assert [strip.cell_length for strip in strips] == [app.table.scrollable_content_region.width] * 2
        left, right = (strip.crop(14, 70).text for strip in strips)
        assert left.index("en attente") - len(left) == right.index("en attente") - len(right)
        if len(text) > 40:
            assert "…" in left


def test_every_key_has_an_id_a_label_and_a_tooltip() -> None:
    bindings = [binding for binding in VirtualTable.BINDINGS if isinstance(binding, Binding)]
    assert len(bindings) == len(VirtualTable.BINDINGS)
    assert all(binding.id and binding.description and binding.tooltip for binding in bindings)
    assert len({binding.id for binding in bindings}) == len(bindings)


async def test_without_colour_the_signs_say_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = TableApp(Liste(lignes(3)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        assert app.no_color
        await pilot.press("space")
        assert [line[:2] for line in app.lines()[1:4]] == [" ☑", "▸☐", " ☐"]


async def test_asking_for_a_million_ticks_returns_at_once() -> None:
    app = TableApp(Immense(1_000_000))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        start = perf_counter()
        app.table.action_tick_all()
        app.lines()
        spent = perf_counter() - start
        assert spent < 0.03, f"{spent * 1000:.0f} ms"
        await settle(pilot)
        assert len(app.table.selection) == 1_000_000
        app.table.set_source(Immense(250_000))
        await settle(pilot)
        assert app.table.hidden_count() == 750_000


async def test_what_is_painted_stays_until_there_is_something_else_to_paint() -> None:
    app = TableApp(Liste(lignes(100)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        before = app.lines()
        source = Retenue(50, "first")
        app.table.set_source(source)
        await pilot.pause()
        assert app.lines() == before, "no dots where there were rows"
        source.gates["first"].set()
        await settle(pilot)
        assert app.table.row_count == 50


@asynccontextmanager
async def painted(app: TableApp, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[set[int]]:
    """The lines of the table that are painted again, filled in once the block has been left."""
    lines, render_line = set[int](), VirtualTable.render_line

    def note(table: VirtualTable[Ligne], y: int) -> Strip:
        lines.add(y)
        return render_line(table, y)

    with monkeypatch.context() as spy:
        spy.setattr(VirtualTable, "render_line", note)
        yield lines
        done = asyncio.Event()
        app.call_after_refresh(lambda: app.table.call_after_refresh(done.set))
        await done.wait()


async def test_a_list_which_is_awaited_is_not_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    app = TableApp(Liste(lignes(100)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        before = app.lines()
        source = Retenue(50, "first")
        app.table.LOADING_AFTER = app.table.STALE_AFTER = 60.0

        async with painted(app, monkeypatch) as lines:
            app.table.empty = Content("Aucun résultat.")
            app.table.set_source(source)
        assert lines == set()
        async with painted(app, monkeypatch) as lines:
            app.table.slow = True
        assert lines == {0}
        assert app.lines()[0].endswith("Chargement…")
        assert app.lines()[1:] == before[1:]
        source.gates["first"].set()
        await settle(pilot)
        assert app.table.row_count == 50
        assert app.lines()[0] == before[0]


async def test_rows_that_are_no_longer_those_of_the_list_are_soon_said_to_be_so() -> None:
    app = TableApp(Liste(lignes(100)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        assert app.table.STALE_AFTER == 0.1
        app.table.LOADING_AFTER = 60.0
        source = Retenue(50, "first")
        app.table.set_source(source)
        await until(pilot, lambda: app.table.slow)
        source.gates["first"].set()
        await settle(pilot)
        assert not app.table.slow


async def test_the_scrollbar_stays_until_the_length_is_known() -> None:
    app = TableApp(Liste(lignes(100)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        source = Retenue(50_000, "count", "order")
        app.table.set_source(source)
        await until(pilot, lambda: app.table.cursor_data)
        assert app.table.virtual_size.height == 101
        source.gates["count"].set()
        await until(pilot, lambda: app.table.virtual_size.height == 50_001)
        source.gates["order"].set()
        for length in (app.table.visible_rows, 0, 70):
            app.table.set_source(Immense(length))
            await settle(pilot)
            assert app.table.virtual_size.height == length + 1


class Montree(Immense):
    """A list that notes which lines were on screen when its order was asked for."""

    def __init__(self, length: int, painted: set[int]) -> None:
        super().__init__(length)
        self.painted = painted
        self.shown: set[int] | None = None

    def order(self) -> "array[int]":
        self.shown = set(self.painted)
        return super().order()


async def test_the_order_is_asked_for_once_the_rows_are_on_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    app = TableApp(Liste(lignes(100)))
    async with app.run_test(**RUN) as pilot:
        await settle(pilot)
        app.table.PAINTING = 60.0
        async with painted(app, monkeypatch) as lines:
            source = Montree(50, lines)
            app.table.set_source(source)
            await until(pilot, lambda: app.table.order is not None)
        assert source.shown == set(range(12))


@pytest.mark.parametrize(("length", "again"), [(100, set()), (99, set(range(12)))])
async def test_an_order_that_shows_nothing_new_is_not_painted(
    length: int, again: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Retenue(100, "order")
    app = TableApp(source)
    async with app.run_test(**RUN) as pilot:
        await until(pilot, lambda: app.table.row_count == 100)
        async with painted(app, monkeypatch):
            pass
        source.length = length
        async with painted(app, monkeypatch) as lines:
            source.gates["order"].set()
            await until(pilot, lambda: app.table.order is not None)
        assert lines == again
        assert app.table.row_count == length


class Abandonnable(Retenue):
    """A list whose reading stops once nobody waits for it, as those of the base do."""

    def __init__(self) -> None:
        super().__init__(1_000_000, "first")

    def abandonner(self) -> None:
        self.gates["first"].set()

    def first(self, limit: int) -> Sequence[tuple[int, Ligne]]:
        super().first(limit)
        raise LectureAbandonnee("personne ne l’attend")


async def test_a_list_that_another_replaces_is_no_longer_read() -> None:
    left = Abandonnable()
    app = TableApp(left)
    async with app.run_test(**RUN) as pilot:
        await pilot.pause()
        app.table.set_source(Immense(7))
        await settle(pilot)
        assert left.gates["first"].is_set()
        assert app.table.row_count == 7
        assert not app.of(VirtualTable.SourceFailed)
