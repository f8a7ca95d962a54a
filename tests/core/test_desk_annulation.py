"""ANN-1: undo within the grace, what builds on it, and what may no longer be undone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rafaelpro_tui.core.commands import (
    Annuler,
    AnnulerSession,
    Command,
    Convoquer,
    Deposer,
    LotConvoquer,
    ModifierDroit,
    ModifierSession,
    NoterResultat,
    RendreAvis,
    RetenirListeAttente,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import Candidat, Droit, Etape, Etat, Motif, Resultat
from rafaelpro_tui.core.resultats import Resultat as Reponse
from tests.core.atelier import FIN, JOUR, HorlogeDeTest, contenu, lignes

OUI = SaisieRecrutementOui(entree=JOUR, sortie=FIN, intensite=Decimal(35))
COMPLETE = SaisieRecrutementNon(motif=Motif.SESSION_COMPLETE)


def faire(desk: Desk, *commands: Command) -> list[UUID]:
    for resultat in desk.executer(commands):
        assert resultat.fait, resultat
    return [command.id for command in commands]


def convoquer(desk: Desk, reference: str, jour: date = JOUR) -> Convoquer:
    return desk.commande(Convoquer, candidature=reference, date=jour)


def noter(desk: Desk, reference: str, resultat: Resultat = Resultat.PRESENCE) -> NoterResultat:
    return desk.commande(NoterResultat, candidature=reference, rang=1, resultat=resultat)


def avis(desk: Desk, reference: str, saisie: Any = OUI) -> RendreAvis:
    return desk.commande(RendreAvis, candidature=reference, avis=saisie)


def statuts(desk: Desk) -> list[str]:
    return [statut for (statut,) in lignes(desk, "SELECT statut FROM depart ORDER BY seq")]


def regles(resultats: list[Reponse]) -> list[tuple[str, str | None]]:
    return [(resultat.type, resultat.regle) for resultat in resultats]


def test_annuler_remet_tout_comme_avant(patient: Desk) -> None:
    faire(patient, convoquer(patient, "S0"), noter(patient, "S0"))
    avant = contenu(patient)
    (id,) = faire(patient, avis(patient, "S0"))
    resultat = patient.annuler(id)
    assert (resultat.fait, resultat.etat, resultat.etape) == (True, Etat.EN_ATTENTE, Etape.AVIS_A_RENDRE)
    assert contenu(patient) == avant
    assert statuts(patient) == ["en_grace", "en_grace", "annulee", "acceptee"]


def test_annuler_enleve_ce_qui_est_arrive(patient: Desk) -> None:
    avant = contenu(patient)
    arrivant = Candidat(id="N1", nom_naissance="Neuf", prenom="Nour")
    depot = patient.commande(Deposer, reference="N", session="S", candidat=arrivant, prescripteur="Cap emploi")
    (id,) = faire(patient, depot)
    assert patient.annuler(id).fait
    assert contenu(patient) == avant


def test_les_saisies_annulables_sont_les_siennes_la_derniere_d_abord(patient: Desk, horloge: HorlogeDeTest) -> None:
    premier, _ = faire(patient, convoquer(patient, "S0"), noter(patient, "S0"))
    horloge.attendre(5)
    lot = patient.commande(LotConvoquer, session="S", candidatures=("S1", "S2", "S0"), date=JOUR)
    faire(patient, lot, avis(patient, "S0"))
    patient.executer_une(avis(patient, "S0"))
    assert [(a.libelle, a.cible, a.reste) for a in patient.annulables()] == [
        ("Avis sur S0\u00a0: retenue", "S0", 20),
        ("Lot\u00a0: 2 convocations", "S", 20),
        ("Réponse de S0\u00a0: présence", "S0", 15),
        ("Convocation de S0 le 15/07/2024", "S0", 15),
    ]
    assert patient.annulables()[-1].id == premier
    horloge.attendre(15)
    assert len(patient.annulables()) == 2


def test_le_delai_passe_la_saisie_est_definitive(patient: Desk, horloge: HorlogeDeTest) -> None:
    """Accepted when the grace ends, settled at the next write."""
    (id,) = faire(patient, convoquer(patient, "S0"))
    horloge.attendre(20)
    avant = contenu(patient)
    refus = patient.annuler(id)
    assert (refus.regle, contenu(patient)) == ("ANN-1", avant)
    assert statuts(patient) == ["acceptee", "refusee"]


def test_le_delai_est_celui_de_la_saisie_pas_celui_du_lecteur(
    fichier: Path, horloge: HorlogeDeTest, patient: Desk
) -> None:
    """By the command line too: `--grace 60`, then `annuler` in another run."""
    (id,) = faire(patient, convoquer(patient, "S0"))
    with Desk.open(fichier, horloge=horloge) as autre:
        assert autre.annuler(id).fait


def test_sans_delai_rien_ne_s_annule(desk: Desk) -> None:
    (id,) = faire(desk, convoquer(desk, "S0"))
    assert desk.annulables() == ()
    assert desk.annuler(id).regle == "ANN-1"


def test_seul_l_auteur_annule(patient: Desk) -> None:
    (id,) = faire(patient, convoquer(patient, "S0"))
    par_un_autre = Annuler(id=uuid7(), structure="OF2", utilisateur="u3", commande=id)
    assert patient.executer_une(par_un_autre).regle == "ANN-1"


def test_une_annulation_ne_s_annule_pas_et_ne_se_fait_qu_une_fois(patient: Desk) -> None:
    (id,) = faire(patient, convoquer(patient, "S0"))
    annulation = patient.annuler(id)
    assert [patient.annuler(x).regle for x in (annulation.id, id, uuid7())] == ["ANN-1"] * 3


def test_une_saisie_refusee_ne_s_annule_pas(patient: Desk) -> None:
    assert patient.annuler(patient.executer_une(avis(patient, "S0")).id).regle == "ANN-1"


def test_ce_qui_s_appuie_dessus_est_nomme_puis_refuse(patient: Desk) -> None:
    premier, *_ = faire(
        patient,
        convoquer(patient, "S0"),
        noter(patient, "S0"),
        avis(patient, "S0"),
        convoquer(patient, "S1"),
    )
    avant = contenu(patient)
    attendues = [("noter_resultat", "CNV-4"), ("rendre_avis", "AVI-1")]
    assert [type_ for type_, _ in regles(patient.consequences(premier))] == [type_ for type_, _ in attendues]
    assert contenu(patient) == avant
    assert statuts(patient) == ["en_grace"] * 4
    assert patient.annuler(premier).etape is Etape.A_CONVOQUER
    assert statuts(patient) == ["annulee", "refusee", "refusee", "en_grace", "acceptee"]
    assert lignes(patient, "SELECT count(*) FROM convocation") == [(1,)]


def test_ce_qui_a_ete_donne_ensemble_s_annule_ensemble(patient: Desk) -> None:
    """Latest first; what is named is what others would lose, not what goes with it."""
    avant = contenu(patient)
    ensemble = faire(patient, convoquer(patient, "S0"), noter(patient, "S0"), convoquer(patient, "S1"))
    (suite,) = faire(patient, noter(patient, "S1"))
    ensemble.reverse()
    assert [(tombee.id, tombee.regle) for tombee in patient.consequences(*ensemble)] == [(suite, "CNV-4")]
    resultats = patient.annuler_ensemble(ensemble)
    assert all(resultat.fait for resultat in resultats)
    assert contenu(patient) == avant
    assert statuts(patient) == ["annulee"] * 3 + ["refusee"] + ["acceptee"] * 3
    assert [resultat.regle for resultat in patient.annuler_ensemble(ensemble)] == ["ANN-1"] * 3


def test_la_reponse_gardee_est_celle_du_nouveau_passage(patient: Desk) -> None:
    un, note = convoquer(patient, "S0"), noter(patient, "S0")
    faire(patient, un, note)
    patient.annuler(un.id)
    rejoue = patient.executer_une(note)
    assert (rejoue.rejoue, rejoue.issue) == (True, "refus")


def test_un_rebasement_ne_se_lit_pas_au_journal(patient: Desk) -> None:
    premier, *_ = faire(patient, convoquer(patient, "S0"), noter(patient, "S0"), avis(patient, "S0"))
    patient.annuler(premier)
    assert [(x.type, x.cible, x.issue) for x in patient.journal()] == [
        ("convoquer", "S0", "fait"),
        ("noter_resultat", "S0", "fait"),
        ("rendre_avis", "S0", "fait"),
        ("annuler", "S0", "fait"),
    ]
    assert patient.verifier_journal().intacte


def test_ce_qui_passe_encore_est_refait_a_son_propre_jour(patient: Desk, horloge: HorlogeDeTest) -> None:
    """The avis keeps the instant at which it was typed."""
    faire(patient, convoquer(patient, "S0"), noter(patient, "S0"))
    lot = patient.commande(LotConvoquer, session="S", candidatures=("S1", "S2"), date=JOUR)
    faire(patient, lot)
    seance = avis(patient, "S0")
    faire(patient, seance, noter(patient, "S1"))
    horloge.aller_au(JOUR + timedelta(days=2))
    deplacee = convoquer(patient, "S3", JOUR + timedelta(days=2))
    faire(patient, deplacee)
    assert regles(patient.consequences(lot.id)) == [("noter_resultat", "CNV-4")]
    patient.annuler(lot.id)
    assert lignes(patient, "SELECT le FROM avis") == [("2024-07-15T10:30:00",)]
    assert statuts(patient) == ["en_grace", "en_grace", "annulee", "en_grace", "refusee", "en_grace", "acceptee"]


def test_une_suite_definitive_retient_ce_qui_la_porte(fichier: Path, horloge: HorlogeDeTest, patient: Desk) -> None:
    (id,) = faire(patient, convoquer(patient, "S0"))
    with Desk.open(fichier, horloge=horloge) as presse:
        faire(presse, noter(presse, "S0"))
    avant = contenu(patient)
    refus = patient.annuler(id)
    assert refus.regle == "ANN-1"
    assert patient.consequences(id) == []
    assert contenu(patient) == avant


def test_une_suite_definitive_ailleurs_ne_gene_pas(fichier: Path, horloge: HorlogeDeTest, patient: Desk) -> None:
    (id,) = faire(patient, convoquer(patient, "S0"))
    with Desk.open(fichier, horloge=horloge) as presse:
        faire(presse, convoquer(presse, "S1"))
    assert patient.annuler(id).fait


def test_un_lot_lie_ce_qu_il_touche(fichier: Path, horloge: HorlogeDeTest, patient: Desk) -> None:
    """Through the lot, what is final on S1 stands on what is pending on S0."""
    un = convoquer(patient, "S0", JOUR - timedelta(days=2))
    faire(patient, un, noter(patient, "S0", Resultat.ABSENCE_JUSTIFIEE))
    lot = patient.commande(LotConvoquer, session="S", candidatures=("S0", "S1"), date=JOUR)
    faire(patient, lot)
    with Desk.open(fichier, horloge=horloge) as presse:
        faire(presse, noter(presse, "S1"))
    assert patient.annuler(un.id).regle == "ANN-1"


def test_une_annulation_de_session_s_annule(patient: Desk) -> None:
    faire(patient, convoquer(patient, "S0"), noter(patient, "S0"), avis(patient, "S0", COMPLETE))
    avant = contenu(patient)
    (id,) = faire(patient, patient.commande(AnnulerSession, session="S"))
    assert patient.annuler(id).fait
    assert contenu(patient) == avant


def test_une_place_rendue_puis_reprise(patient: Desk) -> None:
    """CAN-5: S0's seat, freed by an avis, was taken by S0's own candidat again; undone, the new one goes."""
    faire(patient, convoquer(patient, "S0"), noter(patient, "S0"))
    non = avis(patient, "S0", SaisieRecrutementNon(motif=Motif.PROJET))
    depot = patient.commande(Deposer, reference="N", session="S", candidat="P0", prescripteur="Cap emploi")
    faire(patient, non, depot)
    assert regles(patient.consequences(non.id)) == [("deposer", "CAN-4")]
    assert patient.annuler(non.id).fait
    assert lignes(patient, "SELECT 1 FROM candidature WHERE reference = 'N'") == []


def test_une_place_reprise_pour_de_bon_retient_l_annulation(
    fichier: Path, horloge: HorlogeDeTest, patient: Desk
) -> None:
    faire(patient, convoquer(patient, "S0"), noter(patient, "S0"))
    non = avis(patient, "S0", SaisieRecrutementNon(motif=Motif.PROJET))
    faire(patient, non)
    with Desk.open(fichier, horloge=horloge) as flux:
        faire(flux, flux.commande(Deposer, reference="N", session="S", candidat="P0", prescripteur="Cap emploi"))
    assert patient.annuler(non.id).regle == "ANN-1"


def test_une_limite_repoussee_puis_annulee(patient: Desk, horloge: HorlogeDeTest) -> None:
    """AVI-10 looks at the date limite d'entrée tardive that the undone command had moved."""
    faire(patient, convoquer(patient, "S0"), noter(patient, "S0"), avis(patient, "S0", COMPLETE))
    horloge.aller_au(JOUR + timedelta(days=11))
    tardive = JOUR + timedelta(days=20)
    repoussee = patient.commande(ModifierSession, session="S", date_limite_entree_tardive=tardive)
    retenir = patient.commande(RetenirListeAttente, candidature="S0", entree=tardive, sortie=FIN, intensite=Decimal(35))
    faire(patient, repoussee, retenir, convoquer(patient, "S1", JOUR + timedelta(days=11)))
    assert regles(patient.consequences(repoussee.id)) == [("retenir_liste_attente", "AVI-10")]


