"""A server that lies, value by value: a sentence, nothing changed, and all goes on once it tells the truth (SYNC)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rafaelpro_tui.core import images
from rafaelpro_tui.core.commands import Convoquer
from rafaelpro_tui.core.sync import fil
from rafaelpro_tui.core.sync.erreurs import ReponseIllisible
from rafaelpro_tui.core.sync.fil import ObjetRecu, Page
from tests.core.atelier import JOUR, HorlogeDeTest, contenu
from tests.core.sync.autorite import Autorite, Porte
from tests.core.sync.test_replique import GENERAL, Poste, autorite, egales

__all__ = ["autorite"]

Mensonge = Callable[[ObjetRecu], ObjetRecu]


def image(cle: str, valeur: Any) -> Mensonge:
    return lambda objet: replace(objet, corps=objet.corps | {"image": objet.corps["image"] | {cle: valeur}})


def a_part(cle: str, valeur: Any) -> Mensonge:
    return lambda objet: replace(objet, corps=objet.corps | {cle: valeur})


MENSONGES: dict[str, tuple[str, Mensonge]] = {
    "un nombre pour un nom": ("candidat", image("nom_naissance", 5)),
    "rien pour un nom": ("candidat", image("nom_naissance", None)),
    "une liste pour un nom": ("candidat", image("nom_naissance", ["x"])),
    "un objet pour un téléphone": ("candidat", image("telephone", {"a": 1})),
    "un demi-caractère": ("structure", image("nom", "\ud800")),
    "un siret court": ("structure", image("siret", "1")),
    "une version sans fin": ("candidat", lambda objet: replace(objet, version=2**70)),
    "un compte sans fin": ("candidat", a_part("en_cours", {"total": 2**70, "hsp": 0})),
    "un compte oui/non": ("candidat", a_part("en_cours", {"total": True, "hsp": False})),
    "une transmission vide": ("candidature", a_part("transmissions", [{}])),
    "un nombre de transmissions": ("candidature", a_part("transmissions", 3)),
    "une transmission à personne": ("candidature", a_part("transmissions", [{"vers": {}, "le": 3}])),
    "un auteur en chiffres": ("candidature", a_part("fait", {"commande": "c", "par": 3, "le": "2024-07-15T10:30:00"})),
    "un acte sans date": ("candidature", a_part("fait", {"commande": "c", "par": "Léa", "le": "hier"})),
    "un acte de personne": ("candidature", a_part("fait", [])),
    "un prescripteur en chiffres": ("candidature", image("prescripteur", 7)),
    "un rang 7": ("candidature", image("convocations", [{"rang": 7, "date": "2024-08-01"}])),
    "un effectif sans fin": ("session", image("effectif_vise", 2**70)),
    "un effectif en lettres": ("session", image("effectif_vise", "douze")),
    "trois décimales": ("session", image("coefficient", "1.234")),
    "un coefficient sans fin": ("session", image("coefficient", "1E+9999999")),
    "pas un nombre": ("session", image("coefficient", "NaN")),
    "un formateur inconnu": ("session", image("formateur", "OF9")),
}


def mentir(page: Page, genre: str, mensonge: Mensonge) -> Page:
    """With the empreinte of what it tells: only its values are wrong."""
    objets = tuple(mensonge(copy.deepcopy(o)) if o.genre == genre else o for o in page.objets)
    genres = {objet.genre for objet in objets}
    return replace(
        page,
        objets=objets,
        complet=True,
        empreinte={
            genre: fil.empreinte(_resume(objet) for objet in objets if objet.genre == genre) for genre in genres
        },
    )


def _resume(objet: ObjetRecu) -> int:
    try:
        return fil.resume(objet.genre, objet.cle, objet.version, objet.corps)
    except UnicodeEncodeError:
        return 0


@pytest.mark.parametrize("premiere", [True, False], ids=["première fois", "ensuite"])
@pytest.mark.parametrize("nom", MENSONGES)
def test_une_valeur_fausse_ne_change_rien(
    nom: str,
    premiere: bool,
    autorite: Autorite,
    tmp_path: Path,
    horloge: HorlogeDeTest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    poste = Poste(tmp_path, "un", Porte(autorite, "u1", (GENERAL,)), horloge)
    avant = None
    if not premiere:
        poste.sync.passer()
        poste.porte.hors_ligne = True
        assert poste.faire(Convoquer, candidature="S0", date=JOUR).fait
        poste.porte.hors_ligne = False
        with poste.desk() as desk:
            avant = contenu(desk)
    vraie = Autorite.page

    def fausse(ici: Autorite, structure: str, curseur: str | None, limite: int, voit: bool) -> Page:
        return mentir(vraie(ici, structure, None, limite, voit), *MENSONGES[nom])

    monkeypatch.setattr(Autorite, "page", fausse)
    with pytest.raises(ReponseIllisible):
        poste.sync.recevoir("OF1")
    if avant is not None:
        with poste.desk() as desk:
            assert contenu(desk) == avant
    else:
        with poste.base.read() as conn:
            assert conn.execute("SELECT count(*) FROM structure").fetchone() == (0,)
    monkeypatch.undo()
    egales(autorite, poste)
    poste.base.close()


@pytest.mark.parametrize(
    ("structure", "candidature", "change"),
    [
        pytest.param("OF2", "S0", {}, id="d’une autre structure"),
        pytest.param("OF1", "X9", {}, id="sur une candidature que l’on ne voit pas"),
        pytest.param("OF1", "S0", {"drapeau": "vert"}, id="un drapeau qui n’existe pas"),
        pytest.param("OF1", "S0", {"notes": [{"id": "n", "texte": ""}]}, id="une note sans auteur"),
    ],
)
def test_le_suivi_d_une_autre_structure_est_refuse(
    structure: str,
    candidature: str,
    change: dict[str, Any],
    autorite: Autorite,
    tmp_path: Path,
    horloge: HorlogeDeTest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """SUI-4: what a server tells is kept only if it is the structure's own, on what it sees."""
    poste = Poste(tmp_path, "un", Porte(autorite, "u1", (GENERAL,)), horloge)
    vraie = Autorite.page
    image = {"structure": structure, "candidature": candidature, "drapeau": "urgent"} | change
    intrus = ObjetRecu(genre="suivi", cle=images.cle_suivi(candidature, structure), version=1, corps={"image": image})

    def fausse(ici: Autorite, pour: str, curseur: str | None, limite: int, voit: bool) -> Page:
        page = vraie(ici, pour, None, limite, voit)
        return mentir(replace(page, objets=(*page.objets, intrus)), "", lambda objet: objet)

    monkeypatch.setattr(Autorite, "page", fausse)
    with pytest.raises(ReponseIllisible):
        poste.sync.recevoir("OF1")
    with poste.base.read() as conn:
        assert conn.execute("SELECT count(*) FROM suivi").fetchone() == (0,)
