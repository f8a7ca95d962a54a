"""What holds of any command on any dossier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings

from rafaelpro_tui.core.commands import (
    AnnulerSession,
    AnyCommand,
    CompleterRetenue,
    LotRetenirListeAttente,
    PasserAvisNonTransmis,
    RetenirListeAttente,
)
from rafaelpro_tui.core.model import (
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Etat,
    Motif,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
)
from rafaelpro_tui.core.rules import decide, explain
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Avertissement, Changement, Decision, Dossier, Refus
from rafaelpro_tui.core.rules.textes import COMMENTAIRE_MAX, RAISON_MAX, caractere_de_controle, propre
from tests.core.rules.hasard import CONTEXTES, DOSSIERS, SITUATIONS

_REFUSENT = """
    DRT-1 DRT-2 DRT-3 DRT-4 DRT-5 DRT-6 DRT-7 FOR-2 FOR-3 FOR-6 FOR-7 FOR-8 FOR-10 CAN-3 CAN-4 CAN-5 CNV-1 CNV-2 CNV-3
    CNV-4 AVI-1 AVI-2 AVI-4 AVI-5 AVI-8 AVI-9 AVI-10 HSP-1 HSP-3 HSP-4 LOT-1 LOT-4 ECH-1 ANN-1 SYN-1
