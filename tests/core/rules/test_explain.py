"""`explain` says of each command what `decide` would answer: the buttons of a form never lie."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rafaelpro_tui.core.commands import SaisieAvis, SurCandidature
from rafaelpro_tui.core.model import Candidature, Dispositif, Motif, Resultat
from rafaelpro_tui.core.rules import decide, explain
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Dossier, Refus
from tests.core.rules.hasard import SUJETS
from tests.core.rules.monde import (
    A_COMPLETER,
    A_CONVOQUER,
    AUTRE,
    AVIS_OUI,
    CONVOQUEE,
    EXCUSEE,
    FORMATEUR,
    HSP,
    JOUR,
    POSITIONNEUR,
    PRESENTE,
    PRF,
    RESPONSABLE,
    TIERS,
    completer,
    conforme,
    contexte,
    convoquer,
    decidee,
    deplacer,
    dossier,
    j,
    non,
    non_conforme,
    noter,
    oui,
    rendre,
    repecher,
)

TYPES = (
    "convoquer",
    "deplacer_convocation",
    "noter_resultat",
    "rendre_avis",
    "retenir_liste_attente",
    "completer_retenue",
)


def bien_formees(sur: Dossier) -> dict[str, list[SurCandidature]]:
    """Of each type, commands whose fields are right for this dossier: nothing but a guard can refuse them."""
    sujet = sur.candidature
    derniere = sujet.derniere if sujet else None
    rang = derniere.rang if derniere else 1
    rdv = max([c.date for c in sujet.convocations] + [sujet.deposee_le]) if sujet else j("10/05/2022")
    echeance = j("15/09/2022")
    avis: list[SaisieAvis] = [oui(), non(), non(Motif.AUTRES, "R")]
    if sur.dispositif is not None and sur.dispositif.hsp:
        avis = [conforme(), non_conforme()]
    return {
        "convoquer": [convoquer(jour) for jour in (rdv, echeance)],
        "deplacer_convocation": [replace(deplacer(JOUR, rang), date=jour) for jour in (rdv, echeance)],
        "noter_resultat": [noter(resultat, rang) for resultat in Resultat],
        "rendre_avis": [rendre(saisie) for saisie in avis],
        "retenir_liste_attente": [repecher(), repecher(commentaire="R")],
        "completer_retenue": [completer()],
    }


DOSSIERS = st.builds(
    dossier,
    st.none() | SUJETS | SUJETS | SUJETS | SUJETS,
    dispositif=st.sampled_from([PRF, PRF, AUTRE, HSP]),
)
CONTEXTES = st.builds(
    contexte,
    st.sampled_from([RESPONSABLE, RESPONSABLE, POSITIONNEUR, FORMATEUR, TIERS]),
    st.sampled_from(["general", "general", "preinscription", "catalogue", None]),
    st.dates(j("10/02/2022"), j("01/10/2022")),
)


@settings(max_examples=300, deadline=None)
@given(DOSSIERS, CONTEXTES)
def test_explain_dit_ce_que_decide_repond(sur: Dossier, context: Context) -> None:
    possibilites = explain(sur, context)
    assert tuple(p.type for p in possibilites) == TYPES
    for possibilite in possibilites:
        for command in bien_formees(sur)[possibilite.type]:
            decision = decide(command, sur, context)
            if possibilite.refus is None:
                assert isinstance(decision, Accord), (command, decision)
            else:
                assert isinstance(decision, Refus), (command, possibilite.refus)
                assert decision.regle == possibilite.refus.regle
                if sur.candidature is not None:
                    assert decision.message == possibilite.refus.message


@pytest.mark.parametrize(
    ("sujet", "dispositif", "attendues"),
    [
        pytest.param(A_CONVOQUER, PRF, {"convoquer"}, id="à convoquer : convoquer"),
        pytest.param(CONVOQUEE, PRF, {"deplacer_convocation", "noter_resultat"}, id="convoquée : déplacer ou noter"),
        pytest.param(EXCUSEE, PRF, {"convoquer"}, id="excusée : reconvoquer"),
        pytest.param(PRESENTE, PRF, {"rendre_avis"}, id="présente : rendre l’avis"),
        pytest.param(A_CONVOQUER, HSP, {"rendre_avis"}, id="HSP : la conformité, tout de suite"),
        pytest.param(decidee("refus_session_complete"), PRF, {"retenir_liste_attente"}, id="en liste d’attente"),
        pytest.param(A_COMPLETER, PRF, {"completer_retenue"}, id="à compléter"),
        pytest.param(decidee("retenue", AVIS_OUI), PRF, set(), id="retenue : rien"),
        pytest.param(decidee("refus_session_annulee"), PRF, set(), id="session annulée : rien"),
    ],
)
def test_ce_qui_est_possible_a_chaque_moment(sujet: Candidature, dispositif: Dispositif, attendues: set[str]) -> None:
    possibles = {p.type for p in explain(dossier(sujet, dispositif=dispositif), contexte()) if p.refus is None}
    assert possibles == attendues


def test_avant_le_rendez_vous_on_peut_seulement_le_deplacer() -> None:
    possibles = {p.type for p in explain(dossier(CONVOQUEE), contexte(jour="19/04/2022")) if p.refus is None}
    assert possibles == {"deplacer_convocation"}
