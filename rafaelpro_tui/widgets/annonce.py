"""The messages of the app that carry something: a class says what, and is made without the price of a dataclass."""

from __future__ import annotations

from inspect import get_annotations
from typing import Any, ClassVar, dataclass_transform

from textual.message import Message


@dataclass_transform(eq_default=False)
class Annonce(Message):
    """Its annotations are its fields, given in order or by name.

    A dataclass compiles its methods while it is imported: two dozen of them were 3 ms before the first frame. No repr
    either: Textual logs it, and some carry whole lists.
    """

    _champs: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._champs = (*cls._champs, *get_annotations(cls))

    def __init__(self, *valeurs: object, **nommees: object) -> None:
        super().__init__()
        for champ, valeur in (*zip(self._champs, valeurs, strict=False), *nommees.items()):
            setattr(self, champ, valeur)
