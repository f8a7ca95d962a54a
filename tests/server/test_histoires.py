"""The protocol under faults: seeded histories, `RAFAELPRO_HISTOIRES` of them; broken on purpose, it is caught."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rafaelpro_tui.core.store import replique
from rafaelpro_tui.core.sync import envoi, tirage
from rafaelpro_tui.server import execution
from rafaelpro_tui.server.store import commandes, publication
from tests.server.histoires import Histoire, dossier_rapide

HISTOIRES = int(os.environ.get("RAFAELPRO_HISTOIRES", "24"))
LOTS = 4
PAS = 40
ESSAIS = 60
"""Histories within which a broken protocol must show itself."""


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="histoires-", dir=dossier_rapide(tmp_path)) as nom:
        yield Path(nom)


def jouer(graine: int, dossier: Path, modele: Path) -> None:
    ici = dossier / str(graine)
    ici.mkdir()
    histoire = Histoire(graine, ici, modele)
    try:
        histoire.jouer(PAS)
        histoire.verifier()
    except BaseException as erreur:
        erreur.add_note(f"graine {graine} : " + ", ".join(histoire.gestes))
        raise
    finally:
        histoire.finir()
        shutil.rmtree(ici)


@pytest.mark.slow
@pytest.mark.parametrize("lot", range(LOTS))
def test_les_invariants_tiennent(lot: int, dossier: Path, modele_sqlite: Path) -> None:
    for graine in range(lot, HISTOIRES, LOTS):
        jouer(graine, dossier, modele_sqlite)


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
    monkeypatch.setattr(publication, "_cumuler", lambda conn, structure, deltas: None)


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
    vraie = replique.en_route
    monkeypatch.setattr(
        replique,
        "en_route",
        lambda conn: (
            route
            for route in vraie(conn)
            if conn.execute("SELECT statut FROM depart WHERE seq = ?", (route.seq,)).fetchone() != ("envoyee",)
        ),
    )


def _restauration_ignoree(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new epoch, and nothing is sent again."""
    monkeypatch.setattr(replique, "renvoyer_depuis", lambda conn, le: 0)


def _dernier_qui_parle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the rules answer, the laptop is told that it is done."""
    vrai = execution._sort
    monkeypatch.setattr(
        execution, "_sort", lambda resultat, actuel: replace(vrai(resultat, actuel), issue="fait", regle=None)
    )


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
    ],
)
def test_un_protocole_casse_se_voit(
    casser: Callable[[pytest.MonkeyPatch], None],
    dossier: Path,
    modele_sqlite: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    casser(monkeypatch)
    for graine in range(ESSAIS):
        try:
            jouer(graine, dossier, modele_sqlite)
        except Exception:
            return
    pytest.fail("aucune histoire ne l’a vu")
