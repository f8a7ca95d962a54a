"""All the objects of the demo, in the order a load wants them: the same seed and day give the same objects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Final

from rafaelpro_tui.core.demo import catalogue
from rafaelpro_tui.core.demo.calendrier import Calendrier
from rafaelpro_tui.core.demo.candidats import Vivier
from rafaelpro_tui.core.demo.candidatures import EN_ATTENTE, Fabrique, sorts
from rafaelpro_tui.core.demo.sessions import Plan, plans
from rafaelpro_tui.core.demo.suivis import Suiveur
from rafaelpro_tui.core.demo.territoire import PRESCRIPTEURS
from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Rattachement,
    Session,
    Structure,
    Suivi,
    Utilisateur,
)

GRAINE: Final = 235491
CANDIDATURES: Final = 2_500
MINIMUM, MAXIMUM = 100, 1_000_000

Objet = Structure | Utilisateur | Rattachement | Dispositif | Action | Session | Candidat | Candidature | Suivi


def objets(graine: int, jour: date, candidatures: int = CANDIDATURES) -> Iterator[Objet]:
    """The demo as of `jour`, with exactly `candidatures` of them (`MINIMUM` to `MAXIMUM`)."""
    hasard = Random(graine)
    calendrier = Calendrier(jour)
    yield from catalogue.STRUCTURES
    yield from catalogue.UTILISATEURS
    yield from catalogue.RATTACHEMENTS
    yield from catalogue.DISPOSITIFS
    yield from catalogue.ACTIONS
    vivier = Vivier(hasard, jour)
    suiveur = Suiveur(graine, calendrier)
    numero = 1
    for plan in plans(hasard, calendrier, candidatures):
        yield plan.session
        for objet in _de_la_session(hasard, calendrier, vivier, plan, numero):
            yield objet
            if isinstance(objet, Candidature) and (suivi := suiveur.suivi(objet, plan)) is not None:
                yield suivi
        numero += plan.candidatures


def _de_la_session(
    hasard: Random, calendrier: Calendrier, vivier: Vivier, plan: Plan, premier: int
) -> Iterator[Candidat | Candidature]:
    """Each candidature of a session, after its candidat when it is somebody new."""
    fabrique = Fabrique(hasard, calendrier, plan)
    reference, hsp = plan.session.reference, plan.dispositif.hsp
    departement = plan.session.code_postal[:2]
    tires = sorts(plan, hasard)
    hasard.shuffle(tires)
    for n, sort in enumerate(tires, premier):
        en_attente = sort in EN_ATTENTE
        habitue = vivier.connu(reference, en_attente=en_attente, hsp=hsp)
        if habitue is None:
            habitue, candidat = vivier.nouveau(reference, departement, en_attente=en_attente, hsp=hsp)
            yield candidat
        prescripteurs = PRESCRIPTEURS[habitue.departement]
        prescripteur, france_travail = prescripteurs[int(hasard.random() * len(prescripteurs))]
        if france_travail and not habitue.inscrit:
            prescripteur, france_travail = prescripteurs[0]
        yield fabrique.candidature(f"C{n}", habitue.id, prescripteur, france_travail, sort)
