"""`executer`, `lot`, `passages`, `candidature`, `journal`: what writes, and what is left of it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rafaelpro_tui.core.store import driver

from .conftest import Courir, Fin

Fichier = Callable[..., Path]
ID = "0190a2c4-1111-7111-8111-111111111111"
OUI = {"recrutement": "oui", "entree": "2022-05-02", "sortie": "2022-08-25", "intensite": "30"}


def rendre(candidature: str = "C1", **avis: Any) -> dict[str, Any]:
    return {"type": "rendre_avis", "candidature": candidature, "avis": {**OUI, **avis}}


# executer


def test_a_whole_recruitment(cli: Courir, fichier: Fichier) -> None:
    fin = cli(
        "executer",
        fichier(
            {"type": "convoquer", "candidature": "C2", "date": "2022-04-25"},
            {"type": "noter_resultat", "candidature": "C2", "rang": 1, "resultat": "presence"},
            {"id": ID, **rendre("C2")},
        ),
        "--json",
    )
    assert fin.code == 0
    assert [resultat["issue"] for resultat in fin.json] == ["fait"] * 3
    assert fin.json[2] == {
        "id": ID,
        "type": "rendre_avis",
        "issue": "fait",
        "avertissements": [],
        "etat": "retenue",
    }
    fiche = cli("candidature", "C2", "--json").json[0]
    assert fiche["avis"] == {**OUI, "commentaire": ""}
    assert fiche["convocations"] == [{"rang": 1, "date": "2022-04-25", "resultat": "presence"}]
    assert (fiche["etat"], fiche["etape"], fiche["a_completer"]) == ("retenue", None, False)
    assert cli("journal", "--verifier").sortie == "Journal intact : 3 lignes dans 1 chaîne.\n"


def test_a_refus_is_told_whole_and_gives_1(cli: Courir, fichier: Fichier) -> None:
    fin = cli("executer", fichier(rendre(intensite="40.01"), rendre()), "--json")
    assert fin.code == 1
    refus, fait = fin.json
    assert (refus["issue"], refus["regle"], fait["issue"]) == ("refus", "AVI-2", "fait")
    assert "40,01" in refus["message"]
    assert refus["remede"]


def test_for_people_each_result_is_a_line(cli: Courir, fichier: Fichier) -> None:
    fin = cli(
        "executer",
        fichier(
            {"type": "convoquer", "candidature": "C2", "date": "2022-05-02"},
            {"type": "convoquer", "candidature": "C1", "date": "2022-05-02"},
            {"type": "lot_convoquer", "session": "00235491", "candidatures": ["C4", "C9999"], "date": "2022-05-03"},
        ),
    )
    lignes = fin.sortie.splitlines()
    assert lignes[0] == "fait   convoquer C2 → En attente – Présence / absence à renseigner"
    assert lignes[1].startswith("refus  convoquer C1 – CNV-2 : ")
    assert lignes[2] == "fait   lot_convoquer 00235491"
    assert lignes[3] == "  fait   C4 → En attente – Présence / absence à renseigner"
    assert lignes[4].startswith("  refus  C9999 – DRT-5 : ")
    assert fin.code == 1


def test_a_lot_of_which_a_row_is_refused_gives_1(cli: Courir, fichier: Fichier) -> None:
    lot = {"type": "lot_convoquer", "session": "00235491", "candidatures": ["C2", "C1"], "date": "2022-05-03"}
    fin = cli("executer", fichier(lot), "--json")
    assert fin.json[0]["issue"] == "fait"
    assert fin.code == 1


def test_simulating_writes_nothing_and_says_what_would_be(cli: Courir, fichier: Fichier, base: Path) -> None:
    avant = base.read_bytes()
    commandes = fichier(
        {"id": ID, "type": "convoquer", "candidature": "C2", "date": "2022-04-25"},
        {"type": "noter_resultat", "candidature": "C2", "rang": 1, "resultat": "presence"},
        rendre("C2", intensite="0"),
    )
    simulees = cli("executer", commandes, "--simuler", "--json")
    assert [resultat["issue"] for resultat in simulees.json] == ["fait", "fait", "refus"]
    assert simulees.code == 1
    assert base.read_bytes() == avant
    assert cli("executer", commandes, "--simuler").erreur == "Simulation : rien n’a été enregistré.\n"
    executees = cli("executer", commandes, "--json")
    assert [r["issue"] for r in executees.json] == [r["issue"] for r in simulees.json]


def test_the_same_id_gives_the_first_answer(cli: Courir, fichier: Fichier) -> None:
    commandes = fichier({"id": ID, **rendre()})
    une, autre = cli("executer", commandes, "--json").json[0], cli("executer", commandes, "--json").json[0]
    assert autre == {**une, "rejoue": True}
    assert cli("executer", commandes).sortie.endswith("(déjà reçue : première réponse)\n")


@pytest.mark.parametrize(
    ("ligne", "phrases"),
    [
        ("{", ["Ligne 2", "Rien n’a été exécuté"]),
        ('{"type":"convoquer","candidature":"C2","dat":"2022-05-02"}', ["Ligne 2", "« dat »", "« date »"]),
        ('{"type":"convoquer","candidature":"C2","date":"2022-02-30"}', ["Ligne 2", "« date »", "2022-02-30"]),
        ('{"type":"convoque","candidature":"C2"}', ["Ligne 2", "« type »", "« convoquer »"]),
    ],
)
def test_a_malformed_line_stops_the_whole_file(
    cli: Courir, fichier: Fichier, base: Path, ligne: str, phrases: list[str]
) -> None:
    avant = base.read_bytes()
    fin = cli("executer", fichier({"type": "convoquer", "candidature": "C2", "date": "2022-05-02"}, ligne), "--json")
    assert (fin.code, fin.sortie) == (2, "")
    assert all(phrase in fin.erreur for phrase in phrases), fin.erreur
    assert base.read_bytes() == avant


def test_commands_by_a_pipe(cli: Courir, monkeypatch: pytest.MonkeyPatch) -> None:
    ligne = json.dumps({"type": "convoquer", "candidature": "C2", "date": "2022-05-02"})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{ligne}\n\n".encode())))
    assert cli("executer", "-").sortie == "fait   convoquer C2 → En attente – Présence / absence à renseigner\n"


def test_an_empty_file_does_nothing(cli: Courir, fichier: Fichier) -> None:
    fin = cli("executer", fichier(""), "--json")
    assert (fin.code, fin.sortie, fin.erreur) == (0, "", "")


def test_who_acts_for_whom(cli: Courir, fichier: Fichier) -> None:
    """The options are for the lines that name nobody."""
    commandes = fichier(
        {"type": "convoquer", "candidature": "C17", "date": "2022-05-02"},
        {"type": "convoquer", "candidature": "C2", "date": "2022-05-02", "structure": "OF1", "utilisateur": "u1"},
    )
    fin = cli("executer", commandes, "--json", "--utilisateur", "u5", "--structure", "OF2")
    assert [resultat["issue"] for resultat in fin.json] == ["fait", "fait"]
    for utilisateur, structure, cible in (("u5", "OF2", "C17"), ("u1", "OF1", "C2")):
        lignes = cli("journal", "--json", "--utilisateur", utilisateur, "--structure", structure).json
        assert [(x["utilisateur"], x["structure"], x["cible"]) for x in lignes] == [(utilisateur, structure, cible)]


def test_who_is_not_attached_is_refused_by_drt_7(cli: Courir, fichier: Fichier) -> None:
    """Both are in the base: it is each command that is refused, unless its line names somebody else."""
    convoquer = {"type": "convoquer", "candidature": "C2", "date": "2022-05-02"}
    commandes = fichier(
        convoquer,
        {"type": "modifier_droit", "membre": "u2", "droit": "general", "structure": "OF1", "utilisateur": "u1"},
    )
    fin = cli("executer", commandes, "--json", "--utilisateur", "u1", "--structure", "OF2")
    assert fin.code == 1
    assert [resultat.get("regle") for resultat in fin.json] == ["DRT-7", None]
    assert cli("executer", fichier(convoquer), "--utilisateur", "u1", "--structure", "OF9").code == 3


def test_a_structure_alone_is_looked_at_by_one_of_its_own(cli: Courir) -> None:
    lignes = cli("sessions", "--structure", "OF2", "--json")
    assert lignes.code == 0
    assert lignes.json == cli("sessions", "--structure", "OF2", "--utilisateur", "u5", "--json").json


def test_the_grace_lets_undo(cli: Courir, fichier: Fichier) -> None:
    annuler = {"type": "annuler", "commande": ID}
    assert cli("executer", fichier({"id": ID, **rendre()}), "--grace", "60").code == 0
    assert cli("executer", fichier(annuler), "--json").json[0]["issue"] == "fait"
    assert cli("candidature", "C1", "--json").json[0]["etat"] == "en_attente"


def test_without_grace_nothing_is_undone(cli: Courir, fichier: Fichier) -> None:
    assert cli("executer", fichier({"id": ID, **rendre()})).code == 0
    refus = cli("executer", fichier({"type": "annuler", "commande": ID}), "--json")
    assert refus.json[0]["regle"] == "ANN-1"


# candidature


def test_a_candidature_for_people(cli: Courir) -> None:
    fin = cli("candidature", "C1")
    for phrase in (
        "O’NEILL Désiré – C1 – En attente – Avis à rendre – 143 jours restants",
        "Né·e le 03/02/1990, Pau (64000)",
        "06 12 34 56 78 – p1@example.org",
        "Candidatures en cours : 2/3, dont HSP 0/1",
        "Convocation 1 le 20/02/2022 : Présence",
        "Possible maintenant\n  Rendre un avis",
        "Convoquer – CNV-2 : ",
    ):
        assert phrase in fin.sortie


@pytest.mark.parametrize(
    ("reference", "avis"),
    [
        ("C1", None),
        ("C7", {"recrutement": "non", "motif": "session_complete", "raison": ""}),
        ("C8", {"recrutement": "non", "motif": "autres", "raison": "Déménage à Toulouse en avril."}),
        ("C12", {"conformite": "oui", "entree": "2022-04-04", "sortie": "2022-09-30", "intensite": "28"}),
        ("C13", {"conformite": "non", "motif": "non_conformite_administrative"}),
        ("C14", {"recrutement": "oui", "entree": None, "sortie": None, "intensite": None}),
    ],
)
def test_an_avis_by_its_field_names(cli: Courir, reference: str, avis: dict[str, Any] | None) -> None:
    fiche = cli("candidature", reference, "--json").json[0]
    assert fiche["avis"] is None if avis is None else avis.items() <= fiche["avis"].items()
    assert {"historique", "possibles", "impossibles", "candidat", "session"} <= fiche.keys()
    assert cli("candidature", reference).code == 0


def test_what_is_possible_and_why_not_the_rest(cli: Courir) -> None:
    fiche = cli("candidature", "C1", "--json").json[0]
    assert fiche["possibles"] == ["rendre_avis"]
    assert {"type", "regle", "message", "remede"} == fiche["impossibles"][0].keys()
    assert len(fiche["possibles"]) + len(fiche["impossibles"]) == 6


@pytest.mark.parametrize(
    "mots", [["C999"], ["C17", "--structure", "OF1"], ["C1", "--utilisateur", "u9"], ["C1", "--structure", "OF9"]]
)
def test_what_is_not_there_gives_3(cli: Courir, mots: list[str]) -> None:
    fin = cli("candidature", *mots, "--json")
    assert (fin.code, fin.sortie) == (3, "")
    assert fin.erreur.count("\n") == 1


# lot


def decisions(base: Path, *lignes: str) -> Path:
    chemin = base.with_name("decisions.csv")
    chemin.write_text("\r\n".join(("Référence;Convocation;Recrutement;Motif;Raison", *lignes)), encoding="utf-8-sig")
    return chemin


def test_decisions_of_a_spreadsheet(cli: Courir, base: Path) -> None:
    fichier = decisions(base, "C2;02/05/2022;;;", "C1;;Non;autres;", "C3;;;;")
    simule = cli("lot", "00235491", "--fichier", fichier, "--simuler")
    assert cli("journal", "--json").json == []
    fait = cli("lot", "00235491", "--fichier", fichier)
    assert simule.sortie == fait.sortie
    lignes = fait.sortie.splitlines()
    assert lignes[0] == "ligne 2  fait   convoquer C2 → En attente – Présence / absence à renseigner"
    assert lignes[1].startswith("ligne 3  refus  rendre_avis C1 – AVI-4 : ")
    assert fait.erreur == "3 lignes : 1 faite, 1 refusée, 1 sans changement.\n"
    assert (simule.code, fait.code) == (1, 1)


def test_decisions_as_json_tell_their_line(cli: Courir, base: Path) -> None:
    fin = cli("lot", "00235491", "--fichier", decisions(base, "", "C2;02/05/2022;;;"), "--json")
    assert {"ligne": 3, "candidature": "C2", "type": "convoquer", "issue": "fait"}.items() <= fin.json[0].items()


def test_a_file_we_exported_changes_nothing(cli: Courir, tmp_path: Path) -> None:
    sortie = tmp_path / "decisions.csv"
    assert cli("exporter", "00235491", "--decisions", "--sortie", sortie).code == 0
    fin = cli("lot", "00235491", "--fichier", sortie)
    assert (fin.code, fin.sortie) == (0, "")
    assert fin.erreur == "8 lignes : 0 faite, 0 refusée, 8 sans changement.\n"
    assert cli("journal", "--json").json == []


@pytest.mark.parametrize(
    ("session", "ligne", "code", "phrase"),
    [
        ("00999999", "C2;02/05/2022;;;", 3, "introuvable"),
        ("00235491", "C2;31/02/2022;;;", 2, "Ligne 2, colonne Convocation"),
        ("00235491", "C2;;Peut-être;;", 2, "Ligne 2, colonne Recrutement"),
    ],
)
def test_decisions_that_cannot_be_read(
    cli: Courir, base: Path, session: str, ligne: str, code: int, phrase: str
) -> None:
    fin = cli("lot", session, "--fichier", decisions(base, ligne))
    assert (fin.code, fin.sortie) == (code, "")
    assert phrase in fin.erreur


# passages, journal


def test_passages_run_once(cli: Courir) -> None:
    le_dernier_jour = cli("passages", "--aujourdhui", "2022-09-15")
    assert le_dernier_jour.sortie == "0 candidature passée en avis non transmis.\n"
    le_lendemain = cli("passages", "--aujourdhui", "2022-09-16", "--json")
    assert [(r["candidature"], r["etat"]) for r in le_lendemain.json] == [
        (reference, "avis_non_transmis") for reference in ("C1", "C2", "C3", "C4")
    ]
    assert cli("passages", "--aujourdhui", "2022-09-16").sortie == "0 candidature passée en avis non transmis.\n"
    assert cli("candidature", "C1", "--json").json[0]["avis"]["motif"] == "avis_non_transmis"


def test_the_other_commands_leave_the_stored_states_alone(cli: Courir) -> None:
    fin = cli("candidatures", "--session", "00235491", "--etat", "en_attente", "--json", "--aujourdhui", "2023-01-01")
    assert len(fin.json) == 4


def test_the_journal_lists_what_was_decided(cli: Courir, fichier: Fichier) -> None:
    assert cli("journal").erreur == "Le journal est vide : rien n’a encore été décidé dans cette base.\n"
    cli("executer", fichier(rendre(), {"type": "convoquer", "candidature": "C1", "date": "2022-05-02"}))
    lignes = cli("journal", "--json").json
    assert [tuple(ligne) for ligne in lignes] == [
        ("sequence", "date", "utilisateur", "structure", "type", "cible", "issue")
    ] * 2
    assert {(ligne["type"], ligne["cible"], ligne["issue"]) for ligne in lignes} == {
        ("rendre_avis", "C1", "fait"),
        ("convoquer", "C1", "refus"),
    }
    assert len(cli("journal", "--limite", "1", "--json").json) == 1
    assert "rendre_avis" in cli("journal").sortie


def test_a_journal_that_was_touched_is_told(cli: Courir, fichier: Fichier, base: Path) -> None:
    cli("executer", fichier(rendre(), {"type": "convoquer", "candidature": "C1", "date": "2022-05-02"}))
    conn = driver.connect(base)
    conn.execute("DROP TRIGGER journal_sans_modification")
    conn.execute("UPDATE journal SET issue = 'refus' WHERE sequence = 1")
    conn.close()
    fin: Fin = cli("journal", "--verifier")
    assert fin.code == 1
    assert fin.sortie.startswith("Journal rompu, structure OF1, ligne 1 : ")
    assert cli("journal", "--verifier", "--json").json[0]["sequence"] == 1


def test_a_deadline_that_has_passed_counts_no_negative_days(cli: Courir) -> None:
    fin = cli("candidature", "C1", "--aujourdhui", "2023-01-01")
    assert "délai passé depuis le 15/09/2022" in fin.sortie
    assert "-1" not in fin.sortie.splitlines()[0]
