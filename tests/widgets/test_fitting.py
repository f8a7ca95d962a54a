"""One line, whatever the width: less is said, never on two lines."""

import pytest
from textual.content import Content

from rafaelpro_tui.core.model import Droit, Role
from rafaelpro_tui.widgets.breadcrumb import breadcrumbs
from rafaelpro_tui.widgets.fitting import first_fitting, fit_two
from rafaelpro_tui.widgets.structure_badge import badges

FIL = breadcrumbs(((0, "RafaelPro"), (0, "Candidatures"), (0, "Sessions"), (1, "00235491")))
BADGE = badges("Horizon Formation", Droit.GENERAL, True, (Role.RESPONSABLE, Role.FORMATEUR))


@pytest.mark.parametrize("width", range(1, 160, 7))
def test_a_line_is_exactly_as_wide_as_asked(width: int) -> None:
    line = fit_two(FIL, BADGE, width)
    assert line.cell_length == max(width, BADGE[-1].cell_length)
    assert "\n" not in line.plain


@pytest.mark.parametrize(
    ("width", "left", "right"),
    [
        (130, "RafaelPro › Candidatures › Sessions › 00235491", "Gestionnaire OF général ★ · Responsable, Formateur"),
        (100, "… › Candidatures › Sessions › 00235491", "OF général ★ · Responsable, Formateur"),
        (70, "… › Sessions › 00235491", "Horizon Formation · général ★ · Resp.+Form."),
        (40, "00235491", "général ★ · Resp.+Form."),
    ],
)
def test_what_is_said_at_some_widths(width: int, left: str, right: str) -> None:
    line = fit_two(FIL, BADGE, width).plain
    assert line.startswith(left[: max(0, width - len(BADGE[-1].plain) - 2)])
    assert line.endswith(right)


def test_the_star_and_the_droit_are_at_every_width() -> None:
    assert all("★" in way.plain and "général" in way.plain for way in BADGE)


def test_a_hostile_name_is_not_read_as_markup() -> None:
    way = badges("Jean [CAP]\x1b[2J", Droit.AUCUN, False, ())[0]
    assert way.plain.startswith("Jean [CAP]�[2J · Sans profil")


def test_first_fitting_cuts_the_shortest_when_nothing_fits() -> None:
    assert first_fitting([Content("douze cellules"), Content("douze")], 6).plain == "douze"
    assert first_fitting([Content("douze cellules"), Content("douze")], 4).plain == "dou…"
