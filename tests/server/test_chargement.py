"""A dataset, or the demo, in an empty truth: what the feed then says is what `publication` says of each object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import IntegrityError

from rafaelpro_tui.cli import main
from rafaelpro_tui.core.demo.generateur import CANDIDATURES, GRAINE, objets
from rafaelpro_tui.core.horloge import HorlogeSysteme
from rafaelpro_tui.core.images import Noun
from rafaelpro_tui.core.model import Action, Candidat, Candidature, Rattachement, Session, Structure, Suivi
from rafaelpro_tui.server import comptes
from rafaelpro_tui.server.chargement import charger
from rafaelpro_tui.server.store import fils, meta, migrations, publication, tables
from rafaelpro_tui.server.store.fils import Nouvelle
from rafaelpro_tui.server.store.moteur import Moteur


@pytest.fixture
def vide(tmp_path: Path) -> Iterator[Moteur]:
    moteur = Moteur.de(tmp_path / "vide.sqlite")
    migrations.monter(moteur)
    moteur.ecrire(meta.commencer)
    yield moteur
    moteur.fermer()


def redire(conn: Connection, noun: Noun) -> Iterator[Nouvelle]:
    match noun:
        case Rattachement():
            yield from publication.d_un_rattachement(conn, noun)
        case Action():
            yield from publication.d_une_action(conn, noun.id)
        case Session():
            yield from publication.d_une_session(conn, noun.reference)
        case Candidat():
            yield from publication.d_un_candidat(conn, noun.id)
        case Candidature():
            yield from publication.d_une_candidature(conn, noun.reference, noun.session)
        case Suivi():
            yield from publication.d_un_suivi(conn, noun.structure, noun.candidature)
        case _:  # told with what refers to it
            pass


def test_the_feed_of_a_load_is_that_of_each_object(vide: Moteur) -> None:
    """Told again one by one, nothing is new: what is known is not told twice."""
    nouns: list[Noun] = list(objets(GRAINE, date(2026, 1, 7), 120))
    genres = vide.ecrire(lambda conn: charger(conn, nouns))
    assert (genres["candidature"], genres["suivi"] > 0) == (120, True)

    def sommets(conn: Connection) -> list[tuple[str, int]]:
        return [(str(structure), int(seq)) for structure, seq in conn.execute(select(tables.compteur))]

    avant = vide.lire(sommets)
    assert len(avant) == sum(isinstance(noun, Structure) for noun in nouns)
    vide.ecrire(lambda conn: fils.dire(conn, (n for noun in nouns for n in redire(conn, noun))))
    assert vide.lire(sommets) == avant
    with vide.lecture() as conn:
        dites = conn.execute(select(func.count()).select_from(tables.fil).where(~tables.fil.c.retire)).scalar_one()
        assert conn.execute(select(func.sum(tables.cumul.c.n))).scalar_one() == dites


def test_a_second_load_of_the_same_changes_nothing(vide: Moteur) -> None:
    nouns = list(objets(GRAINE, date(2026, 1, 7), 100))
    vide.ecrire(lambda conn: charger(conn, nouns))
    with pytest.raises(IntegrityError):
        vide.ecrire(lambda conn: charger(conn, nouns))
    with vide.lecture() as conn:
        assert conn.execute(select(func.count()).select_from(tables.candidature)).scalar_one() == 100


def test_a_shared_demo_can_be_entered(vide: Moteur, capsys: pytest.CaptureFixture[str]) -> None:
    donnees = vide.url.render_as_string()
    mots = ["serveur", "demo", "--donnees", donnees, "--json"]
    assert main(mots) == 0
    dit = json.loads(capsys.readouterr().out)
    horloge = HorlogeSysteme()
    entree = comptes.identifier(vide, dit["courriels"][0], dit["mot_de_passe"], "", "127.0.0.1", horloge.secondes())
    assert entree == "lea.martin"
    assert main(mots) == 2
    assert "déjà" in capsys.readouterr().err
    with vide.lecture() as conn:
        assert conn.execute(select(func.count()).select_from(tables.candidature)).scalar_one() == CANDIDATURES


def test_a_base_of_a_later_version_is_left_alone(vide: Moteur, capsys: pytest.CaptureFixture[str]) -> None:
    vide.ecrire(lambda conn: conn.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    assert main(["serveur", "migrer", "--donnees", vide.url.render_as_string()]) == 4
    assert "9999" in capsys.readouterr().err
