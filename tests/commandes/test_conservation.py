"""`conservation`: first what would be erased, then, when asked, its erasure (DON-2)."""

from __future__ import annotations

from pathlib import Path

from tests.commandes.conftest import Courir

TARD = ("--aujourdhui", "2030-01-01")


def test_dit_d_abord_puis_efface(cli: Courir) -> None:
    cli("passages", *TARD)
    (annonce,) = cli("conservation", "--mois", "24", *TARD, "--json").json
    assert annonce["candidats"] > 0
    assert annonce["efface"] is False
    assert cli("candidature", "C1", *TARD).code == 0
    (fait,) = cli("conservation", "--mois", "24", "--effacer", *TARD, "--json").json
    assert fait == annonce | {"efface": True}
    assert cli("candidature", "C1", *TARD).code == 3
    assert cli("journal", "--verifier").code == 0
    fin = cli("conservation", "--mois", "24", *TARD)
    assert (fin.code, fin.sortie) == (
        0,
        "À effacer : 0 personne, 0 candidature (sessions finies avant le 01/01/2028).\n",
    )


def test_un_refus_dit_sa_regle(cli: Courir) -> None:
    fin = cli("conservation", "--mois", "1", "--effacer", *TARD, "--json")
    assert (fin.code, fin.json[0]["regle"]) == (1, "DON-2")


def test_sans_duree_dit_ou_la_choisir(cli: Courir, dossiers: Path) -> None:
    fin = cli("conservation")
    assert (fin.code, "--mois" in fin.erreur) == (2, True)
    preferences = dossiers / "config" / "rafaelpro-tui" / "preferences.toml"
    preferences.parent.mkdir(parents=True)
    preferences.write_text("conservation = 24\n", encoding="utf-8")
    assert cli("conservation").code == 0
