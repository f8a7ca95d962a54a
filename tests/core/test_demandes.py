"""AVI-7: what to send, or to note, about an avis given by mistake."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rafaelpro_tui.core.demandes import ADRESSE, demande
from rafaelpro_tui.core.model import (
    Action,
    Avis,
    AvisRendu,
    Candidat,
    Candidature,
    ConformiteNon,
    Dispositif,
    Droit,
    Etat,
    Motif,
    MotifHsp,
    RecrutementNon,
    RecrutementOui,
    Session,
    Structure,
    TypeEntrees,
    Utilisateur,
)
from rafaelpro_tui.core.rules.decision import EnCours
from rafaelpro_tui.core.vues import Acteur
from rafaelpro_tui.core.vues_fiches import CandidatureVue

FIN = date(2022, 8, 25)
SESSION = Session(
    reference="00235491",
    action="A1",
    formateur="OF1",
    positionneur="OF1",
    commune="Bordeaux",
    code_postal="33000",
    debut=date(2022, 3, 1),
    fin=FIN,
    type_entrees=TypeEntrees.DATES_FIXES,
    effectif_minimal=4,
    effectif_vise=20,
    capacite_accueil=20,
    coefficient=Decimal(1),
    date_limite_inscription=FIN,
    date_limite_entree_tardive=FIN,
)
VUE = CandidatureVue(
    candidature=Candidature(
        reference="C1", session="00235491", candidat="P1", prescripteur="Mission locale", deposee_le=date(2022, 2, 10)
    ),
    candidat=Candidat(id="P1", nom_naissance="O’NEILL", prenom="Désiré"),
    session=SESSION,
    action=Action(id="A1", intitule="Amorce de parcours", dispositif="PRF", responsable="OF1"),
    dispositif=Dispositif(code="PRF", libelle="PRF", coefficient_min=Decimal(1), coefficient_max=Decimal(3)),
    etape=None,
    echeance=FIN,
    jours_restants=0,
    a_completer=False,
    en_cours=EnCours(),
)
HORIZON = Structure(id="OF1", siret="13002526500013", nom="Horizon Formation")
LEA = Acteur(
    utilisateur=Utilisateur(id="u1", nom="Martin", prenom="Léa"), structure=HORIZON, droit=Droit.GENERAL, referent=True
)
PERSONNE = LEA._replace(utilisateur=None)
OUI = RecrutementOui(entree=date(2022, 3, 1), sortie=FIN, intensite=Decimal("35.50"))
AUTRES = RecrutementNon(motif=Motif.AUTRES, raison="Déménage.")


def avec(etat: Etat, *avis: Avis) -> CandidatureVue:
    rendus = tuple(AvisRendu(rang=rang, avis=rendu) for rang, rendu in enumerate(avis, start=1))
    return replace(VUE, candidature=replace(VUE.candidature, etat=etat, avis=rendus))


def test_a_non_retenu_is_asked_back_by_mail_with_its_facts() -> None:
    voulue = demande(avec(Etat.NON_RETENUE, AUTRES), LEA)
    assert voulue is not None
    assert voulue.destinataire == ADRESSE
    assert ADRESSE in voulue.consigne
    for fait in ("C1", "10/02/2022", "O’NEILL Désiré", "00235491", "Bordeaux", "Motif indiqué", "Déménage."):
        assert fait in voulue.texte
    assert voulue.texte.endswith("Léa Martin, Horizon Formation")


def test_a_non_conformite_too() -> None:
    voulue = demande(avec(Etat.NON_RETENUE, ConformiteNon(motif=MotifHsp.PERSONNE_INJOIGNABLE)), PERSONNE)
    assert voulue is not None
    assert "Personne injoignable" in voulue.texte
    assert voulue.texte.endswith("\nHorizon Formation")


def test_a_retenu_is_noted_in_eos_never_by_mail() -> None:
    voulue = demande(avec(Etat.RETENUE, OUI), LEA)
    assert voulue is not None
    assert voulue.destinataire == "EOS"
    assert ADRESSE not in voulue.texte + voulue.consigne
    assert "01/03/2022" in voulue.texte
    assert "35,5\N{NO-BREAK SPACE}h" in voulue.texte


def test_the_last_avis_counts() -> None:
    complete = RecrutementNon(motif=Motif.SESSION_COMPLETE)
    voulue = demande(avec(Etat.RETENUE, complete, OUI), LEA)
    assert voulue is not None
    assert "Session complète" not in voulue.texte


@pytest.mark.parametrize(
    "vue",
    [
        avec(Etat.EN_ATTENTE),
        avec(Etat.AVIS_NON_TRANSMIS),
        avec(Etat.REFUS_SESSION_ANNULEE, OUI),
        avec(Etat.REFUS_SESSION_COMPLETE, RecrutementNon(motif=Motif.SESSION_COMPLETE)),
    ],
)
def test_elsewhere_there_is_nothing_to_ask(vue: CandidatureVue) -> None:
    assert demande(vue, LEA) is None
