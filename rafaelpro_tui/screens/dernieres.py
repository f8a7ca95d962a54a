"""What `r` repeats: the same on a candidature and in the lot (ECRANS, Keys)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from rafaelpro_tui.screens.brouillon import Brouillon


@dataclass(slots=True)
class DernieresSaisies:
    """The last things decided since the app was opened, on whatever candidature or lot.

    `sans_modification`: the last oui took the dates and intensité of its session (LOT-3), which a lot does again with
    those of its own.
    """

    convocation: date | None = None
    resultat: str | None = None
    avis: Brouillon | None = None
    sans_modification: bool = False


_PAR_APP: WeakKeyDictionary[object, DernieresSaisies] = WeakKeyDictionary()


def dernieres(app: object) -> DernieresSaisies:
    """They live as long as the session of the app."""
    return _PAR_APP.setdefault(app, DernieresSaisies())
