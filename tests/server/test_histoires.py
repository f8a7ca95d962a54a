"""The protocol under faults: seeded histories, `make histoires` for 50,000; broken on purpose, it is caught."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Table

from rafaelpro_tui.core.execution import passages
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.store import envois
from rafaelpro_tui.core.sync import envoi, tirage
from rafaelpro_tui.core.sync.fil import Sort
from rafaelpro_tui.server import execution
from rafaelpro_tui.server.application import creer
from rafaelpro_tui.server.store import commandes, dialecte, fils, meta, tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.server import histoires
from tests.server.en_ligne import en_ligne
from tests.server.histoires import Histoire, Scene, dossier_rapide

HISTOIRES = int(os.environ.get("RAFAELPRO_HISTOIRES", "0"))
"""How many to play; 0: as many as fit in `SECONDES`."""
PREMIERE = int(os.environ.get("RAFAELPRO_GRAINE", "0"))
LOTS = 4
SECONDES = 6.0
SECONDES_HTTP = 4.0
PAS = range(4, 41)
ESSAIS = 120
"""Histories within which a broken protocol must show itself."""


@pytest.fixture
def scene(tmp_path: Path, modele_sqlite: Path) -> Iterator[Scene]:
    with tempfile.TemporaryDirectory(prefix="histoires-", dir=dossier_rapide(tmp_path)) as nom:
        scene = Scene(Path(nom), modele_sqlite)
        yield scene
        scene.fermer()


def jouer(graine: int, scene: Scene) -> None:
    histoire = Histoire(graine, scene)
    try:
        histoire.jouer(histoire.alea.choice(PAS))
        histoire.verifier()
    except BaseException as erreur:
        erreur.add_note(f"graine {graine} : " + ", ".join(histoire.gestes))
        raise
    finally:
        histoire.finir()


def jouer_tout(scene: Scene, lot: int, lots: int, secondes: float) -> None:
    """The seeds of one lot: all that were asked for, else those that time allows."""
    depart, jouees = time.monotonic(), 0
    graines = range(lot, HISTOIRES, lots) if HISTOIRES else count(lot, lots)
    for graine in graines:
        if not HISTOIRES and time.monotonic() - depart > secondes:
            break
        jouer(PREMIERE + graine, scene)
        jouees += 1
    assert jouees
    print(f"{jouees} histoires en {time.monotonic() - depart:.0f} s")


@pytest.mark.slow
@pytest.mark.parametrize("lot", range(LOTS))
def test_les_invariants_tiennent_par_le_code(lot: int, scene: Scene) -> None:
    jouer_tout(scene, lot, LOTS, SECONDES)


@pytest.mark.slow
@pytest.mark.parametrize("lot", range(2))
def test_les_invariants_tiennent_par_http(lot: int, scene: Scene) -> None:
    """The same, through sockets that are cut at any byte."""
    with en_ligne(creer(scene.moteur, horloge=scene.horloge)) as scene.url:
        jouer_tout(scene, lot, 2, SECONDES_HTTP)


def _sans_reponse_gardee(monkeypatch: pytest.MonkeyPatch) -> None:
    """The id is not recognised: a command sent again is decided again."""
    vues: set[str] = set()
    vraie = commandes.inscrire

    def inscrire(conn: Any, recue: Any) -> bool:
        if recue.id in vues:
            recue = replace(recue, id=f"{recue.id}-{len(vues)}")
        vues.add(recue.id)
        return vraie(conn, recue)

    monkeypatch.setattr(commandes, "inscrire", inscrire)
    monkeypatch.setattr(commandes, "repondre", lambda conn, id, corps: None)


def _cumul_oublie(monkeypatch: pytest.MonkeyPatch) -> None:
    """The feed tells, its empreinte does not follow."""
    monkeypatch.setattr(fils, "_cumuler", lambda conn, structure, deltas: None)


def _effets_gardes_apres_refus(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused command is answered, and its effects stay on the laptop."""
    vraie = envoi._noter
    monkeypatch.setattr(
        envoi, "_noter", lambda base, sorts, le, rebase: vraie(base, sorts, le, lambda conn, changer: changer())
    )


