"""A flow as its owner sets it up: a server process, a key, a POST, what is due, an acknowledgement; and its log."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from rafaelpro_tui.core.horloge import HorlogeSysteme
from tests.core.exchange import catalogue as lheo
from tests.server.http import ServeurLance

PERSONNE = {"id": "N1", "nom_naissance": "O’NEILL", "prenom": "Désiré", "courriel": "desire@example.org"}


def test_a_flow_from_its_key_to_its_acknowledgement(tmp_path: Path) -> None:
    serveur = ServeurLance(tmp_path)
    fini = serveur.commander("serveur", "compte", "flux", "--nom", "region", "--json")
    assert fini.returncode == 0, fini.stderr
    annee = HorlogeSysteme().maintenant().year
    avenir = lheo.session(debut=f"{annee + 1}0301", fin=f"{annee + 1}0825")
    depot = {"reference": "C1", "session": "00235491", "candidat": PERSONNE, "prescripteur": "Mission locale de Pau"}
    acces = {"Authorization": f"Bearer {json.loads(fini.stdout)['cle']}"}
    with httpx.Client(base_url=f"{serveur.url}/v1/flux", headers=acces) as client:
        xml = lheo.catalogue(lheo.formation(lheo.action(sessions=avenir, plus=lheo.financeur())))
        assert client.post("/lheo", content=xml).json()["comptes"]["session"]["crees"] == 1
        (sort,) = client.post("/candidatures", content=json.dumps(depot)).json()["commandes"]
        assert sort["issue"] == "fait", sort
        (due,) = client.get("/transmissions").json()["transmissions"]
        assert (due["destination"], due["candidat"]["nom_naissance"]) == ("hub_agora", "O’NEILL")
        assert client.post(f"/transmissions/{due['id']}/accuse").json()["accusee_par"] == "region"
        assert client.get("/transmissions").json()["transmissions"] == []
    assert serveur.arreter() == 0
    journal = serveur.journal.read_text(encoding="utf-8")
    assert not any(mot in journal for mot in ("NEILL", "Désiré", "desire@", "Mission locale"))
