"""A small base to give commands to, a clock that the test moves, and what the base holds, told as data.

OF1 is Responsable of everything and Formateur; OF2 is Positionneur. Session S has fixed dates, T permanent entries, H
is HSP; each has candidatures of the candidats P0, P1, … named after it: S0, S1, …
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Droit,
    Objet,
    Rattachement,
    Session,
    Structure,
    TypeEntrees,
    Utilisateur,
)
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import charger

QUAND: Final = datetime.fromisoformat("2024-07-15T10:30:00")
JOUR: Final = QUAND.date()
FIN: Final = date(2024, 9, 30)
EFFECTIF: Final = 6
Etat = dict[str, list[tuple[Any, ...]]]


@dataclass
class HorlogeDeTest:
    """Stands still until the test moves it."""

    quand: datetime = QUAND
    epoque: float = 1_000_000.0

    def maintenant(self) -> datetime:
        return self.quand

    def secondes(self) -> float:
        return self.epoque

    def aller_au(self, jour: date) -> None:
        self.quand = datetime.combine(jour, self.quand.time())

    def attendre(self, secondes: float) -> None:
        self.epoque += secondes


def objets() -> Iterator[Objet | Structure | Utilisateur | Dispositif]:
    yield Structure(id="OF1", siret="13002526500013", nom="Horizon Formation")
    yield Structure(id="OF2", siret="13002526500021", nom="Écrin des Métiers")
    yield Structure(id="OF3", siret="13002526500039", nom="Zénith")
    for id, prenom, structure, droit in (
        ("u1", "Léa", "OF1", Droit.GENERAL),
        ("u2", "Ana", "OF1", Droit.CATALOGUE),
        ("u3", "Zoé", "OF2", Droit.PREINSCRIPTION),
        ("u4", "Max", "OF3", Droit.GENERAL),
    ):
        yield Utilisateur(id=id, nom="Martin", prenom=prenom)
        yield Rattachement(utilisateur=id, structure=structure, droit=droit, referent=id != "u2")
    un, trois = Decimal(1), Decimal(3)
    yield Dispositif(code="PRF", libelle="PRF", coefficient_min=un, coefficient_max=trois, finance_region=True)
    yield Dispositif(code="HSP", libelle="HSP", coefficient_min=un, coefficient_max=un, hsp=True)
    yield Action(id="A1", intitule="Amorce de parcours", dispositif="PRF", responsable="OF1")
    yield Action(id="A2", intitule="Œnologie", dispositif="HSP", responsable="OF1")
    yield session("S", "A1")
    yield session("T", "A1", type_entrees=TypeEntrees.PERMANENTES)
    yield session("H", "A2")
    for n in range(8):
        yield Candidat(id=f"P{n}", nom_naissance=f"Nom{n}", prenom="Désiré")
    for reference, nombre in (("S", 4), ("T", 2), ("H", 2)):
        for n in range(nombre):
            yield Candidature(
                reference=f"{reference}{n}",
                session=reference,
                candidat=f"P{n}",
                prescripteur="Mission locale de Pau",
                deposee_le=date(2024, 6, 1),
            )


def session(reference: str, action: str, **champs: Any) -> Session:
    valeurs: dict[str, Any] = {
        "formateur": "OF1",
        "positionneur": "OF2",
        "commune": "Pau",
        "code_postal": "64000",
        "debut": date(2024, 6, 1),
        "fin": FIN,
        "type_entrees": TypeEntrees.DATES_FIXES,
        "effectif_minimal": 1,
        "effectif_vise": EFFECTIF,
        "capacite_accueil": EFFECTIF,
        "coefficient": Decimal(1),
        "date_limite_inscription": JOUR + timedelta(days=5),
        "date_limite_entree_tardive": JOUR + timedelta(days=10),
    }
    return Session(reference=reference, action=action, **(valeurs | champs))


def construire(chemin: Path) -> Path:
    """The base, made once; tests copy it."""
    Base.create(chemin)
    with Base.open(chemin) as base:
        charger(base, objets())
    return chemin


def copier(modele: Path, chemin: Path) -> Path:
    shutil.copy(modele, chemin)
    return chemin


def contenu(desk: Desk) -> Etat:
    """All that rules can change, without the numbers of the rows' versions."""
    tables = ("rattachement", "action", "session", "contact", "candidat", "candidature", "convocation", "avis")
    with desk._base.read() as conn:
        etat: Etat = {
            table: conn.execute(f"SELECT {_colonnes(conn, table)} FROM {table} ORDER BY 1, 2").fetchall()
            for table in tables
        }
        etat["compte"] = conn.execute("SELECT * FROM compte WHERE n > 0 ORDER BY 1, 2, 3").fetchall()
        return etat


def _colonnes(conn: Any, table: str) -> str:
    colonnes = (ligne[1] for ligne in conn.execute(f"PRAGMA table_info({table})"))
    return ", ".join(colonne for colonne in colonnes if colonne != "version")


def lignes(desk: Desk, sql: str) -> list[tuple[Any, ...]]:
    """What the base answers to a query."""
    with desk._base.read() as conn:
        return conn.execute(sql).fetchall()
