"""What follows one another: states and warnings, undo, replays, clocks, lots; what is printed, and the exit codes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commandes.conftest import Courir
from tests.contrat.jeu import Objet, Terrain
from tests.contrat.test_regles import (
    DERNIER,
    LENDEMAIN,
    NIR,
    attente,
    avis,
    completer,
    convoquer,
    deposer,
    lot,
    modifier,
    non,
    noter,
    oui,
    terrain_des_regles,
)

UUID = "0198c0de-0000-7000-8000-00000000000{}"


@pytest.fixture
def terrain(nu: Courir, tmp_path: Path) -> Terrain:
    return terrain_des_regles(nu, tmp_path)


def fiche(terrain: Terrain, reference: str, jour: str = "") -> Objet:
    (lue,) = terrain("candidature", reference, "--json", jour=jour).json
    return dict(lue)


@pytest.mark.parametrize(
    ("commande", "etat", "etape", "regles"),
    [
        (convoquer("NEUVE", "2022-05-02"), "en_attente", "presence_a_renseigner", []),
        (noter("ATTENDUE", 1, "presence"), "en_attente", "avis_a_rendre", []),
        (noter("ATTENDUE", 1, "absence_justifiee"), "en_attente", "a_convoquer", []),
        (noter("ATTENDUE", 1, "absence_non_justifiee"), "non_retenue", None, ["CNV-5"]),
        (noter("TROISIEME", 3, "absence_justifiee"), "non_retenue", None, ["CNV-6"]),
        (noter("TROISIEME", 3, "presence"), "en_attente", "avis_a_rendre", []),
        (oui(), "retenue", None, []),
        (oui(entree="2022-02-28"), "retenue", None, ["AVI-11"]),
        (oui(sortie="2022-08-26"), "retenue", None, ["AVI-11"]),
        (oui(entree="2022-07-01"), "retenue", None, []),
        (oui(entree="2022-07-02"), "retenue", None, ["AVI-11"]),
        (oui("P30"), "retenue", None, ["AVI-11"]),  # one more than the capacité d'accueil, 0
        (oui(commentaire=f"Son numéro est {NIR}."), "retenue", None, ["DON-1"]),
        (non(motif="autres", raison=f"NIR {NIR}"), "non_retenue", None, ["DON-1"]),
        (non(motif="session_complete"), "refus_session_complete", None, []),
        (non(motif="candidat_indisponible"), "non_retenue", None, []),
        (avis("H1", conformite="non", motif="personne_injoignable"), "non_retenue", None, []),
        (attente(), "retenue", None, []),
        (completer(), "retenue", None, []),
        (deposer(), "en_attente", "a_convoquer", []),
        (deposer("HSP"), "en_attente", "conformite_a_rendre", []),
    ],
)
def test_what_it_becomes(terrain: Terrain, commande: Objet, etat: str, etape: str | None, regles: list[str]) -> None:
    (simule,) = terrain.executer(commande, options=("--simuler",)).json
    (resultat,) = terrain.executer(commande).json
    assert {**simule, "id": 0} == {**resultat, "id": 0}
    assert (resultat["issue"], resultat["etat"], resultat.get("etape")) == ("fait", etat, etape)
    assert [a["regle"] for a in resultat["avertissements"]] == regles
    reference = commande.get("candidature") or commande["reference"]
    lue = fiche(terrain, reference)
    assert (lue["etat"], lue["etape"]) == (etat, etape)
    assert not {"rendre_avis", "convoquer"} & set(lue["possibles"]) or etat == "en_attente"
    assert {*lue["possibles"]} | {i["type"] for i in lue["impossibles"]} == {
        "convoquer",
        "deplacer_convocation",
        "noter_resultat",
        "rendre_avis",
        "retenir_liste_attente",
        "completer_retenue",
    }


def test_for_4_closes_what_is_full(terrain: Terrain) -> None:
    """⌊coefficient × effectif visé⌋; at that number no new one comes in (CAN-5)."""
    modifie, arrive = terrain.executer(modifier(coefficient="1"), deposer()).json
    assert (modifie["avertissements"], arrive["issue"]) == ([], "fait")
    lignes = {s["reference"]: s for s in terrain("sessions", "--json").json}
    assert [lignes[r]["maximum"] for r in ("V20", "V15", "PLEINE")] == [30, 22, 1]
    assert lignes["PLEINE"]["inscrits"] == 1
    baisse, arrive = terrain.executer(modifier("S30", coefficient="1"), deposer("PLEINE")).json
    assert (baisse["issue"], arrive["regle"]) == ("fait", "CAN-5")


def test_lot_3_and_lot_4(terrain: Terrain) -> None:
    """By default the session's dates, and its intensité or 35 h; on séquencées, to be completed, once."""
    sans = {"recrutement": "oui"}
    resultats = terrain.executer(
        lot("rendre_avis", "S", "PRESENTE", avis=sans),
        lot("rendre_avis", "S30", "P30", avis=sans),
        lot("rendre_avis", "Q", "Q1", avis=sans | {"commentaire": "À affiner."}),
        completer("Q1", intensite="24.5"),
        completer("Q1"),
    ).json
    assert [r["issue"] for r in resultats] == ["fait"] * 4 + ["refus"]
    assert resultats[4]["regle"] == "LOT-4"
    defaut = {"recrutement": "oui", "entree": "2022-03-01", "sortie": "2022-08-25", "commentaire": ""}
    assert fiche(terrain, "PRESENTE")["avis"] == defaut | {"intensite": "35"}
    assert fiche(terrain, "P30")["avis"] == defaut | {"intensite": "30"}
    assert fiche(terrain, "Q1")["avis"] == defaut | {"intensite": "24.5", "commentaire": "À affiner."}
    avec = lot("rendre_avis", "S", "AILLEURS", avis=sans | {"sortie": "2022-07-29"}) | {"session": "AUTRE"}
    assert terrain.une(avec) == "fait"
    assert fiche(terrain, "AILLEURS")["avis"] == defaut | {"sortie": "2022-07-29", "intensite": "35"}


