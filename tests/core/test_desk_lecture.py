"""What the desk shows: lists, sheets, the dashboard, and « Détail et suivi »."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from rafaelpro_tui.core.commands import (
    AnnulerSession,
    Convoquer,
    LotConvoquer,
    LotNoterResultat,
    NoterResultat,
    RendreAvis,
    SaisieConformiteOui,
    SaisieRecrutementNon,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.model import Candidature, Convocation, Etape, Etat, Motif, Resultat, Role
from rafaelpro_tui.core.store import replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.rangement import ranger
from rafaelpro_tui.core.vues import Onglet, Tri
from tests.core.atelier import FIN, JOUR, HorlogeDeTest


@pytest.fixture
def positionneur(fichier: Path, horloge: HorlogeDeTest) -> Iterator[Desk]:
    with Desk.open(fichier, horloge=horloge, utilisateur="u3") as desk:
        yield desk


@pytest.fixture
def catalogue(fichier: Path, horloge: HorlogeDeTest) -> Iterator[Desk]:
    with Desk.open(fichier, horloge=horloge, utilisateur="u2") as desk:
        yield desk


@pytest.fixture
def tiers(fichier: Path, horloge: HorlogeDeTest) -> Iterator[Desk]:
    with Desk.open(fichier, horloge=horloge, utilisateur="u4") as desk:
        yield desk


def test_ce_qui_s_exporte_dit_la_base_ou_le_serveur(fichier: Path, horloge: HorlogeDeTest) -> None:
    with Desk.open(fichier, horloge=horloge) as desk:
        local = desk.provenance("candidatures", "jours<7")
        assert (local.source, local.filtre, local.acteur) == (str(fichier), "jours<7", desk.acteur)
        assert local.quand == horloge.maintenant()
    with Base.open(fichier) as base:
        base.ecrire_meta(replique.URL, "https://rafael.exemple.fr")
    with Desk.open(fichier, horloge=horloge) as desk:
        assert desk.provenance("candidatures").source == "https://rafael.exemple.fr"


def test_les_listes_suivent_ce_qui_s_ecrit(desk: Desk) -> None:
    source = desk.candidatures(session="S", tri=Tri("reference"))
    assert [ligne.reference for _, ligne in source.first(10)] == ["S0", "S1", "S2", "S3"]
    n = source.order()[0]
    assert desk.reference_candidature(n) == "S0"
    desk.executer_une(desk.commande(Convoquer, candidature="S0", date=JOUR))
    ligne = source.rows([n])[n]
    assert (ligne.nb_convocations, ligne.etape) == (1, Etape.PRESENCE_A_RENSEIGNER)
    sessions = desk.sessions(Onglet.EN_COURS_ET_A_VENIR)
    assert sessions.count() == 3
    assert desk.reference_session(sessions.order()[0]) == sessions.first(1)[0][1].reference
    assert desk.sessions(Onglet.TERMINEES).count() == 0


def test_une_session_se_compte(desk: Desk) -> None:
    desk.executer_une(desk.commande(Convoquer, candidature="S0", date=JOUR))
    vue = desk.session("S")
    assert vue.comptes[Etat.EN_ATTENTE] == sum(vue.etapes.values()) == vue.inscrits == 4
    assert vue.etapes[Etape.PRESENCE_A_RENSEIGNER] == 1
    assert vue.roles == (Role.RESPONSABLE, Role.FORMATEUR)
    assert vue.consultation is None


def test_qui_ne_traite_pas_les_candidatures_voit_les_nombres(catalogue: Desk) -> None:
    """DRT-9."""
    assert catalogue.session("S").comptes[Etat.EN_ATTENTE] == 4
    source = catalogue.candidatures(session="S")
    assert (source.count(), source.interdit and source.interdit.regle) == (0, "DRT-9")
    with pytest.raises(Introuvable):
        catalogue.candidature("S0")
    assert list(catalogue.echeances()) == []


def test_sans_role_rien_n_existe(tiers: Desk) -> None:
    """DRT-5."""
    assert tiers.sessions(Onglet.TOUTES).count() == 0
    for lire in (tiers.session, tiers.candidature):
        with pytest.raises(Introuvable):
            lire("S0")
    with pytest.raises(Introuvable):
        tiers.candidatures(session="S")


def test_le_tableau_et_les_echeances(desk: Desk, horloge: HorlogeDeTest) -> None:
    lignes = {ligne.role: ligne for ligne in desk.tableau()}
    assert (lignes[Role.RESPONSABLE].en_attente, lignes[Role.RESPONSABLE].passage_15_jours) == (8, 0)
    assert lignes[Role.POSITIONNEUR].en_attente == 0
    horloge.aller_au(FIN + timedelta(days=6))
    assert {ligne.role: ligne.passage_15_jours for ligne in desk.tableau()}[Role.RESPONSABLE] == 8
    assert {e.jours for e in desk.echeances(15)} == {15}
    assert list(desk.echeances(14)) == []


def test_une_candidature_dit_ce_qui_se_peut(desk: Desk) -> None:
    vue = desk.candidature("S0")
    assert (vue.candidat.id, vue.session.reference, vue.etape) == ("P0", "S", Etape.A_CONVOQUER)
    assert (vue.en_cours.total, vue.en_cours.hsp) == (3, 1)
    assert {p.type for p in vue.possibilites if p.refus is None} == {"convoquer"}
    assert vue.possibilites == desk.expliquer("S0")


# Détail et suivi


def suivi(desk: Desk, reference: str) -> list[tuple[date | None, str, str]]:
    return [(e.date, e.texte.replace("\u00a0", " "), e.par) for e in desk.candidature(reference).historique]


DEPOT = (date(2024, 6, 1), "Candidature déposée par Mission locale de Pau", "")


def test_le_suivi_dit_qui_et_quand(desk: Desk, horloge: HorlogeDeTest, positionneur: Desk) -> None:
    """Alone or by lot, for one structure or the other."""
    demain, apres_demain = JOUR + timedelta(days=1), JOUR + timedelta(days=2)
    desk.executer_une(desk.commande(LotConvoquer, session="S", candidatures=("S0",), date=demain))
    horloge.aller_au(apres_demain)
    lot = positionneur.commande(
        LotNoterResultat, session="S", candidatures=("S0",), resultat=Resultat.ABSENCE_JUSTIFIEE
    )
    positionneur.executer_une(lot)
    for commande in (
        desk.commande(Convoquer, candidature="S0", date=apres_demain),
        desk.commande(NoterResultat, candidature="S0", rang=2, resultat=Resultat.PRESENCE),
        desk.commande(RendreAvis, candidature="S0", avis=SaisieRecrutementNon(motif=Motif.SESSION_COMPLETE)),
        desk.commande(AnnulerSession, session="S"),
    ):
        assert desk.executer_une(commande).fait
    assert suivi(desk, "S0") == [
        DEPOT,
        (JOUR, "Convocation 1 pour le 16/07/2024", "Léa Martin"),
        (apres_demain, "Convocation 1 : absence justifiée", "Zoé Martin"),
        (apres_demain, "Convocation 2 pour le 17/07/2024", "Léa Martin"),
        (apres_demain, "Convocation 2 : présence", "Léa Martin"),
        (apres_demain, "Avis : session complète", "Léa Martin"),
        (apres_demain, "Session annulée par le financeur", ""),
    ]


def test_le_passe_d_un_jeu_de_donnees_se_dit_sans_auteur(fichier: Path, horloge: HorlogeDeTest) -> None:
    """What the outbox knows is what came last."""
    passee = Convocation(rang=1, date=date(2024, 6, 10), resultat=Resultat.ABSENCE_JUSTIFIEE)
    with Base.open(fichier) as base, base.write.transaction() as conn:
        ranger(
            conn,
            Candidature(
                reference="D",
                session="S",
                candidat="P5",
                prescripteur="Cap emploi",
                deposee_le=date(2024, 6, 1),
                convocations=(passee,),
            ),
        )
    with Desk.open(fichier, horloge=horloge) as desk:
        desk.executer_une(desk.commande(Convoquer, candidature="D", date=JOUR))
        assert suivi(desk, "D")[1:] == [
            (date(2024, 6, 10), "Convocation 1 : absence justifiée", ""),
            (JOUR, "Convocation 2 pour le 15/07/2024", "Léa Martin"),
        ]


def test_une_saisie_annulee_ne_laisse_pas_de_fait(patient: Desk) -> None:
    premiere = patient.commande(Convoquer, candidature="S0", date=JOUR)
    patient.executer_une(premiere)
    patient.annuler(premiere.id)
    assert suivi(patient, "S0") == [DEPOT]


def test_les_autres_sortes_d_avis(desk: Desk, horloge: HorlogeDeTest) -> None:
    oui = SaisieConformiteOui(entree=JOUR, sortie=FIN, intensite=Decimal(35))
    desk.executer_une(desk.commande(RendreAvis, candidature="H0", avis=oui))
    assert suivi(desk, "H0")[1:] == [
        (JOUR, "Conformité administrative : oui, du 15/07/2024 au 30/09/2024", "Léa Martin")
    ]
    horloge.aller_au(FIN + timedelta(days=22))
    desk.passages()
    assert suivi(desk, "S0")[1:] == [(FIN + timedelta(days=22), "Avis : avis non transmis", "RafaelPro")]
