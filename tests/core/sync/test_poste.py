"""What a laptop says of its commands: what a lot was not done for, what is recorded, what was typed (LOT-5, SYNC)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from rafaelpro_tui.core.commands import (
    AnyCommand,
    Convoquer,
    DeplacerConvocation,
    LotConvoquer,
    ModifierContacts,
    ModifierDroit,
    RendreAvis,
    SaisieRecrutementNon,
)
from rafaelpro_tui.core.model import Contact, Droit, Motif
from rafaelpro_tui.core.sync.copie import en_clair
from rafaelpro_tui.core.sync.poste import Poste as Tenue
from rafaelpro_tui.core.texte import NBSP, date_fr
from tests.core.atelier import FIN, JOUR
from tests.core.sync.autorite import Autorite
from tests.core.sync.test_replique import NON, OUI, Poste, autorite, autre, egales, poste, presente

__all__ = ["autorite", "autre", "poste"]

APRES = JOUR + timedelta(days=1)


@pytest.fixture
def tenue(poste: Poste) -> Tenue:
    with poste.desk() as desk:
        return Tenue(poste.base, poste.horloge, desk._lire_contexte)


def test_ce_qu_un_lot_n_a_pas_fait_est_dit(autorite: Autorite, poste: Poste, autre: Poste, tenue: Tenue) -> None:
    """A row that was told « fait » here, and is refused there: it is to be settled, and its later commands wait."""
    assert autre.faire(Convoquer, candidature="S0", date=JOUR).fait
    autre.sync.passer()
    lot = poste.faire(LotConvoquer, session="S", candidatures=("S0", "S1", "S2"), date=APRES)
    assert [ligne.issue for ligne in lot.lignes] == ["fait"] * 3
    poste.sync.passer()
    assert poste.statuts() == ["acceptee"]  # I5
    (conflit,) = tenue.conflits()
    assert (conflit.libelle, [ligne.candidature for ligne in conflit.lignes]) == (f"Lot{NBSP}: 1 convocation", ["S0"])
    assert conflit.refus.regle == "CNV-2"
    assert tenue.etat().a_regler == 1
    poste.faire(DeplacerConvocation, candidature="S0", rang=1, date=APRES)
    poste.faire(DeplacerConvocation, candidature="S1", rang=1, date=JOUR)
    poste.sync.passer()
    assert poste.statuts() == ["acceptee", "a_envoyer", "acceptee"]
    tenue.laisser(conflit.seq)
    assert tenue.conflits() == ()
    poste.sync.passer()
    assert poste.statuts() == ["acceptee"] * 3
    egales(autorite, poste, autre)


def test_le_journal_dit_ce_que_le_serveur_a_refuse_depuis(poste: Poste, autre: Poste, tenue: Tenue) -> None:
    """A whole command, and of a lot the rows that were not done there; settled or not (SYNC I4, LOT-5)."""
    assert autre.faire(Convoquer, candidature="S0", date=JOUR).fait
    autre.sync.passer()
    poste.faire(LotConvoquer, session="S", candidatures=("S0", "S1", "S2"), date=APRES)
    assert issues(poste) == {"S0": "fait", "S1": "fait", "S2": "fait"}
    poste.sync.passer()
    assert issues(poste) == {"S0": "refus", "S1": "fait", "S2": "fait"}
    tenue.laisser(tenue.conflits()[0].seq)
    poste.faire(Convoquer, candidature="T0", date=APRES)
    autre.faire(Convoquer, candidature="T0", date=JOUR)
    autre.sync.passer()
    poste.sync.passer()
    assert issues(poste) == {"S0": "refus", "S1": "fait", "S2": "fait", "T0": "refus"}


def issues(poste: Poste) -> dict[str, str]:
    """What the journal says of each candidature."""
    with poste.desk() as desk:
        return {ligne.cible: ligne.issue for _, ligne in desk.decisions().first(20)}


def test_ce_qui_etait_deja_refuse_ici_n_est_pas_redit(
    autorite: Autorite, poste: Poste, autre: Poste, tenue: Tenue
) -> None:
    assert poste.faire(Convoquer, candidature="S0", date=JOUR).fait
    lot = poste.faire(LotConvoquer, session="S", candidatures=("S0", "S1"), date=APRES)
    assert [ligne.issue for ligne in lot.lignes] == ["refus", "fait"]
    poste.sync.passer()
    assert tenue.conflits() == ()
    egales(autorite, poste)


def test_un_tirage_avant_l_envoi_ne_tait_rien(autorite: Autorite, poste: Poste, autre: Poste, tenue: Tenue) -> None:
    """The pull has run the lot again without the row: what counts is what the user was told."""
    poste.faire(LotConvoquer, session="S", candidatures=("S0", "S1"), date=APRES)
    assert autre.faire(Convoquer, candidature="S0", date=JOUR).fait
    autre.sync.passer()
    poste.sync.recevoir("OF1")
    poste.sync.passer()
    (conflit,) = tenue.conflits()
    assert [ligne.candidature for ligne in conflit.lignes] == ["S0"]


def test_enregistre_le_reste_dit(poste: Poste, tenue: Tenue) -> None:
    """Also once the effects are the server's own, and of a lot for what it was done for."""
    presente(poste, "S0")
    poste.faire(LotConvoquer, session="S", candidatures=("S1",), date=JOUR)
    assert tenue.enregistree_le("S0") == (True, None)
    poste.sync.passer()
    poste.sync.passer()
    for reference in ("S0", "S1"):
        assert tenue.enregistree_le(reference) == (False, poste.horloge.maintenant())
    assert tenue.enregistree_le("S2") == (False, None)
    with poste.desk() as desk:
        textes = [evenement.texte for evenement in desk.candidature("S0").historique]
    assert any(texte.startswith("Enregistré le 15/07/2024") for texte in textes)


