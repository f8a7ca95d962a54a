"""Datasets (CONTRATS §3) in a few words, and commands run on them by the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.commandes.conftest import Courir

Objet = dict[str, Any]

DISPOSITIFS: list[Objet] = [
    {
        "code": code,
        "libelle": code,
        "coefficient_min": "1",
        "coefficient_max": maximum,
        "hsp": code == "HSP",
        "finance_region": True,
    }
    for code, maximum in (("PRF", "3"), ("HSP", "1"))
]


def structure(id: str, rang: int = 0) -> Objet:
    return {"id": id, "siret": f"{rang:014}", "nom": f"Organisme {id}"}


def utilisateur(id: str, *rattachements: tuple[str, str, bool]) -> Objet:
    return {
        "id": id,
        "nom": id.upper(),
        "prenom": "Léa",
        "courriel": f"{id}@example.org",
        "rattachements": [
            {"structure": s, "droit": droit, "referent": referent} for s, droit, referent in rattachements
        ],
    }


def action(id: str, responsable: str, dispositif: str = "PRF", **autres: Any) -> Objet:
    return {"id": id, "intitule": f"Formation {id}", "dispositif": dispositif, "responsable": responsable} | {
        "publiee": True,
        "archivee": False,
        "plus": "",
        "lien_web": "",
        **autres,
    }


def session(reference: str, action: str, formateur: str, positionneur: str, **autres: Any) -> Objet:
    """Of 2022-03-01 to 2022-08-25, in dates fixes, for 20 (guide, by lot)."""
    return {
        "reference": reference,
        "action": action,
        "formateur": formateur,
        "positionneur": positionneur,
        "commune": "Bordeaux",
        "code_postal": "33000",
        "debut": "2022-03-01",
        "fin": "2022-08-25",
        "type_entrees": "dates_fixes",
        "annulee": False,
        "effectif_minimal": 4,
        "effectif_vise": 20,
        "capacite_accueil": 20,
        "coefficient": "3",
        "date_limite_inscription": "2022-06-01",
        "date_limite_entree_tardive": "2022-07-01",
        "intensite_hebdomadaire": None,
        "contacts": [],
    } | autres


def candidat(id: str, **autres: Any) -> Objet:
    return {
        "id": id,
        "nom_naissance": f"NOM-{id}",
        "nom_usage": None,
        "prenom": "Désiré",
        "naissance": "1990-02-03",
        "telephone": "0612345678",
        "courriel": "d@example.org",
        "commune": "Pau",
        "code_postal": "64000",
        "inscrit_france_travail": True,
    } | autres


def candidature(
    reference: str, session: str, *convocations: tuple[str, str | None], etat: str = "en_attente", **autres: Any
) -> Objet:
    """Of a candidat of its own, `P<reference>`, unless another is given."""
    return {
        "reference": reference,
        "session": session,
        "candidat": f"P{reference}",
        "prescripteur": "Mission locale de Pau",
        "prescripteur_france_travail": False,
        "deposee_le": "2022-02-10",
        "convocations": [{"date": date, "resultat": resultat} for date, resultat in convocations],
        "etat": etat,
        "avis": None,
    } | autres


def completer(jeu: Objet) -> Objet:
    """With its dispositifs and the candidats of its candidatures."""
    tenus = {c["candidat"] for c in jeu.get("candidatures", ())} - {p["id"] for p in jeu.get("candidats", ())}
    candidats = [*jeu.get("candidats", ()), *map(candidat, sorted(tenus))]
    return {"dispositifs": DISPOSITIFS} | jeu | {"candidats": candidats}


class Terrain:
    """A base made from a dataset, and commands run on it."""

    def __init__(self, nu: Courir, dossier: Path, jeu: Objet, jour: str = "2022-04-25") -> None:
        self.nu, self.dossier, self.jour = nu, dossier, jour
        self.base = dossier / "contrat.sqlite"
        complet = completer(jeu)
        fichier = dossier / "jeu.json"
        fichier.write_text(json.dumps(complet), encoding="utf-8")
        fin = nu("charger", fichier, "--base", self.base, "--json")
        assert fin.code == 0, fin.erreur

    def __call__(self, *mots: str | Path, jour: str = "") -> Any:
        return self.nu(*mots, "--base", self.base, "--aujourdhui", jour or self.jour)

    def executer(self, *commandes: Objet | str, jour: str = "", options: tuple[str, ...] = ()) -> Any:
        """Each a line of a file; the end of the process, with its results as `json`."""
        fichier = self.dossier / "commandes.jsonl"
        fichier.write_text("".join((c if isinstance(c, str) else json.dumps(c)) + "\n" for c in commandes), "utf-8")
        return self("executer", fichier, "--json", *options, jour=jour)

    def une(self, commande: Objet, jour: str = "", options: tuple[str, ...] = ()) -> str:
        """« fait », or the rule that refuses; the exit code and the promises of a refus are checked."""
        fin = self.executer(commande, jour=jour, options=options)
        (resultat,) = fin.json
        if resultat["issue"] == "fait":
            refusees = [ligne for ligne in resultat.get("lignes", ()) if ligne["issue"] == "refus"]
            assert fin.code == (1 if refusees else 0), fin
            return "fait"
        assert fin.code == 1, fin
        if "regle" not in resultat:  # a lot refused row by row
            return "lignes " + " ".join(ligne["regle"] for ligne in resultat["lignes"])
        assert resultat["message"], resultat
        assert resultat["remede"], resultat
        return str(resultat["regle"])
