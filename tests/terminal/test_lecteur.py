"""`--lecteur`: the whole main job by lines, by the program as a person (or a pipe) runs it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.terminal import PROGRAMME

Parler = Callable[..., str]
JOUR = "2022-04-30"


@pytest.fixture
def parler(base: Path, environnement: dict[str, str]) -> Parler:
    """Answer each question in turn; what was said, no-break spaces as plain ones."""

    def dire(*reponses: str, jour: str = JOUR, utilisateur: str = "u1") -> str:
        commande = [str(PROGRAMME), "--lecteur", "ouvrir", "--base", str(base)]
        fin = subprocess.run(
            [*commande, "--aujourdhui", jour, "--utilisateur", utilisateur],
            input="\n".join(reponses) + "\n",
            env=environnement,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (fin.returncode, fin.stderr) == (0, "")
        assert "\x1b" not in fin.stdout, "no cursor is moved, no colour is sent"
        assert "\r" not in fin.stdout
        assert "Au revoir." in fin.stdout
        return fin.stdout.replace("\u00a0", " ")

    return dire


@pytest.fixture
def fiche(rafaelpro: Callable[..., Any], base: Path) -> Callable[[str], dict[str, Any]]:
    def lire(reference: str) -> dict[str, Any]:
        fin = rafaelpro("candidature", reference, "--base", base, "--utilisateur", "u1", "--json", "--aujourdhui", JOUR)
        objet: dict[str, Any] = json.loads(fin.stdout)
        return objet

    return lire


def numero(dit: str, choix: str) -> str:
    """The number of a choice that was read last."""
    lignes = [ligne for ligne in dit.splitlines() if choix in ligne and ligne.split(".")[0].isdigit()]
    assert lignes, f"{choix!r} n’est pas offert :\n{dit}"
    return lignes[-1].split(".")[0]


def test_the_whole_main_job(parler: Parler, fiche: Callable[[str], dict[str, Any]]) -> None:
    """Sessions → candidatures → convoquer, présence, avis: each simulated, confirmed, then said."""
    session = numero(parler("1"), "00235491")
    en_attente = ("1", session, "1")
    c2 = numero(parler(*en_attente), "C2,")
    convoquer = parler(*en_attente, c2, "1", "30/04/2022", "oui")
    assert "Il vous reste 138 jours pour gérer vos préinscriptions." in convoquer
    assert "Ensuite : En attente, Présence / absence à renseigner." in convoquer
    assert "Validé sur ce poste." in convoquer
    assert fiche("C2")["convocations"] == [{"rang": 1, "date": "2022-04-30", "resultat": None}]

    c2 = numero(parler(*en_attente), "C2,")
    menu = parler(*en_attente, c2)
    parler(*en_attente, c2, numero(menu, "Noter la présence"), "1", "oui")
    assert fiche("C2")["etape"] == "avis_a_rendre"

    avis = parler(*en_attente, c2, "1", "1", "02/05/2022", "", "18h/3j", "Très motivée", "oui")
    assert "vous ne pourrez plus le modifier (AVI-7)" in avis
    assert fiche("C2")["etat"] == "retenue"
    assert fiche("C2")["avis"] == {
        "recrutement": "oui",
        "entree": "2022-05-02",
        "sortie": "2022-08-25",
        "intensite": "30",
        "commentaire": "Très motivée",
    }


def test_a_no_with_its_motif_and_a_refusal_by_rule(parler: Parler, fiche: Callable[[str], dict[str, Any]]) -> None:
    """AVI-4: « Autres » without a raison is refused, and said with its rule; nothing is written."""
    session = numero(parler("1"), "00235491")
    c1 = numero(parler("1", session, "1"), "C1,")
    avis = ("1", session, "1", c1, "1", "2")
    motif = numero(parler(*avis), "Autres")
    assert "Refus AVI-4 : " in parler(*avis, motif, "", "")
    assert fiche("C1")["etat"] == "en_attente"
    assert "Rien n’a été écrit." in parler(*avis, motif, "Déménage", "", "non")
    assert fiche("C1")["etat"] == "en_attente"
    dit = parler(*avis, motif, "Déménage", "", "oui", "0", "0", "0", "0", "5", "oui")
    assert "Validé sur ce poste. Non retenue." in dit
    assert "Annulé." in dit, "within the grace (ANN-1)"
    assert fiche("C1")["etat"] == "en_attente"


def test_an_automatic_refusal_is_said_before(parler: Parler, fiche: Callable[[str], dict[str, Any]]) -> None:
    """CNV-5."""
    session = numero(parler("1"), "00235491")
    c3 = numero(parler("1", session, "1"), "C3,")
    geste = numero(parler("1", session, "1", c3), "Noter la présence")
    dit = parler("1", session, "1", c3, geste, "3", "non")
    assert "Ensuite : Non retenue." in dit
    assert "C’est définitif" in dit
    assert fiche("C3")["etat"] == "en_attente"


def test_by_lot(parler: Parler, fiche: Callable[[str], dict[str, Any]]) -> None:
    """LOT-5, LOT-6: each row is told, then confirmed, then told again."""
    session = numero(parler("1"), "00235491")
    dit = parler("1", session, "7", "1", "9", "tout", "02/05/2022", "oui")
    assert "« 9 » ne désigne rien" in dit
    assert "Candidats à convoquer (2)" in dit
    assert "C2, fait, Présence / absence à renseigner." in dit.partition("Rapport du lot.")[2]
    assert [fiche(c)["etape"] for c in ("C2", "C4")] == ["presence_a_renseigner"] * 2
    hsp = numero(parler("1"), "00240001")
    assert "Refus HSP-4 : " in parler("1", hsp, "7")


def test_the_rest_of_the_main_job(parler: Parler, fiche: Callable[[str], dict[str, Any]]) -> None:
    """AVI-10 from the liste d'attente; HSP-3; LOT-4, retained by lot, then completed."""
    sessions = parler("1")
    attente = ("1", numero(sessions, "00235491"), "5")
    c7 = numero(parler(*attente), "C7,")
    assert "Validé sur ce poste. Retenue." in parler(*attente, c7, "1", "02/05/2022", "", "", "oui")
    assert (fiche("C7")["etat"], fiche("C7")["avis"]["entree"]) == ("retenue", "2022-05-02")

    hsp = ("1", numero(sessions, "00240001"), "1", "1", "1", "2")
    parler(*hsp, numero(parler(*hsp), "Personne injoignable"), "", "oui")
    assert (fiche("C11")["etat"], fiche("C11")["avis"]["motif"]) == ("non_retenue", "personne_injoignable")

    sequencee = ("1", numero(sessions, "00235492"))
    dit = parler(*sequencee, "7", "3", "tout", "1", "oui")
    assert "Oui, dates et intensité à compléter ensuite (LOT-4)" in dit
    assert "C15, fait, Retenue à compléter." in dit.partition("Rapport du lot.")[2]
    retenues = parler(*sequencee, "2")
    parler(*sequencee, "2", numero(retenues, "C15,"), "1", "02/05/2022", "16/12/2022", "30", "oui")
    assert (fiche("C15")["a_completer"], fiche("C15")["avis"]["intensite"]) == (False, "30")
    vide = parler(*sequencee, "4")
    assert "Aucune candidature ici.\n0 pour revenir :" in vide


def test_who_sees_counts_only_is_told_why(parler: Parler) -> None:
    """DRT-9."""
    dit = parler("1", "1", "1", utilisateur="u3")
    assert "Refus DRT-9 : " in dit


def test_what_is_no_choice_is_said_and_asked_again(parler: Parler) -> None:
    dit = parler("douze", "99", "-1", "", "0")
    assert dit.count("Ce n’est pas un des choix.") == 4


def test_words_find_in_a_long_list_and_deadlines_lead_to_sessions(parler: Parler) -> None:
    assert "1 candidature trouvée" in parler("4", "o'neill etat:en_attente session:00235491")
    assert "n’existe pas" in parler("4", "couleur:bleu")
    echeances = parler("3", "1")
    assert "4 candidatures en attente, 138 jours restants" in echeances
    assert "Session 00235491" in echeances
