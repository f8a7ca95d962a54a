"""CAN — étape, finality, arrival."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from rafaelpro_tui.core.commands import AnyCommand, Deposer
from rafaelpro_tui.core.model import Candidat, Candidature, Etape, Etat
from rafaelpro_tui.core.rules import explain
from rafaelpro_tui.core.rules.candidatures import etape
from rafaelpro_tui.core.rules.decision import Changement, Compte, Dossier, EnCours
from tests.core.rules.monde import (
    A_CONVOQUER,
    CONVOQUEE,
    DESIRE,
    EXCUSEE,
    HSP,
    PRESENTE,
    PRF,
    SESSION,
    accorde,
    candidature,
    commande,
    completer,
    contexte,
    convoquer,
    decidee,
    deplacer,
    dossier,
    j,
    non,
    noter,
    oui,
    refuse,
    regle,
    rendre,
    repecher,
    session,
)


@pytest.mark.parametrize(
    ("sujet", "attendue"),
    [
        pytest.param(A_CONVOQUER, Etape.A_CONVOQUER, id="sans convocation : à convoquer"),
        pytest.param(CONVOQUEE, Etape.PRESENCE_A_RENSEIGNER, id="sans réponse : présence à renseigner"),
        pytest.param(EXCUSEE, Etape.A_CONVOQUER, id="absence justifiée : à convoquer de nouveau"),
        pytest.param(PRESENTE, Etape.AVIS_A_RENDRE, id="présence : avis à rendre"),
        pytest.param(
            candidature(("10/04/2022", "absence_justifiee"), ("20/04/2022", None)),
            Etape.PRESENCE_A_RENSEIGNER,
            id="seule la dernière convocation compte",
        ),
    ],
)
def test_can_1_l_etape_se_deduit(sujet: Candidature, attendue: Etape) -> None:
    assert etape(sujet, hsp=False) is attendue
    assert etape(sujet, hsp=True) is Etape.CONFORMITE_A_RENDRE


@pytest.mark.parametrize("etat", [e for e in Etat if e is not Etat.EN_ATTENTE])
@pytest.mark.parametrize("hsp", [False, True])
def test_can_1_une_candidature_decidee_n_a_pas_d_etape(etat: Etat, hsp: bool) -> None:
    assert etape(decidee(etat), hsp) is None


def test_can_2_les_trois_etapes_font_le_compte_des_candidatures_en_attente() -> None:
    """The guide's own figures: 5 + 14 + 8 = 27."""
    en_attente = [A_CONVOQUER] * 3 + [EXCUSEE] * 2 + [CONVOQUEE] * 14 + [PRESENTE] * 8
    etapes = Counter(etape(c, hsp=False) for c in [*en_attente, decidee("retenue"), decidee("non_retenue")])
    assert etapes.pop(None) == 2
    assert etapes == {Etape.A_CONVOQUER: 5, Etape.PRESENCE_A_RENSEIGNER: 14, Etape.AVIS_A_RENDRE: 8}
    assert etapes.total() == 27


TRAITEMENTS: list[AnyCommand] = [
    convoquer("10/05/2022"),
    deplacer("10/05/2022"),
    noter("presence"),
    rendre(oui()),
    rendre(non()),
]


@pytest.mark.parametrize("command", TRAITEMENTS, ids=lambda c: c.type)
@pytest.mark.parametrize("etat", [e for e in Etat if e is not Etat.EN_ATTENTE])
def test_can_3_ce_qui_est_decide_ne_se_traite_plus(etat: Etat, command: AnyCommand) -> None:
    assert regle(command, dossier(decidee(etat)), contexte()) == "CAN-3"


@pytest.mark.parametrize("etat", [e for e in Etat if e is not Etat.REFUS_SESSION_COMPLETE])
def test_can_3_le_seul_retour_part_de_refus_session_complete(etat: Etat) -> None:
    assert regle(repecher(), dossier(decidee(etat)), contexte()) == "AVI-10"


@pytest.mark.parametrize(
    ("etat", "remede"),
    [
        pytest.param("retenue", "EOS", id="AVI-7 retenue par erreur : se note dans EOS"),
        pytest.param("non_retenue", "offre@cap-metiers.pro", id="AVI-7 non retenue par erreur : par courriel"),
        pytest.param("avis_non_transmis", "offre@cap-metiers.pro", id="AVI-7 avis non transmis : de même"),
        pytest.param("refus_session_complete", "liste d’attente", id="refus session complète : la liste d’attente"),
        pytest.param("refus_session_annulee", "une autre", id="session annulée : une autre session"),
    ],
)
def test_can_3_dit_ce_qui_reste_possible(etat: str, remede: str) -> None:
    refus = refuse(rendre(oui()), dossier(decidee(etat)), contexte())
    assert Etat(etat).libelle in refus.message
    assert remede in refus.remede


def test_can_3_rien_de_possible_sur_un_etat_final() -> None:
    for etat in ("retenue", "non_retenue", "avis_non_transmis", "refus_session_annulee"):
        assert all(p.refus for p in explain(dossier(decidee(etat)), contexte())), etat


# CAN-4, CAN-5: a candidature arrives


def deposer(**champs: Any) -> Deposer:
    base = {"reference": "C9", "session": SESSION, "candidat": "P1", "prescripteur": "Mission locale de Pau"}
    return commande(Deposer, **{**base, **champs})


def arrivee(**champs: Any) -> Dossier:
    return dossier(**champs)


