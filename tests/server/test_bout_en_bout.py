"""Everything as it is used: a server process, a browser's form, two laptops by the command line, over HTTP."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from rafaelpro_tui.core.horloge import HorlogeSysteme
from tests.server import postgresql
from tests.server.http import ServeurLance

MOT_DE_PASSE = "une phrase de quelques mots"
AUJOURDHUI = HorlogeSysteme().maintenant().date()


def jour(decalage: int) -> str:
    return (AUJOURDHUI + timedelta(days=decalage)).isoformat()


def donnees() -> dict[str, Any]:
    """Two organisations on one session, under way today."""
    session = {
        "reference": "S",
        "action": "A1",
        "formateur": "OF1",
        "positionneur": "OF2",
        "commune": "Pau",
        "code_postal": "64000",
        "debut": jour(-10),
        "fin": jour(60),
        "type_entrees": "dates_fixes",
        "effectif_minimal": 1,
        "effectif_vise": 6,
        "capacite_accueil": 6,
        "coefficient": "1",
        "date_limite_inscription": jour(5),
        "date_limite_entree_tardive": jour(10),
    }
    return {
        "structures": [
            {"id": "OF1", "siret": "13002526500013", "nom": "Horizon Formation"},
            {"id": "OF2", "siret": "13002526500021", "nom": "Écrin des Métiers"},
        ],
        "utilisateurs": [
            {
                "id": id,
                "nom": nom,
                "prenom": prenom,
                "courriel": f"{id}@example.org",
                "rattachements": [{"structure": structure, "droit": "general", "referent": True}],
            }
            for id, nom, prenom, structure in (("lea", "Martin", "Léa", "OF1"), ("zoe", "Durand", "Zoé", "OF2"))
        ],
        "dispositifs": [
            {
                "code": "PRF",
                "libelle": "PRF",
                "coefficient_min": "1",
                "coefficient_max": "3",
                "hsp": False,
                "finance_region": True,
            }
        ],
        "actions": [{"id": "A1", "intitule": "Amorce", "dispositif": "PRF", "responsable": "OF1"}],
        "sessions": [session],
        "candidats": [{"id": f"P{n}", "nom_naissance": f"Nom{n}", "prenom": "Désiré"} for n in range(4)],
        "candidatures": [
            {
                "reference": f"C{n}",
                "session": "S",
                "candidat": f"P{n}",
                "prescripteur": "ML",
                "deposee_le": jour(-20),
                "convocations": [{"date": jour(-5), "resultat": "presence"}],
                "etat": "en_attente",
                "avis": None,
            }
            for n in range(4)
        ],
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def serveur(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServeurLance]:
    url = None
    if request.param == "postgresql":
        if postgresql.binaire("postgres") is None:
            pytest.skip("PostgreSQL n’est pas sur cette machine (paquet « postgresql »)")
        url = request.getfixturevalue("base_vide_postgresql")
    lance = ServeurLance(tmp_path, url)
    fichier = tmp_path / "donnees.json"
    fichier.write_text(json.dumps(donnees()), encoding="utf-8")
    charge = lance.commander("serveur", "charger", str(fichier))
    assert charge.returncode == 0, charge.stderr
    for id in ("lea", "zoe"):
        ouvert = lance.commander("serveur", "compte", "mot-de-passe", "--utilisateur", id, entree=MOT_DE_PASSE)
        assert ouvert.returncode == 0, ouvert.stderr
    yield lance
    lance.arreter()


def connecter(serveur: ServeurLance, utilisateur: str) -> None:
    """`connexion` in a terminal; the form of the page, as a browser would send it."""
    commande = [sys.executable, "-m", "rafaelpro_tui", "connexion", serveur.url, "--en-clair", "--profil", utilisateur]
    processus = subprocess.Popen(
        commande, env=serveur.environnement, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert processus.stderr is not None
    lu = ""
    while (trouve := re.search(r"code\s*:\s*([A-Z]{4}-[A-Z]{4})", lu)) is None:
        ligne = processus.stderr.readline()
        assert ligne, lu
        lu += ligne
    champs = {
        "code": trouve[1],
        "courriel": f"{utilisateur}@example.org",
        "mot_de_passe": MOT_DE_PASSE,
        "decision": "approuver",
    }
    with httpx.Client(base_url=serveur.url) as navigateur:
        page = navigateur.get("/appareil", params={"code": trouve[1]})
        assert page.status_code == 200
        assert "Approuver" in page.text
        faux = navigateur.post("/appareil", data=champs | {"mot_de_passe": "pas le bon"})
        assert (faux.status_code, "n’est pas le bon" in faux.text) == (401, True)
        assert "Ordinateur connecté" in navigateur.post("/appareil", data=champs).text
    sortie, erreurs = processus.communicate(timeout=60)
    assert processus.returncode == 0, erreurs
    assert MOT_DE_PASSE not in sortie + lu + erreurs


def avis(reference: str, issue: str) -> str:
    contenu: dict[str, str] = {"recrutement": "oui", "entree": jour(1), "sortie": jour(60), "intensite": "35"}
    if issue == "non":
        contenu = {"recrutement": "non", "motif": "prerequis_pedagogiques_non_satisfaits"}
    return json.dumps({"type": "rendre_avis", "candidature": reference, "avis": contenu})


@pytest.mark.slow
def test_deux_postes_et_un_serveur(serveur: ServeurLance) -> None:
    """Both see each other's avis; cut off both go on; decided twice: one avis, one conflict that is shown."""
    for utilisateur in ("lea", "zoe"):
        connecter(serveur, utilisateur)

    def executer(utilisateur: str, ligne: str) -> Any:
        fin = serveur.commander("executer", "-", "--json", "--profil", utilisateur, entree=ligne)
        return json.loads(fin.stdout)

    def synchroniser(utilisateur: str, attendu: int = 0) -> Any:
        fin = serveur.commander("synchroniser", "--json", "--profil", utilisateur)
        assert fin.returncode == attendu, fin.stderr
        return json.loads(fin.stdout) if fin.stdout else fin.stderr

    def etats(utilisateur: str) -> dict[str, str]:
        fin = serveur.commander("candidatures", "--json", "--profil", utilisateur)
        return {lue["reference"]: lue["etat"] for lue in map(json.loads, fin.stdout.splitlines())}

    assert executer("lea", avis("C0", "oui"))["issue"] == "fait"
    assert synchroniser("lea")["acceptees"] == 1
    synchroniser("zoe")
    assert etats("zoe")["C0"] == "retenue"

    serveur.tuer()
    assert executer("lea", avis("C1", "oui"))["issue"] == "fait"
    assert executer("zoe", avis("C1", "non"))["issue"] == "fait"
    assert executer("zoe", avis("C2", "non"))["issue"] == "fait"
    assert "joint" in synchroniser("lea", 4)
    serveur.demarrer()
    assert synchroniser("lea")["acceptees"] == 1
    assert synchroniser("zoe", 1) | {"objets": 0} == {
        "acceptees": 1,
        "refusees": 1,
        "renvoyees": 0,
        "objets": 0,
        "a_envoyer": 0,
        "a_regler": 1,
    }
    synchroniser("lea")
    attendus = {"C0": "retenue", "C1": "retenue", "C2": "non_retenue", "C3": "en_attente"}
    assert etats("lea") == etats("zoe") == attendus
    assert serveur.commander("deconnexion", "--profil", "zoe").returncode == 0
    assert "connecté" in synchroniser("zoe", 4)
    assert serveur.arreter() == 0
    journal = serveur.journal.read_text()
    assert not re.search(r"Nom\d|Désiré|example\.org|Traceback", journal), "no personal data in the log"


@pytest.mark.parametrize("par", [signal.SIGTERM, signal.SIGHUP])
def test_a_server_that_is_asked_to_stop_closes_its_base(tmp_path: Path, par: signal.Signals) -> None:
    """By the system, or by its terminal that closes: nothing is left beside the base, which a kill would leave."""
    serveur = ServeurLance(tmp_path)
    (base,) = tmp_path.glob("data/**/serveur.sqlite")
    assert base.with_name("serveur.sqlite-wal").exists()
    assert serveur.arreter(par) in (0, -signal.SIGTERM)
    assert [fichier.name for fichier in base.parent.iterdir()] == ["serveur.sqlite"]
    assert "Traceback" not in serveur.journal.read_text()


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    serveur = ServeurLance(tmp_path)
    second = serveur.commander("serveur", "--port", str(serveur.port))
    serveur.arreter()
    assert second.returncode == 4
    assert f"port {serveur.port} : un autre programme l’occupe." in second.stderr.replace("\u00a0", " ")
    assert "--port" in second.stderr
    assert "Traceback" not in second.stderr
