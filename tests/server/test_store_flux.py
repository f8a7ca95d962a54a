"""Who takes what, when two servers look at the same instant (I8); and the schema, step by step."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from threading import Event, Thread
from typing import Any

from sqlalchemy import Connection, event, inspect, select
from sqlalchemy.schema import CreateTable

from rafaelpro_tui.core.rules.decision import Changement, EnCours
from rafaelpro_tui.server.store import echeances, objets, publication, rangement, registre, tables, tables_flux
from rafaelpro_tui.server.store.echeances import Echeance
from rafaelpro_tui.server.store.moteur import Moteur
from rafaelpro_tui.server.store.rangement import Origine
from tests.core.atelier import JOUR, QUAND

PASSAGE = Echeance(genre="passage", objet="S", pour="OF1", du_le=JOUR)


def test_a_piece_of_work_is_laid_down_once_and_taken_by_one(moteur: Moteur) -> None:
    for _ in range(2):
        moteur.ecrire(lambda conn: echeances.poser(conn, PASSAGE))
    (libre,) = moteur.lire(lambda conn: echeances.libres(conn, "passage", None, 10.0))
    prises = [moteur.ecrire(lambda conn: echeances.prendre(conn, libre, 10.0, 300.0)) for _ in range(2)]
    assert [prise and prise.essais for prise in prises] == [1, None]
    assert moteur.lire(lambda conn: echeances.libres(conn, "passage", None, 309.0)) == []
    (orpheline,) = moteur.lire(lambda conn: echeances.libres(conn, "passage", None, 310.0))
    moteur.ecrire(lambda conn: echeances.finir(conn, orpheline))
    assert moteur.lire(lambda conn: echeances.libres(conn, "passage", None, 1e9)) == []


def _arrivees(moteur: Moteur) -> None:
    def inscrire(conn: Any) -> None:
        arrivees = objets.candidatures(conn, "OF1", [f"S{n}" for n in range(4)]).values()
        for _ in range(2):
            registre.inscrire(conn, [Changement(None, arrivee) for arrivee in arrivees], JOUR)

    moteur.ecrire(inscrire)


def test_a_line_goes_in_one_remise_only(base_postgresql: str) -> None:
    """The second server has read the same free lines, then waits; the first takes them all.

    On PostgreSQL: SQLite, with its one writer, has no such instant.
    """
    moteur, autre = Moteur.de(base_postgresql), Moteur.de(base_postgresql)
    _arrivees(moteur)
    lues, prises = Event(), Event()

    @event.listens_for(autre.engine, "after_cursor_execute")
    def _attendre(conn: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT transmission"):
            lues.set()
            assert prises.wait(20)

    envois: list[list[str]] = []
    fil = Thread(target=lambda: envois.append(autre.ecrire(lambda conn: registre.mettre_en_route(conn, JOUR, 100))))
    fil.start()
    assert lues.wait(20)
    (envoi,) = moteur.ecrire(lambda conn: registre.mettre_en_route(conn, JOUR, 100))
    prises.set()
    fil.join()
    autre.fermer()
    assert envois == [[]]
    assert len(moteur.lire(lambda conn: registre.de_l_envoi(conn, envoi))) == 4
    moteur.fermer()


def test_what_is_not_due_waits_and_a_remise_has_its_size(moteur: Moteur) -> None:
    _arrivees(moteur)
    depot = date(2024, 6, 1)
    assert moteur.ecrire(lambda conn: registre.mettre_en_route(conn, depot - timedelta(days=1), 100)) == []
    tailles = []
    while envois := moteur.ecrire(lambda conn: registre.mettre_en_route(conn, depot, 3)):
        tailles += [len(moteur.lire(partial(registre.de_l_envoi, envoi=envoi))) for envoi in envois]
    assert tailles == [3, 1]


def test_the_steps_of_the_schema_make_the_tables_that_the_program_knows(moteur: Moteur) -> None:
    regard = inspect(moteur.engine)
    for table in (tables_flux.transmission, tables_flux.alerte, tables_flux.echeance):
        assert [colonne["name"] for colonne in regard.get_columns(table.name)] == [c.name for c in table.columns]
        assert {i["name"] for i in regard.get_indexes(table.name)} == {i.name for i in table.indexes}
        cles = [colonne.name for colonne in table.primary_key]
        assert regard.get_pk_constraint(table.name)["constrained_columns"] == cles
        assert {c["name"] for c in regard.get_check_constraints(table.name)} == {
            c.name for c in table.constraints if c.name and str(c.name).endswith("_ck")
        }, CreateTable(table)
    assert tables_flux.EN_ATTENTE.name in {i["name"] for i in regard.get_indexes("candidature")}


def test_can_4_another_dispositif_counts_otherwise(moteur: Moteur) -> None:
    """An import makes A1 an action of HSP: S0 and T0, of P0, count there as H0 does, and OF2 is told."""
    with moteur.lecture() as conn:
        cadre = objets.cadre(conn, "S")
    assert cadre is not None
    changement = Changement(cadre.action, replace(cadre.action, dispositif="HSP"))

    def faire(conn: Connection) -> None:
        origine = Origine(commande="c", poste="p", utilisateur="flux:eos", structure="", le=QUAND.isoformat())
        rangement.ranger(conn, [changement], origine)
        publication.publier(conn, [changement])

    moteur.ecrire(faire)
    fil = tables.fil
    with moteur.lecture() as conn:
        assert objets.en_cours(conn, "P0") == EnCours(total=3, hsp=3)
        dit = conn.execute(select(fil.c.corps).where(fil.c.structure == "OF2", fil.c.cle == "P0")).scalar_one()
    assert json.loads(dit)["en_cours"] == {"total": 3, "hsp": 3}
