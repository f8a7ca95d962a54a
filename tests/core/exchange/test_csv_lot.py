"""The report of a lot for a spreadsheet."""

from pathlib import Path

import pytest

from rafaelpro_tui.core.erreurs import FichierInaccessible
from rafaelpro_tui.core.exchange.csv_lot import LigneRapport, exporter_rapport
from tests.core.exchange.provenances import PROVENANCE


def rapport(candidat: str = "DURAND Désiré") -> LigneRapport:
    return LigneRapport("C1", candidat, "Refusée", "CNV-4", "Trop tôt ; attendez.", "Attendez.", "Présence")


def test_it_is_written_for_a_french_spreadsheet(tmp_path: Path) -> None:
    fichier = tmp_path / "rapport.csv"
    assert exporter_rapport([rapport()], fichier, PROVENANCE) == 1
    assert fichier.read_bytes().decode("utf-8") == (
        "\ufeffRéférence;Candidat·e;Issue;Règle;Message;Remède;Étape ou état\r\n"
        'C1;DURAND Désiré;Refusée;CNV-4;"Trop tôt ; attendez.";Attendez.;Présence\r\n'
    )


def test_a_name_is_never_a_formula_nor_an_escape(tmp_path: Path) -> None:
    fichier = tmp_path / "rapport.csv"
    exporter_rapport([rapport("=HYPERLINK(A1)"), rapport("\x1b]0;titre\x07")], fichier, PROVENANCE)
    texte = fichier.read_text(encoding="utf-8-sig")
    assert ";'=HYPERLINK(A1);" in texte
    assert "\x1b" not in texte


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    fichier = tmp_path / "rapport.csv"
    fichier.write_text("avant")

    def lignes() -> list[LigneRapport]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        exporter_rapport((ligne for _ in range(1) for ligne in lignes()), fichier, PROVENANCE)
    assert fichier.read_text() == "avant"
    assert list(tmp_path.iterdir()) == [fichier]
    with pytest.raises(FichierInaccessible):
        exporter_rapport([rapport()], tmp_path / "absent" / "rapport.csv", PROVENANCE)
