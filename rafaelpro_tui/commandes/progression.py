"""A progress bar on stderr, shown only once a second has gone by, and only to a person."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rafaelpro_tui.core.texte import NBSP, entier_fr

_ATTENTE: Final = 1.0
_PAS: Final = 0.1
_LARGEUR: Final = 30


class Barre:
    """Told how far things are; draws at most ten times a second."""

    def __init__(self, quoi: str, total: int | None) -> None:
        self._quoi = quoi
        self._total = total
        self._debut = time.monotonic()
        self._prochain = self._debut + _ATTENTE
        self._dessinee = False

    def __call__(self, fait: int, total: int | None = None) -> None:
        """`fait` out of `total` (the one given at the start, by default)."""
        maintenant = time.monotonic()
        if maintenant < self._prochain:
            return
        self._prochain = maintenant + _PAS
        self._dessiner(fait, total or self._total, maintenant)

    def effacer(self) -> None:
        if self._dessinee:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _dessiner(self, fait: int, total: int | None, maintenant: float) -> None:
        if not sys.stderr.isatty():
            return
        if total:
            part = min(1.0, fait / total)
            pleins = round(part * _LARGEUR)
            reste = (maintenant - self._debut) * (1 - part) / part if part else 0
            detail = f"{'█' * pleins}{'░' * (_LARGEUR - pleins)} {part:4.0%}".replace("%", f"{NBSP}%")
            detail += f" · encore {reste:.0f}{NBSP}s"
        else:
            detail = entier_fr(fait)
        sys.stderr.write(f"\r\x1b[K{self._quoi} {detail}")
        sys.stderr.flush()
        self._dessinee = True


@contextmanager
def barre(quoi: str, total: int | None = None) -> Iterator[Barre]:
    """A bar for the time of the block, wiped at its end."""
    dessin = Barre(quoi, total)
    try:
        yield dessin
    finally:
        dessin.effacer()
