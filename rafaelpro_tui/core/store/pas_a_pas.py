"""The first rows that have the words sought, found by walking along a list in its order.

The index of words gives all the rows of a word before the first one of a list is known: a tenth of a second for a
letter that most of a million have. Where so many have it, the first screenful is soon met along the list, each text
tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from math import isqrt
from typing import Final

from rafaelpro_tui.core.store import recherche
from rafaelpro_tui.core.store.driver import Connection, Valeur
from rafaelpro_tui.core.store.listes import Requete

ESSAI: Final = 100
"""Rows that the index of words gives while one is read and tried (13 µs), of a base of a million."""
PAQUET: Final = 32
"""Rows read at once, after which the pace is known."""
DOUTE: Final = 2
"""Rows found that a packet may have missed by chance: to give up too soon costs more than one packet too many."""
PAS: Final = 10
"""Those that it gives while one that the list leaves out is passed."""


def essais_utiles(total: int, rangs: int, limite: int) -> int:
    """How many rows of a list of `rangs`, in a base of `total`, may be tried for `limite` of them.

    Where the words are in one row of f, walking tries limite × f rows and the index gives total ÷ f: at this many tried
    both last as long. A walk that gives up has lost no more than that.
    """
    return isqrt(total * limite // (ESSAI + PAS * total // max(1, rangs)))


def premieres(
    conn: Connection,
    requete: Requete,
    parametres: Mapping[str, Valeur],
    essai: Callable[[str], bool | None],
    *,
    limite: int,
    rangs: int,
    essais: int,
) -> list[int] | None:
    """The first `limite` row ids of a list of at most `rangs`, those whose indexed text passes `essai`.

    None: not to be had within `essais` rows, at the pace at which they are met; or `essai` cannot tell of one.
    """
    trouvees: list[int] = []
    lues = 0
    # One packet more than may be tried: a short one is the end of the list.
    rangees = conn.execute(f"{requete.ids} LIMIT :limite", {**parametres, "limite": essais + PAQUET})
    with closing(rangees):
        while min(rangs, max(limite, limite * lues // (len(trouvees) + DOUTE))) <= essais:
            ids = [n for (n,) in rangees.fetchmany(PAQUET)]
            textes = recherche.textes_candidatures(conn, ids)
            for n in ids:
                passe = essai(textes[n]) if n in textes else False  # gone meanwhile
                if passe is None:
                    return None
                if passe:
                    trouvees.append(n)
            if len(trouvees) >= limite or len(ids) < PAQUET:
                return trouvees[:limite]
            lues += len(ids)
    return None