def test_a_mixed_lot_tells_each_row(terrain: Terrain) -> None:
    """LOT-5: what passes is done, the rest is named; named twice, the second sees the first."""
    fin = terrain.executer(
        lot("convoquer", "S", "NEUVE", "INCONNUE", "AILLEURS", "RETENUE", "UNE_J", "NEUVE", date="2022-05-02")
    )
    (resultat,) = fin.json
    assert fin.code == 1
    assert (resultat["issue"], "regle" in resultat) == ("fait", False)
    assert [(ligne["candidature"], ligne.get("regle", "fait")) for ligne in resultat["lignes"]] == [
        ("NEUVE", "fait"),
        ("INCONNUE", "DRT-5"),
        ("AILLEURS", "LOT-1"),
        ("RETENUE", "CAN-3"),
        ("UNE_J", "fait"),
        ("NEUVE", "CNV-2"),
    ]
    assert all(ligne["message"] and ligne["remede"] for ligne in resultat["lignes"] if ligne["issue"] == "refus")


def test_three_absences(terrain: Terrain) -> None:
    fin = terrain.executer(
        *(
            etape
            for rang, jour in enumerate(("2022-03-20", "2022-04-01", "2022-04-20"), 1)
            for etape in (convoquer("NEUVE", jour), noter("NEUVE", rang, "absence_justifiee"))
        ),
        convoquer("NEUVE", "2022-04-24"),
    )
    assert [r.get("regle", "fait") for r in fin.json] == ["fait"] * 6 + ["CAN-3"]
    lue = fiche(terrain, "NEUVE")
    assert (lue["etat"], lue["avis"]["motif"]) == ("non_retenue", "candidat_indisponible")
    assert [c["rang"] for c in lue["convocations"]] == [1, 2, 3]


def test_syn_2(terrain: Terrain) -> None:
    """The same id: the first answer, whole; another content: refused. A refus is given again too."""
    premiere = noter("ATTENDUE", 1, "absence_non_justifiee") | {"id": UUID.format(1)}
    refusee = oui("NEUVE") | {"id": UUID.format(2)}
    fait, refus = terrain.executer(premiere, refusee).json
    assert terrain.executer(convoquer("NEUVE", "2022-04-25")).code == 0
    rejouee, encore, autre = terrain.executer(premiere, refusee, premiere | {"rang": 2}).json
    assert rejouee == fait | {"rejoue": True}
    assert encore == refus | {"rejoue": True}
    assert (autre["issue"], autre["regle"]) == ("refus", "SYN-2")
    lignes = terrain("journal", "--json").json
    assert [ligne["type"] for ligne in lignes] == ["noter_resultat", "rendre_avis", "convoquer"]
    simulee = terrain.executer(premiere, options=("--simuler",))
    assert (simulee.code, simulee.json[0]["rejoue"]) == (0, True)


