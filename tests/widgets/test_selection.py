"""What is ticked: as a plain set would have it, whatever the order of things."""

from array import array
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.texte import entier_fr
from rafaelpro_tui.widgets.selection import CHUNK, Selection, libelle


def order(*ids: int) -> "array[int]":
    return array("q", ids)


def tick_all(selection: Selection, ids: "array[int]", ticked: bool = True) -> None:
    ticking = selection.begin(ids, ticked)
    selection.finish(ticking, ticking.marks())


@pytest.mark.parametrize(
    ("count", "hidden", "label"),
    [
        (0, 0, "0 cochée"),
        (1, 0, "1 cochée"),
        (12, 0, "12 cochées"),
        (12, 1, "12 cochées (1 masquée par le filtre)"),
        (12, 3, "12 cochées (3 masquées par le filtre)"),
        (3_000, 1_200, f"{entier_fr(3_000)} cochées ({entier_fr(1_200)} masquées par le filtre)"),
    ],
)
def test_label(count: int, hidden: int, label: str) -> None:
    assert libelle(count, hidden) == label


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("tick"), st.integers(0, 30), st.booleans()),
        st.tuples(st.just("all"), st.sets(st.integers(0, 30)), st.booleans()),
        st.tuples(st.just("replace"), st.sets(st.integers(0, 30)), st.booleans()),
    ),
    max_size=12,
)


@given(STEPS, st.sets(st.integers(0, 30)))
def test_it_is_a_set(steps: list[tuple[str, object, bool]], shown: set[int]) -> None:
    selection, model = Selection(), set[int]()
    for name, what, ticked in steps:
        if isinstance(what, int):
            selection.tick(what, ticked)
            (model.add if ticked else model.discard)(what)
        elif isinstance(what, set) and name == "all":
            tick_all(selection, array("q", what), ticked)
            model = model | what if ticked else model - what
        elif isinstance(what, set):
            selection.replace(what)
            model = set(what)
        assert selection.ids() == model
        assert len(selection) == len(model)
        assert [n for n in range(31) if n in selection] == sorted(model)
    assert selection.count_hidden(array("q", shown)) == len(model - shown)


def test_all_is_seen_before_it_is_worked_out() -> None:
    selection = Selection([7])
    selection.hidden = 1
    ticking = selection.begin(order(1, 2, 3), True)
    assert 2 in selection
    assert len(selection) == 4
    selection.tick(2, False)
    assert selection.ids() == {1, 3, 7}
    selection.finish(ticking, ticking.marks())
    assert selection.ids() == {1, 3, 7}, "an answer which comes too late changes nothing"


def test_all_then_none_of_the_filter_leaves_what_it_hides() -> None:
    selection = Selection([8, 9])
    tick_all(selection, order(1, 2, 8))
    selection.hidden = selection.count_hidden(order(1, 2, 8))
    assert selection.hidden == 1
    assert selection.holds_all(order(1, 2, 8))
    tick_all(selection, order(1, 2, 8), ticked=False)
    assert selection.ids() == {9}


def test_a_copy_of_the_ids_is_given() -> None:
    selection = Selection([1])
    selection.ids().add(2)
    assert selection.ids() == {1}


def test_orders_longer_than_a_chunk() -> None:
    long = array("q", range(CHUNK * 2 + 5))
    selection = Selection([10 * CHUNK])
    tick_all(selection, long)
    assert len(selection) == len(long) + 1
    assert selection.count_hidden(long) == 1


def test_without_a_tick_the_order_is_not_read() -> None:
    unreadable = cast("array[int]", object())
    assert Selection().count_hidden(unreadable) == 0
    with pytest.raises(TypeError):
        Selection([1]).count_hidden(unreadable)
