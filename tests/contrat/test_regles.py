"""REGLES.md rule by rule, and its vectors, through `executer --json`: a command, its day, what answers it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.commandes.conftest import Courir
from tests.contrat.jeu import Objet, Terrain, action, candidature, session, structure, utilisateur

DATES = {"entree": "2022-03-01", "sortie": "2022-08-25"}
OUI = {"recrutement": "oui", **DATES, "intensite": "35"}
CONFORME = {"conformite": "oui", **DATES, "intensite": "35"}
PRESENT = ("2022-03-15", "presence")
JUSTIFIEE = ("2022-03-10", "absence_justifiee")
JUSTIFIEE_2 = ("2022-03-12", "absence_justifiee")
ATTENDUE = ("2022-04-20", None)
DERNIER, LENDEMAIN = "2022-09-15", "2022-09-16"
NIR = "1 90 02 25 123 456 63"


def terrain_des_regles(nu: Courir, tmp_path: Path) -> Terrain:
    complete = {"recrutement": "non", "motif": "session_complete"}
    sans = {"recrutement": "non", "motif": "candidat_indisponible"}
    return Terrain(
        nu,
        tmp_path,
        {
            "structures": [structure("OF1", 1)],
            "utilisateurs": [utilisateur("u1", ("OF1", "general", True))],
            "actions": [action("A", "OF1"), action("H", "OF1", "HSP")],
            "sessions": [
                session("S", "A", "OF1", "OF1"),
                session("S30", "A", "OF1", "OF1", intensite_hebdomadaire="30", capacite_accueil=0),
                session("Q", "A", "OF1", "OF1", type_entrees="sequencees"),
                session("P", "A", "OF1", "OF1", type_entrees="permanentes"),
                session("HSP", "H", "OF1", "OF1", coefficient="1"),
                session("ANNULEE", "A", "OF1", "OF1", annulee=True),
                session("AUTRE", "A", "OF1", "OF1"),
                session("V20", "A", "OF1", "OF1", effectif_vise=20, coefficient="1.5"),
                session("V15", "A", "OF1", "OF1", effectif_vise=15, coefficient="1.5"),
                session("PLEINE", "A", "OF1", "OF1", effectif_vise=1, coefficient="1.5"),
            ],
            "candidatures": [
                candidature("NEUVE", "S"),
                candidature("ATTENDUE", "S", ATTENDUE),
                candidature("DEMAIN", "S", ("2022-04-26", None)),
                candidature("UNE_J", "S", JUSTIFIEE),
                candidature("DEUX_J", "S", JUSTIFIEE, JUSTIFIEE_2),
                candidature("TROISIEME", "S", JUSTIFIEE, JUSTIFIEE_2, ATTENDUE),
                candidature("PRESENTE", "S", PRESENT),
                candidature("COMPLETE", "S", PRESENT, etat="refus_session_complete", avis=complete),
                candidature("RETENUE", "S", PRESENT, etat="retenue", avis=OUI),
                candidature("REFUSEE", "S", PRESENT, etat="non_retenue", avis=sans),
                candidature("TROP_TARD", "S", etat="avis_non_transmis"),
                candidature("C_ANNULEE", "ANNULEE", etat="refus_session_annulee"),
                candidature("P30", "S30", PRESENT),
                candidature("Q1", "Q", PRESENT),
                candidature("QC", "Q", PRESENT, etat="retenue", avis={"recrutement": "oui"}),
                candidature("QF", "Q", PRESENT, etat="refus_session_complete", avis=complete),
                candidature("P1", "P", PRESENT),
                candidature("H1", "HSP"),
                candidature("AILLEURS", "AUTRE", PRESENT),
                candidature("D1", "AUTRE", candidat="P_TROIS"),
                candidature("D2", "P", candidat="P_TROIS"),
                candidature("D3", "Q", candidat="P_TROIS"),
                candidature("PLEINE1", "PLEINE"),
            ],
        },
    )


def avis(reference: str, **avis: Any) -> Objet:
    return {"type": "rendre_avis", "candidature": reference, "avis": avis}


def oui(reference: str = "PRESENTE", **autres: Any) -> Objet:
    return avis(reference, **(OUI | autres))


def non(reference: str = "PRESENTE", **autres: Any) -> Objet:
    return avis(reference, recrutement="non", **autres)


def convoquer(reference: str, date: str) -> Objet:
    return {"type": "convoquer", "candidature": reference, "date": date}


def deplacer(reference: str, rang: int, date: str) -> Objet:
    return {"type": "deplacer_convocation", "candidature": reference, "rang": rang, "date": date}


def noter(reference: str, rang: int, resultat: str, **autres: Any) -> Objet:
    return {"type": "noter_resultat", "candidature": reference, "rang": rang, "resultat": resultat} | autres


def attente(reference: str = "COMPLETE", **autres: Any) -> Objet:
    return {"type": "retenir_liste_attente", "candidature": reference, **DATES, "intensite": "35"} | autres


def completer(reference: str = "QC", **autres: Any) -> Objet:
    return {"type": "completer_retenue", "candidature": reference, **DATES, "intensite": "35"} | autres


def lot(type_: str, session: str, *candidatures: str, **autres: Any) -> Objet:
    return {"type": f"lot_{type_}", "session": session, "candidatures": candidatures} | autres


def modifier(session: str = "S", **champs: Any) -> Objet:
    return {"type": "modifier_session", "session": session} | champs


def contacts(*contacts: Objet) -> Objet:
    return {"type": "modifier_contacts", "session": "S", "contacts": contacts}


def deposer(session: str = "S", candidat: Any = "PNEUVE2", reference: str = "NOUVELLE", **autres: Any) -> Objet:
    if candidat == "PNEUVE2":
        candidat = {"id": "PNEUVE2", "nom_naissance": "NEUF", "prenom": "Zoé"}
        candidat |= dict.fromkeys(("telephone", "courriel", "commune", "code_postal"), "")
    return {"type": "deposer", "reference": reference, "session": session, "candidat": candidat} | {
        "prescripteur": "Cap emploi",
        **autres,
    }


CAS: list[tuple[Objet, str, str]] = [
    # CNV
    (convoquer("NEUVE", "2022-04-25"), "", "fait"),
    (convoquer("NEUVE", "2022-02-10"), "", "fait"),
    (convoquer("NEUVE", "2022-02-09"), "", "CNV-3"),
    (convoquer("NEUVE", DERNIER), "", "fait"),
    (convoquer("NEUVE", LENDEMAIN), "", "CNV-3"),
    (convoquer("NEUVE", "2022-04-25"), DERNIER, "fait"),
    (convoquer("NEUVE", "2022-04-25"), LENDEMAIN, "AVI-9"),
    (convoquer("UNE_J", "2022-03-10"), "", "fait"),
    (convoquer("UNE_J", "2022-03-09"), "", "CNV-3"),
    (convoquer("DEUX_J", "2022-03-12"), "", "fait"),
    (convoquer("ATTENDUE", "2022-05-02"), "", "CNV-2"),
    (convoquer("PRESENTE", "2022-05-02"), "", "CNV-2"),
    (convoquer("TROISIEME", "2022-05-02"), "", "CNV-2"),
    (convoquer("RETENUE", "2022-05-02"), "", "CAN-3"),
    (convoquer("RETENUE", "2022-05-02"), LENDEMAIN, "CAN-3"),
    (convoquer("COMPLETE", "2022-05-02"), "", "CAN-3"),
    (convoquer("H1", "2022-05-02"), "", "HSP-1"),
    (convoquer("H1", "2022-05-02"), LENDEMAIN, "HSP-1"),
    (convoquer("INCONNUE", "2022-05-02"), "", "DRT-5"),
    (deplacer("ATTENDUE", 1, "2022-05-02"), "", "fait"),
    (deplacer("ATTENDUE", 1, "2022-02-09"), "", "CNV-3"),
    (deplacer("ATTENDUE", 2, "2022-05-02"), "", "CNV-4"),
    (deplacer("PRESENTE", 1, "2022-05-02"), "", "CNV-4"),
    (deplacer("TROISIEME", 3, "2022-03-12"), "", "fait"),
    (deplacer("TROISIEME", 3, "2022-03-11"), "", "CNV-3"),
    (deplacer("NEUVE", 1, "2022-05-02"), "", "CNV-4"),
    (noter("ATTENDUE", 1, "presence"), "", "fait"),
    (noter("ATTENDUE", 1, "presence"), "2022-04-20", "fait"),
    (noter("ATTENDUE", 1, "presence"), "2022-04-19", "CNV-4"),
    (noter("DEMAIN", 1, "absence_justifiee"), "", "CNV-4"),
    (noter("DEMAIN", 1, "absence_justifiee"), "2022-04-26", "fait"),
    (noter("ATTENDUE", 2, "presence"), "", "CNV-4"),
    (noter("NEUVE", 1, "presence"), "", "CNV-4"),
    (noter("PRESENTE", 1, "absence_justifiee"), "", "CNV-4"),
    (noter("ATTENDUE", 1, "presence"), LENDEMAIN, "AVI-9"),
    (noter("ATTENDUE", 1, "absence_non_justifiee", commentaire="x" * 250), "", "fait"),
    (noter("ATTENDUE", 1, "absence_non_justifiee", commentaire="x" * 251), "", "AVI-8"),
    (noter("H1", 1, "presence"), "", "HSP-1"),
    # AVI
    (oui(), "", "fait"),
    (oui(), DERNIER, "fait"),
    (oui(), LENDEMAIN, "AVI-9"),
    (oui("NEUVE"), "", "AVI-1"),
    (oui("ATTENDUE"), "", "AVI-1"),
    (oui("UNE_J"), "", "AVI-1"),
    (oui("RETENUE"), "", "CAN-3"),
    (oui("REFUSEE"), "", "CAN-3"),
    (oui("TROP_TARD"), "", "CAN-3"),
    (oui("C_ANNULEE"), "", "CAN-3"),
    (oui("COMPLETE"), "", "CAN-3"),
    (oui("INCONNUE"), "", "DRT-5"),
    (oui(intensite="40"), "", "fait"),
    (oui(intensite=40), "", "fait"),
    (oui(intensite=35), "", "fait"),
    (oui(intensite="40.00"), "", "fait"),
    (oui(intensite="40.01"), "", "AVI-2"),
    (oui(intensite="0"), "", "AVI-2"),
    (oui(intensite="0.01"), "", "fait"),
    (oui(intensite="-1"), "", "AVI-2"),
    (oui(intensite="35.125"), "", "AVI-2"),
    (oui(intensite="35.120"), "", "fait"),
    (oui(intensite=1e30), "", "AVI-2"),
    (oui(intensite="1e30"), "", "AVI-2"),
    (avis("PRESENTE", recrutement="oui"), "", "AVI-2"),
    (avis("PRESENTE", recrutement="oui", **DATES), "", "AVI-2"),
    (avis("PRESENTE", recrutement="oui", entree="2022-03-01", intensite="35"), "", "AVI-2"),
    (avis("PRESENTE", recrutement="oui", sortie="2022-03-01", intensite="35"), "", "AVI-2"),
    (oui(entree=None), "", "AVI-2"),
    (oui(intensite=None), "", "AVI-2"),
    (oui(entree="2022-08-26"), "", "AVI-2"),
    (oui(entree="2022-05-01", sortie="2022-05-01"), "", "fait"),
    (oui(commentaire="é" * 250), "", "fait"),
    (oui(commentaire="e\u0301" * 250), "", "fait"),
    (oui(commentaire="é" * 251), "", "AVI-8"),
    (oui(commentaire="a\u0000b"), "", "AVI-8"),
    (oui(commentaire="a\u001bb"), "", "AVI-8"),
    (oui(commentaire="a\tb"), "", "AVI-8"),
    (oui(commentaire="a\nb"), "", "fait"),
    (non(), "", "AVI-4"),
    (non(motif="autres"), "", "AVI-4"),
    (non(motif="autres", raison="  \n "), "", "AVI-4"),
    (non(motif="autres", raison="Déménage"), "", "fait"),
    (non(motif="autres", raison="x" * 500), "", "fait"),
    (non(motif="autres", raison="x" * 501), "", "AVI-8"),
    (non(motif="autres", raison="", commentaire="x" * 251), "", "AVI-4"),
    (non(motif="avis_non_transmis"), "", "AVI-5"),
    (non(motif="personne_injoignable"), "", "AVI-5"),
    (non(motif="session_complete"), "", "fait"),
    (non(motif="absence_non_justifiee"), "", "fait"),
    (non("NEUVE", motif="candidat_indisponible"), "", "AVI-1"),
    # AVI-10
    (attente(), "2022-07-01", "fait"),
    (attente(), "2022-07-02", "AVI-10"),
    (attente("PRESENTE"), "", "AVI-10"),
    (attente("RETENUE"), "", "AVI-10"),
    (attente("REFUSEE"), "2022-07-02", "AVI-10"),
    (attente(intensite="40.01"), "", "AVI-2"),
    (attente(entree=None), "", "AVI-2"),
    (attente(commentaire="x" * 251), "", "AVI-8"),
    # HSP
    (avis("H1", **CONFORME), "", "fait"),
    (avis("H1", **OUI), "", "HSP-1"),
    (avis("PRESENTE", **CONFORME), "", "HSP-1"),
    (avis("H1", **(CONFORME | {"intensite": "40.01"})), "", "AVI-2"),
    (avis("H1", conformite="non"), "", "HSP-3"),
    (avis("H1", conformite="non", motif="autres", raison="x"), "", "HSP-3"),
    (avis("H1", conformite="non", motif="personne_injoignable"), "", "fait"),
    (avis("H1", conformite="non", motif="non_conformite_administrative"), "", "HSP-3"),
    (avis("H1", conformite="non", motif="non_conformite_administrative", raison="RIB"), "", "fait"),
    (avis("H1", **CONFORME), LENDEMAIN, "AVI-9"),
    (lot("convoquer", "HSP", "H1", date="2022-05-02"), "", "HSP-4"),
    (lot("rendre_avis", "HSP", "H1", avis={"recrutement": "oui"}), "", "HSP-4"),
    (lot("rendre_avis", "HSP", "H1", avis={"conformite": "oui"}), "", "HSP-4"),
    # LOT
    (lot("convoquer", "S", "NEUVE", "UNE_J", date="2022-05-02"), "", "fait"),
    (lot("convoquer", "S", "NEUVE", "PRESENTE", date="2022-05-02"), "", "fait"),
    (lot("convoquer", "S", "PRESENTE", date="2022-05-02"), "", "lignes CNV-2"),
    (lot("convoquer", "S", "INCONNUE", "AILLEURS", "RETENUE", date="2022-05-02"), "", "lignes DRT-5 LOT-1 CAN-3"),
    (lot("convoquer", "INCONNUE", "NEUVE", date="2022-05-02"), "", "DRT-5"),
    (lot("noter_resultat", "S", "ATTENDUE", "DEMAIN", resultat="presence"), "", "fait"),
    (lot("noter_resultat", "S", "DEMAIN", resultat="presence"), "", "lignes CNV-4"),
    (lot("rendre_avis", "S", "PRESENTE", avis={"recrutement": "oui"}), "", "fait"),
    (lot("rendre_avis", "S", "PRESENTE", avis={"recrutement": "oui", "intensite": "41"}), "", "lignes AVI-2"),
    (lot("rendre_avis", "S", "PRESENTE", avis={"recrutement": "non"}), "", "lignes AVI-4"),
    (lot("rendre_avis", "S", "PRESENTE", avis={"recrutement": "oui"}), LENDEMAIN, "lignes AVI-9"),
    (lot("rendre_avis", "Q", "Q1", avis={"recrutement": "oui"}), "", "fait"),
    (lot("rendre_avis", "Q", "Q1", avis={"recrutement": "oui", "intensite": "35"}), "", "lignes LOT-4"),
    (lot("rendre_avis", "P", "P1", avis=OUI), "", "lignes LOT-4"),
    (lot("retenir_liste_attente", "S", "COMPLETE"), "2022-07-01", "fait"),
    (lot("retenir_liste_attente", "S", "COMPLETE"), "2022-07-02", "lignes AVI-10"),
    (lot("retenir_liste_attente", "Q", "QF"), "", "fait"),
    (lot("retenir_liste_attente", "Q", "QF", intensite="35"), "", "lignes LOT-4"),
    (completer(), "", "fait"),
    (completer(), LENDEMAIN, "fait"),
    (completer("RETENUE"), "", "LOT-4"),
    (completer("PRESENTE"), "", "LOT-4"),
    (completer(intensite="40.01"), "", "AVI-2"),
    (completer(sortie=None), "", "AVI-2"),
    # FOR
    (modifier(coefficient="1"), "", "fait"),
    (modifier(coefficient=3), "", "fait"),
    (modifier(coefficient="3.01"), "", "FOR-3"),
    (modifier(coefficient="0.99"), "", "FOR-3"),
    (modifier(coefficient="1.555"), "", "FOR-3"),
    (modifier("HSP", coefficient="2"), "", "FOR-3"),
    (modifier("HSP", coefficient="1"), "", "fait"),
    (modifier("HSP", date_limite_inscription="2022-06-15"), "", "FOR-6"),
    (modifier("HSP", date_limite_entree_tardive="2022-06-15"), "", "fait"),
    (modifier(date_limite_inscription="2022-07-01"), "", "fait"),
    (modifier(date_limite_inscription="2022-07-02"), "", "FOR-7"),
    (modifier(date_limite_inscription="2022-07-02", date_limite_entree_tardive="2022-07-02"), "", "fait"),
    (modifier(date_limite_entree_tardive="2022-05-31"), "", "FOR-7"),
    (modifier(date_limite_entree_tardive="2022-08-25"), "", "fait"),
    (modifier(date_limite_entree_tardive="2022-08-26"), "", "FOR-7"),
    (modifier(coefficient="1"), "2022-08-25", "fait"),
    (modifier(coefficient="1"), "2022-08-26", "FOR-8"),
    (modifier(coefficient="9"), "2022-08-26", "FOR-8"),
    (modifier("ANNULEE", coefficient="1"), "", "FOR-8"),
    (modifier("INCONNUE", coefficient="1"), "", "DRT-5"),
    (modifier(coefficient="2", avant={"coefficient": "3"}), "", "fait"),
    (modifier(coefficient="2", avant={"coefficient": "3.00"}), "", "fait"),
    (modifier(coefficient="2", avant={"coefficient": "1"}), "", "SYN-1"),
    (modifier(coefficient="2", avant={"date_limite_inscription": "2022-05-01"}), "", "SYN-1"),
    (contacts({"nom": "Accueil", "telephone": "05 56 00 00 00"}), "", "fait"),
    (contacts({"nom": "Accueil", "courriel": "a@example.org"}), "", "fait"),
    (contacts({"nom": "Accueil"}), "", "FOR-10"),
    (contacts(), "", "FOR-10"),
    (contacts({"nom": "", "telephone": "0556000000"}), "", "FOR-10"),
    (contacts({"nom": "Accueil", "telephone": "zéro"}), "", "FOR-10"),
    (contacts({"nom": "Accueil", "courriel": "a@"}), "", "FOR-10"),
    ({"type": "modifier_action", "action": "A", "lien_web": "https://example.org/é"}, "", "fait"),
    ({"type": "modifier_action", "action": "A", "lien_web": "ftp://example.org"}, "", "FOR-2"),
    ({"type": "modifier_action", "action": "A", "lien_web": "javascript:alert(1)"}, "", "FOR-2"),
    ({"type": "modifier_action", "action": "A", "lien_web": "", "plus": ""}, "", "fait"),
    ({"type": "modifier_action", "action": "INCONNUE", "plus": "x"}, "", "DRT-5"),
    # CAN-4, CAN-5
    (deposer(), "", "fait"),
    (deposer(), "2022-06-01", "fait"),
    (deposer(), "2022-06-02", "CAN-5"),
    (deposer("ANNULEE"), "", "CAN-5"),
    (deposer("PLEINE"), "", "CAN-5"),
    (deposer("INCONNUE"), "", "DRT-5"),
    (deposer(candidat="INCONNU"), "", "DRT-5"),
    (deposer(candidat="PNEUVE"), "", "CAN-5"),
    (deposer(candidat="PRETENUE"), "", "CAN-5"),
    (deposer(candidat="PREFUSEE"), "", "fait"),
    (deposer(candidat="PCOMPLETE"), "", "fait"),
    (deposer(candidat="P_TROIS"), "", "CAN-4"),
    (deposer("HSP", candidat="PNEUVE"), "", "fait"),
    (deposer("HSP", candidat="PH1"), "", "CAN-4"),
    (deposer(candidat="PH1"), "", "fait"),
    (deposer(reference="NEUVE"), "", "CAN-5"),
    (deposer(deposee_le="2022-04-26"), "", "CAN-5"),
    # the flow's cancelling, ECH-6
    ({"type": "annuler_session", "session": "S"}, "", "fait"),
    ({"type": "annuler_session", "session": "INCONNUE"}, "", "DRT-5"),
    # ANN-1
    ({"type": "annuler", "commande": "00000000-0000-7000-8000-000000000000"}, "", "ANN-1"),
]


def test_each_command_alone(nu: Courir, tmp_path: Path) -> None:
    terrain = terrain_des_regles(nu, tmp_path)
    faux = {
        f"{commande} le {jour or terrain.jour}": (obtenu, attendu)
        for commande, jour, attendu in CAS
        if (obtenu := terrain.une(commande, jour, ("--simuler",))) != attendu
    }
    assert faux == {}
