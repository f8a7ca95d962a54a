"""Shift a whole base in time: the demo's, so that it is always about today."""

from __future__ import annotations

from typing import Final

from rafaelpro_tui.core.store.base import Base

_EXACT: Final = "date({colonne}, JOURS || ' days')"

# A Saturday or a Sunday comes back to the Friday; the order of two days never changes (`demo.calendrier`).
_OUVRE: Final = (
    f"date({_EXACT}, CASE strftime('%w', {_EXACT}) WHEN '6' THEN '-1 days' WHEN '0' THEN '-2 days' ELSE '+0 days' END)"
)

_INSTANT: Final = f"{_OUVRE} || substr({{colonne}}, 11)"

_COLONNES: Final = {
    "session": {
        "debut": _OUVRE,
        "fin": _EXACT,
        "date_limite_inscription": _EXACT,
        "date_limite_entree_tardive": _EXACT,
    },
    "candidature": {"deposee_le": _OUVRE, "entree": _OUVRE},
    "convocation": {"date": _OUVRE},
    "avis": {
        "entree": _OUVRE,
        "sortie": _EXACT,
        # The clocks' passages are at midnight of their very day.
        "le": f"CASE par WHEN 'systeme' THEN {_EXACT} ELSE {_OUVRE} END || substr(le, 11)",
    },
    "suivi": {"drapeau_le": _INSTANT, "affectee_le": _INSTANT},
    "note": {"le": _INSTANT},
}


def decaler(base: Base, jours: int) -> None:
    """Move every date of sessions and candidatures by `jours`, births aside. Its journal must be empty."""
    with base.write.transaction() as conn:
        for table, colonnes in _COLONNES.items():
            affectations = ", ".join(
                f"{colonne} = {expression.format(colonne=colonne)}" for colonne, expression in colonnes.items()
            )
            conn.execute(f"UPDATE {table} SET {affectations}".replace("JOURS", str(int(jours))))
