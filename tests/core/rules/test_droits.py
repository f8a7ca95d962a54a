"""DRT — who may do what, for which structure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rafaelpro_tui.core.commands import (
    AnyCommand,
    LotConvoquer,
    ModifierAction,
    ModifierContacts,
    ModifierDroit,
    ModifierSession,
)
from rafaelpro_tui.core.model import Candidature, Contact, Droit, Rattachement, Role
from rafaelpro_tui.core.rules import explain
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.droits import peut_consulter_candidats, refus_consultation
from rafaelpro_tui.core.rules.sessions import roles
from tests.core.rules.monde import (
    A_COMPLETER,
    A_CONVOQUER,
    ACTION,
    CONVOQUEE,
    FORMATEUR,
    GUIDE,
    POSITIONNEUR,
    PRESENTE,
    RESPONSABLE,
    TIERS,
    accorde,
    apres,
    commande,
    completer,
    contexte,
    convoquer,
    decidee,
    deplacer,
    dossier,
    j,
    lot,
    non,
    noter,
    oui,
    refuse,
    regle,
    rendre,
    repecher,
    session,
)

ACTES: dict[str, tuple[AnyCommand, Candidature]] = {
    "convoquer": (convoquer("10/05/2022"), A_CONVOQUER),
    "deplacer_convocation": (deplacer("10/05/2022"), CONVOQUEE),
    "noter_resultat": (noter("presence"), CONVOQUEE),
    "rendre un oui": (rendre(oui()), PRESENTE),
    "rendre un non": (rendre(non()), PRESENTE),
    "retenir_liste_attente": (repecher(), decidee("refus_session_complete")),
    "completer_retenue": (completer(), A_COMPLETER),
    "lot": (lot(LotConvoquer, A_CONVOQUER, date=j("10/05/2022")), A_CONVOQUER),
}
COEFFICIENT = commande(ModifierSession, session="00235491", coefficient=GUIDE.coefficient + 1)
PLUS = commande(ModifierAction, action="A1", plus="Un plateau technique neuf.")
CONTACTS = commande(ModifierContacts, session="00235491", contacts=(Contact(nom="Accueil", telephone="0556000000"),))


@pytest.mark.parametrize("acte", ACTES)
@pytest.mark.parametrize(
    ("structure", "droit", "attendu"),
    [
        pytest.param(RESPONSABLE, "general", "ok", id="le Responsable, profil général, agit"),
        pytest.param(RESPONSABLE, "preinscription", "ok", id="le Responsable, profil préinscription, agit"),
        pytest.param(POSITIONNEUR, "general", "ok", id="le Positionneur, profil général, agit"),
        pytest.param(POSITIONNEUR, "preinscription", "ok", id="le Positionneur, profil préinscription, agit"),
        pytest.param(RESPONSABLE, "catalogue", "DRT-1", id="le profil catalogue ne traite pas les candidatures"),
        pytest.param(POSITIONNEUR, "aucun", "DRT-1", id="sans profil on ne traite pas les candidatures"),
        pytest.param(FORMATEUR, "general", "DRT-1", id="le Formateur seul ne traite pas les candidatures"),
        pytest.param(TIERS, "general", "DRT-5", id="sans rôle, la candidature n’existe pas"),
        pytest.param(RESPONSABLE, None, "DRT-7", id="non rattaché à la structure, on n’est personne"),
        pytest.param(TIERS, None, "DRT-7", id="le rattachement se vérifie avant l’existence"),
    ],
)
def test_drt_1_agir_sur_une_candidature(acte: str, structure: str, droit: str | None, attendu: str) -> None:
    command, candidature = ACTES[acte]
    sur = dossier(candidature, lignes=(("C1", candidature),))
    assert regle(command, sur, contexte(structure, droit)) == attendu


@pytest.mark.parametrize(
    ("command", "structure", "droit", "attendu"),
    [
        pytest.param(COEFFICIENT, RESPONSABLE, "general", "ok", id="DRT-2 le Responsable règle la session"),
        pytest.param(COEFFICIENT, FORMATEUR, "catalogue", "ok", id="DRT-2 le Formateur règle la session"),
        pytest.param(COEFFICIENT, POSITIONNEUR, "general", "DRT-2", id="DRT-2 le Positionneur ne règle pas la session"),
        pytest.param(COEFFICIENT, FORMATEUR, "preinscription", "DRT-2", id="DRT-2 il faut le profil catalogue"),
        pytest.param(COEFFICIENT, RESPONSABLE, "aucun", "DRT-2", id="DRT-2 sans profil, rien"),
        pytest.param(COEFFICIENT, TIERS, "general", "DRT-5", id="DRT-5 la session d’autrui est introuvable"),
        pytest.param(COEFFICIENT, RESPONSABLE, None, "DRT-7", id="DRT-7 avant DRT-2"),
        pytest.param(PLUS, RESPONSABLE, "catalogue", "ok", id="DRT-3 le Responsable modifie l’action"),
        pytest.param(PLUS, RESPONSABLE, "general", "ok", id="DRT-3 le profil général aussi"),
        pytest.param(PLUS, RESPONSABLE, "preinscription", "DRT-3", id="DRT-3 mais pas le profil préinscription"),
        pytest.param(PLUS, TIERS, "general", "DRT-5", id="DRT-5 la formation d’autrui est introuvable"),
        pytest.param(PLUS, RESPONSABLE, None, "DRT-7", id="DRT-7 avant DRT-3"),
        pytest.param(CONTACTS, RESPONSABLE, "catalogue", "ok", id="DRT-4 le Responsable gère les contacts"),
        pytest.param(CONTACTS, RESPONSABLE, "general", "ok", id="DRT-4 le profil général aussi"),
        pytest.param(CONTACTS, RESPONSABLE, "preinscription", "DRT-4", id="DRT-4 pas le profil préinscription"),
        pytest.param(CONTACTS, FORMATEUR, "general", "DRT-4", id="DRT-4 pas le Formateur"),
        pytest.param(CONTACTS, POSITIONNEUR, "general", "DRT-4", id="DRT-4 pas le Positionneur lui-même"),
        pytest.param(CONTACTS, TIERS, "general", "DRT-5", id="DRT-5 les contacts d’autrui sont introuvables"),
        pytest.param(CONTACTS, RESPONSABLE, None, "DRT-7", id="DRT-7 avant DRT-4"),
    ],
)
def test_drt_2_3_4_editer_le_catalogue(command: AnyCommand, structure: str, droit: str | None, attendu: str) -> None:
    assert regle(command, dossier(), contexte(structure, droit)) == attendu


@pytest.mark.parametrize(
    ("tenus", "attendu"),
    [
        pytest.param((Role.FORMATEUR,), "DRT-3", id="Formateur d’une de ses sessions : l’action existe, interdite"),
        pytest.param((Role.POSITIONNEUR,), "DRT-3", id="Positionneur d’une de ses sessions : de même"),
        pytest.param((), "DRT-5", id="aucun rôle sur aucune session : introuvable"),
    ],
)
def test_drt_3_les_roles_sur_une_action_viennent_aussi_de_ses_sessions(tenus: tuple[Role, ...], attendu: str) -> None:
    assert regle(PLUS, dossier(roles_action=tenus), contexte(TIERS)) == attendu


def test_drt_5_ce_qu_on_ne_peut_voir_et_ce_qui_n_existe_pas_ont_la_meme_reponse() -> None:
    invisible = refuse(rendre(oui()), dossier(PRESENTE), contexte(TIERS))
    absente = refuse(rendre(oui()), dossier(None, session=None), contexte(RESPONSABLE))
    assert invisible == absente
    assert "C1" in invisible.message

    invisible = refuse(COEFFICIENT, dossier(), contexte(TIERS))
    absente = refuse(COEFFICIENT, dossier(session=None), contexte(RESPONSABLE))
    assert invisible == absente
    assert "00235491" in invisible.message


def test_drt_5_une_candidature_inconnue_sur_une_session_visible_est_introuvable() -> None:
    assert "Candidature" in refuse(rendre(oui()), dossier(None), contexte()).message


def test_drt_5_explain_repond_de_meme_pour_chaque_commande() -> None:
    assert {p.refus.regle for p in explain(dossier(PRESENTE), contexte(TIERS)) if p.refus} == {"DRT-5"}


@pytest.mark.parametrize(
    ("structure", "attendus"),
    [
        (RESPONSABLE, (Role.RESPONSABLE,)),
        (FORMATEUR, (Role.FORMATEUR,)),
        (POSITIONNEUR, (Role.POSITIONNEUR,)),
        (TIERS, ()),
    ],
)
def test_un_role_par_structure(structure: str, attendus: tuple[Role, ...]) -> None:
    assert roles(structure, GUIDE, ACTION) == attendus


def test_une_structure_peut_tenir_les_trois_roles_dans_l_ordre_du_guide() -> None:
    seule = session(formateur=RESPONSABLE, positionneur=RESPONSABLE)
    assert roles(RESPONSABLE, seule, ACTION) == (Role.RESPONSABLE, Role.FORMATEUR, Role.POSITIONNEUR)
    assert roles(FORMATEUR, None, ACTION) == ()


def test_drt_1_le_formateur_qui_est_aussi_positionneur_agit() -> None:
    deux = session(positionneur=FORMATEUR)
    assert regle(convoquer("10/05/2022"), dossier(A_CONVOQUER, session=deux), contexte(FORMATEUR)) == "ok"


@pytest.mark.parametrize("droit", list(Droit))
@pytest.mark.parametrize("structure", [RESPONSABLE, FORMATEUR, POSITIONNEUR, TIERS])
def test_drt_9_voit_les_personnes_qui_peut_agir_sur_elles(structure: str, droit: Droit) -> None:
    context = contexte(structure, droit)
    agit = regle(convoquer("10/05/2022"), dossier(A_CONVOQUER), context) == "ok"
    assert peut_consulter_candidats(context, roles(structure, GUIDE, ACTION)) is agit


def test_drt_9_se_dit_avec_son_remede() -> None:
    refus = refus_consultation(contexte(RESPONSABLE, "catalogue"))
    assert refus.regle == "DRT-9"
    assert "Gestionnaire OF catalogue formation" in refus.message
    assert "Responsable ou Positionneur" in refus.remede


# DRT-6

MEMBRE = Rattachement(utilisateur="ali", structure=RESPONSABLE, droit=Droit.CATALOGUE)
ETOILE = replace(MEMBRE, referent=True)


def droit(droit: Droit | None = None, referent: bool | None = None) -> ModifierDroit:
    return commande(ModifierDroit, membre="ali", droit=droit, referent=referent)


@pytest.mark.parametrize(
    ("membre", "referents", "command", "attendu"),
    [
        pytest.param(MEMBRE, 1, droit(Droit.GENERAL), replace(MEMBRE, droit=Droit.GENERAL), id="change un droit"),
        pytest.param(MEMBRE, 1, droit(Droit.AUCUN), replace(MEMBRE, droit=Droit.AUCUN), id="retire un profil"),
        pytest.param(MEMBRE, 1, droit(referent=True), ETOILE, id="nomme un·e autre référent·e"),
        pytest.param(ETOILE, 2, droit(referent=False), MEMBRE, id="retire l’étoile quand il en reste une"),
        pytest.param(ETOILE, 1, droit(Droit.GENERAL), replace(ETOILE, droit=Droit.GENERAL), id="le dernier garde tout"),
        pytest.param(ETOILE, 1, droit(referent=False), "DRT-6", id="la dernière étoile ne se retire pas"),
        pytest.param(None, 1, droit(Droit.GENERAL), "DRT-5", id="un membre inconnu est introuvable"),
    ],
)
def test_drt_6_un_referent(
    membre: Rattachement | None, referents: int, command: ModifierDroit, attendu: Rattachement | str
) -> None:
    sur, context = dossier(membre=membre, referents=referents), contexte(referent=True)
    if isinstance(attendu, str):
        assert regle(command, sur, context) == attendu
    else:
        assert apres(command, sur, context) == attendu


def test_drt_6_rien_ne_change_rien_ne_s_ecrit() -> None:
    sur = dossier(membre=MEMBRE, referents=1)
    assert accorde(droit(Droit.CATALOGUE), sur, contexte(referent=True)).changements == ()


@pytest.mark.parametrize(
    ("membre", "context", "attendu"),
    [
        pytest.param(MEMBRE, contexte(droit="general"), "DRT-6", id="même le profil général n’y suffit pas"),
        pytest.param(MEMBRE, contexte(droit=None), "DRT-7", id="il faut être rattaché·e"),
        pytest.param(None, contexte(), "DRT-5", id="ce qui n’existe pas passe avant ce qui est interdit"),
        pytest.param(MEMBRE, contexte(droit="aucun", referent=True), "ok", id="l’étoile suffit, sans profil"),
    ],
)
def test_drt_6_seule_l_etoile_compte(membre: Rattachement | None, context: Context, attendu: str) -> None:
    assert regle(droit(Droit.GENERAL), dossier(membre=membre, referents=1), context) == attendu