def test_ann_1(terrain: Terrain) -> None:
    """Within the grace, by its author; what built on it runs again; without grace it is final at once."""
    annuler = {"type": "annuler", "commande": UUID.format(1)}
    assert terrain.executer(oui() | {"id": UUID.format(1)}, options=("--grace", "600")).code == 0
    assert terrain.une(oui("PRESENTE"), options=("--simuler",)) == "CAN-3"
    assert terrain.une(annuler, options=("--simuler",)) == "fait"
    assert terrain.une(annuler) == "fait"
    lue = fiche(terrain, "PRESENTE")
    assert (lue["etat"], lue["avis"], lue["etape"]) == ("en_attente", None, "avis_a_rendre")
    assert terrain.une(annuler) == "ANN-1"
    assert terrain.executer(oui() | {"id": UUID.format(2)}).code == 0
    assert terrain.une({"type": "annuler", "commande": UUID.format(2)}) == "ANN-1"
    assert terrain("journal", "--verifier").code == 0
    assert [ligne["type"] for ligne in terrain("journal", "--json").json][:2] == ["rendre_avis", "annuler"]


def test_ann_1_runs_the_later_ones_again(terrain: Terrain) -> None:
    grace = ("--grace", "600")
    commandes = [
        convoquer("NEUVE", "2022-04-20") | {"id": UUID.format(1)},
        noter("NEUVE", 1, "presence") | {"id": UUID.format(2)},
        modifier(coefficient="2") | {"id": UUID.format(3)},
    ]
    assert terrain.executer(*commandes, options=grace).code == 0
    assert terrain.une({"type": "annuler", "commande": UUID.format(1)}, options=grace) == "fait"
    lue = fiche(terrain, "NEUVE")
    assert (lue["convocations"], lue["etape"]) == ([], "a_convoquer")
    rejouee = terrain.executer(commandes[1]).json[0]
    assert (rejouee["issue"], rejouee["regle"], rejouee["rejoue"]) == ("refus", "CNV-4", True)


def test_the_clocks(terrain: Terrain) -> None:
    """ECH-1: only `passages` runs them; on the last day nothing passes, the day after all that waits does, once."""
    assert terrain("passages", jour=DERNIER).code == 0
    assert fiche(terrain, "NEUVE", DERNIER)["etat"] == "en_attente"
    jours = {e["candidature"]: (e["echeance"], e["jours"]) for e in terrain("echeances", "--json", jour=DERNIER).json}
    assert jours["NEUVE"] == (DERNIER, 0)
    for lecture in (("candidatures",), ("tableau",), ("sessions",), ("echeances",)):
        assert terrain(*lecture, "--json", jour=LENDEMAIN).code == 0
    assert fiche(terrain, "NEUVE", LENDEMAIN)["etat"] == "en_attente"
    passees = terrain("passages", "--json", jour=LENDEMAIN).json
    en_attente = {"NEUVE", "ATTENDUE", "DEMAIN", "UNE_J", "DEUX_J", "TROISIEME", "PRESENTE", "P30", "Q1", "P1", "H1"}
    assert {p["candidature"] for p in passees} == en_attente | {"AILLEURS", "D1", "D2", "D3", "PLEINE1"}
    lue = fiche(terrain, "NEUVE", LENDEMAIN)
    assert (lue["etat"], lue["avis"]["motif"]) == ("avis_non_transmis", "avis_non_transmis")
    assert terrain("passages", "--json", jour=LENDEMAIN).sortie == ""
    assert terrain("passages", jour="2022-04-25").code == 0  # the day may go back
    assert terrain("journal", "--verifier").code == 0


@pytest.mark.parametrize(("jour", "compte"), [("2022-08-30", 0), ("2022-08-31", 12), (DERNIER, 12)])
def test_ech_3(terrain: Terrain, jour: str, compte: int) -> None:
    """« d'ici 15 jours »: 0 to 15 days away, included."""
    (ligne,) = (t for t in terrain("tableau", "--json", jour=jour).json if t["role"] == "responsable")
    assert (ligne["passage_15_jours"] > 0) == (compte > 0)
    assert ligne["passage_15_jours"] in (0, ligne["en_attente"])
    assert len(terrain("echeances", "--jours", "15", "--json", jour=jour).json) == ligne["passage_15_jours"]


