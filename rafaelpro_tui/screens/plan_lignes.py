"""The rows of the plan des convocations, and how the load of a slot is drawn. Knows nothing of the screen."""

from __future__ import annotations

from dataclasses import dataclass

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Etape
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.core.vues_plan import Creneau
from rafaelpro_tui.screens.bilan import FENETRE
from rafaelpro_tui.widgets.jauge import barre
from rafaelpro_tui.widgets.volet import LigneVolet

JAUGE = 16
"""Cells of a bar."""


@dataclass(frozen=True, slots=True)
class PlanLigne:
    avant: CandidatureLigne
    creneau: Creneau | None


def lire(desk: Desk, session: str, etape: Etape | None) -> list[PlanLigne]:
    """Those at an étape, by date de candidature; with no étape, those already convened who are in a slot."""
    ou = {reference: creneau for creneau in desk.plan.creneaux(session) for reference in creneau.candidatures}
    source = desk.candidatures(session=session, etape=etape)
    ids = source.order()
    lignes = []
    for debut in range(0, len(ids), FENETRE):
        paquet = ids[debut : debut + FENETRE]
        lues = source.rows(paquet)
        lignes += [PlanLigne(lues[n], ou.get(lues[n].reference)) for n in paquet if n in lues]
    if etape is None:
        return [ligne for ligne in lignes if ligne.creneau and ligne.avant.etape is not Etape.A_CONVOQUER]
    return lignes


def ligne_de_creneau(creneau: Creneau) -> LigneVolet:
    """« ■■■■■■······  6/12  15/07/2024 à 09:00, Bordeaux »; signed when there are more people than seats."""
    gens = len(creneau.candidatures)
    signe = "▲" if creneau.libres < 0 else "✓" if creneau.libres == 0 else " "
    nombres = f"{gens}/{creneau.places}"
    return LigneVolet(
        str(creneau.id),
        (f"{barre(gens, creneau.places, JAUGE)} {nombres:>7} {signe}  ", f"{nombres:>7} {signe}  "),
        creneau.nom,
        presse=creneau.libres < 0,
    )
