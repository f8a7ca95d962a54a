"""`plan`: slots, spreading, convening, papers, from the command line."""

from pathlib import Path

from tests.commandes.conftest import Courir


def test_a_plan_from_nothing_to_the_papers(cli: Courir, tmp_path: Path) -> None:
    assert "Aucun créneau" in cli("plan", "00235491").erreur
    ajoute = cli("plan", "00235491", "--ajouter", "2022-05-02", "--heure", "9h30", "--lieu", "Salle 2", "--places", "1")
    assert ajoute.code == 0
    reparti = cli("plan", "00235491", "--repartir", "--json")
    assert reparti.json == [
        {"id": 1, "date": "2022-05-02", "heure": "09:30", "lieu": "Salle 2", "places": 1, "candidatures": ["C4"]}
    ]
    assert "Sans place : C2." in reparti.erreur
    simule = cli("plan", "00235491", "--convoquer", "--simuler")
    assert simule.sortie == "fait   C4  02/05/2022\n"
    assert cli("candidature", "C4", "--json").json[0]["etape"] == "a_convoquer"
    assert cli("plan", "00235491", "--convoquer").code == 0
    assert cli("candidature", "C4", "--json").json[0]["convocations"][-1]["date"] == "2022-05-02"
    assert cli("plan", "00235491", "--feuilles", tmp_path / "feuilles").code == 0
    assert sorted(f.name for f in (tmp_path / "feuilles").iterdir()) == [
        "emargement-00235491-2022-05-02-09h30.html",
        "emargement-00235491-2022-05-02-09h30.html.provenance.txt",
        "publipostage-00235491-2022-05-02-09h30.csv",
        "publipostage-00235491-2022-05-02-09h30.csv.provenance.txt",
    ]


def test_who_may_not_convene_sees_no_plan(cli: Courir) -> None:
    """DRT-1, HSP-4, DRT-5: as for the lots that it prepares."""
    assert cli("plan", "00235491", "--utilisateur", "u3").code == 1
    assert cli("plan", "00240001").erreur.startswith("HSP-4")
    assert cli("plan", "00999999").code == 3
    assert cli("plan", "00235491", "--ajouter", "2022-05-02", "--heure", "midi").code == 2
    assert cli("plan", "00235491", "--ajouter", "2022-05-02", "--places", "0").code == 2


def test_the_waiting_list_and_its_first(cli: Courir) -> None:
    """AVI-10."""
    attente = cli("attente", "00235491", "--json").json
    assert [(une["ordre"], une["candidature"], une["tient"], une["rang"]) for une in attente] == [(1, "C7", True, None)]
    assert cli("attente", "00235491", "--candidature", "C7", "--rang", "1", "--json").json[0]["rang"] == 1
    assert cli("attente", "00235491", "--rang", "1").code == 2
    assert cli("attente", "00235491", "--candidature", "C1", "--rang", "1").code == 3
    simule = cli("attente", "00235491", "--promouvoir", "1", "--simuler")
    assert (simule.code, simule.sortie) == (0, "fait   C7\n")
    assert cli("attente", "00235491", "--promouvoir", "1").code == 0
    avis = cli("candidature", "C7", "--json").json[0]["avis"]
    assert (avis["recrutement"], avis["entree"], avis["sortie"]) == ("oui", "2022-04-25", "2022-08-25")
    assert "0 candidature en liste d’attente" in cli("attente", "00235491").erreur
