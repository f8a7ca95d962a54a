"""Commands through the desk: answers, what is stored with them, and who acts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rafaelpro_tui.core.commands import (
    AnnulerSession,
    Command,
    CompleterRetenue,
    Convoquer,
    Deposer,
    LotConvoquer,
    LotRendreAvis,
    ModifierAction,
    ModifierDroit,
    ModifierSession,
    NoterResultat,
    RendreAvis,
    RetenirListeAttente,
    SaisieConformiteOui,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
    ValeursSession,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import BaseExistante, Introuvable
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import Candidat, Droit, Etape, Etat, Motif, Resultat
from rafaelpro_tui.core.store.base import Base
from tests.core.atelier import FIN, JOUR, HorlogeDeTest, contenu, lignes


def present(desk: Desk, reference: str) -> None:
    for resultat in desk.executer(
        [
            desk.commande(Convoquer, candidature=reference, date=JOUR),
            desk.commande(NoterResultat, candidature=reference, rang=1, resultat=Resultat.PRESENCE),
        ]
    ):
        assert resultat.fait


OUI = SaisieRecrutementOui(entree=JOUR, sortie=FIN, intensite=Decimal(35))


# Answers


def test_une_candidature_avance_d_etape_en_etape(desk: Desk) -> None:
    commands: list[Command] = [
        desk.commande(Convoquer, candidature="S0", date=JOUR),
        desk.commande(NoterResultat, candidature="S0", rang=1, resultat=Resultat.PRESENCE),
        desk.commande(RendreAvis, candidature="S0", avis=OUI),
    ]
    resultats = list(desk.executer(commands))
    assert [(r.issue, r.etat, r.etape) for r in resultats] == [
        ("fait", Etat.EN_ATTENTE, Etape.PRESENCE_A_RENSEIGNER),
        ("fait", Etat.EN_ATTENTE, Etape.AVIS_A_RENDRE),
        ("fait", Etat.RETENUE, None),
    ]
    assert resultats[1].to_json() == {
        "id": str(commands[1].id),
        "type": "noter_resultat",
        "issue": "fait",
        "avertissements": [],
        "etat": "en_attente",
        "etape": "avis_a_rendre",
    }
    assert lignes(desk, "SELECT par, le FROM avis") == [("u1", "2024-07-15T10:30:00")]


def test_un_refus_dit_sa_regle_et_laisse_tout_en_place(desk: Desk) -> None:
    avant = contenu(desk)
    resultat = desk.executer_une(desk.commande(RendreAvis, candidature="S0", avis=OUI))
    json = resultat.to_json()
    assert (json["issue"], json["regle"], json["etat"], json["etape"]) == (
        "refus",
        "AVI-1",
        "en_attente",
        "a_convoquer",
    )
    assert json["message"]
    assert json["remede"]
    assert contenu(desk) == avant
    assert lignes(desk, "SELECT statut FROM depart") == [("refusee",)]


@pytest.mark.parametrize("reference", ["S0", "nulle-part"])
def test_sans_role_rien_n_existe_et_l_etat_ne_fuit_pas(fichier: Path, horloge: HorlogeDeTest, reference: str) -> None:
    """DRT-5: the same answer for what does not exist and for what is not ours."""
    with Desk.open(fichier, horloge=horloge, utilisateur="u4") as desk:
        json = desk.executer_une(desk.commande(Convoquer, candidature=reference, date=JOUR)).to_json()
    assert json["regle"] == "DRT-5"
    assert reference in json["message"]
    assert not {"etat", "etape"} & json.keys()


def test_une_base_sans_personne_se_relit(tmp_path: Path, horloge: HorlogeDeTest) -> None:
    """Another program writes in it: there is still nobody to read again."""
    Desk.create(vide := tmp_path / "vide.db")
    with Desk.open(vide, horloge=horloge) as desk:
        version = desk.version_base()
        with Base.open(vide) as autre:
            autre.ecrire_meta("cle", "valeur")
        assert desk.version_base() != version
        assert (desk.acteur.utilisateur, desk.acteur.structure.id) == (None, "")


def test_la_meme_commande_redonne_sa_premiere_reponse(desk: Desk) -> None:
    """SYN-2: even when the answer would be another one now."""
    convoquer = desk.commande(Convoquer, candidature="S0", date=JOUR)
    premiere = desk.executer_une(convoquer)
    avant = contenu(desk)
    assert desk.executer_une(convoquer) == replace(premiere, rejoue=True)
    assert desk.executer_une(convoquer).to_json() == premiere.to_json() | {"rejoue": True}
    assert contenu(desk) == avant
    assert len(list(desk.journal())) == 1


def test_un_refus_aussi_se_rejoue(desk: Desk) -> None:
    noter = desk.commande(NoterResultat, candidature="S0", rang=1, resultat=Resultat.PRESENCE)
    premiere = desk.executer_une(noter)
    desk.executer_une(desk.commande(Convoquer, candidature="S0", date=JOUR))
    assert desk.executer_une(noter) == replace(premiere, rejoue=True)


def test_le_meme_identifiant_avec_un_autre_contenu_est_refuse(desk: Desk) -> None:
    convoquer = desk.commande(Convoquer, candidature="S0", date=JOUR)
    desk.executer_une(convoquer)
    autre = desk.executer_une(replace(convoquer, candidature="S1"))
    assert (autre.issue, autre.regle, autre.rejoue) == ("refus", "SYN-2", False)
    assert len(lignes(desk, "SELECT 1 FROM depart")) == len(list(desk.journal())) == 1


def test_un_lot_repond_ligne_par_ligne(desk: Desk) -> None:
    """LOT-5, CONTRATS §2: fait when at least one row is."""
    desk.executer_une(desk.commande(Convoquer, candidature="S1", date=JOUR))
    lot = desk.commande(LotConvoquer, session="S", candidatures=("S0", "S1", "T0", "inconnue"), date=JOUR)
    json = desk.executer_une(lot).to_json()
    assert (json["issue"], "regle" in json, "etat" in json) == ("fait", False, False)
    assert [(x["candidature"], x["issue"], x.get("regle"), x.get("etape")) for x in json["lignes"]] == [
        ("S0", "fait", None, "presence_a_renseigner"),
        ("S1", "refus", "CNV-2", "presence_a_renseigner"),
        ("T0", "refus", "LOT-1", None),
        ("inconnue", "refus", "DRT-5", None),
    ]
    assert [(x.cible, x.issue) for x in desk.journal()][1:] == [
        ("S0", "fait"),
        ("S1", "refus"),
        ("T0", "refus"),
        ("inconnue", "refus"),
    ]


def test_un_lot_dont_rien_ne_passe_est_refuse_sans_regle_a_lui(desk: Desk) -> None:
    json = desk.executer_une(
        desk.commande(LotRendreAvis, session="S", candidatures=("S0",), avis=SaisieRecrutementNon(motif=Motif.PROJET))
    ).to_json()
    assert (json["issue"], "regle" in json, json["lignes"][0]["regle"]) == ("refus", False, "AVI-1")
    assert lignes(desk, "SELECT statut, (SELECT count(*) FROM touche) FROM depart") == [("refusee", 0)]
    assert lignes(desk, "SELECT version FROM session WHERE reference = 'S'") == [(1,)]


def test_un_lot_refuse_en_bloc_donne_sa_regle(desk: Desk) -> None:
    json = desk.executer_une(desk.commande(LotConvoquer, session="H", candidatures=("H0",), date=JOUR)).to_json()
    assert (json["issue"], json["regle"], "lignes" in json) == ("refus", "HSP-4", False)
    assert [(x.cible, x.issue) for x in desk.journal()] == [("H", "refus")]


def test_une_candidature_nommee_deux_fois_dans_un_lot(desk: Desk) -> None:
    json = desk.executer_une(desk.commande(LotConvoquer, session="S", candidatures=("S0", "S0"), date=JOUR)).to_json()
    assert [x["issue"] for x in json["lignes"]] == ["fait", "refus"]
    assert lignes(desk, "SELECT count(*) FROM convocation") == [(1,)]


def test_retenir_par_lot_en_entrees_permanentes_reste_a_completer(desk: Desk) -> None:
    """LOT-4, once."""
    present(desk, "T0")
    lot = desk.commande(LotRendreAvis, session="T", candidatures=("T0",), avis=SaisieRecrutementOui())
    assert desk.executer_une(lot).fait
    completer = {"candidature": "T0", "entree": JOUR, "sortie": FIN, "intensite": Decimal(30)}
    assert desk.executer_une(desk.commande(CompleterRetenue, **completer)).fait
    assert desk.executer_une(desk.commande(CompleterRetenue, **completer)).regle == "LOT-4"
    assert lignes(desk, "SELECT genre, intensite FROM avis ORDER BY rang") == [
        ("recrutement_a_completer", None),
        ("recrutement_oui", 3000),
    ]


# Simulation


def test_simuler_enchaine_les_effets_et_ne_garde_rien(desk: Desk) -> None:
    avant = contenu(desk)
    commands: list[Command] = [
        desk.commande(Convoquer, candidature="S0", date=JOUR),
        desk.commande(NoterResultat, candidature="S0", rang=1, resultat=Resultat.PRESENCE),
    ]
    assert [r.issue for r in desk.simuler(commands)] == ["fait", "fait"]
    assert contenu(desk) == avant
    assert lignes(desk, "SELECT 1 FROM depart UNION ALL SELECT 1 FROM journal UNION ALL SELECT 1 FROM sel") == []
    assert [r.issue for r in desk.executer(commands)] == ["fait", "fait"]


# Durability and groups


def test_un_resultat_n_est_donne_qu_une_fois_enregistre(desk: Desk, fichier: Path, horloge: HorlogeDeTest) -> None:
    commands = [desk.commande(Convoquer, candidature=f"S{n}", date=JOUR) for n in range(4)]
    with Desk.open(fichier, horloge=horloge) as autre:
        for rang, resultat in enumerate(desk.executer(commands, groupe=3), start=1):
            assert lignes(autre, f"SELECT 1 FROM depart WHERE id = '{resultat.id}'"), rang
    assert len(lignes(desk, "SELECT 1 FROM depart")) == 4


def test_ce_qu_on_ne_demande_pas_n_est_pas_execute(desk: Desk) -> None:
    suite = desk.executer([desk.commande(Convoquer, candidature=f"S{n}", date=JOUR) for n in range(4)])
    next(suite)
    assert len(lignes(desk, "SELECT 1 FROM depart")) == 1


class HorlogeQuiCasse(HorlogeDeTest):
    """Tells the time twice."""

    restants = 2

    def maintenant(self) -> datetime:
        if not self.restants:
            raise OSError("plus de pile")
        self.restants -= 1
        return super().maintenant()


def test_une_panne_au_milieu_d_un_groupe_le_laisse_entier_dehors(fichier: Path) -> None:
    with Desk.open(fichier, horloge=HorlogeQuiCasse()) as desk:
        avant = contenu(desk)
        commands = [desk.commande(Convoquer, candidature=f"S{n}", date=JOUR) for n in range(3)]
        with pytest.raises(OSError, match="pile"):
            list(desk.executer(commands, groupe=3))
        assert contenu(desk) == avant
        assert lignes(desk, "SELECT 1 FROM depart UNION ALL SELECT 1 FROM journal") == []


def test_plusieurs_fils_ecrivent_et_lisent_a_la_fois(desk: Desk) -> None:
    commands = [desk.commande(Convoquer, candidature=f"{s}{n}", date=JOUR) for s in "ST" for n in range(2)]

    def executer(command: Command) -> str:
        desk.expliquer("S0")
        return desk.executer_une(command).issue

    with ThreadPoolExecutor(4) as fils:
        assert list(fils.map(executer, commands)) == ["fait"] * 4
    assert desk.verifier_journal().lignes == 4


# Objects other than candidatures


def test_la_session_l_action_et_les_droits_se_modifient(desk: Desk) -> None:
    commands: list[Command] = [
        desk.commande(ModifierSession, session="S", coefficient=Decimal("1.5")),
        desk.commande(ModifierAction, action="A1", lien_web="https://example.org"),
        desk.commande(ModifierDroit, membre="u2", droit=Droit.PREINSCRIPTION),
    ]
    assert [r.to_json().keys() & {"etat", "regle"} for r in desk.executer(commands)] == [set(), set(), set()]
    assert lignes(desk, "SELECT coefficient FROM session WHERE reference = 'S'") == [(150,)]
    assert lignes(desk, "SELECT lien_web FROM action WHERE id = 'A1'") == [("https://example.org",)]
    assert lignes(desk, "SELECT droit FROM rattachement WHERE utilisateur = 'u2'") == [("preinscription",)]
    assert [x.cible for x in desk.journal()] == ["S", "A1", "u2"]


def test_un_droit_change_vaut_des_la_commande_suivante_du_meme_groupe(desk: Desk) -> None:
    convoquer = desk.commande(Convoquer, candidature="S0", date=JOUR)
    commands: list[Command] = [
        replace(convoquer, utilisateur="u2"),
        desk.commande(ModifierDroit, membre="u2", droit=Droit.PREINSCRIPTION),
        replace(convoquer, id=uuid7(), utilisateur="u2"),
    ]
    assert [r.regle for r in desk.executer(commands, groupe=3)] == ["DRT-1", None, None]


def test_une_valeur_perimee_se_dit_avec_qui_et_quand(desk: Desk) -> None:
    """SYN-1."""
    vue = ValeursSession(coefficient=Decimal(1))
    changer = desk.commande(ModifierSession, session="S", coefficient=Decimal(2), avant=vue)
    assert desk.executer_une(changer).fait
    refus = desk.executer_une(replace(changer, id=uuid7()))
    assert refus.regle == "SYN-1"
    assert "1 chez vous, 2 désormais (par Léa Martin, le 15/07/2024 à 10:30)." in (refus.message or "")


def test_son_propre_droit_change_a_l_ecran(patient: Desk) -> None:
    """DRT-7: the droit is always on screen."""
    change = patient.commande(ModifierDroit, membre="u1", droit=Droit.CATALOGUE)
    patient.executer_une(change)
    droits = [patient.acteur.droit]
    patient.annuler(change.id)
    droits.append(patient.acteur.droit)
    assert droits == [Droit.CATALOGUE, Droit.GENERAL]


def test_un_positionneur_n_edite_pas_l_action_mais_la_connait(fichier: Path, horloge: HorlogeDeTest) -> None:
    """DRT-3 rather than DRT-5: it has a role on one of its sessions."""
    with Desk.open(fichier, horloge=horloge, utilisateur="u3") as desk:
        assert desk.executer_une(desk.commande(ModifierAction, action="A1", plus="x")).regle == "DRT-3"
    with Desk.open(fichier, horloge=horloge, utilisateur="u4") as desk:
        assert desk.executer_une(desk.commande(ModifierAction, action="A1", plus="x")).regle == "DRT-5"


def test_une_candidature_arrive_avec_sa_personne(desk: Desk) -> None:
    arrivant = Candidat(id="N1", nom_naissance="O’NEILL", prenom="Désiré")
    deposer = desk.commande(Deposer, reference="N", session="S", candidat=arrivant, prescripteur="Cap emploi")
    resultat = desk.executer_une(deposer)
    assert (resultat.etat, resultat.etape) == (Etat.EN_ATTENTE, Etape.A_CONVOQUER)
    assert lignes(desk, "SELECT deposee_le FROM candidature WHERE reference = 'N'") == [("2024-07-15",)]
    assert desk.executer_une(replace(deposer, id=uuid7())).regle == "CAN-5"


def test_un_candidat_a_trois_candidatures_en_cours_au_plus(desk: Desk) -> None:
    """CAN-4: P0 has three; P2 one, and a live one on S."""
    depot = {"prescripteur": "Cap emploi", "session": "T"}
    assert desk.executer_une(desk.commande(Deposer, reference="N0", candidat="P0", **depot)).regle == "CAN-4"
    assert desk.executer_une(desk.commande(Deposer, reference="N2", candidat="P2", **depot)).fait
    refus = desk.commande(Deposer, reference="N3", candidat="P3", session="S", prescripteur="x")
    assert desk.executer_une(refus).regle == "CAN-5"
    refus = desk.commande(Deposer, reference="N4", candidat="inconnu", **depot)
    assert desk.executer_une(refus).regle == "DRT-5"


def test_une_liste_d_attente_se_retient_meme_apres_un_nouveau_depot(desk: Desk) -> None:
    """CAN-5 is about arrivals: AVI-10 asks for the state and the day only."""
    present(desk, "S3")
    complet = SaisieRecrutementNon(motif=Motif.SESSION_COMPLETE)
    retenir = {"candidature": "S3", "entree": JOUR, "sortie": FIN, "intensite": Decimal(35)}
    for command in (
        desk.commande(RendreAvis, candidature="S3", avis=complet),
        desk.commande(Deposer, reference="N", session="S", candidat="P3", prescripteur="Cap emploi"),
        desk.commande(RetenirListeAttente, **retenir),
    ):
        assert desk.executer_une(command).fait


def test_une_session_annulee_emporte_ses_candidatures(desk: Desk) -> None:
    """ECH-6."""
    present(desk, "S0")
    present(desk, "S1")
    desk.executer_une(desk.commande(RendreAvis, candidature="S0", avis=OUI))
    non = SaisieRecrutementNon(motif=Motif.PROJET)
    desk.executer_une(desk.commande(RendreAvis, candidature="S1", avis=non))
    resultat = desk.executer_une(desk.commande(AnnulerSession, session="S"))
    assert (resultat.fait, resultat.etat) == (True, None)
    etats = dict(lignes(desk, "SELECT reference, etat FROM candidature WHERE reference GLOB 'S*'"))
    assert etats == {
        "S0": "refus_session_annulee",
        "S1": "non_retenue",
        "S2": "refus_session_annulee",
        "S3": "refus_session_annulee",
    }


def test_la_conformite_hsp(desk: Desk) -> None:
    oui = SaisieConformiteOui(entree=JOUR, sortie=FIN, intensite=Decimal(35))
    assert desk.executer_une(desk.commande(RendreAvis, candidature="H0", avis=oui)).etat is Etat.RETENUE
    assert desk.executer_une(desk.commande(Convoquer, candidature="H1", date=JOUR)).regle == "HSP-1"


# Clocks


def test_les_passages_ont_un_effet_et_un_seul(desk: Desk, horloge: HorlogeDeTest) -> None:
    """ECH-1: not on the échéance, the day after; twice is once."""
    present(desk, "S0")
    desk.executer_une(desk.commande(RendreAvis, candidature="S0", avis=OUI))
    horloge.aller_au(FIN + timedelta(days=21))
    assert desk.passages() == []
    horloge.aller_au(FIN + timedelta(days=22))
    passees = desk.passages()
    assert [(r.fait, r.etat) for _, r in passees] == [(True, Etat.AVIS_NON_TRANSMIS)] * 7
    assert all(desk.candidature(reference).candidature.etat is r.etat for reference, r in passees)
    assert lignes(desk, "SELECT DISTINCT motif, par FROM avis WHERE genre = 'recrutement_non'") == [
        ("avis_non_transmis", "systeme")
    ]
    apres = contenu(desk)
    assert desk.passages() == []
    assert contenu(desk) == apres
    assert {(x.structure, x.utilisateur) for x in desk.journal() if x.type == "passer_avis_non_transmis"} == {
        ("OF1", "systeme")
    }


def test_l_app_passe_les_echeances_a_l_ouverture_la_ligne_de_commande_non(
    fichier: Path, horloge: HorlogeDeTest
) -> None:
    horloge.aller_au(FIN + timedelta(days=22))
    with Desk.open(fichier, horloge=horloge) as desk:
        assert lignes(desk, "SELECT 1 FROM depart") == []
    with Desk.open(fichier, horloge=horloge, passages=True, grace=20) as desk:
        assert lignes(desk, "SELECT count(*), min(statut), max(statut) FROM depart") == [(8, "acceptee", "acceptee")]


def test_le_jour_peut_reculer_d_une_execution_a_l_autre(desk: Desk, horloge: HorlogeDeTest) -> None:
    desk.executer_une(desk.commande(Convoquer, candidature="S0", date=JOUR))
    horloge.aller_au(date(2024, 6, 15))
    desk.executer_une(desk.commande(Convoquer, candidature="S1", date=JOUR))
    assert [(x.sequence, x.cible) for x in desk.journal()] == [(1, "S0"), (2, "S1")]
    assert desk.verifier_journal().intacte


# Who


def test_chaque_commande_agit_pour_sa_propre_structure(desk: Desk) -> None:
    ailleurs = replace(desk.commande(Convoquer, candidature="S0", date=JOUR), structure="OF2", utilisateur="u3")
    assert desk.executer_une(ailleurs).fait
    assert desk.executer_une(replace(ailleurs, id=uuid7(), utilisateur="u1")).regle == "DRT-7"
    assert list(desk.journal()) == []
    assert [(x.structure, x.utilisateur) for x in lignes_du_journal(desk, "OF2")] == [("OF2", "u3"), ("OF2", "u1")]


def lignes_du_journal(desk: Desk, structure: str) -> list[Any]:
    from rafaelpro_tui.core.store import journal

    with desk._base.read() as conn:
        return list(journal.lire(conn, structure))


def test_qui_ouvre_la_base(fichier: Path, horloge: HorlogeDeTest) -> None:
    with Desk.open(fichier, horloge=horloge) as desk:
        assert desk.acteur.utilisateur is not None
        assert (desk.acteur.utilisateur.id, desk.acteur.structure.id) == ("u1", "OF1")
        assert (desk.acteur.droit, desk.acteur.referent) == (Droit.GENERAL, True)
        assert [(s.structure.id, s.en_attente) for s in desk.structures()] == [("OF1", 8)]
        assert desk.aujourdhui == JOUR
        with pytest.raises(Introuvable, match="OF2"):
            desk.changer_structure("OF2")
        assert desk.acteur.structure.id == "OF1"
    for utilisateur, structure in (("x", None), (None, "x"), ("u1", "OF2")):
        with pytest.raises(Introuvable):
            Desk.open(fichier, horloge=horloge, utilisateur=utilisateur, structure=structure)


def test_une_base_vide_s_ouvre(tmp_path: Path, horloge: HorlogeDeTest) -> None:
    chemin = tmp_path / "vide.db"
    Desk.create(chemin)
    with pytest.raises(BaseExistante):
        Desk.create(chemin)
    with Desk.open(chemin, horloge=horloge, passages=True) as desk:
        assert desk.acteur.utilisateur is None
        assert desk.structures() == ()
        assert desk.verifier_journal().intacte
        assert desk.executer_une(desk.commande(Convoquer, candidature="S0", date=JOUR)).regle == "DRT-7"


def test_expliquer_dit_ce_qui_se_peut(desk: Desk) -> None:
    possibles = {p.type: p.refus and p.refus.regle for p in desk.expliquer("S0")}
    assert possibles["convoquer"] is None
    assert possibles["rendre_avis"] == "AVI-1"
    assert {p.refus and p.refus.regle for p in desk.expliquer("nulle-part")} == {"DRT-5"}
