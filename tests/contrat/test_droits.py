"""DRT: every role × droit × command, against an oracle written from REGLES.md and nothing else."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from tests.commandes.conftest import Courir
from tests.contrat.jeu import Objet, Terrain, action, candidature, session, structure, utilisateur

ROLES = tuple(frozenset(r for r, tenu in zip("RFP", tenus, strict=True) if tenu) for tenus in product((0, 1), repeat=3))
DROITS = ("catalogue", "preinscription", "general", "aucun", "etranger")
"""`etranger`: not attached to the structure."""
OUI = {"recrutement": "oui", "entree": "2022-03-01", "sortie": "2022-08-25", "intensite": "35"}
COMPLET = {cle: OUI[cle] for cle in ("entree", "sortie", "intensite")}
COMPLETE = {"recrutement": "non", "motif": "session_complete"}

SUR_CANDIDATURE: dict[str, tuple[Objet, Objet]] = {
    # type: (what it takes, how the candidature is before)
    "convoquer": ({"date": "2022-04-28"}, {}),
    "deplacer_convocation": ({"rang": 1, "date": "2022-04-28"}, {"convocations": [("2022-04-20", None)]}),
    "noter_resultat": ({"rang": 1, "resultat": "presence"}, {"convocations": [("2022-04-20", None)]}),
    "rendre_avis": ({"avis": OUI}, {"convocations": [("2022-04-20", "presence")]}),
    "retenir_liste_attente": (
        COMPLET,
        {"convocations": [("2022-04-20", "presence")], "etat": "refus_session_complete", "avis": COMPLETE},
    ),
    "completer_retenue": (
        COMPLET,
        {"convocations": [("2022-04-20", "presence")], "etat": "retenue", "avis": {"recrutement": "oui"}},
    ),
}
LOTS: dict[str, tuple[Objet, Objet]] = {
    "lot_convoquer": SUR_CANDIDATURE["convoquer"],
    "lot_noter_resultat": ({"resultat": "presence"}, SUR_CANDIDATURE["noter_resultat"][1]),
    "lot_rendre_avis": ({"avis": {"recrutement": "oui"}}, SUR_CANDIDATURE["rendre_avis"][1]),
    "lot_retenir_liste_attente": ({}, SUR_CANDIDATURE["retenir_liste_attente"][1]),
}
AUTRES: dict[str, Objet] = {
    "modifier_session": {"coefficient": "2"},
    "modifier_action": {"plus": "Un chantier-école."},
    "modifier_contacts": {"contacts": [{"nom": "Accueil", "telephone": "0556000000"}]},
    "modifier_droit": {"droit": "catalogue"},
}
TYPES = (*SUR_CANDIDATURE, *LOTS, *AUTRES)


def oracle(roles: frozenset[str], droit: str, referent: bool, type_: str) -> str:
    """REGLES.md, DRT-1 to DRT-7, in their order of precedence."""
    if droit == "etranger":
        return "DRT-7"
    if type_ == "modifier_droit":
        return "fait" if referent else "DRT-6"
    if not roles:
        return "DRT-5"
    regle, il_faut, profils = {
        "modifier_session": ("DRT-2", "RF", ("catalogue", "general")),
        "modifier_action": ("DRT-3", "R", ("catalogue", "general")),
        "modifier_contacts": ("DRT-4", "R", ("catalogue", "general")),
    }.get(type_, ("DRT-1", "RP", ("preinscription", "general")))
    return "fait" if roles & set(il_faut) and droit in profils else regle


def nommer(roles: frozenset[str]) -> str:
    return "".join(r for r in "RFP" if r in roles) or "0"


def monde() -> Objet:
    """ME with every set of roles, each on an action and a session of its own; AUTRE has the rest."""
    actions, sessions, candidatures = [], [], []
    for roles in ROLES:
        nom = nommer(roles)
        qui = {r: "ME" if r in roles else "AUTRE" for r in "RFP"}
        actions.append(action(f"A{nom}", qui["R"]))
        sessions.append(
            session(f"S{nom}", f"A{nom}", qui["F"], qui["P"], type_entrees="dates_fixes", effectif_vise=1000)
        )
        # What is to complete comes from a lot on séquencées or permanentes (LOT-4).
        sessions.append(session(f"T{nom}", f"A{nom}", qui["F"], qui["P"], type_entrees="sequencees"))
        for droit, (type_, (_, avant)) in product(DROITS, (SUR_CANDIDATURE | LOTS).items()):
            sur = "T" if type_ == "completer_retenue" else "S"
            reste = {cle: valeur for cle, valeur in avant.items() if cle != "convocations"}
            convocations = avant.get("convocations", ())
            candidatures.append(candidature(f"{nom}-{droit}-{type_}", f"{sur}{nom}", *convocations, **reste))
    gens = [utilisateur(droit, ("ME", droit, False)) for droit in DROITS[:-1]]
    gens += [utilisateur("etranger", ("AUTRE", "general", True)), utilisateur("membre", ("ME", "aucun", True))]
    gens += [utilisateur(f"referent-{droit}", ("ME", droit, True)) for droit in DROITS[:-1]]
    return {
        "structures": [structure("ME", 1), structure("AUTRE", 2)],
        "utilisateurs": gens,
        "actions": actions,
        "sessions": sessions,
        "candidatures": candidatures,
    }


@pytest.fixture
def terrain(nu: Courir, tmp_path: Path) -> Terrain:
    return Terrain(nu, tmp_path, monde())


def commande_de(roles: frozenset[str], droit: str, type_: str) -> Objet:
    nom = nommer(roles)
    reference, commune = f"{nom}-{droit}-{type_}", {"type": type_, "structure": "ME", "utilisateur": droit}
    if type_ in SUR_CANDIDATURE:
        return commune | {"candidature": reference} | SUR_CANDIDATURE[type_][0]
    if type_ in LOTS:
        return commune | {"session": f"S{nom}", "candidatures": [reference]} | LOTS[type_][0]
    cible = {"modifier_action": {"action": f"A{nom}"}, "modifier_droit": {"membre": "membre"}}
    return commune | cible.get(type_, {"session": f"S{nom}"}) | AUTRES[type_]


@pytest.mark.parametrize("simuler", [True, False], ids=["simuler", "executer"])
def test_who_may_do_what(terrain: Terrain, simuler: bool) -> None:
    cas = list(product(ROLES, DROITS, TYPES))
    fin = terrain.executer(*(commande_de(*un) for un in cas), options=("--simuler",) if simuler else ())
    assert fin.code == 1
    obtenu = {(nommer(r), d, t): res.get("regle", res["issue"]) for (r, d, t), res in zip(cas, fin.json, strict=True)}
    assert obtenu == {(nommer(r), d, t): oracle(r, d, False, t) for r, d, t in cas}
    assert len(cas) == 560


def test_who_may_change_droits(terrain: Terrain) -> None:
    """DRT-6: whatever their own droit, a référent; and the last one stays."""
    cas = [(referent, droit) for referent in (False, True) for droit in DROITS[:-1]]
    commandes = [
        {"type": "modifier_droit", "membre": "membre", "droit": "general", "structure": "ME"}
        | {"utilisateur": f"referent-{droit}" if referent else droit}
        for referent, droit in cas
    ]
    resultats = terrain.executer(*commandes).json
    assert [r.get("regle", r["issue"]) for r in resultats] == [
        oracle(frozenset(), d, r, "modifier_droit") for r, d in cas
    ]
    tous = ("membre", *(f"referent-{droit}" for droit in DROITS[:-1]))
    retraits = [
        {"type": "modifier_droit", "membre": qui, "referent": False, "structure": "ME", "utilisateur": tous[-1]}
        for qui in tous
    ]
    resultats = terrain.executer(*retraits).json
    assert [r.get("regle", r["issue"]) for r in resultats] == ["fait"] * 4 + ["DRT-6"]


@pytest.mark.parametrize("droit", DROITS[:-1])
def test_who_may_read_what(terrain: Terrain, droit: str) -> None:
    """DRT-5: no role, no object. DRT-9: the candidats are for those who may act on them; the counts are for all."""
    options = ("--structure", "ME", "--utilisateur", droit, "--json")
    vues = {ligne["reference"] for ligne in terrain("sessions", *options).json}
    assert vues == {f"{s}{nommer(roles)}" for roles in ROLES for s in "ST" if roles}
    for roles in ROLES:
        nom = nommer(roles)
        lisible = bool(roles & set("RP")) and droit in ("preinscription", "general")
        fin = terrain("candidature", f"{nom}-{droit}-convoquer", *options)
        assert (fin.code, bool(fin.sortie)) == ((0, True) if lisible else (3, False)), (nom, fin)
        fin = terrain("personne", f"P{nom}-{droit}-convoquer", *options)
        assert (fin.code, bool(fin.sortie)) == ((0, True) if lisible else (3, False)), (nom, fin)
        fin = terrain("candidatures", "--session", f"S{nom}", *options)
        assert (fin.code, bool(fin.sortie)) == ((0, True) if lisible else (3 if not roles else 1, False)), (nom, fin)
    en_attente = {ligne["role"]: ligne["en_attente"] for ligne in terrain("tableau", *options).json}
    assert set(en_attente) == {"responsable", "positionneur", "formateur"}
    assert len(set(en_attente.values())) == 1  # the three roles are held on as many sessions
    assert en_attente["formateur"] > 0
    references = {json.loads(ligne)["candidature"] for ligne in terrain("echeances", *options).sortie.splitlines()}
    lisibles = {nommer(roles) for roles in ROLES if roles & set("RP") and droit in ("preinscription", "general")}
    assert {reference.partition("-")[0] for reference in references} == lisibles