def test_un_droit_repris_fait_repasser_ce_qui_est_en_attente(patient: Desk) -> None:
    donne = patient.commande(ModifierDroit, membre="u2", droit=Droit.PREINSCRIPTION)
    par_u2 = Convoquer(id=uuid7(), structure="OF1", utilisateur="u2", candidature="S0", date=JOUR)
    faire(patient, donne, par_u2, convoquer(patient, "S1"))
    assert regles(patient.consequences(donne.id)) == [("convoquer", "DRT-1")]


def test_la_structure_garde_une_referente(patient: Desk) -> None:
    """DRT-6, through an undo."""
    nommee = patient.commande(ModifierDroit, membre="u2", referent=True)
    partie = patient.commande(ModifierDroit, membre="u1", referent=False)
    faire(patient, nommee, partie)
    assert regles(patient.consequences(nommee.id)) == [("modifier_droit", "DRT-6")]
    assert patient.annuler(nommee.id).fait
    assert lignes(patient, "SELECT utilisateur FROM rattachement WHERE structure = 'OF1' AND referent") == [("u1",)]


@pytest.mark.parametrize("grace", [0.0, 20.0])
def test_une_commande_sans_effet(fichier: Path, horloge: HorlogeDeTest, grace: float) -> None:
    with Desk.open(fichier, horloge=horloge, grace=grace) as desk:
        (id,) = faire(desk, desk.commande(ModifierSession, session="S", coefficient=Decimal(1)))
        assert desk.annuler(id).fait == bool(grace)