def _pages_sous_rien(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pull without rebase: pending commands are neither taken back nor run again."""
    vrai = tirage._mettre_en_place
    monkeypatch.setattr(
        tirage,
        "_mettre_en_place",
        lambda base, structure, page, rebase: vrai(base, structure, page, lambda conn, changer: changer()),
    )


def _jamais_renvoyee(monkeypatch: pytest.MonkeyPatch) -> None:
    """What left without an answer is forgotten."""
    vraie = envois.en_route
    monkeypatch.setattr(
        envois,
        "en_route",
        lambda conn: (
            route
            for route in vraie(conn)
            if conn.execute("SELECT statut FROM depart WHERE seq = ?", (route.seq,)).fetchone() != ("envoyee",)
        ),
    )


def _restauration_ignoree(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new epoch, and nothing is sent again."""
    monkeypatch.setattr(envois, "renvoyer_depuis", lambda conn, le: 0)


def _dernier_qui_parle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the rules answer, the laptop is told that it is done."""
    vrai = execution._sort
    monkeypatch.setattr(
        execution, "_sort", lambda resultat, actuel: replace(vrai(resultat, actuel), issue="fait", regle=None)
    )


def _dite_avant_d_etre_gardee(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer leaves, and the transaction does not come to its end, now and then."""
    vraie, tours = execution.executer, count(1)

    def executer(moteur: Moteur, horloge: Horloge, demande: execution.Demande) -> Sort:
        if next(tours) % 4:
            return vraie(moteur, horloge, demande)
        with moteur.engine.connect().execution_options(ecriture=True) as conn, conn.begin() as transaction:
            sort = execution.executer_dans(conn, horloge.maintenant(), demande)
            transaction.rollback()
        return sort

    monkeypatch.setattr(execution, "executer", executer)


def _fil_troue(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of the feed is lost, now and then."""
    vrai, tours = dialecte.ranger, count(1)

    def ranger(conn: Connection, table: Table, lignes: Sequence[Mapping[str, Any]]) -> None:
        perdue = table is tables.fil and not next(tours) % 5
        vrai(conn, table, lignes[1:] if perdue else lignes)

    monkeypatch.setattr(fils, "ranger", ranger)


def _epoque_gardee(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old backup is put back, and nobody is told."""
    monkeypatch.setattr(meta, "renouveler", meta.epoque)


def _horloges_au_hasard(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a clock does has another id each time."""
    monkeypatch.setattr(histoires, "passages", lambda dues: [replace(faire, id=uuid4()) for faire in passages(dues)])


def _refus_non_garde(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refus is answered, and forgotten: the same command sent again may well be accepted."""

    def executer(moteur: Moteur, horloge: Horloge, demande: execution.Demande) -> Sort:
        with moteur.engine.connect().execution_options(ecriture=True) as conn, conn.begin() as transaction:
            sort = execution.executer_dans(conn, horloge.maintenant(), demande)
            if sort.issue == "refus":
                transaction.rollback()
        return sort

    monkeypatch.setattr(execution, "executer", executer)


@pytest.mark.slow
@pytest.mark.parametrize(
    "casser",
    [
        _sans_reponse_gardee,
        _cumul_oublie,
        _effets_gardes_apres_refus,
        _pages_sous_rien,
        _jamais_renvoyee,
        _restauration_ignoree,
        _dernier_qui_parle,
        _dite_avant_d_etre_gardee,
        _fil_troue,
        _epoque_gardee,
        _horloges_au_hasard,
        _refus_non_garde,
    ],
)
def test_un_protocole_casse_se_voit(
    casser: Callable[[pytest.MonkeyPatch], None],
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    casser(monkeypatch)
    for graine in range(ESSAIS):
        try:
            jouer(graine, scene)
        except Exception:
            return
    pytest.fail("aucune histoire ne l’a vu")
