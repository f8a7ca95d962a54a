"""Bases encrypted at rest: the key is in the keyring, the file tells nothing, and one goes there and back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import BaseOccupee, PasUneBase
from rafaelpro_tui.core.store import driver
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chiffrement import chiffrer, cle_actuelle, dechiffrer
from rafaelpro_tui.core.store.cle import Cle
from rafaelpro_tui.core.store.fichier import ENTETE
from rafaelpro_tui.core.trousseau import TrousseauAbsent
from tests.core.atelier import HorlogeDeTest, contenu
from tests.trousseau import Trousseau


def octets(fichier: Path) -> bytes:
    return b"".join(chemin.read_bytes() for chemin in sorted(fichier.parent.glob(f"{fichier.name}*")))


def test_aller_et_retour(fichier: Path, horloge: HorlogeDeTest, trousseau: Trousseau) -> None:
    with Desk.open(fichier, horloge=horloge) as desk:
        avant = contenu(desk)
    assert "Désiré".encode() in octets(fichier)

    chiffrer(fichier)
    assert fichier.stat().st_mode & 0o777 == 0o600
    with Desk.open(fichier, horloge=horloge) as desk:
        assert contenu(desk) == avant
        assert desk.candidatures(texte="desire").count() > 0, "the search is there too"
        chiffree = octets(fichier)  # the journal beside it too
    assert not [mot for mot in (ENTETE, "Désiré".encode(), b"desire", b"CREATE TABLE") if mot in chiffree]
    with Base.open(fichier) as base:
        assert base.write.conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    dechiffrer(fichier)
    assert "Désiré".encode() in octets(fichier)
    assert trousseau.secrets() == {}, "a key that opens nothing is forgotten"
    with Desk.open(fichier, horloge=horloge) as desk:
        assert contenu(desk) == avant


def test_chiffrer_deux_fois_ne_change_rien(fichier: Path, trousseau: Trousseau) -> None:
    chiffrer(fichier)
    cle = cle_actuelle(fichier)
    chiffrer(fichier)
    assert cle_actuelle(fichier) == cle
    assert len(trousseau.secrets()) == 1


def test_nouvelle_base_chiffree_des_le_premier_octet(tmp_path: Path, trousseau: Trousseau) -> None:
    chemin = tmp_path / "replique.sqlite"
    with Base.chantier(chemin, cle=Cle.nouvelle()) as base:
        base.ecrire_meta("genre", "unmotaretrouver")
    assert b"unmotaretrouver" not in octets(chemin)
    with Base.open(chemin) as base:
        assert base.lire_meta("genre") == "unmotaretrouver"


def test_sans_la_cle_une_phrase_et_rien_sur_l_erreur_standard(
    fichier: Path, trousseau: Trousseau, capfd: pytest.CaptureFixture[str]
) -> None:
    chiffrer(fichier)
    avant = octets(fichier)
    trousseau.vider()
    with pytest.raises(PasUneBase, match="chiffrée") as levee:
        Base.open(fichier)
    assert "l’ordinateur où elle a été créée" in levee.value.que_faire
    assert (octets(fichier), capfd.readouterr().err) == (avant, "")


def test_une_mauvaise_cle_se_tait_aussi(fichier: Path, trousseau: Trousseau, capfd: pytest.CaptureFixture[str]) -> None:
    chiffrer(fichier)
    ((nom, _),) = trousseau.secrets().items()
    trousseau.set_password("rafaelpro-tui", nom, "00" * 32)
    with pytest.raises(PasUneBase):
        Base.open(fichier)
    assert capfd.readouterr().err == ""


def test_sans_trousseau_rien_n_est_touche(fichier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    avant = octets(fichier)
    with pytest.raises(TrousseauAbsent):
        chiffrer(fichier)
    assert octets(fichier) == avant


def test_pas_pendant_qu_un_autre_y_travaille(
    fichier: Path, trousseau: Trousseau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "connect", partial(driver.connect, attente=0.05))
    with Base.open(fichier) as base:
        base.ecrire_meta("a", "1")
        with pytest.raises(BaseOccupee):
            chiffrer(fichier)
        base.ecrire_meta("b", "2")
    assert trousseau.secrets() == {}
    with Base.open(fichier) as base:
        assert base.lire_meta("b") == "2"


def test_le_secret_ne_se_montre_pas(trousseau: Trousseau) -> None:
    cle = Cle.nouvelle()
    assert cle.secret.hex() not in repr(cle)
