"""Making, opening and sharing a base: what can go wrong is a sentence, and never half a write."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Final

import pytest

from rafaelpro_tui.core import erreurs
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.store import driver, migrations, pannes
from rafaelpro_tui.core.store.base import Base

NOBODY = 65534


@pytest.fixture
def dossier() -> Iterator[Path]:
    """A folder whose rights count: those of root do not, so the test runs as nobody."""
    racine = os.geteuid() == 0
    chemin = Path(tempfile.mkdtemp())
    if racine:
        os.chown(chemin, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    yield chemin
    if racine:
        os.seteuid(0)
    chemin.chmod(0o700)
    shutil.rmtree(chemin)


def remplir(chemin: Path) -> None:
    Base.create(chemin)
    with Base.open(chemin) as base:
        base.ecrire_meta("cle", "valeur")


def verifier(erreur: Erreur, type_: type[Erreur], chemin: Path | None = None) -> None:
    assert type(erreur) is type_
    assert erreur.code == 4
    assert erreur.message.endswith(".")
    assert erreur.que_faire.endswith(".")
    if chemin is not None:
        assert str(chemin) in erreur.message


# ── making ──


def test_a_new_base_is_its_owner_s_alone(tmp_path: Path) -> None:
    chemin = tmp_path / "a b?c#é%.db"
    remplir(chemin)
    assert stat.S_IMODE(chemin.stat().st_mode) == 0o600
    with Base.open(chemin) as base:
        assert base.lire_meta("cle") == "valeur"
        base.ecrire_meta("cle", None)
        assert base.lire_meta("cle") is None
        with base.write.transaction() as conn:
            assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert conn.execute("PRAGMA synchronous").fetchone() == (2,)
            assert conn.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert os.listdir(tmp_path) == [chemin.name]


def test_what_is_there_is_not_replaced(tmp_path: Path) -> None:
    chemin = tmp_path / "notes.txt"
    chemin.write_text("à garder")
    with pytest.raises(erreurs.BaseExistante) as erreur:
        Base.create(chemin)
    verifier(erreur.value, erreurs.BaseExistante, chemin)
    assert chemin.read_text() == "à garder"
    assert os.listdir(tmp_path) == [chemin.name]


def test_a_base_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(erreurs.BaseExistante), Base.chantier(tmp_path / "rafael.db"):
        (tmp_path / "rafael.db").write_text("une autre")
    assert (tmp_path / "rafael.db").read_text() == "une autre"
    assert os.listdir(tmp_path) == ["rafael.db"]


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    def echouer() -> None:
        with Base.chantier(tmp_path / "rafael.db") as base:
            base.ecrire_meta("cle", "valeur")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        echouer()
    assert os.listdir(tmp_path) == []


def test_a_build_replaces_at_the_end(tmp_path: Path) -> None:
    chemin = tmp_path / "rafael.db"
    remplir(chemin)
    with Base.chantier(chemin, remplacer=True) as chantier:
        chantier.ecrire_meta("cle", "neuve")
        with Base.open(chemin) as ancienne:
            assert ancienne.lire_meta("cle") == "valeur"
    with Base.open(chemin) as base:
        assert base.lire_meta("cle") == "neuve"


def test_no_folder_no_base(tmp_path: Path) -> None:
    with pytest.raises(erreurs.FichierInaccessible) as erreur:
        Base.create(tmp_path / "absent" / "rafael.db")
    verifier(erreur.value, erreurs.FichierInaccessible, tmp_path / "absent")


# ── opening ──


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(erreurs.BaseIntrouvable) as erreur:
        Base.open(tmp_path / "absente.db")
    verifier(erreur.value, erreurs.BaseIntrouvable, tmp_path / "absente.db")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("contenu", [b"", b"a;b\n1;2\n", b"SQLite format 3", b"SQLite format 3\0" + b"x" * 5000])
def test_not_a_base(tmp_path: Path, contenu: bytes) -> None:
    chemin = tmp_path / "notes.csv"
    chemin.write_bytes(contenu)
    with pytest.raises(erreurs.PasUneBase) as erreur:
        Base.open(chemin)
    verifier(erreur.value, erreurs.PasUneBase, chemin)
    assert chemin.read_bytes() == contenu
    assert os.listdir(tmp_path) == [chemin.name]


def test_a_folder_is_not_a_base(tmp_path: Path) -> None:
    with pytest.raises(erreurs.PasUneBase) as erreur:
        Base.open(tmp_path)
    verifier(erreur.value, erreurs.PasUneBase, tmp_path)


def _modifier(chemin: Path, *instructions: str) -> None:
    conn = driver.connect(chemin)
    for instruction in instructions:
        conn.execute(instruction)
    conn.close()


def test_the_base_of_another_program(tmp_path: Path) -> None:
    chemin = tmp_path / "autre.db"
    chemin.touch()
    _modifier(chemin, "CREATE TABLE t (a)")
    with pytest.raises(erreurs.PasUneBase) as erreur:
        Base.open(chemin)
    verifier(erreur.value, erreurs.PasUneBase, chemin)


def test_a_newer_base(chemin: Path) -> None:
    _modifier(chemin, "PRAGMA user_version = 99")
    with pytest.raises(erreurs.BaseTropRecente) as erreur:
        Base.open(chemin)
    verifier(erreur.value, erreurs.BaseTropRecente, chemin)
    assert "99" in erreur.value.message


def test_a_damaged_base(chemin: Path) -> None:
    octets = bytearray(chemin.read_bytes())
    octets[4096:] = os.urandom(len(octets) - 4096)
    chemin.write_bytes(octets)
    with pytest.raises(erreurs.BaseAbimee) as erreur, Base.open(chemin) as base:
        base.lire_meta("cle")
    verifier(erreur.value, erreurs.BaseAbimee, chemin)


# ── what cannot be written ──


def test_a_read_only_file_is_read(dossier: Path) -> None:
    chemin = dossier / "rafael.db"
    remplir(chemin)
    chemin.chmod(0o400)
    _lue_sans_ecrire(chemin)


def test_a_read_only_folder_is_read(dossier: Path) -> None:
    chemin = dossier / "rafael.db"
    remplir(chemin)
    dossier.chmod(0o500)
    _lue_sans_ecrire(chemin)
    with pytest.raises(erreurs.FichierInaccessible):
        Base.create(dossier / "autre.db")


def test_a_forbidden_file(dossier: Path) -> None:
    chemin = dossier / "rafael.db"
    remplir(chemin)
    chemin.chmod(0)
    with pytest.raises(erreurs.FichierInaccessible) as erreur:
        Base.open(chemin)
    verifier(erreur.value, erreurs.FichierInaccessible, chemin)


def test_an_old_read_only_base_says_so(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chemin = dossier / "rafael.db"
    remplir(chemin)
    chemin.chmod(0o400)
    monkeypatch.setattr(migrations, "en_retard", lambda conn: True)
    with pytest.raises(erreurs.BaseEnLectureSeule, match="ancienne"):
        Base.open(chemin)


def _lue_sans_ecrire(chemin: Path) -> None:
    octets = chemin.read_bytes()
    with Base.open(chemin) as base:
        assert base.lecture_seule
        assert base.lire_meta("cle") == "valeur"
        with pytest.raises(erreurs.BaseEnLectureSeule) as erreur:
            base.ecrire_meta("cle", "autre")
        verifier(erreur.value, erreurs.BaseEnLectureSeule, chemin)
        assert base.lire_meta("cle") == "valeur"
    assert chemin.read_bytes() == octets


def test_a_full_disk_keeps_what_was_there(chemin: Path) -> None:
    with Base.open(chemin) as base:
        base.ecrire_meta("cle", "valeur")
        base.write.conn.execute("PRAGMA max_page_count = 1")
        with pytest.raises(erreurs.DisquePlein) as erreur:
            base.ecrire_meta("longue", "x" * 100_000)
        verifier(erreur.value, erreurs.DisquePlein, chemin)
        assert base.lire_meta("longue") is None
        base.write.conn.execute("PRAGMA max_page_count = 1000000")
        base.ecrire_meta("longue", "x" * 100_000)  # the writer is not stuck
        assert base.lire_meta("cle") == "valeur"


# ── transactions ──


def _echouer(base: Base, cle: str) -> None:
    with base.write.transaction():
        base.ecrire_meta(cle, "valeur")
        raise ZeroDivisionError


def test_all_or_nothing(vide: Base) -> None:
    with pytest.raises(ZeroDivisionError):
        _echouer(vide, "cle")
    assert vide.lire_meta("cle") is None


def test_a_part_taken_back(vide: Base) -> None:
    with vide.write.transaction() as conn:
        vide.ecrire_meta("a", "1")
        with pytest.raises(ZeroDivisionError):
            _echouer(vide, "b")
        with vide.write.essai():
            vide.ecrire_meta("a", "3")
            assert conn.execute("SELECT cle, valeur FROM meta").fetchall() == [("a", "3")]
        assert vide.lire_meta("a") is None  # readers see what is committed
    assert (vide.lire_meta("a"), vide.lire_meta("b")) == ("1", None)


def test_a_trial_leaves_nothing(vide: Base) -> None:
    with vide.write.essai(), vide.write.transaction():
        vide.ecrire_meta("a", "1")
    assert vide.lire_meta("a") is None


def test_a_reading_sees_one_instant(vide: Base) -> None:
    with vide.read() as conn:
        assert conn.execute("SELECT count(*) FROM meta").fetchone() == (0,)
        vide.ecrire_meta("a", "1")
        assert conn.execute("SELECT count(*) FROM meta").fetchone() == (0,)
    assert vide.lire_meta("a") == "1"


def test_threads_share_a_base(vide: Base) -> None:
    vide.ecrire_meta("n", "0")

    def compter() -> None:
        for _ in range(25):
            with vide.write.transaction() as conn:
                conn.execute("UPDATE meta SET valeur = valeur + 1 WHERE cle = 'n'")
            assert int(vide.lire_meta("n") or 0) > 0

    fils = [Thread(target=compter) for _ in range(4)]
    for un in fils:
        un.start()
    for un in fils:
        un.join()
    assert vide.lire_meta("n") == "100"


def test_a_closed_base_says_so(chemin: Path) -> None:
    base = Base.open(chemin)
    base.close()
    base.close()
    with pytest.raises(erreurs.BaseFermee):
        base.lire_meta("a")
    with pytest.raises(erreurs.BaseFermee):
        base.ecrire_meta("a", "1")


# ── two processes ──

COMPTER = """
import sys
from pathlib import Path
from rafaelpro_tui.core.store.base import Base
with Base.open(Path(sys.argv[1])) as base:
    for _ in range(50):
        with base.write.transaction() as conn:
            conn.execute("UPDATE meta SET valeur = valeur + 1 WHERE cle = 'n'")
