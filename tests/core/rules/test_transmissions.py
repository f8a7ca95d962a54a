"""TRX — what goes where. TRX-4 is a matter of words: see `transmissions`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rafaelpro_tui.core.model import AvisRendu, Candidature, Dispositif, Etat
from rafaelpro_tui.core.rules.transmissions import (
    Destination,
    Transmission,
    a_l_arrivee,
    apres_avis,
    circuit,
    dues,
    transmise,
    visible_a_france_travail,
)
from tests.core.rules.monde import (
    A_COMPLETER,
    A_CONVOQUER,
    AUTRE,
    AVIS_OUI,
    CONVOQUEE,
    DESIRE,
    HSP,
    PRESENTE,
    PRF,
    decidee,
    j,
)

HUB = Transmission(Destination.HUB_AGORA, "C1", j("30/04/2022"), 1)
EOS = Transmission(Destination.EOS, "C1", j("01/05/2022"), 1)


@pytest.mark.parametrize(
    ("dispositif", "france_travail", "attendues"),
    [
        pytest.param(PRF, False, ["hub_agora"], id="TRX-1 financée par la Région : au HUB Agora"),
        pytest.param(HSP, False, ["hub_agora"], id="TRX-1 l’HSP de la Région aussi"),
        pytest.param(PRF, True, [], id="TRX-1 sauf si le prescripteur est France Travail"),
        pytest.param(AUTRE, False, [], id="TRX-2 rien pour les autres financements"),
    ],
)
def test_trx_1_2_a_l_arrivee(dispositif: Dispositif, france_travail: bool, attendues: list[str]) -> None:
    arrivee = replace(A_CONVOQUER, prescripteur_france_travail=france_travail)
    envois = a_l_arrivee(arrivee, dispositif)
    assert [e.destination for e in envois] == attendues
    assert all(e.candidature == "C1" and e.le == arrivee.deposee_le for e in envois)


@pytest.mark.parametrize(
    ("sujet", "dispositif", "attendues"),
    [
        pytest.param(decidee("retenue"), PRF, (HUB, EOS), id="TRX-1 retenue : au HUB, et le lendemain dans EOS"),
        pytest.param(decidee("non_retenue"), PRF, (HUB,), id="TRX-1 non retenue : au HUB seul"),
        pytest.param(decidee("refus_session_complete"), PRF, (HUB,), id="TRX-1 refus session complète : de même"),
        pytest.param(decidee("avis_non_transmis"), PRF, (HUB,), id="TRX-1 avis non transmis : de même"),
        pytest.param(
            replace(decidee("retenue"), prescripteur_france_travail=True),
            PRF,
            (HUB, EOS),
            id="TRX-1 l’avis part, même si France Travail a prescrit",
        ),
        pytest.param(decidee("retenue"), AUTRE, (), id="TRX-2 rien pour les autres financements"),
        pytest.param(A_COMPLETER, PRF, (), id="LOT-4 rien tant qu’elle est à compléter"),
        pytest.param(A_CONVOQUER, PRF, (), id="rien sans avis"),
    ],
)
def test_trx_1_2_apres_un_avis(sujet: Candidature, dispositif: Dispositif, attendues: tuple[Transmission, ...]) -> None:
    assert apres_avis(sujet, dispositif, j("30/04/2022")) == attendues


RETENUE = decidee("retenue")
REFUSEE = decidee("refus_session_complete")


@pytest.mark.parametrize(
    ("avant", "apres", "attendues"),
    [
        pytest.param(None, A_CONVOQUER, [("hub_agora", 0)], id="une arrivée, au rang 0"),
        pytest.param(A_CONVOQUER, CONVOQUEE, [], id="une convocation n’est pas transmise"),
        pytest.param(PRESENTE, RETENUE, [("hub_agora", 1), ("eos", 1)], id="un avis, à son rang"),
        pytest.param(RETENUE, replace(RETENUE, etat=Etat.REFUS_SESSION_ANNULEE), [], id="ECH-6 rien n’est rendu"),
        pytest.param(
            REFUSEE,
            replace(REFUSEE, etat=Etat.RETENUE, avis=(*REFUSEE.avis, AvisRendu(rang=2, avis=AVIS_OUI))),
            [("hub_agora", 2), ("eos", 2)],
            id="AVI-10 le second avis part aussi",
        ),
        pytest.param(
            A_COMPLETER,
            replace(A_COMPLETER, avis=(*A_COMPLETER.avis, AvisRendu(rang=2, avis=AVIS_OUI))),
            [("hub_agora", 2), ("eos", 2)],
            id="LOT-4 complétée, elle part",
        ),
    ],
)
def test_trx_1_ce_qu_un_changement_rend_du(
    avant: Candidature | None, apres: Candidature, attendues: list[tuple[str, int]]
) -> None:
    assert [(envoi.destination, envoi.rang) for envoi in dues(avant, apres, PRF, j("30/04/2022"))] == attendues


def test_trx_1_le_dernier_jour_du_calendrier_n_a_pas_de_lendemain() -> None:
    fin = j("31/12/9999")
    assert {envoi.le for envoi in apres_avis(decidee("retenue"), PRF, fin)} == {fin}


@pytest.mark.parametrize(
    ("inscrit", "dispositif", "attendu"),
    [
        pytest.param(True, PRF, True, id="inscrit·e : visible dans Kairos"),
        pytest.param(False, PRF, False, id="non inscrit·e : invisible"),
        pytest.param(True, AUTRE, False, id="TRX-2 autre financement : rien n’y monte"),
    ],
)
def test_trx_3_visible_a_france_travail(inscrit: bool, dispositif: Dispositif, attendu: bool) -> None:
    """TRX-3: seen in Kairos only if the candidat is marked inscrit·e."""
    assert visible_a_france_travail(replace(DESIRE, inscrit_france_travail=inscrit), dispositif) is attendu


@pytest.mark.parametrize(("dispositif", "regle"), [(PRF, "TRX-1"), (HSP, "TRX-1"), (AUTRE, "TRX-2")])
def test_the_circuit_is_said_before_anything_is_due(dispositif: Dispositif, regle: str) -> None:
    assert circuit(dispositif).endswith(f"({regle}).")


def test_it_is_said_to_whom() -> None:
    assert [transmise(vers) for vers in (*Destination, "kairos")] == [
        "Transmise au HUB Agora",
        "Transmise à EOS",
        "Transmise à kairos",
    ]