@pytest.mark.parametrize(
    ("jour", "etat"),
    [
        ("2022-02-28", "a_venir"),
        ("2022-03-01", "en_cours"),
        ("2022-08-25", "en_cours"),
        ("2022-08-26", "terminee"),
    ],
)
def test_ech_4(terrain: Terrain, jour: str, etat: str) -> None:
    etats = {s["reference"]: s["etat"] for s in terrain("sessions", "--json", jour=jour).json}
    assert (etats["S"], etats["ANNULEE"]) == (etat, "annulee")
    assert {s["reference"] for s in terrain("sessions", "--etat", etat, "--json", jour=jour).json} == {
        reference for reference, e in etats.items() if e == etat
    }


def test_ech_6(terrain: Terrain) -> None:
    assert terrain.une({"type": "annuler_session", "session": "S"}) == "fait"
    etats = {c["reference"]: c["etat"] for c in terrain("candidatures", "--session", "S", "--json").json}
    assert {r for r, e in etats.items() if e != "refus_session_annulee"} == {"REFUSEE", "TROP_TARD"}
    assert terrain.une(oui()) == "CAN-3"
    assert terrain.une(attente()) == "AVI-10"
    assert terrain.une(modifier(coefficient="1")) == "FOR-8"


def test_the_dashboard_equals_the_lists(terrain: Terrain) -> None:
    lignes = terrain("candidatures", "--json").json
    (tableau,) = (t for t in terrain("tableau", "--json").json if t["role"] == "responsable")
    for etat in ("en_attente", "retenue", "non_retenue", "avis_non_transmis", "refus_session_complete"):
        assert tableau[etat] == sum(ligne["etat"] == etat for ligne in lignes), etat
        assert tableau[etat] == len(terrain("candidatures", "--etat", etat, "--json").json)


# Exit codes, and what goes to stdout


MALFORMEES: list[tuple[Any, str]] = [
    ("pas du json", ""),
    ("[]", ""),
    ("3", ""),
    ({"type": "danser"}, "type"),
    ({"candidature": "NEUVE"}, "type"),
    (convoquer("NEUVE", "2022-02-30"), "date"),
    (convoquer("NEUVE", "25/04/2022"), "date"),
    (convoquer("NEUVE", None), "date"),  # type: ignore[arg-type]
    (convoquer("NEUVE", "2022-05-02") | {"heure": "9h"}, "heure"),
    ({"type": "convoquer", "date": "2022-05-02"}, "candidature"),
    (convoquer(3, "2022-05-02"), "candidature"),  # type: ignore[arg-type]
    (noter("ATTENDUE", 1, "presente"), "resultat"),
    (noter("ATTENDUE", "un", "presence"), "rang"),  # type: ignore[arg-type]
    (noter("ATTENDUE", 1.5, "presence"), "rang"),  # type: ignore[arg-type]
    (oui(intensite="beaucoup"), "avis.intensite"),
    (oui(intensite=True), "avis.intensite"),
    (oui(motif="autres"), "avis.motif"),
    (non(motif="ennui"), "avis.motif"),
    (non(motif="autres", entree="2022-03-01"), "avis.entree"),
    (avis("NEUVE", recrutement="peut-être"), "avis.recrutement"),
    (avis("NEUVE"), "avis.recrutement"),
    (oui() | {"id": "1"}, "id"),
    (lot("convoquer", "S", date="2022-05-02") | {"candidatures": "NEUVE"}, "candidatures"),
    ({"type": "modifier_droit", "membre": "u1", "droit": "roi"}, "droit"),
    ({"type": "passer_avis_non_transmis", "candidature": "NEUVE"}, "type"),
    ('{"type":"convoquer","candidature":"NEUVE","date":"2022-05-02","date":"2022-05-03"}', "date"),
    (oui(intensite=float("nan")), "avis.intensite"),
]


