"""The user's preferences: read strictly, written without losing what the user wrote."""

from pathlib import Path

import pytest

from rafaelpro_tui import settings
from rafaelpro_tui.core.erreurs import FichierInaccessible
from rafaelpro_tui.settings import GRACE, Preferences, PreferencesIllisibles, enregistrer, lire_preferences


@pytest.fixture(autouse=True)
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    chemin = settings.chemin_preferences()
    assert tmp_path in chemin.parents
    chemin.parent.mkdir(parents=True)
    return chemin


def test_without_a_file_the_usual_ones() -> None:
    assert lire_preferences() == Preferences()
    assert Preferences().grace == GRACE


def test_a_file_is_read(fichier: Path) -> None:
    fichier.write_text('theme = "rafael-clair"\ngrace = 5\n[touches]\ntrier = "o"\n', encoding="utf-8")
    assert lire_preferences() == Preferences(theme="rafael-clair", grace=5.0, touches={"trier": "o"})


@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        ('theme = "', "pas du TOML"),
        ("couleur = 3", "« couleur », cette clé n’existe pas"),
        ("grace = -1", "« grace », un nombre de 0 à 3600 est attendu"),
        ('grace = "vingt"', "« grace », un nombre de 0 à 3600 est attendu"),
        ("theme = 3", "« theme », un texte entre guillemets est attendu"),
        ("[touches]\ntrier = 3", "« touches.trier », un texte entre guillemets est attendu"),
        ("touches = 3", "« touches », une table est attendue"),
    ],
)
def test_a_fault_names_the_file_and_the_key(fichier: Path, texte: str, dit: str) -> None:
    fichier.write_text(texte, encoding="utf-8")
    with pytest.raises(PreferencesIllisibles) as levee:
        lire_preferences()
    message = levee.value.message.replace("\u00a0", " ")
    assert dit in message
    assert str(fichier) in message
    assert levee.value.que_faire


def test_what_is_not_text_is_told(fichier: Path) -> None:
    fichier.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PreferencesIllisibles):
        lire_preferences()


def test_a_key_is_added_then_changed_and_the_rest_is_kept(fichier: Path) -> None:
    fichier.write_text('# à moi\ngrace = 5 # court\n\n[touches]\ntheme = "t"\n', encoding="utf-8")
    enregistrer("theme", "rafael-clair")
    enregistrer("theme", "rafael-sombre")
    assert lire_preferences() == Preferences(theme="rafael-sombre", grace=5, touches={"theme": "t"})
    ecrit = fichier.read_text(encoding="utf-8")
    assert "# à moi\ngrace = 5 # court\n" in ecrit
    assert ecrit.count("rafael-") == 1


def test_the_first_key_makes_the_file(fichier: Path) -> None:
    enregistrer("profil", 'C:\\bases\\"é".db')
    assert lire_preferences().profil == 'C:\\bases\\"é".db'
    assert list(fichier.parent.iterdir()) == [fichier], "nothing is left beside it"


def test_where_the_toml_is_wrong_is_told_in_french(fichier: Path) -> None:
    fichier.write_text("grace = 5\ntheme = ?\n", encoding="utf-8")
    with pytest.raises(PreferencesIllisibles) as levee:
        lire_preferences()
    assert levee.value.message.endswith("ne sont pas du TOML (ligne 2, colonne 9).")


def test_what_is_not_text_is_not_written_over(fichier: Path) -> None:
    fichier.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FichierInaccessible):
        enregistrer("theme", "rafael-clair")
    assert fichier.read_bytes() == b"\xff\xfe\x00"
