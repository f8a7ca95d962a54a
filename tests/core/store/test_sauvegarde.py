"""A copy of a base in use, and the way back. Kills and full disks: tests/pannes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import BaseAbimee, BaseExistante, BaseOccupee, FichierInaccessible, PasUneBase
from rafaelpro_tui.core.store import driver, sauvegarde
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chiffrement import chiffrer, cle_actuelle, dechiffrer
from rafaelpro_tui.core.store.sauvegarde import restaurer, sauvegarder
from tests.core.atelier import Etat, HorlogeDeTest, contenu
from tests.trousseau import Trousseau


def lue(base: Path) -> Etat:
    with Desk.open(base, horloge=HorlogeDeTest()) as desk:
        return contenu(desk)


def marque(base: Path) -> str | None:
    with Base.open(base) as ouverte:
        return ouverte.lire_meta("marque")


def marquer(base: Path, valeur: str) -> None:
    with Base.open(base) as ouverte:
        ouverte.ecrire_meta("marque", valeur)


def abimer(base: Path) -> None:
    """The pages of the tables, not the first one: the base still opens."""
    octets = bytearray(base.read_bytes())
    for page in range(3, len(octets) // driver.PAGE, 3):
        octets[page * driver.PAGE : page * driver.PAGE + 64] = b"\xff" * 64
    base.write_bytes(octets)


@pytest.fixture
def copie(tmp_path: Path) -> Path:
    return tmp_path / "copie.db"


def test_elle_est_celle_d_un_instant(fichier: Path, copie: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another writes between two pages is not in it, nor does it make it start again."""
    monkeypatch.setattr(sauvegarde, "PAGES", 1)
    marquer(fichier, "avant")
    vus: list[tuple[int, int]] = []
    with Base.open(fichier) as autre:

        def ecrire(fait: int, total: int) -> None:
            autre.ecrire_meta("marque", f"page {fait}")
            vus.append((fait, total))

        octets = sauvegarder(fichier, copie, progress=ecrire)
    assert [fait for fait, _ in vus] == list(range(1, vus[-1][1] + 1))
    assert (marque(copie), marque(fichier)) == ("avant", f"page {vus[-1][0]}")
    assert lue(copie) == lue(fichier)
    assert (octets, copie.stat().st_mode & 0o777) == (copie.stat().st_size, 0o600)


def test_celle_d_une_base_chiffree_l_est_aussi(fichier: Path, copie: Path, trousseau: Trousseau) -> None:
    avant = lue(fichier)
    chiffrer(fichier)
    sauvegarder(fichier, copie)
    assert "Désiré".encode() not in copie.read_bytes()
    assert cle_actuelle(copie) == cle_actuelle(fichier)
    assert not dechiffrer(fichier), "the key of a backup is kept"
    assert lue(copie) == lue(fichier) == avant
    restaurer(copie, fichier)
    assert cle_actuelle(fichier) is not None


@pytest.mark.parametrize("chiffree", [False, True])
def test_une_base_abimee_ne_remplace_pas_une_bonne_sauvegarde(
    fichier: Path, copie: Path, trousseau: Trousseau, *, chiffree: bool
) -> None:
    if chiffree:
        chiffrer(fichier)
    sauvegarder(fichier, copie)
    bonne, avant = copie.read_bytes(), lue(fichier)
    abimer(fichier)
    abimee = fichier.read_bytes()
    with pytest.raises(BaseAbimee) as levee:
        sauvegarder(fichier, copie, remplacer=True)
    assert str(fichier) in levee.value.message
    assert "restaurer" in levee.value.que_faire
    assert copie.read_bytes() == bonne

    cote = restaurer(copie, fichier)
    assert cote is not None
    assert cote.read_bytes() == abimee
    assert lue(fichier) == avant


def test_rien_n_est_remplace_sans_qu_on_le_dise(fichier: Path, copie: Path) -> None:
    copie.write_bytes(b"autre chose")
    with pytest.raises(BaseExistante):
        sauvegarder(fichier, copie)
    with pytest.raises(FichierInaccessible, match="le même fichier"):
        sauvegarder(fichier, fichier, remplacer=True)
    assert copie.read_bytes() == b"autre chose"
    assert lue(fichier)["candidature"]


def test_ce_qu_une_restauration_remplace_est_garde(fichier: Path, copie: Path) -> None:
    marquer(fichier, "un")
    sauvegarder(fichier, copie)
    for valeur in ("deux", "trois"):
        marquer(fichier, valeur)
        cote = restaurer(copie, fichier)
        assert cote is not None
        assert (marque(fichier), marque(cote)) == ("un", valeur)
    assert sorted(chemin.name for chemin in fichier.parent.glob("*.avant-restauration*")) == [
        "base.avant-restauration-2.db",
        "base.avant-restauration.db",
    ], "and no empty journal beside them"
    fichier.unlink()
    assert restaurer(copie, fichier) is None
    assert marque(fichier) == "un"


def test_pas_sous_un_programme_qui_y_travaille(fichier: Path, copie: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "connect", partial(driver.connect, attente=0.05))
    sauvegarder(fichier, copie)
    with Base.open(fichier) as base:
        base.ecrire_meta("marque", "au travail")
        with pytest.raises(BaseOccupee):
            restaurer(copie, fichier)
        base.ecrire_meta("marque", "encore")
    assert marque(fichier) == "encore"
    assert sorted(chemin.name for chemin in fichier.parent.glob("*.db*")) == ["base.db", "copie.db"]


def test_une_mauvaise_sauvegarde_ne_remplace_rien(fichier: Path, copie: Path) -> None:
    marquer(fichier, "ici")
    sauvegarder(fichier, copie)
    abimer(copie)
    with pytest.raises(BaseAbimee, match="sauvegarde"):
        restaurer(copie, fichier)
    copie.write_bytes(b"rien")
    with pytest.raises(PasUneBase):
        restaurer(copie, fichier)
    assert marque(fichier) == "ici"
    assert not list(fichier.parent.glob("*.avant-restauration*"))
