"""The columns of the plan des convocations, and what each sorts by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.screens.plan_lignes import PlanLigne
from rafaelpro_tui.widgets.virtual_table import Column, Flex

COLONNES: Final[tuple[Column[PlanLigne], ...]] = (
    Column("reference", "Référence", 9, lambda ligne: ligne.avant.reference),
    Column("candidat", "Candidat·e", Flex(14, 30, weight=2), lambda ligne: ligne.avant.candidat),
    Column("deposee_le", "Déposée le", 10, lambda ligne: date_fr(ligne.avant.deposee_le)),
    Column("creneau", "Créneau", Flex(20, weight=3), lambda ligne: ligne.creneau.nom if ligne.creneau else "—"),
)
CHAMPS: Final[Mapping[str, Callable[[PlanLigne], Any]]] = {
    "reference": lambda ligne: ligne.avant.reference,
    "candidat": lambda ligne: ligne.avant.candidat,
    "deposee_le": lambda ligne: ligne.avant.deposee_le,
    "creneau": lambda ligne: f"{ligne.creneau.date} {ligne.creneau.heure}" if ligne.creneau else "~",
    "prescripteur": lambda ligne: ligne.avant.prescripteur,
}
