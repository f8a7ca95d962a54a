"""What a transmission says, line by line (TRX-1, TRX-3, TRX-4)."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rafaelpro_tui.core.model import (
    AvisRendu,
    Candidature,
    ConformiteNon,
    ConformiteOui,
    MotifHsp,
    RecrutementOui,
)
from rafaelpro_tui.core.rules.transmissions import Destination, Transmission, a_l_arrivee, apres_avis
from rafaelpro_tui.server.message import Sujet, composer, identifiant, ndjson
from tests.core.rules.monde import (
    A_COMPLETER,
    A_CONVOQUER,
    ACTION,
    DESIRE,
    FORMATEUR,
    GUIDE,
    JOUR,
    POSITIONNEUR,
    PRF,
    RESPONSABLE,
    decidee,
    j,
)

SIRETS = {RESPONSABLE: "13002526500013", FORMATEUR: "78467169500087", POSITIONNEUR: "33322211100018"}
OUI = {"entree": "2022-05-02", "sortie": "2022-08-25", "intensite": "40.00"}


def sujet(candidature: Candidature) -> Sujet:
    return Sujet(candidature=candidature, candidat=DESIRE, session=GUIDE, action=ACTION, dispositif=PRF, sirets=SIRETS)


def lignes(candidature: Candidature, *transmissions: Transmission) -> list[dict[str, Any]]:
    contenu = ndjson(composer(transmission, sujet(candidature)) for transmission in transmissions)
    assert contenu.endswith(b"\n")
    return [json.loads(ligne) for ligne in contenu.splitlines()]


def test_an_arrival_tells_the_person_and_the_formation() -> None:
    (ligne,) = lignes(A_CONVOQUER, *a_l_arrivee(A_CONVOQUER, PRF))
    assert (ligne["format"], ligne["objet"], ligne["avis"]) == ("rafaelpro-transmission/1", "arrivee", None)
    assert ligne["candidat"]["nom_naissance"] == "O’NEILL"
    assert ligne["visible_france_travail"] is True
    assert ligne["session"]["reference"] == GUIDE.reference
    assert [ligne["session"][role] for role in ("responsable", "formateur", "positionneur")] == list(SIRETS.values())


@pytest.mark.parametrize(
    ("avis", "attendu"),
    [
        pytest.param(
            RecrutementOui(entree=j("02/05/2022"), sortie=j("25/08/2022"), intensite=Decimal(40)),
            {"recrutement": "oui", "conformite": None, **OUI},
            id="un oui, deux décimales",
        ),
        pytest.param(
            ConformiteOui(entree=j("02/05/2022"), sortie=j("25/08/2022"), intensite=Decimal("4E+1")),
            {"recrutement": None, "conformite": "oui", **OUI},
            id="HSP-1 une conformité",
        ),
        pytest.param(
            ConformiteNon(motif=MotifHsp.NON_CONFORMITE, raison="pièce"),
            {"conformite": "non", "motif": "non_conformite_administrative", "raison": "pièce", "entree": None},
            id="HSP-3 une non-conformité",
        ),
    ],
)
def test_an_avis_travels_in_the_words_of_the_commands(avis: Any, attendu: dict[str, Any]) -> None:
    rendue = replace(decidee("retenue"), avis=(AvisRendu(rang=1, avis=avis),))
    for ligne in lignes(rendue, *apres_avis(rendue, PRF, j(JOUR))):
        assert ligne["objet"] == "avis"
        assert ligne["avis"] | attendu == ligne["avis"]


def test_lot_4_what_is_to_complete_cannot_even_be_written() -> None:
    with pytest.raises(ValueError, match="LOT-4"):
        composer(Transmission(Destination.EOS, "C1", j(JOUR), 1), sujet(A_COMPLETER))


def test_i8_ids_tell_what_is_due_to_whom_and_nothing_else() -> None:
    due = Transmission(Destination.EOS, "C1", j(JOUR), 1)
    assert identifiant(due) == identifiant(replace(due, le=j("01/01/2030")))
    autres = [
        replace(due, destination=Destination.HUB_AGORA),
        replace(due, rang=2),
        replace(due, candidature="C2"),
        replace(due, rang=11, candidature="C"),
    ]
    assert len({identifiant(due), *map(identifiant, autres)}) == 5
