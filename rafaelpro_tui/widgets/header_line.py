"""The first line of every screen: the breadcrumb on the left, the structure badge on the right, never on two lines."""

from collections.abc import Sequence

from textual.app import RenderResult
from textual.reactive import reactive
from textual.widget import Widget

from rafaelpro_tui.core.model import Droit, Role
from rafaelpro_tui.widgets.breadcrumb import Crumb, breadcrumbs
from rafaelpro_tui.widgets.fitting import fit_two
from rafaelpro_tui.widgets.structure_badge import badges

Badge = tuple[str, Droit, bool, Sequence[Role]]
"""Name of the structure, droit, référent star, roles on what is shown."""


class HeaderLine(Widget, can_focus=False):
    """What does not fit is said shorter: first the droit, then the crumbs from the left, then the rest."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    HeaderLine { dock: top; height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    crumbs: reactive[tuple[Crumb, ...]] = reactive((), init=False)
    badge: reactive[Badge | None] = reactive(None, init=False)

    auto_links = False  # The crumbs keep the colours of the line.

    def render(self) -> RenderResult:
        left = breadcrumbs(self.crumbs)
        right = badges(*self.badge) if self.badge else []
        return fit_two(left, right, self.content_size.width)
