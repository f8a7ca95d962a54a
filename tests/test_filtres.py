"""The filters kept under a name: a file of the user's, written whole or not at all."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from rafaelpro_tui import filtres
from rafaelpro_tui.core.erreurs import FichierInaccessible
from rafaelpro_tui.fichier_du_poste import nom_propre


@pytest.fixture(autouse=True)
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path


def test_none_at_first() -> None:
    assert filtres.lire("candidatures") == {}
    assert not filtres.chemin_filtres().exists()


def test_kept_by_list_in_alphabetical_order() -> None:
    filtres.enregistrer("candidatures", "Urgents", "jours<7")
    filtres.enregistrer("candidatures", "À rendre", 'etape:avis prescripteur:"mission locale"')
    filtres.enregistrer("sessions", "Urgents", "fin<+7")
    filtres.enregistrer("candidatures", "Urgents", "jours<15")
    assert list(filtres.lire("candidatures").items()) == [
        ("À rendre", 'etape:avis prescripteur:"mission locale"'),
        ("Urgents", "jours<15"),
    ]
    filtres.oublier("candidatures", "Urgents")
    filtres.oublier("candidatures", "jamais vu")
    assert list(filtres.lire("candidatures")) == ["À rendre"]
    assert filtres.lire("sessions") == {"Urgents": "fin<+7"}


@reglages(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(nom=st.text(min_size=1), texte=st.text(st.characters(codec="utf-8")), liste=st.sampled_from(["a", "é b", "x.y"]))
def test_any_name_and_text_come_back(nom: str, texte: str, liste: str) -> None:
    filtres.enregistrer(liste, nom, texte)
    assert filtres.lire(liste)[nom_propre(nom)] == texte


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [
        ("[", "ne sont pas du TOML"),
        ('candidatures = "x"', "chaque nom attend un texte"),
        ("[candidatures]\nx = 3", "chaque nom attend un texte"),
        ("\udcff", "ne peuvent pas être lus"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_left_as_it_is(contenu: str, dit: str) -> None:
    chemin = filtres.chemin_filtres()
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_bytes(contenu.encode("utf-8", "surrogateescape"))
    avant = chemin.read_bytes()
    for geste in (lambda: filtres.lire("candidatures"), lambda: filtres.enregistrer("candidatures", "x", "y")):
        with pytest.raises(filtres.FiltresIllisibles, match=dit) as leve:
            geste()
        assert str(chemin) in leve.value.message
    assert chemin.read_bytes() == avant


def test_a_folder_that_cannot_be_written_is_said(dossier: Path) -> None:
    (dossier / "rafaelpro-tui").write_text("un fichier, pas un dossier", encoding="utf-8")
    with pytest.raises((FichierInaccessible, filtres.FiltresIllisibles)):
        filtres.enregistrer("candidatures", "x", "y")