"""
TENIR = """
import sys
from pathlib import Path
from rafaelpro_tui.core.store.base import Base
with Base.open(Path(sys.argv[1])) as base, base.write.transaction():
    print("tenue", flush=True)
    sys.stdin.read()
"""


def test_two_processes_write_in_turn(chemin: Path) -> None:
    with Base.open(chemin) as base:
        base.ecrire_meta("n", "0")
        autres = [subprocess.Popen([sys.executable, "-c", COMPTER, str(chemin)]) for _ in range(2)]
        assert [autre.wait() for autre in autres] == [0, 0]
        assert base.lire_meta("n") == "100"


def test_a_base_kept_by_another_process(chemin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    autre = subprocess.Popen(
        [sys.executable, "-c", TENIR, str(chemin)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert autre.stdin
    assert autre.stdout
    assert autre.stdout.readline() == "tenue\n"
    with Base.open(chemin) as base:  # opening and reading do not wait
        assert base.lire_meta("a") is None
        base.write.conn.execute("PRAGMA busy_timeout = 100")  # rather than five seconds
        with pytest.raises(erreurs.BaseOccupee) as erreur:
            base.ecrire_meta("a", "1")
        verifier(erreur.value, erreurs.BaseOccupee, chemin)
        autre.stdin.close()
        assert autre.wait() == 0
        autre.stdout.close()
        base.ecrire_meta("a", "1")
        assert base.lire_meta("a") == "1"


def test_we_wait_five_seconds(vide: Base) -> None:
    assert vide.write.conn.execute("PRAGMA busy_timeout").fetchone() == (5000,)


# ── migrations ──

SUIVANTE: Final = migrations.derniere() + 1


@pytest.fixture
def futur(tmp_path: Path) -> Path:
    """A program that knows the next version, whose table `meta` is made again with one more column."""
    schema = tmp_path / "schema"
    shutil.copytree(migrations.SCHEMA, schema)
    (schema / f"{SUIVANTE:03}.sql").write_text(
        "CREATE TABLE meta2 (cle TEXT PRIMARY KEY, valeur TEXT NOT NULL, note TEXT) STRICT, WITHOUT ROWID;\n"
        "INSERT INTO meta2 SELECT cle, valeur, NULL FROM meta;\n"
        "DROP TABLE meta;\nALTER TABLE meta2 RENAME TO meta;\n"
    )
    (schema / f"{SUIVANTE:03}_suite.sql").write_text("UPDATE meta SET note = 'passée ; en 2';\n")
    return schema


def test_a_base_moves_to_the_next_version(chemin: Path, futur: Path) -> None:
    with Base.open(chemin) as base:
        base.ecrire_meta("a", "1")
    conn = driver.connect(chemin)
    assert migrations.en_retard(conn, futur)
    migrations.appliquer(conn, chemin, futur)
    migrations.appliquer(conn, chemin, futur)  # as when another process has just done it
    assert migrations.version(conn) == SUIVANTE
    assert conn.execute("SELECT * FROM meta").fetchall() == [("a", "1", "passée ; en 2")]
    assert conn.execute("PRAGMA foreign_keys").fetchone() == (1,)
    conn.close()
    with pytest.raises(erreurs.BaseTropRecente):  # this program knows the one before
        Base.open(chemin)


@pytest.mark.parametrize(
    ("suite", "attendue"),
    [
        ("SELECT de_travers;\n", driver.Error),
        ("INSERT INTO contact VALUES (404, 1, 'x', '', '');\n", erreurs.BaseAbimee),
    ],
)
def test_a_failed_migration_changes_nothing(chemin: Path, futur: Path, suite: str, attendue: type[Exception]) -> None:
    (futur / f"{SUIVANTE:03}_suite.sql").write_text(suite)
    conn = driver.connect(chemin)
    with pytest.raises(attendue):
        migrations.appliquer(conn, chemin, futur)
    assert migrations.version(conn) == SUIVANTE - 1
    assert conn.execute("SELECT count(*) FROM pragma_table_info('meta')").fetchone() == (2,)
    conn.close()
    Base.open(chemin).close()


def test_010_keeps_what_undoes_the_commands(tmp_path: Path) -> None:
    """`touche` is made again with one more genre: its rows, key, reference and index stay."""
    avant = tmp_path / "avant"
    avant.mkdir()
    for numero, scripts in migrations.scripts().items():
        for script in scripts:
            if numero < 10:
                shutil.copy(script, avant)
    chemin, autre = tmp_path / "ancienne.sqlite", tmp_path / "neuve.sqlite"
    chemin.touch()
    autre.touch()
    conn = driver.connect(chemin)
    migrations.installer(conn, avant)
    conn.execute(
        "INSERT INTO depart (id, type, structure, utilisateur, corps, empreinte, saisi_le, statut, finale_a, reponse)"
        " VALUES ('x', 'convoquer', 'OF1', 'u1', '{}', x'00', '2024-07-15', 'en_grace', 0.0, '{}')"
    )
    conn.execute("INSERT INTO touche VALUES (1, 0, 'candidature', 'C1', '{}')")
    migrations.appliquer(conn, chemin)
    assert conn.execute("SELECT * FROM touche").fetchall() == [(1, 0, "candidature", "C1", "{}")]
    conn.execute("INSERT INTO touche VALUES (1, 1, 'suivi', '[]', NULL)")
    with pytest.raises(driver.IntegrityError):
        conn.execute("INSERT INTO touche VALUES (1, 2, 'autre', '', NULL)")
    with pytest.raises(driver.IntegrityError):
        conn.execute("INSERT INTO touche VALUES (2, 0, 'suivi', '', NULL)")
    neuve = driver.connect(autre)
    migrations.installer(neuve)
    voulu = "SELECT type, name, tbl_name, replace(sql, '\"', '') FROM sqlite_schema ORDER BY 1, 2"
    assert conn.execute(voulu).fetchall() == neuve.execute(voulu).fetchall()
    conn.close()
    neuve.close()


def test_the_schema_is_whole() -> None:
    """Versions begin at 1, and sqlcipher3 is recent enough for two connections."""
    assert min(migrations.scripts()) == 1
    assert driver.VERSION >= driver.MINIMUM


def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    chemin = tmp_path / "tube"
    os.mkfifo(chemin)
    with pytest.raises(Erreur) as levee:
        Base.open(chemin)
    verifier(levee.value, erreurs.PasUneBase, chemin)


def test_a_version_that_never_was_is_a_damage(tmp_path: Path) -> None:
    chemin = tmp_path / "base.sqlite"
    Base.create(chemin)
    conn = driver.connect(chemin)
    conn.execute("PRAGMA user_version = -1")
    conn.close()
    with pytest.raises(Erreur) as levee:
        Base.open(chemin)
    verifier(levee.value, erreurs.BaseAbimee, chemin)


def test_a_schema_that_is_no_text_is_a_damage(tmp_path: Path) -> None:
    chemin = tmp_path / "base.sqlite"
    Base.create(chemin)
    octets = chemin.read_bytes()
    assert b"CREATE TABLE meta" in octets
    chemin.write_bytes(octets.replace(b"CREATE TABLE meta", b"CREATE TABLE m\xd3ta"))
    with pytest.raises(Erreur) as levee, Base.open(chemin) as base:
        base.lire_meta("genre")
    verifier(levee.value, erreurs.BaseAbimee, chemin)


@pytest.mark.parametrize(("libre", "type_"), [(0, erreurs.DisquePlein), (10**9, erreurs.FichierInaccessible)])
def test_no_room_to_open_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, libre: int, type_: type[Erreur]
) -> None:
    """SQLite says « disk I/O error », without more, when the index of the WAL finds no room."""

    class SansPlace(driver.Error):  # type: ignore[misc]
        sqlite_errorcode = driver.IOERR

    monkeypatch.setattr(pannes, "disk_usage", lambda chemin: SimpleNamespace(free=libre))
    with pytest.raises(Erreur) as levee, pannes.traduites(tmp_path / "base.sqlite"):
        raise SansPlace
    verifier(levee.value, type_, tmp_path)


def test_what_stops_the_making_of_a_base_names_the_base(tmp_path: Path) -> None:
    chemin = tmp_path / "neuve.sqlite"

    def construire() -> None:
        with Base.chantier(chemin) as base:
            base.close()
            base.ecrire_meta("cle", "valeur")

    with pytest.raises(Erreur) as levee:
        construire()
    verifier(levee.value, erreurs.BaseFermee, chemin)
    assert ".tmp" not in levee.value.message


def test_what_a_killed_program_left_of_a_base_goes_with_the_next_making(tmp_path: Path) -> None:
    chemin, voisine = tmp_path / "neuve.sqlite", tmp_path / ".neuve.sqlite.d.0123456789ab.tmp"
    voisine.write_bytes(b"of another base")
    os.utime(voisine, (0, 0))
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from rafaelpro_tui.core.store.base import Base\n"
        "with Base.chantier(Path(sys.argv[1])) as base:\n"
        "    base.ecrire_meta('cle', 'valeur')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(chemin)], check=False, timeout=60)
    restes = [reste for reste in tmp_path.iterdir() if reste != voisine]
    assert restes, "killed in the middle, it leaves its file"
    remplir(chemin)
    assert set(restes) < set(tmp_path.iterdir()), "it may be alive: something was written a moment ago"
    chemin.unlink()
    for reste in restes:
        os.utime(reste, (0, 0))
    remplir(chemin)
    assert {fichier for fichier in tmp_path.iterdir() if ".tmp" in fichier.name} == {voisine}


def test_a_text_that_is_none_is_a_damage(chemin: Path) -> None:
    """A flipped bit in a text: the driver says it without a code."""
    _modifier(chemin, "INSERT INTO meta VALUES ('cle', CAST(x'f3' AS TEXT))")
    with pytest.raises(Erreur) as levee, Base.open(chemin) as base:
        base.lire_meta("cle")
    verifier(levee.value, erreurs.BaseAbimee, chemin)