@pytest.mark.parametrize(
    ("sur", "attendu"),
    [
        pytest.param(arrivee(en_cours=EnCours(total=2)), "ok", id="CAN-4 une troisième candidature en cours"),
        pytest.param(arrivee(en_cours=EnCours(total=3)), "CAN-4", id="CAN-4 une quatrième est refusée"),
        pytest.param(arrivee(en_cours=EnCours(total=4)), "CAN-4", id="CAN-4 un passé qui dépasse refuse aussi"),
        pytest.param(arrivee(en_cours=EnCours(total=2, hsp=1)), "ok", id="CAN-4 une HSP en cours ne gêne pas le PRF"),
        pytest.param(arrivee(dispositif=HSP, en_cours=EnCours(total=2)), "ok", id="CAN-4 une première HSP"),
        pytest.param(
            arrivee(dispositif=HSP, en_cours=EnCours(total=1, hsp=1)), "CAN-4", id="CAN-4 une seconde HSP est refusée"
        ),
        pytest.param(arrivee(session=session(annulee=True)), "CAN-5", id="CAN-5 session annulée"),
        pytest.param(
            arrivee(session=session(date_limite_inscription="30/04/2022")), "ok", id="CAN-5 le jour même de la limite"
        ),
        pytest.param(
            arrivee(session=session(date_limite_inscription="29/04/2022")),
            "CAN-5",
            id="CAN-5 la limite est d’hier",
        ),
        pytest.param(arrivee(compte=Compte(en_attente=9, retenues=10)), "ok", id="CAN-5 la vingtième place"),
        pytest.param(arrivee(compte=Compte(en_attente=10, retenues=10)), "CAN-5", id="CAN-5 session complète"),
        pytest.param(arrivee(compte=Compte(en_attente=30)), "CAN-5", id="CAN-5 session plus que complète"),
        pytest.param(arrivee(deja_candidat=True), "CAN-5", id="CAN-5 déjà candidat sur cette session"),
        pytest.param(arrivee(reference_prise=True), "CAN-5", id="CAN-5 référence déjà prise"),
        pytest.param(arrivee(session=None), "DRT-5", id="DRT-5 session inconnue"),
        pytest.param(replace(arrivee(), candidat=None), "DRT-5", id="DRT-5 candidat inconnu"),
    ],
)
def test_can_4_5_ce_qui_peut_arriver(sur: Dossier, attendu: str) -> None:
    assert regle(deposer(), sur, contexte()) == attendu


def test_can_5_ne_demande_aucun_role_c_est_le_flux() -> None:
    assert regle(deposer(), dossier(), contexte("OF-TIERS")) == "ok"


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        pytest.param("29/04/2022", "ok", id="hier"),
        pytest.param("30/04/2022", "ok", id="aujourd'hui"),
        pytest.param("01/05/2022", "CAN-5", id="demain n’est pas encore venu"),
    ],
)
def test_can_5_la_date_de_candidature(jour: str, attendu: str) -> None:
    assert regle(deposer(deposee_le=j(jour)), dossier(), contexte()) == attendu


def test_une_arrivee_est_en_attente_a_la_date_du_jour() -> None:
    (changement,) = accorde(deposer(prescripteur_france_travail=True), dossier(), contexte()).changements
    assert changement == Changement(
        None,
        Candidature(
            reference="C9",
            session=SESSION,
            candidat="P1",
            prescripteur="Mission locale de Pau",
            prescripteur_france_travail=True,
            deposee_le=j("30/04/2022"),
            etat=Etat.EN_ATTENTE,
        ),
    )


def test_une_arrivee_garde_sa_date() -> None:
    (changement,) = accorde(deposer(deposee_le=j("01/04/2022")), dossier(), contexte()).changements
    assert isinstance(changement.apres, Candidature)
    assert changement.apres.deposee_le == j("01/04/2022")


NOUVELLE = Candidat(id="P2", nom_naissance="NDIAYE", prenom="Awa")


@pytest.mark.parametrize(
    ("connu", "donne", "ecrit"),
    [
        pytest.param(None, NOUVELLE, Changement(None, NOUVELLE), id="une personne nouvelle est écrite d’abord"),
        pytest.param(DESIRE, DESIRE, None, id="une personne inchangée ne l’est pas"),
        pytest.param(
            DESIRE,
            replace(DESIRE, telephone="0612345678"),
            Changement(DESIRE, replace(DESIRE, telephone="0612345678")),
            id="une personne mise à jour l’est",
        ),
    ],
)
def test_une_arrivee_apporte_la_personne(connu: Candidat | None, donne: Candidat, ecrit: Changement | None) -> None:
    sur = replace(dossier(), candidat=connu)
    *personne, nouvelle = accorde(deposer(candidat=donne), sur, contexte()).changements
    assert personne == ([] if ecrit is None else [ecrit])
    assert isinstance(nouvelle.apres, Candidature)
    assert nouvelle.apres.candidat == donne.id


def test_can_5_dit_le_compte_et_le_maximum() -> None:
    pleine = session(effectif_vise=1)
    refus = refuse(deposer(), dossier(session=pleine, compte=Compte(en_attente=1)), contexte())
    assert "1\N{NO-BREAK SPACE}inscrit pour 1 au maximum" in refus.message


def test_completer_ne_rouvre_rien() -> None:
    assert regle(completer(), dossier(A_CONVOQUER, dispositif=PRF), contexte()) == "LOT-4"
