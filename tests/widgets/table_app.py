"""A table over real sources, for the tests, the snapshots and nothing else."""

import asyncio
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event

from textual import on
from textual.app import App, ComposeResult
from textual.content import Content
from textual.message import Message
from textual.pilot import Pilot

from rafaelpro_tui.widgets.theme import THEMES
from rafaelpro_tui.widgets.virtual_table import Column, Flex, Styled, VirtualTable
from tests.screens.tranquille import tranquille

HOSTILE = (
    "[/]",
    "Jean [CAP]",
    "ESC\x1b[2J",
    "titre\x1b]0;x\x07",
    "presse-papiers\x1b]52;c;eA==\x07",
    "C1\x9b2J",
    "droite\u202egauche",
    "isole\u2067x\u2069",
    "larg\u200beur\ufeff",
    "étiquette\U000e0041",
    "deux\nlignes\u2028et\ttab",
    "z" + "\u0301" * 40,
)
FORBIDDEN = "\x00\x07\x1b\x7f\x9b\u061c\u200b\u200d\u202e\u2028\u2067\u2069\ufeff\U000e0041\n\r\t"


@dataclass(frozen=True, slots=True)
class Ligne:
    """A row such as a desk gives."""

    n: int
    nom: str
    etat: str = "en attente"


def nom(n: int) -> str:
    """A name that depends on the id only."""
    return f"DURAND Désiré {n}"


class Liste:
    """Rows held in memory, in the order of the list given."""

    def __init__(self, lignes: Iterable[Ligne]) -> None:
        self.lignes = {ligne.n: ligne for ligne in lignes}
        self.asked: list[int] = []

    def count(self) -> int:
        return len(self.lignes)

    def first(self, limit: int) -> Sequence[tuple[int, Ligne]]:
        return list(self.lignes.items())[:limit]

    def order(self) -> "array[int]":
        return array("q", self.lignes)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Ligne]:
        self.asked.extend(ids)
        return {n: self.lignes[n] for n in ids if n in self.lignes}


@dataclass
class Immense:
    """As many rows as wanted, made when they are asked for."""

    length: int
    asked: list[int] = field(default_factory=list)

    def count(self) -> int:
        return self.length

    def first(self, limit: int) -> Sequence[tuple[int, Ligne]]:
        return [(n, Ligne(n, nom(n))) for n in range(1, min(limit, self.length) + 1)]

    def order(self) -> "array[int]":
        return array("q", range(1, self.length + 1))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Ligne]:
        self.asked.extend(ids)
        return {n: Ligne(n, nom(n)) for n in ids}


class Retenue(Immense):
    """A list whose answers wait for a gate to open, one gate for each method."""

    def __init__(self, length: int, *closed: str) -> None:
        super().__init__(length)
        self.gates = {name: Event() for name in ("count", "first", "order", "rows")}
        for name, gate in self.gates.items():
            if name not in closed:
                gate.set()

    def _pass(self, name: str) -> None:
        assert self.gates[name].wait(10), f"nobody opened {name}"

    def count(self) -> int:
        self._pass("count")
        return super().count()

    def first(self, limit: int) -> Sequence[tuple[int, Ligne]]:
        self._pass("first")
        return super().first(limit)

    def order(self) -> "array[int]":
        self._pass("order")
        return super().order()

    def rows(self, ids: Sequence[int]) -> Mapping[int, Ligne]:
        self._pass("rows")
        return super().rows(ids)


class Cassee(Liste):
    """A list that cannot be read."""

    def first(self, limit: int) -> Sequence[tuple[int, Ligne]]:
        raise OSError("disque illisible")


def lignes(count: int) -> list[Ligne]:
    """Rows 1 to `count`."""
    return [Ligne(n, nom(n)) for n in range(1, count + 1)]


COLUMNS = (
    Column[Ligne]("reference", "Référence", 10, lambda ligne: f"C{ligne.n}"),
    Column[Ligne]("candidat", "Coordonnées du candidat", Flex(16), lambda ligne: ligne.nom),
    Column[Ligne]("etat", "État", 12, lambda ligne: Styled(ligne.etat, "warning"), sortable=False),
    Column[Ligne]("jours", "Jours restants", 14, lambda ligne: str(ligne.n % 16), align="right"),
)


class TableApp(App[None]):
    """One table, the messages it posts, one theme."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, source: object = None, *, theme: str = "rafael-sombre", selectable: bool = True) -> None:
        super().__init__()
        self.source = source
        self.wanted_theme = theme
        self.messages: list[Message] = []
        self.table: VirtualTable[Ligne] = VirtualTable(
            COLUMNS,
            selectable=selectable,
            empty=Content("Aucune candidature.\nAppuyez sur f pour changer le filtre."),
        )

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.wanted_theme
        if self.source is not None:
            self.table.set_source(self.source)  # type: ignore[arg-type]

    @on(VirtualTable.RowHighlighted)
    @on(VirtualTable.RowOpened)
    @on(VirtualTable.SelectionChanged)
    @on(VirtualTable.SortRequested)
    @on(VirtualTable.SourceFailed)
    def _keep(self, message: Message) -> None:
        self.messages.append(message)

    def of(self, kind: type[Message]) -> list[Message]:
        """The messages of exactly one kind, in order."""
        return [message for message in self.messages if type(message) is kind]

    def lines(self) -> list[str]:
        """What the table draws, without the spaces at the end of lines."""
        return [self.table.render_line(y).text.rstrip() for y in range(self.table.size.height)]


async def until(pilot: Pilot[None], true: Callable[[], object]) -> None:
    """Wait until something is true; what never comes is a failure, not a hang."""
    async with asyncio.timeout(10):
        while not true():
            await pilot.pause(0.002)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the workers have answered and the answers have been dealt with."""
    async with asyncio.timeout(10):
        await tranquille(pilot.app)
