"""FOR — the action form, the session form, the contacts; SYN-1."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from rafaelpro_tui.core.commands import ModifierAction, ModifierContacts, ModifierSession, ValeursSession
from rafaelpro_tui.core.model import Contact, Dispositif, Session
from rafaelpro_tui.core.rules.decision import Compte, Modification
from rafaelpro_tui.core.rules.sessions import maximum
from tests.core.rules.monde import (
    ACTION,
    FORMATEUR,
    GUIDE,
    HSP,
    PRF,
    SESSION,
    accorde,
    alertes,
    apres,
    commande,
    contexte,
    dossier,
    j,
    refuse,
    regle,
    session,
)

NBSP = "\N{NO-BREAK SPACE}"


def regler(
    coefficient: str | None = None,
    inscription: str | None = None,
    tardive: str | None = None,
    avant: ValeursSession | None = None,
) -> ModifierSession:
    return commande(
        ModifierSession,
        session=SESSION,
        coefficient=None if coefficient is None else Decimal(coefficient),
        date_limite_inscription=None if inscription is None else j(inscription),
        date_limite_entree_tardive=None if tardive is None else j(tardive),
        avant=avant,
    )


def presenter(plus: str | None = None, lien_web: str | None = None) -> ModifierAction:
    return commande(ModifierAction, action="A1", plus=plus, lien_web=lien_web)


def joindre(*contacts: Contact) -> ModifierContacts:
    return commande(ModifierContacts, session=SESSION, contacts=contacts)


@pytest.mark.parametrize(
    ("command", "attendu"),
    [
        pytest.param(presenter(plus="Un plateau neuf."), "ok", id="le plus"),
        pytest.param(presenter(plus="Deux\nlignes"), "ok", id="un plus de deux lignes"),
        pytest.param(presenter(plus="Une\ttabulation"), "FOR-2", id="un plus avec une tabulation"),
        pytest.param(presenter(plus="\x1b[2J"), "FOR-2", id="un plus qui efface l’écran"),
        pytest.param(presenter(lien_web="https://www.exemple.fr/formation?id=1#plus"), "ok", id="un lien https"),
        pytest.param(presenter(lien_web="HTTP://exemple.fr:8080"), "ok", id="un lien http"),
        pytest.param(presenter(lien_web=""), "ok", id="un lien effacé"),
        pytest.param(presenter(lien_web="ftp://exemple.fr"), "FOR-2", id="un lien ftp"),
        pytest.param(presenter(lien_web="javascript:alert(1)"), "FOR-2", id="du code à la place d’un lien"),
        pytest.param(presenter(lien_web="www.exemple.fr"), "FOR-2", id="un lien sans https"),
        pytest.param(presenter(lien_web="https://"), "FOR-2", id="un lien sans site"),
        pytest.param(presenter(lien_web="https:///formation"), "FOR-2", id="un lien sans site, avec un chemin"),
        pytest.param(presenter(lien_web="https://exemple.fr/a b"), "FOR-2", id="un lien avec une espace"),
        pytest.param(presenter(lien_web="https://exemple.fr\x07"), "FOR-2", id="un lien avec un contrôle"),
        pytest.param(presenter(lien_web="https://" + "a" * 100_000 + " "), "ok", id="un lien très long"),
        pytest.param(presenter(lien_web="https://" + "a" * 100_000 + " b"), "FOR-2", id="un lien très long et faux"),
    ],
)
def test_for_2_le_plus_et_le_lien(command: ModifierAction, attendu: str) -> None:
    assert regle(command, dossier(), contexte()) == attendu


def test_for_2_une_longue_valeur_est_citee_court() -> None:
    refus = refuse(presenter(lien_web="ftp://" + "\x1b" * 9 + "a" * 100_000), dossier(), contexte())
    assert len(refus.message) < 200
    assert "\x1b" not in refus.message


def test_for_2_n_ecrit_que_ce_qui_est_donne() -> None:
    riche = replace(ACTION, plus="Avant", lien_web="https://avant.fr")
    sur, context = replace(dossier(), action=riche), contexte()
    assert apres(presenter(plus=" Après "), sur, context) == replace(riche, plus="Après")
    assert apres(presenter(lien_web=" https://apres.fr "), sur, context) == replace(riche, lien_web="https://apres.fr")
    assert apres(presenter(lien_web=""), sur, context) == replace(riche, lien_web="")
    assert accorde(presenter(plus="Avant"), sur, context).changements == ()
    assert [a[:5] for a in alertes(presenter(plus="1 49 12 75 115 234"), sur, context)] == ["DON-1"]


@pytest.mark.parametrize(
    ("dispositif", "coefficient", "attendu"),
    [
        pytest.param(PRF, "1", "ok", id="le minimum du dispositif"),
        pytest.param(PRF, "3", "ok", id="le maximum du dispositif"),
        pytest.param(PRF, "1.25", "ok", id="deux décimales"),
        pytest.param(PRF, "1.250", "ok", id="deux décimales et un zéro"),
        pytest.param(PRF, "1.255", "FOR-3", id="trois décimales"),
        pytest.param(PRF, "0.99", "FOR-3", id="sous le minimum"),
        pytest.param(PRF, "3.01", "FOR-3", id="au-dessus du maximum"),
        pytest.param(PRF, "-1", "FOR-3", id="négatif"),
        pytest.param(PRF, "1E+5000", "FOR-3", id="démesuré"),
        pytest.param(PRF, "NaN", "FOR-3", id="pas un nombre"),
        pytest.param(HSP, "1", "ok", id="HSP : 1"),
        pytest.param(HSP, "1.5", "FOR-3", id="HSP : rien d’autre que 1, même entre les bornes"),
    ],
)
def test_for_3_le_coefficient(dispositif: Dispositif, coefficient: str, attendu: str) -> None:
    assert regle(regler(coefficient), dossier(dispositif=dispositif), contexte()) == attendu


def test_for_3_nomme_la_valeur_et_les_bornes() -> None:
    refus = refuse(regler("3.01"), dossier(), contexte())
    assert "3,01" in refus.message
    assert "entre 1 et 3" in refus.remede


@pytest.mark.parametrize(
    ("effectif", "coefficient", "attendu"),
    [(20, "1.5", 30), (15, "1.5", 22), (20, "1", 20), (1, "1.99", 1), (0, "3", 0), (12, "1.25", 15)],
)
def test_for_4_maximum(effectif: int, coefficient: str, attendu: int) -> None:
    assert maximum(session(effectif_vise=effectif, coefficient=Decimal(coefficient))) == attendu


@pytest.mark.parametrize(
    ("compte", "attendues"),
    [
        pytest.param(Compte(en_attente=10, retenues=10), [], id="autant d’inscrits que le maximum"),
        pytest.param(
            Compte(en_attente=11, retenues=10),
            [f"FOR-5 Le maximum passe à 20 pour 21{NBSP}inscrits{NBSP}: "],
            id="un inscrit de plus que le maximum",
        ),
    ],
)
def test_for_5_un_maximum_sous_les_inscrits_avertit(compte: Compte, attendues: list[str]) -> None:
    sur = dossier(session=session(coefficient=Decimal(2)), compte=compte)
    trouvees = alertes(regler("1"), sur, contexte())
    assert [t[: len(a)] for t, a in zip(trouvees, attendues, strict=True)] == attendues
    assert alertes(regler(tardive="02/07/2022"), sur, contexte()) == []


def test_for_6_la_date_limite_d_inscription_ouvre_et_ferme() -> None:
    suite = apres(regler(inscription="15/05/2022"), dossier(), contexte())
    assert suite == session(date_limite_inscription="15/05/2022")


@pytest.mark.parametrize(
    ("command", "attendu"),
    [
        pytest.param(regler(inscription="15/05/2022"), "FOR-6", id="elle vient du flux"),
        pytest.param(regler(inscription="01/06/2022"), "ok", id="la redire ne la change pas"),
        pytest.param(regler(tardive="15/07/2022"), "ok", id="l’entrée tardive reste à l’organisme"),
    ],
)
def test_for_6_hsp_le_prochain_point_d_entree_ne_se_modifie_pas(command: ModifierSession, attendu: str) -> None:
    assert regle(command, dossier(dispositif=HSP), contexte()) == attendu


@pytest.mark.parametrize(
    ("command", "attendu"),
    [
        pytest.param(regler(inscription="01/07/2022"), "ok", id="l’inscription jusqu’à l’entrée tardive"),
        pytest.param(regler(inscription="02/07/2022"), "FOR-7", id="l’inscription après l’entrée tardive"),
        pytest.param(regler(inscription="26/08/2022"), "FOR-7", id="l’inscription après la fin"),
        pytest.param(regler(tardive="01/06/2022"), "ok", id="l’entrée tardive dès l’inscription"),
        pytest.param(regler(tardive="31/05/2022"), "FOR-7", id="l’entrée tardive avant l’inscription"),
        pytest.param(regler(tardive="25/08/2022"), "ok", id="l’entrée tardive jusqu’à la fin"),
        pytest.param(regler(tardive="26/08/2022"), "FOR-7", id="l’entrée tardive après la fin"),
        pytest.param(regler(inscription="10/07/2022", tardive="20/07/2022"), "ok", id="les deux ensemble"),
        pytest.param(regler(inscription="20/07/2022", tardive="10/07/2022"), "FOR-7", id="les deux, à l’envers"),
        pytest.param(regler(inscription="26/08/2022", tardive="26/08/2022"), "FOR-7", id="les deux, après la fin"),
    ],
)
def test_for_7_inscription_puis_entree_tardive_puis_fin(command: ModifierSession, attendu: str) -> None:
    assert regle(command, dossier(), contexte()) == attendu


@pytest.mark.parametrize(
    ("command", "au_remede"),
    [
        (regler(inscription="02/07/2022"), ["date limite d’entrée tardive", "02/07/2022", "25/08/2022"]),
        (regler(inscription="26/08/2022"), ["jusqu’au 01/07/2022"]),
        (regler(inscription="26/08/2022", tardive="25/08/2022"), ["jusqu’au 25/08/2022"]),
        (regler(tardive="31/05/2022"), ["date limite d’inscription", "31/05/2022"]),
        (regler(tardive="26/08/2022"), ["jusqu’au 25/08/2022"]),
    ],
)
def test_for_7_nomme_l_autre_date_a_ajuster(command: ModifierSession, au_remede: list[str]) -> None:
    refus = refuse(command, dossier(), contexte())
    assert all(morceau in refus.remede for morceau in au_remede), refus


def test_for_7_des_dates_recues_dans_le_desordre_ne_bloquent_pas_le_coefficient() -> None:
    importee = session(date_limite_inscription="01/09/2022", date_limite_entree_tardive="25/08/2022")
    assert regle(regler("2"), dossier(session=importee), contexte()) == "ok"
    assert regle(regler(tardive="24/08/2022"), dossier(session=importee), contexte()) == "FOR-7"
    assert regle(regler(inscription="31/08/2022"), dossier(session=importee), contexte()) == "FOR-7"
    assert regle(regler(inscription="25/08/2022"), dossier(session=importee), contexte()) == "ok"
    tardive = session(date_limite_entree_tardive="01/09/2022")
    assert regle(regler(inscription="15/05/2022"), dossier(session=tardive), contexte()) == "ok"


ACCUEIL = Contact(nom="Accueil", telephone="05 56 00 00 00", courriel="accueil@exemple.fr")


@pytest.mark.parametrize("command", [regler("2"), regler(tardive="02/07/2022"), joindre(ACCUEIL)])
@pytest.mark.parametrize(
    ("sur", "jour", "attendu"),
    [
        pytest.param(GUIDE, "30/04/2022", "ok", id="en cours"),
        pytest.param(GUIDE, "01/01/2022", "ok", id="à venir"),
        pytest.param(GUIDE, "25/08/2022", "ok", id="le jour de la fin"),
        pytest.param(GUIDE, "26/08/2022", "FOR-8", id="terminée"),
        pytest.param(session(annulee=True), "30/04/2022", "FOR-8", id="annulée"),
    ],
)
def test_for_8_annulee_ou_terminee(
    command: ModifierSession | ModifierContacts, sur: Session, jour: str, attendu: str
) -> None:
    assert regle(command, dossier(session=sur), contexte(jour=jour)) == attendu


def test_for_2_la_fiche_de_l_action_reste_modifiable_apres_la_fin() -> None:
    assert regle(presenter(plus="Encore"), dossier(), contexte(jour="26/08/2022")) == "ok"


def test_regler_n_ecrit_que_ce_qui_est_donne() -> None:
    assert apres(regler("1.5"), dossier(), contexte(FORMATEUR)) == replace(GUIDE, coefficient=Decimal("1.5"))
    assert apres(regler(tardive="02/07/2022"), dossier(), contexte()) == session(
        date_limite_entree_tardive="02/07/2022"
    )
    assert accorde(regler("1.0", "01/06/2022", "01/07/2022"), dossier(), contexte()).changements == ()


VUES: dict[str, Any] = {
    "coefficient": Decimal(1),
    "date_limite_inscription": j("01/06/2022"),
    "date_limite_entree_tardive": j("01/07/2022"),
}


@pytest.mark.parametrize(
    ("avant", "attendu"),
    [
        pytest.param(ValeursSession(**VUES), "ok", id="rien n’a changé"),
        pytest.param(ValeursSession(), "ok", id="rien n’a été regardé"),
        pytest.param(ValeursSession(**{**VUES, "coefficient": Decimal("1.00")}), "ok", id="1,00 c’est 1"),
        pytest.param(ValeursSession(**{**VUES, "coefficient": Decimal(2)}), "SYN-1", id="le coefficient"),
        pytest.param(
            ValeursSession(**{**VUES, "date_limite_inscription": j("02/06/2022")}), "SYN-1", id="l’inscription"
        ),
        pytest.param(
            ValeursSession(**{**VUES, "date_limite_entree_tardive": j("02/07/2022")}), "SYN-1", id="l’entrée tardive"
        ),
    ],
)
def test_syn_1_une_modification_faite_sur_d_anciennes_valeurs_est_refusee(avant: ValeursSession, attendu: str) -> None:
    assert regle(regler("2", avant=avant), dossier(), contexte()) == attendu


def test_syn_1_dit_les_deux_valeurs() -> None:
    coefficient = ValeursSession(coefficient=Decimal("1.5"))
    assert ": 1,5 chez vous, 1 désormais" in refuse(regler("2", avant=coefficient), dossier(), contexte()).message
    limite = ValeursSession(date_limite_inscription=j("02/06/2022"))
    assert "02/06/2022 chez vous, 01/06/2022" in refuse(regler("2", avant=limite), dossier(), contexte()).message


def test_syn_1_dit_qui_et_quand() -> None:
    sur = dossier(modification=Modification(par="Ali Ba", le=datetime.fromisoformat("2022-04-29T10:05")))
    message = refuse(regler("2", avant=ValeursSession(coefficient=Decimal(2))), sur, contexte()).message
    assert message.endswith("1 désormais (par Ali Ba, le 29/04/2022 à 10:05).")


@pytest.mark.parametrize(
    ("contacts", "attendu"),
    [
        pytest.param([ACCUEIL], "ok", id="complet"),
        pytest.param([ACCUEIL, Contact(nom="Léa", courriel="lea@exemple.fr")], "ok", id="deux contacts"),
        pytest.param([Contact(nom="Accueil", telephone="+33 (0)5 56 00 00 00")], "ok", id="un téléphone suffit"),
        pytest.param([Contact(nom="Accueil", courriel="l.martin+of@exemple.co.fr")], "ok", id="un courriel suffit"),
        pytest.param([Contact(nom="SAMU", telephone="3114")], "ok", id="un numéro court"),
        pytest.param([], "FOR-10", id="aucun contact"),
        pytest.param([Contact(nom="Accueil")], "FOR-10", id="aucun moyen de le joindre"),
        pytest.param([Contact(nom="", telephone="0556000000")], "FOR-10", id="sans nom"),
        pytest.param([Contact(nom=" \n", telephone="0556000000")], "FOR-10", id="un nom blanc"),
        pytest.param([ACCUEIL, Contact(nom="Léa")], "FOR-10", id="le second ne va pas"),
        pytest.param([replace(ACCUEIL, telephone="appelez-moi")], "FOR-10", id="un téléphone en lettres"),
        pytest.param([replace(ACCUEIL, telephone="055")], "FOR-10", id="un téléphone trop court"),
        pytest.param([replace(ACCUEIL, telephone="0" * 20)], "FOR-10", id="un téléphone trop long"),
        pytest.param([replace(ACCUEIL, courriel="accueil@exemple")], "FOR-10", id="un courriel sans domaine"),
        pytest.param([replace(ACCUEIL, courriel="accueil.exemple.fr")], "FOR-10", id="un courriel sans arobase"),
        pytest.param([replace(ACCUEIL, courriel="a@b.fr, c@d.fr")], "FOR-10", id="deux courriels"),
        pytest.param([replace(ACCUEIL, nom="Acc\nueil")], "FOR-10", id="un nom sur deux lignes"),
        pytest.param([replace(ACCUEIL, nom="Acc\x1bueil")], "FOR-10", id="un nom avec un contrôle"),
    ],
)
def test_for_10_les_contacts_du_positionneur(contacts: list[Contact], attendu: str) -> None:
    assert regle(joindre(*contacts), dossier(), contexte()) == attendu


def test_for_10_remplace_les_contacts_par_les_nouveaux() -> None:
    donne = Contact(nom=" Accueil ", telephone=" 05 56 00 00 00 ", courriel="accueil@exemple.fr ")
    assert apres(joindre(donne), dossier(), contexte()) == session(contacts=(ACCUEIL,))
    deja = dossier(session=session(contacts=(ACCUEIL,)))
    assert accorde(joindre(donne), deja, contexte()).changements == ()


def test_for_10_dit_lequel() -> None:
    refus = refuse(joindre(ACCUEIL, Contact(nom="Léa", telephone="x")), dossier(), contexte())
    assert "contact 2" in refus.message