def test_un_refus_n_enregistre_rien(poste: Poste, autre: Poste, tenue: Tenue) -> None:
    presente(poste, "S0")
    poste.sync.passer()
    autre.sync.passer()
    autre.faire(RendreAvis, candidature="S0", avis=NON)
    autre.sync.passer()
    with autre.desk() as desk:
        refuse = desk.poste.enregistree_le("S0")
    poste.faire(RendreAvis, candidature="S0", avis=replace(OUI, commentaire="À bientôt"))
    avant = tenue.enregistree_le("S0")[1]
    poste.sync.passer()
    assert refuse[1] is not None
    assert tenue.enregistree_le("S0") == (False, avant)
    (conflit,) = tenue.conflits()
    assert conflit.texte.splitlines() == [
        f"Candidature{NBSP}: S0",
        f"Recrutement accepté{NBSP}? oui",
        f"Date d’entrée en formation{NBSP}: 01/08/2024",
        f"Date de sortie de formation{NBSP}: {date_fr(FIN)}",
        f"Intensité hebdomadaire (h){NBSP}: 35",
        f"Commentaire{NBSP}: À bientôt",
    ]


COMMUNS: dict[str, Any] = {"id": UUID(int=1), "structure": "OF1", "utilisateur": "u1"}


@pytest.mark.parametrize(
    ("command", "attendu"),
    [
        (
            RendreAvis(**COMMUNS, candidature="C1", avis=SaisieRecrutementNon(motif=Motif.AUTRES, raison="Voir\nnote")),
            [
                f"Candidature{NBSP}: C1",
                f"Recrutement accepté{NBSP}? non",
                f"Motif{NBSP}: Autres{NBSP}; précisez SVP",
                f"Raison{NBSP}: Voir",
                "note",
            ],
        ),
        (
            ModifierDroit(**COMMUNS, membre="u2", droit=Droit.GENERAL, referent=False),
            [f"Membre{NBSP}: u2", f"Droit{NBSP}: Gestionnaire OF général", f"Référent{NBSP}: non"],
        ),
        (
            ModifierContacts(**COMMUNS, session="S", contacts=(Contact(nom="Accueil", telephone="0556000000"),)),
            [f"Session{NBSP}: S", f"Contacts{NBSP}: Accueil, 0556000000"],
        ),
    ],
    ids=["avis", "droit", "contacts"],
)
def test_une_saisie_se_copie_entiere(command: AnyCommand, attendu: list[str]) -> None:
    assert en_clair(command).splitlines() == attendu
