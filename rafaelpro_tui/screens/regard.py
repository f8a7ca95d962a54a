"""How a list is looked at. Knows nothing of the screen."""

from dataclasses import dataclass

from rafaelpro_tui.core.vues import Tri


@dataclass(slots=True)
class Regard:
    """A filter and a sort: they belong to their list and tab."""

    texte: str = ""
    tri: Tri | None = None
