"""Images of nouns and verbs: read back equal, the same bytes for the same content."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core import commands, images, model
from rafaelpro_tui.core.commands import AnyCommand, Convoquer, Deposer, RetenirListeAttente

ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")

st.register_type_strategy(
    Decimal, st.decimals(min_value=0, max_value=9999, places=3, allow_nan=False, allow_infinity=False)
)
textes = st.text(st.characters(codec="utf-8"), max_size=20)
st.register_type_strategy(str, textes)


@given(objet=st.one_of([st.from_type(cls) for cls in images.GENRES.values()]))
def test_un_objet_se_relit_egal(objet: model.Objet) -> None:
    genre = images.genre(objet)
    assert images.from_json(genre, images.to_json(objet)) == objet


@given(command=st.one_of([st.from_type(cls) for cls in get_args(AnyCommand)]))
def test_une_commande_se_relit_egale(command: AnyCommand) -> None:
    corps = images.ecrire_commande(command)
    assert images.lire_commande(corps) == command
    assert images.sceller(command)[0] == corps


@pytest.mark.parametrize("cls", get_args(AnyCommand))
def test_le_type_est_toujours_ecrit(cls: type[Any]) -> None:
    (defaut,) = (champ.default for champ in fields(cls) if champ.name == "type")
    assert defaut in images._COMMANDS


def test_la_forme_est_canonique() -> None:
    command = RetenirListeAttente(
        id=ID, structure="OF1", utilisateur="u1", candidature="é", intensite=Decimal("35.50"), entree=date(2024, 7, 1)
    )
    assert images.ecrire_commande(command) == (
        '{"candidature":"é","entree":"2024-07-01","id":"01890a5d-ac96-774b-bcce-b302099a8057","intensite":"35.5",'
        '"structure":"OF1","type":"retenir_liste_attente","utilisateur":"u1"}'
    )


@pytest.mark.parametrize(
    ("ecrit", "forme"),
    [("35", "35"), ("35.00", "35"), ("100", "100"), ("0.00", "0"), ("40.01", "40.01"), ("1E+999999", "1E+999999")],
)
def test_un_nombre_n_a_qu_une_forme(ecrit: str, forme: str) -> None:
    command = RetenirListeAttente(id=ID, structure="OF1", utilisateur="u1", candidature="C1", intensite=Decimal(ecrit))
    assert json.loads(images.ecrire_commande(command))["intensite"] == forme


def test_l_empreinte_est_celle_du_contenu_sans_l_identifiant() -> None:
    """SYN-2."""
    champs: dict[str, Any] = {"structure": "OF1", "utilisateur": "u1", "candidature": "C1"}
    une = Convoquer(id=ID, date=date(2024, 7, 1), **champs)
    meme = Convoquer(id=UUID(int=1), date=date(2024, 7, 1), **champs)
    autre = Convoquer(id=ID, date=date(2024, 7, 2), **champs)
    assert images.sceller(une)[1] == images.sceller(meme)[1] != images.sceller(autre)[1]
    assert len(images.sceller(une)[1]) == 32


def test_un_depot_nomme_un_candidat_ou_l_apporte() -> None:
    champs: dict[str, Any] = {"structure": "OF1", "utilisateur": "u1", "reference": "C1", "session": "S"}
    for candidat in ("P1", model.Candidat(id="P1", nom_naissance="O’NEILL", prenom="Désiré")):
        depot = Deposer(id=ID, candidat=candidat, prescripteur="Cap emploi", **champs)
        assert images.lire_commande(images.ecrire_commande(depot)) == depot


def test_toute_union_d_une_commande_sait_se_lire() -> None:
    """A new union in `commands` or `model` fails here, not at the first undo."""
    for cls in (*get_args(AnyCommand), *images.GENRES.values(), *commands.SaisieAvis.__args__):
        images._decode_dataclass(cls)
        images._encode_dataclass(cls)
