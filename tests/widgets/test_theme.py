"""WCAG contrast of every pair of text and ground that the themes give."""

import pytest
from textual.color import Color
from textual.theme import Theme

from rafaelpro_tui.widgets.theme import THEMES

MINIMUM = 4.5
GROUNDS = ("background", "surface", "panel")
TEXTS = (
    "foreground",
    "primary",
    "secondary",
    "accent",
    "success",
    "warning",
    "error",
    "text",
    "text-muted",
    "text-disabled",
    "text-primary",
    "text-secondary",
    "text-accent",
    "text-success",
    "text-warning",
    "text-error",
    "foreground-muted",
    "foreground-disabled",
    "footer-key-foreground",
)
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("footer-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
    *(("button-color-foreground", ground) for ground in ("primary", "success", "warning", "error")),
]


def luminance(color: Color) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = (value / 255 for value in color.rgb)
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable(theme: Theme, text: str, ground: str) -> None:
    tokens = theme.to_color_system().generate()
    assert contrast(Color.parse(tokens[text]), Color.parse(tokens[ground])) >= MINIMUM


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_readable_on_the_striped_rows(theme: Theme, text: str) -> None:
    tokens = theme.to_color_system().generate()
    foreground, surface = Color.parse(tokens["foreground"]), Color.parse(tokens["surface"])
    striped = surface.blend(foreground, 0.04)
    assert contrast(Color.parse(tokens[text]), striped) >= MINIMUM
