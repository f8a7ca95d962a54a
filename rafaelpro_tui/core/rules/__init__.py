"""The rules of REGLES.md. `decide()` is the only door; `explain()` tells what can be done, and why not the rest.

Pure functions over model and commands: no I/O, no clock, no global. One module per chapter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rafaelpro_tui.core.rules.individuel import Possibilite, explain
    from rafaelpro_tui.core.rules.porte import decide

__all__ = ["Possibilite", "decide", "explain"]


def __getattr__(nom: str) -> object:
    # A list needs the calendar of one chapter, not all of them: the first paint must not pay for the rest.
    if nom == "decide":
        from rafaelpro_tui.core.rules.porte import decide

        return decide
    if nom in ("Possibilite", "explain"):
        from rafaelpro_tui.core.rules import individuel

        return getattr(individuel, nom)
    raise AttributeError(nom)
