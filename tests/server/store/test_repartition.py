"""The same program on tables shared out by hash: PostgreSQL's own partitions stand for the machines of a Citus.

Every key holds, every command gives the same answers, and each statement of the two hot routes, sending commands and
reading changes, looks at one partition of each table (`info["repartition"]` of `store.tables`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import Connection, MetaData, event, text

from rafaelpro_tui.core.sync.fil import CommandeEnvoyee, Envoi
from rafaelpro_tui.server import changements as lecture
from rafaelpro_tui.server.chargement import charger
from rafaelpro_tui.server.reception import recevoir
from rafaelpro_tui.server.store import meta, tables_comptes, tables_flux
from rafaelpro_tui.server.store.moteur import Moteur
from rafaelpro_tui.server.store.tables import REFERENCE, metadata
from tests.core.atelier import QUAND, HorlogeDeTest, objets

PARTS: Final = 8
PARTAGEES: Final = {
    nom: table.info["repartition"] for nom, table in metadata.tables.items() if table.info["repartition"] != REFERENCE
}
assert {tables_comptes.compte, tables_flux.transmission} < set(metadata.tables.values())


@pytest.fixture
def moteur(base_vide_postgresql: str) -> Iterator[Moteur]:
    moteur = Moteur.de(base_vide_postgresql)
    with moteur.engine.begin() as conn:
        _partager(conn)
    moteur.ecrire(meta.commencer)
    moteur.ecrire(lambda conn: charger(conn, objets()))
    yield moteur
    moteur.fermer()


def _partager(conn: Connection) -> None:
    partagees = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        copie = table.to_metadata(partagees)
        if colonne := PARTAGEES.get(table.name):
            copie.dialect_options["postgresql"]["partition_by"] = f"HASH ({colonne})"
    partagees.create_all(conn)
    for nom in PARTAGEES:
        for part in range(PARTS):
            conn.execute(
                text(
                    f"CREATE TABLE {nom}_p{part} PARTITION OF {nom} FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
                )
            )


@dataclass(frozen=True)
class Instruction:
    sql: str
    parametres: Any


@contextmanager
def instructions(moteur: Moteur) -> Iterator[list[Instruction]]:
    """What is asked of the base meanwhile; of several rows at once, the first."""
    vues: list[Instruction] = []

    def voir(_: Any, __: Any, sql: str, parametres: Any, ___: Any, plusieurs: bool) -> None:
        vues.append(Instruction(sql, parametres[0] if plusieurs else parametres))

    event.listen(moteur.engine, "before_cursor_execute", voir)
    yield vues
    event.remove(moteur.engine, "before_cursor_execute", voir)


def touchees(conn: Connection, instruction: Instruction) -> dict[str, set[str]]:
    """The partitions that the plan of a statement looks at, by table."""
    plan = conn.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {instruction.sql}", instruction.parametres).scalar_one()
    trouvees: dict[str, set[str]] = {}
    for relation in _relations(plan):
        table, _, part = relation.rpartition("_p")
        if table in PARTAGEES and part.isdigit():
            trouvees.setdefault(table, set()).add(relation)
    return trouvees


def _relations(plan: Any) -> Iterator[str]:
    if isinstance(plan, list):
        for partie in plan:
            yield from _relations(partie)
    elif isinstance(plan, dict):
        if "Relation Name" in plan:
            yield plan["Relation Name"]
        for partie in plan.values():
            yield from _relations(partie)


def _envoyer(moteur: Moteur) -> None:
    """The life of a candidature, to its avis; a session and an action that change; a lot."""
    suite: list[tuple[str, dict[str, Any]]] = [
        ("convoquer", {"candidature": "S0", "date": "2024-07-15"}),
        ("noter_resultat", {"candidature": "S0", "rang": 1, "resultat": "presence"}),
        ("rendre_avis", {"candidature": "S0", "avis": {"recrutement": "non", "motif": "session_complete"}}),
        ("modifier_session", {"session": "S", "date_limite_inscription": "2024-07-21"}),
        ("modifier_action", {"action": "A1", "plus": "Nouveau"}),
        ("lot_convoquer", {"session": "S", "candidatures": ["S1", "S2"], "date": "2024-07-16"}),
    ]
    envoi = Envoi(
        poste="p",
        commandes=tuple(
            CommandeEnvoyee(id=uuid4(), type=type_, structure="OF1", args=args, saisi_le=QUAND) for type_, args in suite
        ),
    )
    sorts = recevoir(moteur, HorlogeDeTest(), envoi, "u1").commandes
    assert {sort.issue for sort in sorts} == {"fait"}


def _lire(moteur: Moteur) -> None:
    premiere = moteur.lire(lambda conn: lecture.changements(conn, "OF2", None, 5, "u3", QUAND))
    suite = moteur.lire(lambda conn: lecture.changements(conn, "OF2", premiere.curseur, 1000, "u3", QUAND))
    assert suite.fin
    moteur.lire(lambda conn: lecture.a_jour(conn, "OF2", suite.curseur, "u3"))


@pytest.mark.parametrize(
    ("route", "tables"),
    [
        (_envoyer, {"action", "session", "candidature", "avis", "fil", "compteur", "adresse"}),
        (_lire, {"fil", "compteur", "cumul"}),
    ],
    ids=["POST /commandes", "GET /changements"],
)
def test_a_hot_route_touches_one_partition_of_each_table(moteur: Moteur, route: Any, tables: set[str]) -> None:
    with instructions(moteur) as vues:
        route(moteur)
    regardees: set[str] = set()
    with moteur.engine.connect() as conn:
        for vue in vues:
            if vue.sql.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
                par_table = touchees(conn, vue)
                # A lot is about several persons, each where they are.
                assert all(len(parts) == 1 or table == "candidat" for table, parts in par_table.items()), vue.sql
                regardees |= par_table.keys()
    assert tables <= regardees
    assert _pleines(moteur, "candidature") == 1, "one Responsable: one partition holds all of its candidatures"


def _pleines(moteur: Moteur, table: str) -> int:
    with moteur.lecture() as conn:
        return sum(
            bool(conn.execute(text(f"SELECT EXISTS (SELECT 1 FROM {table}_p{part})")).scalar_one())
            for part in range(PARTS)
        )
