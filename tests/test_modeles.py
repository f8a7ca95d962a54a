"""The templates that the user keeps: a file of theirs, and `modeles` on the command line."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from rafaelpro_tui import modeles
from rafaelpro_tui.cli import main
from rafaelpro_tui.core.model import Motif
from rafaelpro_tui.core.modeles import Modele, ModeleFautif
from rafaelpro_tui.fichier_du_poste import nom_propre


@pytest.fixture(autouse=True)
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def test_the_most_made_for_what_is_decided_comes_first() -> None:
    assert modeles.lire() == []
    for nom, pour, session in (
        ("Partout", "", ""),
        ("Ailleurs", "", "00000001"),
        ("Motif", Motif.PROJET.value, ""),
        ("Ici", "", "00235491"),
        ("Oui", "oui", ""),
        ("Les deux", Motif.PROJET.value, "00235491"),
    ):
        modeles.garder(Modele(nom=nom, texte="t", pour=pour, session=session))
    offerts = modeles.proposes(Motif.PROJET, "00235491")
    assert [modele.nom for modele in offerts] == ["Les deux", "Ici", "Motif", "Partout"]
    modeles.garder(Modele(nom="Ici", texte="autre"))
    assert modeles.oublier("Motif")
    assert not modeles.oublier("Motif")
    assert [modele.texte for modele in modeles.lire() if modele.nom == "Ici"] == ["autre"]


@reglages(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(nom=st.text(min_size=1), texte=st.text(st.characters(codec="utf-8", exclude_characters="{}")))
def test_any_name_and_text_come_back(nom: str, texte: str) -> None:
    if propre := nom_propre(nom):
        modeles.garder(Modele(nom=nom, texte=texte))
        assert {modele.nom: modele.texte for modele in modeles.lire()}[propre] == texte


@pytest.mark.parametrize(
    "contenu",
    ["[", "modele = 3", "[[modele]]\nnom = 'x'", "[[modele]]\nnom='x'\ntexte='y'\npour='z'", "[autre]\nx = 1"],
)
def test_a_file_that_cannot_be_used_is_named_and_left_as_it_is(contenu: str) -> None:
    chemin = modeles.chemin_modeles()
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_text(contenu, encoding="utf-8")
    for geste in (modeles.lire, lambda: modeles.garder(Modele(nom="x", texte="y"))):
        with pytest.raises(modeles.ModelesIllisibles) as leve:
            geste()
        assert str(chemin) in leve.value.message
    assert chemin.read_text(encoding="utf-8") == contenu


def test_an_unknown_field_is_not_kept() -> None:
    with pytest.raises(ModeleFautif):
        modeles.garder(Modele(nom="x", texte="{prenon}"))
    assert modeles.lire() == []


def test_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["modeles"]) == 0
    assert "Aucun modèle" in capsys.readouterr().out
    garder = ["modeles", "--garder", "Complet", "--pour", "session_complete", "--texte"]
    assert main([*garder, "{session} est complète."]) == 0
    assert main([*garder, "{sesion}"]) == 2
    assert "Vouliez-vous dire" in capsys.readouterr().err
    assert main(["modeles", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "nom": "Complet",
        "pour": "session_complete",
        "session": "",
        "texte": "{session} est complète.",
    }
    assert main(["modeles", "--texte", "x"]) == 2
    assert main(["modeles", "--retirer", "Rien"]) == 3
    assert main(["modeles", "--retirer", "Complet"]) == 0
    assert modeles.lire() == []
