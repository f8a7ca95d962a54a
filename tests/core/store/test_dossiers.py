"""The dossier of each command, and what is read once in a transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from rafaelpro_tui.core.commands import (
    Annuler,
    AnnulerSession,
    AnyCommand,
    Convoquer,
    Deposer,
    LotConvoquer,
    ModifierAction,
    ModifierDroit,
    ModifierSession,
    PasserAvisNonTransmis,
)
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import Action, Candidat, Droit, Etat, Rattachement, Role, Session
from rafaelpro_tui.core.rules.decision import Changement, Compte, Dossier, EnCours
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.dossiers import Lecteur
from rafaelpro_tui.core.store.rangement import ranger


def commande(cls: type[Any], structure: str = "OF1", **champs: Any) -> Any:
    return cls(id=uuid7(), structure=structure, utilisateur="u1", **champs)


def charger(base: Base, command: AnyCommand) -> Dossier:
    with base.read() as conn:
        return Lecteur(conn).charger(command)


def test_une_candidature_vient_avec_tout_ce_qui_l_entoure(base: Base) -> None:
    dossier = charger(base, commande(Convoquer, candidature="C1", date=date(2024, 7, 15)))
    assert dossier.candidature is not None
    assert dossier.session is not None
    assert dossier.action is not None
    assert dossier.dispositif is not None
    assert (dossier.candidature.reference, len(dossier.candidature.convocations)) == ("C1", 1)
    assert (dossier.session.reference, dossier.action.id, dossier.dispositif.code) == ("S1", "A1", "PRF")
    assert len(dossier.session.contacts) == 2
    assert dossier.compte == Compte(en_attente=2, retenues=1)
    assert charger(base, commande(PasserAvisNonTransmis, candidature="C1")) == dossier


def test_toute_la_verite_meme_pour_qui_n_a_pas_de_role(base: Base) -> None:
    """DRT-5 is the rules' answer, from the roles."""
    command = commande(Convoquer, "OF3", candidature="C1", date=date(2024, 7, 15))
    assert charger(base, command).candidature is not None


def test_ce_qui_n_existe_pas_est_vide(base: Base) -> None:
    for command in (
        commande(Convoquer, candidature="x", date=date(2024, 7, 15)),
        commande(ModifierSession, session="x"),
        commande(AnnulerSession, session="x"),
        commande(ModifierAction, action="x"),
        commande(Annuler, commande=uuid7()),
    ):
        assert charger(base, command) == Dossier()


def test_un_lot_garde_l_ordre_demande(base: Base) -> None:
    lot = commande(LotConvoquer, session="S1", candidatures=("C2", "x", "C1", "C7", "C2"), date=date(2024, 7, 15))
    lignes = charger(base, lot).lignes
    assert [(demandee, c and c.reference) for demandee, c in lignes] == [
        ("C2", "C2"),
        ("x", None),
        ("C1", "C1"),
        ("C7", "C7"),
        ("C2", "C2"),
    ]


def test_un_lot_ne_voit_pas_ce_qui_n_est_pas_a_lui(base: Base) -> None:
    """DRT-5: C7 is on S3, of which OF2 is Positionneur; C1 on S1, on which it is nothing."""
    lot = commande(LotConvoquer, "OF2", session="S3", candidatures=("C7", "C1"), date=date(2024, 7, 15))
    dossier = charger(base, lot)
    assert [c and c.reference for _, c in dossier.lignes] == ["C7", None]
    assert dossier.session is not None


def test_une_session_annulee_entraine_toutes_les_siennes(base: Base) -> None:
    dossier = charger(base, commande(AnnulerSession, session="S1"))
    assert [reference for reference, _ in dossier.lignes] == ["C1", "C2", "C3"]
    assert [c and c.etat for _, c in dossier.lignes] == [Etat.EN_ATTENTE, Etat.EN_ATTENTE, Etat.RETENUE]


def test_une_action_et_les_roles_sur_ses_sessions(base: Base) -> None:
    assert charger(base, commande(ModifierAction, action="A1")).roles_action == (Role.FORMATEUR, Role.POSITIONNEUR)
    assert charger(base, commande(ModifierAction, "OF2", action="A1")).roles_action == (Role.POSITIONNEUR,)
    assert charger(base, commande(ModifierAction, "OF3", action="A1")).roles_action == ()


def test_un_membre_est_de_la_structure_de_la_commande(base: Base) -> None:
    dossier = charger(base, commande(ModifierDroit, membre="u1"))
    assert dossier.membre == Rattachement(utilisateur="u1", structure="OF1", droit=Droit.GENERAL, referent=True)
    assert dossier.referents == 1
    ailleurs = charger(base, commande(ModifierDroit, "OF2", membre="u1"))
    assert ailleurs.membre is not None
    assert (ailleurs.membre.droit, ailleurs.referents) == (Droit.CATALOGUE, 0)
    assert charger(base, commande(ModifierDroit, "OF3", membre="u1")).membre is None


def test_un_depot_compte_partout(base: Base) -> None:
    """CAN-4: over all organismes and dispositifs; CAN-5."""
    depot = commande(Deposer, reference="N", session="S1", candidat="P1", prescripteur="x")
    dossier = charger(base, depot)
    assert dossier.en_cours == EnCours(total=4, hsp=1)
    assert (dossier.deja_candidat, dossier.reference_prise) == (True, False)
    assert dossier.candidat is not None
    ailleurs = charger(base, replace(depot, session="S4", reference="C9"))
    assert (ailleurs.deja_candidat, ailleurs.reference_prise) == (False, True)


def test_un_depot_apporte_une_personne(base: Base) -> None:
    personne = Candidat(id="P9", nom_naissance="Neuf", prenom="Nour")
    depot = commande(Deposer, reference="N", session="S1", candidat=personne, prescripteur="x")
    dossier = charger(base, depot)
    assert (dossier.candidat, dossier.en_cours, dossier.deja_candidat) == (None, EnCours(), False)
    connue = charger(base, replace(depot, candidat=replace(personne, id="P1")))
    assert connue.candidat is not None
    assert connue.candidat.nom_naissance == "O’NEILL"


def test_ce_qui_est_ecrit_est_relu(base: Base) -> None:
    """A session and an attachment are read once, until a change is told."""
    with base.write.transaction() as conn:
        lecteur = Lecteur(conn)
        command = commande(ModifierSession, session="S1")
        session = lecteur.charger(command).session
        lien = lecteur.rattachement("u1", "OF1")
        assert isinstance(session, Session)
        assert lien is not None
        nouvelle = replace(session, coefficient=Decimal(2))
        nouveau = replace(lien, droit=Droit.CATALOGUE)
        for objet in (nouvelle, nouveau):
            ranger(conn, objet)
        assert lecteur.charger(command).session is session
        assert lecteur.rattachement("u1", "OF1") is lien
        lecteur.oublier([Changement(session, nouvelle), Changement(lien, nouveau)])
        assert lecteur.charger(command).session == nouvelle
        assert lecteur.rattachement("u1", "OF1") == nouveau
        action = lecteur.charger(command).action
        assert isinstance(action, Action)
        autre = replace(action, plus="Un plus")
        ranger(conn, autre, action)
        lecteur.oublier([Changement(action, autre)])
        assert lecteur.charger(command).action == autre