"""
REFUSENT = set(_REFUSENT.split())
AVERTISSENT = {"CNV-5", "CNV-6", "AVI-11", "FOR-5", "LOT-4", "DON-1"}

_CITE = re.compile("«\N{NO-BREAK SPACE}.*?\N{NO-BREAK SPACE}»", re.DOTALL)
_ESPACES = re.compile(r" [:;!?»]|« |[^\s\d(]:\s")
_FUITES = re.compile(r"None|Decimal\(|datetime|UUID|[a-z]_[a-z]|\b(?:the|is|not|must|of|and|error)\b|\s\s|[\x00-\x1f]")

Situation = tuple[AnyCommand, Dossier, Context]
examples = settings(max_examples=200, deadline=None)


def phrases(decision: Decision) -> Iterator[str]:
    if isinstance(decision, Refus):
        yield from (decision.message, decision.remede)
    else:
        yield from (a.message for a in decision.avertissements)
        for ligne in decision.lignes or ():
            yield from phrases(ligne.decision)


def refus(decision: Decision) -> Iterator[Refus]:
    if isinstance(decision, Refus):
        yield decision
    else:
        for ligne in decision.lignes or ():
            yield from refus(ligne.decision)


def avertissements(decision: Accord) -> Iterator[Avertissement]:
    yield from decision.avertissements
    for ligne in decision.lignes or ():
        if isinstance(ligne.decision, Accord):
            yield from avertissements(ligne.decision)


@examples
@given(SITUATIONS)
def test_toute_reponse_est_une_regle_connue_et_une_phrase_francaise(situation: Situation) -> None:
    """Never an exception; each sentence ends, spaces as French does, and leaks nothing of the code."""
    command, dossier, context = situation
    decision = decide(command, dossier, context)
    assert {r.regle for r in refus(decision)} <= REFUSENT
    if isinstance(decision, Accord):
        assert {a.regle for a in avertissements(decision)} <= AVERTISSENT
    for phrase in phrases(decision):
        assert phrase[0].isupper() or phrase[0].isdigit(), phrase
        assert phrase.endswith((".", "!", "?")), phrase
        assert len(phrase) < 400
        sans_citations = _CITE.sub("«\N{NO-BREAK SPACE}…\N{NO-BREAK SPACE}»", phrase)
        assert not _ESPACES.search(sans_citations), phrase
        assert not _FUITES.search(sans_citations), phrase
        phrase.encode()


@examples
@given(DOSSIERS, CONTEXTES)
def test_explain_ne_leve_jamais(dossier: Dossier, context: Context) -> None:
    assert {p.refus.regle for p in explain(dossier, context) if p.refus} <= REFUSENT


@examples
@given(SITUATIONS)
def test_un_accord_part_de_ce_qui_est_donne(situation: Situation) -> None:
    command, dossier, context = situation
    decision = decide(command, dossier, context)
    if isinstance(decision, Refus):
        return
    connus = {
        id(objet)
        for objet in (
            dossier.candidature,
            dossier.candidat,
            dossier.session,
            dossier.action,
            dossier.membre,
            None,
            *(c for _, c in dossier.lignes),
        )
    }
    for changement in decision.changements:
        assert id(changement.avant) in connus
        assert changement.avant != changement.apres
        connus.add(id(changement.apres))


def candidatures(decision: Decision) -> Iterator[tuple[Candidature | None, Candidature]]:
    for changement in decision.changements if isinstance(decision, Accord) else ():
        match changement:
            case Changement(avant=Candidature() | None as avant, apres=Candidature() as apres):
                yield avant, apres


DEFINITIFS = {Etat.RETENUE, Etat.NON_RETENUE, Etat.AVIS_NON_TRANSMIS, Etat.REFUS_SESSION_ANNULEE}


@examples
@given(SITUATIONS)
def test_can_3_un_etat_final_ne_change_que_par_trois_portes(situation: Situation) -> None:
    command, dossier, context = situation
    for avant, apres in candidatures(decide(command, dossier, context)):
        if avant is None:
            assert apres.etat is Etat.EN_ATTENTE
        elif avant.etat is Etat.REFUS_SESSION_COMPLETE:  # AVI-10, ECH-6
            assert isinstance(command, RetenirListeAttente | LotRetenirListeAttente | AnnulerSession)
        elif avant.etat is Etat.RETENUE and isinstance(command, CompleterRetenue):  # LOT-4
            assert avant.a_completer
            assert replace(apres, avis=avant.avis) == avant
        elif avant.etat in DEFINITIFS:  # ECH-6
            assert isinstance(command, AnnulerSession)
            assert avant.etat is Etat.RETENUE
        if avant is not None:
            identite = replace(apres, etat=avant.etat, avis=avant.avis, convocations=avant.convocations)
            assert identite == avant
            assert apres.avis[: len(avant.avis)] == avant.avis, "history is only added to (AVI-10)"


@examples
@given(SITUATIONS)
def test_avi_6_un_avis_a_la_forme_de_son_etat(situation: Situation) -> None:
    command, dossier, context = situation
    hsp = dossier.dispositif is not None and dossier.dispositif.hsp
    for avant, apres in candidatures(decide(command, dossier, context)):
        if avant is None or len(apres.avis) == len(avant.avis):
            continue
        rendu = apres.avis[-1]
        assert rendu.rang == len(apres.avis)
        assert rendu.le == context.maintenant
        systeme = isinstance(command, PasserAvisNonTransmis)
        assert rendu.par == ("systeme" if systeme else context.utilisateur)
        textes: tuple[tuple[str, int], ...]
        match rendu.avis:
            case RecrutementOui() | ConformiteOui() as oui:
                assert isinstance(oui, ConformiteOui) is hsp
                assert apres.etat is Etat.RETENUE
                assert oui.entree <= oui.sortie
                assert 0 < oui.intensite <= 40
                assert oui.intensite.as_tuple().exponent == Decimal("0.01").as_tuple().exponent
                textes = ((oui.commentaire, COMMENTAIRE_MAX),)
            case RecrutementACompleter() as ouvert:
                assert apres.etat is Etat.RETENUE
                assert not hsp
                textes = ((ouvert.commentaire, COMMENTAIRE_MAX),)
            case RecrutementNon() as non:
                attendu = {
                    Motif.SESSION_COMPLETE: Etat.REFUS_SESSION_COMPLETE,
                    Motif.AVIS_NON_TRANSMIS: Etat.AVIS_NON_TRANSMIS,
                }
                assert apres.etat is attendu.get(non.motif, Etat.NON_RETENUE)
                assert (non.motif is Motif.AVIS_NON_TRANSMIS) is systeme
                assert non.raison or non.motif is not Motif.AUTRES
                textes = ((non.raison, RAISON_MAX), (non.commentaire, COMMENTAIRE_MAX))
            case ConformiteNon() as refusee:
                assert hsp
                assert apres.etat is Etat.NON_RETENUE
                textes = ((refusee.raison, RAISON_MAX),)
        for texte, maximum in textes:
            assert len(texte) <= maximum
            assert texte == propre(texte)
            assert caractere_de_controle(texte) is None
