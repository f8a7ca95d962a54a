"""A base made at random, and what it is made of, to count again naively what the base says."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Droit,
    Etat,
    Rattachement,
    Session,
    Structure,
    Utilisateur,
)
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import charger
from tests.core.atelier import JOUR, session

STRUCTURES = ("OF1", "OF2", "OF3")


@dataclass(frozen=True)
class Hasard:
    """All that a base holds about sessions and candidatures."""

    actions: dict[str, Action]
    sessions: dict[str, Session]
    candidatures: tuple[Candidature, ...]


def au_hasard(graine: int) -> Hasard:
    """Some sessions are before 2013, annulées, unpublished or archived; échéances fall around `JOUR`."""
    tirage = Random(graine)
    actions = {
        id: Action(
            id=id,
            intitule=f"Formation {id}",
            dispositif="PRF",
            responsable=tirage.choice(STRUCTURES),
            publiee=tirage.random() < 0.9,
            archivee=tirage.random() < 0.1,
        )
        for id in (f"A{n}" for n in range(8))
    }
    sessions = {}
    for n in range(40):
        fin = JOUR + timedelta(days=tirage.choice((-22, -21, -20, -15, -14, -13, -7, -6, -5, 0, 1, 60, 200)))
        debut = (
            date(2012, 12, 31)
            if tirage.random() < 0.1
            else min(fin, JOUR + timedelta(days=tirage.choice((-90, 1, 30))))
        )
        limite = debut
        sessions[f"S{n}"] = session(
            f"S{n}",
            tirage.choice(list(actions)),
            formateur=tirage.choice(STRUCTURES),
            positionneur=tirage.choice(STRUCTURES),
            debut=debut,
            fin=fin,
            annulee=tirage.random() < 0.1,
            effectif_vise=tirage.randrange(1, 20),
            date_limite_inscription=limite,
            date_limite_entree_tardive=limite,
        )
    candidatures = tuple(
        Candidature(
            reference=f"C{n}",
            session=tirage.choice(list(sessions)),
            candidat=f"P{n % 50}",
            prescripteur="Mission locale de Pau",
            deposee_le=JOUR - timedelta(days=tirage.randrange(100)),
            etat=tirage.choice((Etat.EN_ATTENTE, Etat.EN_ATTENTE, *Etat)),
        )
        for n in range(400)
    )
    return Hasard(actions, sessions, candidatures)


def ecrire(hasard: Hasard, chemin: Path) -> Path:
    """The base: `u1` may do everything for the three structures, `u2` is there for the catalogue only."""
    Base.create(chemin)
    with Base.open(chemin) as base:
        charger(
            base,
            [
                *(Structure(id=id, siret="13002526500013", nom=f"Organisme {id}") for id in STRUCTURES),
                *(Utilisateur(id=id, nom=id, prenom="Léa") for id in ("u1", "u2")),
                *(Rattachement(utilisateur="u1", structure=id, droit=Droit.GENERAL) for id in STRUCTURES),
                Rattachement(utilisateur="u2", structure="OF1", droit=Droit.CATALOGUE),
                Dispositif(code="PRF", libelle="PRF", coefficient_min=Decimal(1), coefficient_max=Decimal(3)),
                *hasard.actions.values(),
                *hasard.sessions.values(),
                *(Candidat(id=f"P{n}", nom_naissance=f"Nom{n}", prenom="Désiré") for n in range(50)),
                *hasard.candidatures,
            ],
        )
    return chemin
