"""`sauvegarder`, `restaurer`: what they say, their exit codes, and that a damaged base names the way out."""

from __future__ import annotations

from pathlib import Path

from rafaelpro_tui.core.store import driver
from rafaelpro_tui.core.store.fichier import ENTETE
from tests.commandes.conftest import Courir


def test_there_and_back(nu: Courir, base: Path, tmp_path: Path) -> None:
    copie = tmp_path / "copie.sqlite"
    fin = nu("sauvegarder", "--base", base, "--sortie", copie, "--json")
    dite = {"base": str(base), "sortie": str(copie), "octets": copie.stat().st_size, "chiffree": False}
    assert (fin.code, fin.json) == (0, [dite])
    encore = nu("sauvegarder", "--base", base, "--sortie", copie)
    assert encore.code == 4
    assert "« --remplacer »" in encore.erreur
    assert nu("sauvegarder", "--base", base, "--sortie", copie, "--remplacer").code == 0

    abimee = ENTETE + b"\x00" * 4096
    base.write_bytes(abimee)
    perdue = nu("candidatures", "--base", base)
    assert (perdue.code, "rafaelpro-tui restaurer" in perdue.erreur) == (4, True)
    cote = tmp_path / "base.avant-restauration.sqlite"
    remise = nu("restaurer", copie, "--base", base, "--json")
    assert (remise.code, remise.json[0]["mise_de_cote"]) == (0, str(cote))
    assert cote.read_bytes() == abimee
    assert len(nu("candidatures", "--base", base, "--json").json) > 0


def test_the_base_to_put_back_is_named(nu: Courir, base: Path) -> None:
    fin = nu("restaurer", base)
    assert (fin.code, "« --base FICHIER »" in fin.erreur) == (2, True)
    assert nu("restaurer", base.with_name("absente.sqlite"), "--base", base).code == 4


def test_the_support_sheet_sees_one_changed_letter_and_names_the_way_out(nu: Courir, base: Path) -> None:
    conn = driver.connect(base)
    assert conn.execute("UPDATE candidat SET prenom = prenom || 'x' WHERE n = 1").rowcount == 1
    conn.close()
    fin = nu("diagnostic", "--base", base, "--json")
    fiche = fin.json[0]["base"]
    assert (fin.code, fiche["etat"], fiche["ecarts"]) == (4, "abîmée", {"candidat.nom": 1})
    assert "rafaelpro-tui restaurer" in fiche["que_faire"]
    assert "incohérences       candidat.nom 1" in nu("diagnostic", "--base", base).sortie
