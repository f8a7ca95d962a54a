"""`serveur compte`, on an SQLite server: who may come in, and what the feed tells of it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from rafaelpro_tui.cli import main
from rafaelpro_tui.commandes import serveur_compte
from rafaelpro_tui.server import comptes
from rafaelpro_tui.server.acces import PORTEES, empreinte
from rafaelpro_tui.server.chargement import charger
from rafaelpro_tui.server.store import jetons, meta, migrations, tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import objets

PHRASE = "cheval agrafe pile batterie"
LEA = ("--utilisateur", "lea")
CREER = ("creer", *LEA, "--nom", "Martin", "--prenom", "Léa", "--courriel", "lea@example.org")
Lancer = Callable[..., tuple[int, list[Any], str]]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    chemin = tmp_path / "serveur.sqlite"
    with _ouvert(chemin) as moteur:
        migrations.monter(moteur)
        moteur.ecrire(meta.commencer)
        moteur.ecrire(lambda conn: charger(conn, objets()))
    return chemin


@contextmanager
def _ouvert(chemin: Path) -> Iterator[Moteur]:
    moteur = Moteur.de(chemin)
    yield moteur
    moteur.fermer()


@pytest.fixture
def lancer(base: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lancer:
    def ici(*mots: str, entree: str = "") -> tuple[int, list[Any], str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(entree))
        code = main(["serveur", "compte", *mots, "--donnees", f"sqlite:///{base}", "--json"])
        lu = capsys.readouterr()
        return code, [json.loads(ligne) for ligne in lu.out.splitlines()], lu.err

    return ici


def peut_entrer(base: Path, mot_de_passe: str) -> bool:
    with _ouvert(base) as moteur:
        return comptes.identifier(moteur, "lea@example.org", mot_de_passe, "", "192.0.2.1", 1e6) == "lea"


def fil(base: Path, structure: str) -> dict[tuple[str, str], bool]:
    """What the structure is told, and whether it is told that it goes."""
    table = tables.fil
    with _ouvert(base) as moteur, moteur.lecture() as conn:
        return {
            (ligne.genre, ligne.cle): ligne.retire
            for ligne in conn.execute(
                select(table).where(table.c.structure == structure, table.c.genre.in_(("rattachement", "utilisateur")))
            )
            if "lea" in ligne.cle
        }


def lea(lancer: Lancer) -> Any:
    (ligne,) = [ligne for ligne in lancer("lister")[1] if ligne["utilisateur"] == "lea"]
    return ligne


def test_a_person_comes_is_attached_changed_detached_and_closed(lancer: Lancer, base: Path) -> None:
    assert lancer(*CREER, entree=f"{PHRASE}\n") == (0, [{"issue": "fait"}], "")
    assert lea(lancer) == {
        "utilisateur": "lea",
        "nom": "Léa Martin",
        "courriel": "lea@example.org",
        "compte": "ouvert",
        "structures": [],
    }
    assert peut_entrer(base, PHRASE)
    assert fil(base, "OF2") == {}

    for droit in ("catalogue", "general"):
        assert lancer("rattacher", *LEA, "--structure", "OF2", "--droit", droit)[0] == 0
        assert lea(lancer)["structures"] == [{"structure": "OF2", "droit": droit, "referent": False}]
    assert set(fil(base, "OF2").values()) == {False}
    assert {genre for genre, _ in fil(base, "OF2")} == {"rattachement", "utilisateur"}
    assert lancer("detacher", *LEA, "--structure", "OF2")[0] == 0
    assert set(fil(base, "OF2").values()) == {True}, "who read of her is told that she goes"

    assert lancer("mot-de-passe", *LEA, entree="une autre phrase, de Léa")[0] == 0
    assert not peut_entrer(base, PHRASE)
    ((adresse,),) = [ligne.values() for ligne in lancer("totp", *LEA)[1]]
    assert adresse.startswith("otpauth://totp/RafaelPro:lea%40example.org?secret=")
    assert lea(lancer)["compte"] == "ouvert, code à six chiffres"
    assert not peut_entrer(base, "une autre phrase, de Léa")
    assert lancer("sans-totp", *LEA)[0] == 0
    assert peut_entrer(base, "une autre phrase, de Léa")
    assert lancer("desactiver", *LEA)[0] == 0
    assert (lea(lancer)["compte"], peut_entrer(base, "une autre phrase, de Léa")) == ("fermé", False)
    assert lancer("activer", *LEA)[0] == 0
    assert peut_entrer(base, "une autre phrase, de Léa")


def test_what_cannot_be_done_leaves_nothing_behind(lancer: Lancer) -> None:
    avant = lancer("lister")[1]
    for attendu, mots, entree in (
        (2, CREER, "courte"),
        (2, CREER[:-2], PHRASE),
        (2, (*CREER[:-1], "pas une adresse"), PHRASE),
        (2, (*CREER, "--mot-de-passe", PHRASE), ""),
        (2, ("creer", "--utilisateur", "u1", *CREER[3:]), PHRASE),
        (2, ("rattacher", "--utilisateur", "u1", "--structure", "OF2", "--droit", "roi"), ""),
        (3, ("rattacher", "--utilisateur", "u1", "--structure", "OF9"), ""),
        (3, ("detacher", "--utilisateur", "u1", "--structure", "OF3"), ""),
        (3, ("desactiver", *LEA), ""),
        (3, ("mot-de-passe", *LEA), PHRASE),
        (3, ("flux", "--nom", "eos", "--retirer"), ""),
        (2, ("flux", "--nom", "eos", "--portees", "lheo,tout"), ""),
    ):
        code, lignes, dit = lancer(*mots, entree=entree)
        assert (code, lignes) == (attendu, []), (mots, dit)
        assert dit.count("\n") == 1, "one sentence"
        assert "Traceback" not in dit
        assert PHRASE not in dit or "--mot-de-passe" in mots
    assert lancer("lister")[1] == avant


def test_the_key_of_a_flow_is_shown_once_and_replaced(lancer: Lancer, base: Path) -> None:
    def connu(cle: str) -> str | None:
        with _ouvert(base) as moteur:
            jeton = moteur.lire(lambda conn: jetons.lire(conn, empreinte(cle), 1e9))
            return None if jeton is None else jeton.flux

    premiere, seconde = (lancer("flux", "--nom", "eos")[1][0]["cle"] for _ in range(2))
    assert (connu(premiere), connu(seconde)) == (None, "eos")
    assert lancer("flux", "--nom", "region", "--portees", "lheo,candidatures")[0] == 0
    assert lancer("flux")[1] == [
        {"flux": "eos", "portees": ["lheo", "candidatures", "annulations", "transmissions"]},
        {"flux": "region", "portees": ["lheo", "candidatures"]},
    ]
    assert lancer("flux", "--nom", "eos", "--retirer")[0] == 0
    assert connu(seconde) is None


def test_the_command_line_knows_the_flows_of_the_server() -> None:
    assert serveur_compte._PORTEES == PORTEES
