"""Textual breaks a line at any space, no-break ones included, so that « could end one: here, it no longer does.

The one place that changes how lines are broken: the pattern of a word in Rich, which `Content.wrap` goes through.
`tests/widgets/test_insecables.py` sees whether another version still does.
"""

import re
from typing import Final

from rich import _wrap

INSECABLES: Final = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def tenir() -> None:
    """Keep no-break spaces inside their word, in the whole process."""
    espace = rf"[^\S{INSECABLES}]"
    _wrap.re_word = re.compile(rf"{espace}*[\S{INSECABLES}]+{espace}*")