def test_malformed_executes_nothing_and_names_line_and_key(terrain: Terrain) -> None:
    bonne = convoquer("NEUVE", "2022-05-02")
    for commande, cle in MALFORMEES:
        fin = terrain.executer(bonne, "", commande, bonne)
        assert (fin.code, fin.sortie) == (2, ""), (commande, fin)
        assert "Ligne 3" in fin.erreur, (commande, fin)
        assert not cle or f"« {cle} »" in fin.erreur, (commande, fin)
        assert fin.erreur.count("\n") == 1, fin
    assert fiche(terrain, "NEUVE")["convocations"] == []
    assert terrain("journal", "--json").sortie == ""


def test_each_line_sees_those_before_it_and_stdin_is_a_file(terrain: Terrain, monkeypatch: pytest.MonkeyPatch) -> None:
    lignes = [convoquer("NEUVE", "2022-04-20"), noter("NEUVE", 1, "presence"), oui("NEUVE")]
    texte = "\ufeff" + "\r\n".join(map(json.dumps, lignes))
    for options, etat in ((("--simuler",), "en_attente"), ((), "retenue")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(texte.encode()), encoding="utf-8"))
        fin = terrain("executer", "-", "--json", *options)
        assert (fin.code, [r["etat"] for r in fin.json]) == (0, ["en_attente", "en_attente", "retenue"])
        assert fiche(terrain, "NEUVE")["etat"] == etat
    assert len({r["id"] for r in fin.json}) == 3


CODES: list[tuple[tuple[str, ...], int]] = [
    (("candidature", "INCONNUE"), 3),
    (("candidatures", "--session", "INCONNUE"), 3),
    (("exporter", "INCONNUE", "--sortie", "x.csv"), 3),
    (("lot", "INCONNUE", "--fichier", "d.csv"), 3),
    (("personne", "INCONNU"), 3),
    (("tableau", "--structure", "INCONNUE"), 3),
    (("tableau", "--utilisateur", "INCONNU"), 3),
    (("executer", "absent.jsonl"), 4),
    (("exporter", "S", "--sortie", "absent/x.csv"), 4),
    (("charger", "absent.json"), 4),
    (("candidature",), 2),
    (("candidature", "A", "B"), 2),
    (("candidatures", "--etat", "perdue"), 2),
    (("candidatures", "--limite", "-1"), 2),
    (("candidatures", "--filtre", "etta:retenue"), 2),
    (("echeances", "--jours", "x"), 2),
    (("executer",), 2),
    (("exporter", "S"), 2),
    (("danser",), 2),
    (("tableau", "--aujourd-hui", "2022-01-01"), 2),
    (("tableau", "--aujourdhui", "2022-02-30"), 2),
    (("tableau", "--grace", "-1"), 2),
    (("tableau", "--profil", "x"), 2),  # with --base
    (("candidature", "NEUVE"), 0),
    (("candidatures", "--limite", "0"), 0),
    (("sessions", "--filtre", "formation"), 0),
    (("journal", "--verifier"), 0),
]


def test_exit_codes(terrain: Terrain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d.csv").write_text("Référence;Recrutement\r\nNEUVE;\r\n", encoding="utf-8")
    for mots, code in CODES:
        for json_ in ((), ("--json",)):
            jour = () if "--aujourdhui" in mots else ("--aujourdhui", terrain.jour)
            fin = terrain.nu(*mots, *json_, "--base", terrain.base, *jour)
            assert fin.code == code, (mots, fin)
            assert (fin.sortie == "") or code == 0, (mots, fin)
            assert bool(fin.erreur) or code == 0, (mots, fin)
            if json_:
                assert isinstance(fin.json, list)


def test_other_bases(nu: Courir, tmp_path: Path) -> None:
    assert nu("tableau", "--base", tmp_path / "absente.sqlite").code == 4
    (tmp_path / "texte.sqlite").write_text("bonjour", encoding="utf-8")
    assert nu("tableau", "--base", tmp_path / "texte.sqlite").code == 4
    (tmp_path / "faux.json").write_text('{"structures":[{"id":"OF1","nom":"x","siret":"1","ville":"Pau"}]}', "utf-8")
    fin = nu("charger", tmp_path / "faux.json", "--base", tmp_path / "neuve.sqlite")
    assert (fin.code, fin.sortie) == (2, "")
    assert "structures[0].ville" in fin.erreur
    assert not (tmp_path / "neuve.sqlite").exists()
