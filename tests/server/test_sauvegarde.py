"""Back up a server that works, lose it, put it back: laptops give it back what it has lost, once (SYNC, epoch)."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from rafaelpro_tui.cli import main
from rafaelpro_tui.core.commands import Convoquer, NoterResultat
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Resultat
from rafaelpro_tui.server.store import meta, tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import JOUR, QUAND, HorlogeDeTest
from tests.server import postgresql
from tests.server.conftest import preparer
from tests.server.porte import Porte
from tests.server.poste import Poste
from tests.server.test_verite import egales

Geste = Callable[[], None]


def donnees(moteur: Moteur) -> str:
    return moteur.url.render_as_string(hide_password=False)


@pytest.fixture
def gestes(moteur: Moteur, tmp_path: Path) -> Iterator[tuple[Geste, Geste]]:
    """To back up and to restore, as `docs/serveur.md` says."""
    fichier = tmp_path / "sauvegarde"

    def cli(*mots: str) -> None:
        assert main(["serveur", *mots, "--donnees", donnees(moteur)]) == 0

    if moteur.embarque:
        yield lambda: cli("sauvegarder", str(fichier)), lambda: cli("restaurer", str(fichier))
        return
    if postgresql.binaire("pg_dump") is None or postgresql.binaire("pg_restore") is None:
        pytest.skip("pg_dump n’est pas sur cette machine (paquet « postgresql-client »)")
    url = donnees(moteur).replace("postgresql+psycopg://", "postgresql://")

    def lancer(nom: str, *mots: str) -> None:
        programme = postgresql.binaire(nom)
        assert programme is not None
        subprocess.run([programme, *mots], check=True, capture_output=True)

    def remettre() -> None:
        lancer("pg_restore", "--clean", "--if-exists", f"--dbname={url}", str(fichier))
        cli("restaurer", "-")

    yield lambda: lancer("pg_dump", "--format=custom", f"--file={fichier}", url), remettre


def test_what_was_lost_comes_back_from_the_laptops(
    moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path, gestes: tuple[Geste, Geste]
) -> None:
    sauvegarder, restaurer = gestes
    postes = [
        Poste(tmp_path / f"{qui}.sqlite", Porte(moteur, horloge, qui), horloge, structure)
        for qui, structure in (("u1", "OF1"), ("u3", "OF2"))
    ]
    un, deux = postes
    for poste in postes:
        poste.passer()
    assert un.faire(Convoquer, candidature="S0", date=JOUR).fait
    un.passer()
    epoque = moteur.lire(meta.epoque)
    sauvegarder()
    assert deux.faire(Convoquer, candidature="S1", date=JOUR).fait
    deux.passer()
    moteur.engine.dispose()  # the server is stopped
    restaurer()
    assert moteur.lire(meta.epoque) != epoque
    with moteur.lecture() as conn:
        assert conn.execute(select(tables.commande.c.type)).scalars().all() == ["convoquer"]
    for poste in (*postes, *postes):
        poste.passer()
    with moteur.lecture() as conn:
        evenements = conn.execute(
            select(tables.evenement.c.cle, tables.evenement.c.version).order_by(tables.evenement.c.cle)
        ).all()
    assert [tuple(ligne) for ligne in evenements] == [("S0", 2), ("S1", 2)], "each has one effect"
    egales(moteur, *postes)


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
def test_what_left_after_a_later_one_is_asked_for_too(
    moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path, gestes: tuple[Geste, Geste]
) -> None:
    """SYN-3: a command in its grace leaves after one given later, which the backup holds (history 1012266)."""
    sauvegarder, restaurer = gestes
    lea = Poste(tmp_path / "lea.sqlite", Porte(moteur, horloge, "u1"), horloge, "OF1", grace=20)
    lea.passer()
    assert lea.faire(Convoquer, candidature="S0", date=JOUR).fait
    lea.grace = 0
    assert lea.faire(Convoquer, candidature="S1", date=JOUR).fait
    lea.passer()
    sauvegarder()
    horloge.attendre(30)
    lea.passer()
    assert lea.statuts() == ["acceptee", "acceptee"]
    horloge.aller_au(JOUR + timedelta(days=41))
    lea.passer()
    moteur.engine.dispose()
    restaurer()
    lea.passer()
    with Desk.open(lea.chemin, horloge=horloge, structure="OF1") as desk:
        [conflit] = desk.poste.conflits()
        assert (conflit.cible, conflit.refus.regle) == ("S0", "SYN-3")
    assert lea.statuts() == ["refusee", "acceptee"]
    egales(moteur, lea)


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
def test_what_is_too_old_to_come_back_is_shown(
    moteur: Moteur,
    horloge: HorlogeDeTest,
    tmp_path: Path,
    gestes: tuple[Geste, Geste],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """SYN-3: two commands after the backup, forty days apart: the laptop sends the last, and asks the user for the
    first, which the last must wait for where it is about the same candidature.
    """
    sauvegarder, restaurer = gestes
    lea = Poste(tmp_path / "lea.sqlite", Porte(moteur, horloge, "u1"), horloge, "OF1")
    lea.passer()
    assert lea.faire(Convoquer, candidature="S2", date=JOUR).fait
    lea.passer()
    sauvegarder()
    horloge.aller_au(JOUR + timedelta(days=1))
    assert lea.faire(Convoquer, candidature="S0", date=horloge.quand.date()).fait
    lea.passer()
    horloge.aller_au(JOUR + timedelta(days=41))
    assert lea.faire(Convoquer, candidature="S1", date=horloge.quand.date()).fait
    assert lea.faire(NoterResultat, candidature="S0", rang=1, resultat=Resultat.PRESENCE).fait
    lea.passer()
    moteur.engine.dispose()
    capsys.readouterr()
    restaurer()
    assert "sa dernière saisie est du 15/07/2024" in capsys.readouterr().err.replace("\N{NO-BREAK SPACE}", " ")
    bilan = lea.passer()
    assert (bilan.renvoyees, bilan.acceptees) == (2, 1)
    with Desk.open(lea.chemin, horloge=horloge, structure="OF1") as desk:
        [conflit] = desk.poste.conflits()
        assert (conflit.cible, conflit.refus.regle, conflit.suites) == ("S0", "SYN-3", 1)
        assert "enregistrée le 16/07/2024 à 10:30" in conflit.refus.message
        assert desk.poste.enregistree_le("S2") == (False, QUAND)
        desk.poste.laisser(conflit.seq)
    assert lea.passer().refusees == 1, "nobody was convened"
    assert lea.passer().renvoyees == 0
    egales(moteur, lea)


def test_what_is_no_backup_changes_nothing(moteur: Moteur, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not moteur.embarque:
        assert main(["serveur", "restaurer", "x", "--donnees", donnees(moteur)]) == 2
        assert "pg_restore" in capsys.readouterr().err
        return
    epoque = moteur.lire(meta.epoque)
    faux = tmp_path / "faux"
    faux.write_text("bonjour", encoding="utf-8")
    for chemin in (faux, tmp_path / "absent"):
        assert main(["serveur", "restaurer", str(chemin), "--donnees", donnees(moteur)]) == 4
        assert "sauvegarde" in capsys.readouterr().err
    assert moteur.lire(meta.epoque) == epoque


def test_a_base_is_for_its_owner_alone_wherever_it_is(tmp_path: Path) -> None:
    moteur = Moteur.de(f"sqlite:///{tmp_path}/ailleurs.sqlite")
    preparer(moteur)
    assert {fichier.name: fichier.stat().st_mode & 0o777 for fichier in tmp_path.iterdir()} == {
        f"ailleurs.sqlite{suite}": 0o600 for suite in ("", "-wal", "-shm")
    }
    moteur.fermer()
