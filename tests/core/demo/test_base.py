"""The demo base: built once, copied out, shifted to the day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from rafaelpro_tui.core import demo
from rafaelpro_tui.core.demo.base import JOUR
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import FichierInaccessible
from rafaelpro_tui.core.horloge import HorlogeFixe
from rafaelpro_tui.core.store import coherence, objets
from rafaelpro_tui.core.store.base import Base


@pytest.fixture(autouse=True)
def _dossiers(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    # One cache for the whole module: building the base is the slow part.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache-demo"))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "demo.sqlite"


def age(base: Path, jour: date) -> int | None:
    with Desk.open(base, horloge=HorlogeFixe(jour)) as desk:
        return desk.age_demo


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    une, autre = tmp_path / "1.sqlite", tmp_path / "2.sqlite"
    demo.build(une)
    demo.build(autre)
    assert une.read_bytes() == autre.read_bytes()


@pytest.mark.parametrize("jours", [0, 1, 2, 3, 4, 5, 6, 320, -400])
def test_a_copy_is_about_its_day(base: Path, jours: int) -> None:
    jour = JOUR + timedelta(days=jours)
    demo.copie(base, jour)
    assert age(base, jour) == 0
    assert age(base, jour + timedelta(days=40)) == 40
    with Base.open(base) as ouverte, ouverte.read() as conn:
        session = objets.lire_session(conn, "00235491")
        assert session is not None
        assert session.fin == jour + timedelta(days=117)
        assert objets.lire_candidature(conn, "C1") is not None
        tous = conn.execute("SELECT date FROM convocation").fetchall()
        assert all(date.fromisoformat(ligne[0]).weekday() < 5 for ligne in tous)
        # What was noted these last days still was, a week-end more at most.
        notes = conn.execute("SELECT le FROM note UNION SELECT drapeau_le FROM suivi WHERE drapeau_le > ''").fetchall()
        assert all(timedelta() < jour - date.fromisoformat(le[:10]) <= timedelta(days=11) for (le,) in notes)
        assert conn.execute("SELECT count(*) FROM journal").fetchone() == (0,)
        assert not coherence.examiner(conn)


@pytest.mark.parametrize("jours", [1, 4, 17])
def test_a_shift_gives_what_generating_for_that_day_gives(tmp_path: Path, jours: int) -> None:
    """The échéances and limits are exact, whatever the day of the week."""
    copiee, faite = tmp_path / "copiee.sqlite", tmp_path / "faite.sqlite"
    jour = JOUR + timedelta(days=jours)
    demo.copie(copiee, jour)
    demo.fabriquer(faite, jour)
    exactes = "SELECT reference, fin, date_limite_inscription, date_limite_entree_tardive FROM session ORDER BY n"
    with Base.open(copiee) as a, Base.open(faite) as b, a.read() as une, b.read() as autre:
        assert une.execute(exactes).fetchall() == autre.execute(exactes).fetchall()


def test_the_desk_opens_it_as_its_own_user_and_nothing_passes(base: Path) -> None:
    demo.copie(base, date(2026, 11, 23))
    with Desk.open(base, horloge=HorlogeFixe(date(2026, 11, 23))) as desk:
        assert desk.acteur.utilisateur is not None
        assert (desk.acteur.utilisateur.id, desk.acteur.structure.id) == ("lea.martin", "horizon")
        assert len(desk.structures()) == 3
        assert desk.passages() == []
    with Desk.open(base, horloge=HorlogeFixe(date(2026, 11, 24))) as desk:
        assert desk.passages() != []  # those whose échéance was yesterday


def test_starting_afresh_forgets_what_was_done(base: Path) -> None:
    demo.fabriquer(base, date(2026, 1, 1), 300)
    with Base.open(base) as ouverte:
        ouverte.ecrire_meta("trace", "1")
    demo.remettre(base, date(2026, 2, 1))
    assert age(base, date(2026, 2, 1)) == 0
    with Base.open(base) as ouverte, ouverte.read() as conn:
        assert ouverte.lire_meta("trace") is None
        assert conn.execute("SELECT count(*) FROM candidature").fetchone() == (300,)


def test_an_ordinary_base_is_no_demo(base: Path) -> None:
    Base.create(base)
    assert age(base, date(2026, 1, 1)) is None


def test_a_large_one_tells_how_far_it_is(base: Path) -> None:
    dits: list[int] = []
    demo.fabriquer(base, JOUR, 5_000, progress=dits.append)
    assert dits == [1_000, 2_000, 3_000, 4_000, 5_000]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FichierInaccessible):
        demo.fabriquer(tmp_path / "absent" / "demo.sqlite", JOUR, 100)
    assert list(tmp_path.iterdir()) == []
