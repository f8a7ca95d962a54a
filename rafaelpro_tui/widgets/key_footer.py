"""The last line of every screen: the keys that work here and now, what can still be undone, the basket, the base."""

from collections.abc import Callable, Iterable, Sequence

from textual import events
from textual.app import RenderResult
from textual.binding import ActiveBinding
from textual.content import Content
from textual.keys import key_to_character
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from rafaelpro_tui.widgets.fitting import MIN_GAP
from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.safe_text import content, plain, safe

GAP = 2
"""Cells between two keys."""
UNDO, HELP = "annuler", "aide"
"""Actions whose keys have their place: beside the countdown, and last."""
SCREENS = ("accueil", "candidatures", "sessions", "formations", "membres", "journal")
"""Actions that lead to the app's own screens, said in one hint."""
COMFORTABLE = 96
"""Terminal cells from which everything is said in full."""


class KeyFooter(Widget, can_focus=False):
    """Keys from the focused widget outwards, as many as fit; the last one, the help, always.

    A key which cannot be used now is dimmed, its reason in the tooltip.

    Args:
        state: « démo » or « base locale », « » in a dialog.
        first: Ids of the bindings shown before the others.
        reason: Why an action cannot be done now, "" when there is nothing to add to its tooltip.
        screens: Whether to say by which keys one goes to the other screens: « F3–F8 Écrans ».
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    KeyFooter { dock: bottom; height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    auto_links = False  # The keys keep their own colours.

    grace: reactive[tuple[str, str] | None] = reactive(None)
    """« ◷ 2 avis annulables (14 s) » and a shorter way to say it, None when nothing can be undone."""
    basket: reactive[int] = reactive(0)
    """Candidatures that wait in the basket."""
    state: reactive[str] = reactive("")
    """« démo », « base locale », « ● en ligne »…, "" in a dialog."""

    def __init__(
        self,
        state: str = "",
        first: Sequence[str] = (),
        reason: Callable[[str], str] = lambda action: "",
        *,
        screens: bool = False,
    ) -> None:
        super().__init__()
        self._screens = screens
        self._reason = reason
        self._first = first
        self.set_reactive(KeyFooter.state, state)
        self._tooltips: dict[str, str] = {}
        self._undo: Content | None = None

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def render(self) -> RenderResult:
        width = self.content_size.width
        keys, last = self._keys()
        right = self._right()
        room = width - (right.cell_length + MIN_GAP if right else 0) - (last.cell_length + GAP if last else 0)
        shown: list[Content] = []
        for key in keys:
            room -= key.cell_length + GAP
            if room < -GAP:
                break
            shown.append(key)
        left = Content(" " * GAP).join([*shown, *([last] if last else [])])
        gap = max(0, width - left.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, right)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The tooltip is the one of the key under the mouse."""
        wanted = self._tooltips.get(str(event.style.meta.get("@click", "")))
        self.tooltip = plain(wanted) if wanted else None

    def _bindings_changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def _keys(self) -> tuple[list[Content], Content | None]:
        keys: list[Content] = []
        last: Content | None = None
        self._tooltips = {}
        self._undo = None
        for key, action, display, label, enabled, tooltip in self._active():
            click = f"app.simulate_key({key!r})"
            self._tooltips[click] = (not enabled and self._reason(action)) or tooltip
            # Assembled: to parse a template for each key would take a millisecond of every new screen.
            if enabled:
                shown = Content.assemble((safe(display), "b $footer-key-foreground"), f" {safe(label)}")
            else:
                shown = Content.styled(safe(f"{display} {label}"), "$text-disabled")
            shown = linked(shown, click)
            if action == UNDO:
                self._undo = shown
            elif action == HELP:
                last = shown
            else:
                keys.append(shown)
        if last and (hint := self._screens_hint()):
            last = Content(" " * GAP).join([hint, last])
        return keys, last

    def _screens_hint(self) -> Content | None:
        """The function keys of the screens, as they are mapped, from the first to the last; a click lists them."""
        keys = [
            active.binding.key for active in self.screen.active_bindings.values() if active.binding.action in SCREENS
        ]
        numbers = sorted(int(key[1:]) for key in keys if key[:1] == "f" and key[1:].isdigit())
        if not self._screens or not numbers:
            return None
        click = "app.palette"
        self._tooltips[click] = "Accueil, candidatures, sessions, formations, mes structures, journal"
        hint = content(
            "[b $footer-key-foreground]F$premier–F$dernier[/] Écrans", premier=numbers[0], dernier=numbers[-1]
        )
        return linked(hint, click)

    def _active(self) -> Iterable[tuple[str, str, str, str, bool, str]]:
        seen: set[str] = set()
        focused = self.screen.focused
        # What works now first: a screen with many letters would else fill the line with dimmed ones.
        for _node, binding, enabled, tooltip in sorted(self.screen.active_bindings.values(), key=self._rank):
            typed = focused is not None and focused.check_consume_key(binding.key, key_to_character(binding.key))
            if binding.show and binding.action not in seen and not typed:
                seen.add(binding.action)
                display = self.app.get_key_display(binding)
                yield binding.key, binding.action, display, binding.description, enabled, tooltip

    def _rank(self, active: ActiveBinding) -> tuple[bool, int]:
        id = active.binding.id or ""
        return not active.enabled, self._first.index(id) if id in self._first else len(self._first)

    def _right(self) -> Content:
        texts = [self._undo] if self._undo is not None else []
        if self.grace:
            long, short = self.grace
            shown = long if self.content_size.width >= COMFORTABLE else short
            texts.append(content("[b $text-warning]$texte[/]", texte=shown))
        if self.basket:
            said = f"▣ {self.basket} au panier" if self.content_size.width >= COMFORTABLE else f"▣ {self.basket}"
            texts.append(linked(content("[b $text-success]$texte[/]", texte=said), "app.panier"))
        if self.state:
            texts.append(content("[$text-muted]$texte[/]", texte=self.state))
        return Content("  ").join(texts)
