"""The precedence line of REGLES.md: when several rules refuse, which one answers.

For each command, its faults in the order of that line. Each fault alone, each pair and trio, and all at once: the
first one answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from rafaelpro_tui.core.commands import (
    AnyCommand,
    LotConvoquer,
    LotRendreAvis,
    LotRetenirListeAttente,
    ModifierAction,
    ModifierContacts,
    ModifierDroit,
    ModifierSession,
)
from rafaelpro_tui.core.model import (
    Candidature,
    Contact,
    Droit,
    Etat,
    Motif,
    MotifHsp,
    Rattachement,
    TypeEntrees,
)
from rafaelpro_tui.core.rules import decide
from rafaelpro_tui.core.rules.decision import Refus
from tests.core.rules.monde import (
    A_COMPLETER,
    FORMATEUR,
    HSP,
    JOUR,
    POSITIONNEUR,
    PRF,
    RESPONSABLE,
    SESSION,
    TIERS,
    candidature,
    commande,
    completer,
    conforme,
    contexte,
    convoquer,
    decidee,
    deplacer,
    dossier,
    j,
    lot,
    non,
    non_conforme,
    noter,
    oui,
    rendre,
    repecher,
    session,
)

Faits = dict[str, Any]
Faute = tuple[str, Faits]
_LIGNE = """
    DRT-7 DRT-5 DRT-1 DRT-2 DRT-3 DRT-4 DRT-6 HSP-4 CAN-3 AVI-10 FOR-8 HSP-1 AVI-9 CNV-2 CNV-1 AVI-1 LOT-4
    CNV-3 CNV-4 AVI-2 AVI-4 AVI-5 AVI-8 HSP-3 FOR-2 FOR-3 FOR-6 FOR-7 FOR-10
"""
LIGNE = _LIGNE.split()


@dataclass(frozen=True)
class Cas:
    """A command that passes on `sain`; each fault changes some facts and makes its rule refuse."""

    nom: str
    command: Callable[[Faits], AnyCommand]
    sain: Faits
    fautes: list[Faute]

    def regle(self, fautes: list[Faute]) -> str:
        # The first fault is applied last: of two that touch the same fact, it is the one that holds.
        faits = dict(self.sain)
        for _, changes in reversed(fautes):
            faits.update(changes)
        decision = decide(self.command(faits), _dossier(faits), _contexte(faits))
        if isinstance(decision, Refus):
            return decision.regle
        for ligne in decision.lignes or ():
            if isinstance(ligne.decision, Refus):
                return ligne.decision.regle
        return "ok"


def _dossier(faits: Faits) -> Any:
    sujet: Candidature = faits.get("sujet") or replace(candidature(*faits["rdvs"]), etat=Etat(faits["etat"]))
    return dossier(
        sujet if faits["existe"] else None,
        session=session(annulee=faits["annulee"], type_entrees=faits["type_entrees"]),
        dispositif=faits["dispositif"],
        lignes=(("C1", sujet if faits["existe"] else None),),
        membre=faits["membre"],
        referents=1,
    )


def _contexte(faits: Faits) -> Any:
    return contexte(faits["structure"], faits["droit"], faits["jour"], faits["referent"])


FAITS: Faits = {
    "structure": RESPONSABLE,
    "droit": "general",
    "referent": True,
    "jour": JOUR,
    "existe": True,
    "etat": "en_attente",
    "rdvs": [("20/04/2022", "presence")],
    "dispositif": PRF,
    "annulee": False,
    "type_entrees": TypeEntrees.DATES_FIXES,
    "membre": Rattachement(utilisateur="ali", structure=RESPONSABLE, droit=Droit.CATALOGUE),
    "commentaire": "",
}
PERSONNE: Faute = ("DRT-7", {"droit": None})
INVISIBLE: Faute = ("DRT-5", {"structure": TIERS})
INCONNUE: Faute = ("DRT-5", {"existe": False})
FORMATEUR_SEUL: Faute = ("DRT-1", {"structure": FORMATEUR})
SANS_PROFIL: Faute = ("DRT-1", {"droit": "catalogue"})
ACCES = [PERSONNE, INVISIBLE, INCONNUE, FORMATEUR_SEUL, SANS_PROFIL]
FINALE: Faute = ("CAN-3", {"etat": "non_retenue"})
SUR_HSP: Faute = ("HSP-1", {"dispositif": HSP})
TROP_TARD: Faute = ("AVI-9", {"jour": "16/09/2022"})
ABSENTE: Faute = ("AVI-1", {"rdvs": [("20/04/2022", "absence_justifiee")]})
BAVARDE: Faute = ("AVI-8", {"commentaire": "x" * 251})
TROIS_EXCUSES = [("01/04/2022", "absence_justifiee")] * 3


CAS = [
    Cas(
        "convoquer",
        lambda f: convoquer(f["date"]),
        {**FAITS, "rdvs": [], "date": "10/05/2022"},
        [
            *ACCES,
            FINALE,
            SUR_HSP,
            TROP_TARD,
            ("CNV-2", {"rdvs": [*TROIS_EXCUSES[:2], ("20/04/2022", None)]}),
            ("CNV-1", {"rdvs": TROIS_EXCUSES}),
            ("CNV-3", {"date": "01/01/2022"}),
        ],
    ),
    Cas(
        "déplacer une convocation",
        lambda f: deplacer(f["date"], f["rang"]),
        {**FAITS, "rdvs": [("20/04/2022", None)], "date": "10/05/2022", "rang": 1},
        [
            *ACCES,
            FINALE,
            SUR_HSP,
            TROP_TARD,
            ("CNV-3", {"date": "01/01/2022"}),
            ("CNV-3", {"date": "01/01/2023"}),
            ("CNV-4", {"rdvs": [("20/04/2022", "presence")]}),
            ("CNV-4", {"rdvs": []}),
            ("CNV-4", {"rang": 2}),
        ],
    ),
    Cas(
        "noter un résultat",
        lambda f: noter("presence", f["rang"], f["commentaire"]),
        {**FAITS, "rdvs": [("20/04/2022", None)], "rang": 1},
        [
            *ACCES,
            FINALE,
            SUR_HSP,
            TROP_TARD,
            ("CNV-4", {"rdvs": [("20/12/2022", None)]}),
            ("CNV-4", {"rdvs": []}),
            ("CNV-4", {"rang": 2}),
            BAVARDE,
        ],
    ),
    Cas(
        "rendre un oui",
        lambda f: rendre(oui(f["entree"], intensite=f["intensite"], commentaire=f["commentaire"])),
        {**FAITS, "entree": "02/05/2022", "intensite": "35"},
        [
            *ACCES,
            FINALE,
            SUR_HSP,
            TROP_TARD,
            ABSENTE,
            ("AVI-2", {"entree": None}),
            ("AVI-2", {"intensite": "41"}),
            BAVARDE,
        ],
    ),
    Cas(
        "rendre un non",
        lambda f: rendre(non(f["motif"], f["raison"], f["commentaire"])),
        {**FAITS, "motif": Motif.PREREQUIS, "raison": ""},
        [
            *ACCES,
            FINALE,
            SUR_HSP,
            TROP_TARD,
            ABSENTE,
            ("AVI-4", {"motif": None}),
            ("AVI-5", {"motif": Motif.AVIS_NON_TRANSMIS}),
            ("AVI-5", {"motif": MotifHsp.PERSONNE_INJOIGNABLE}),
            ("AVI-8", {"raison": "x" * 501}),
            BAVARDE,
        ],
    ),
    Cas(
        "rendre « Autres »",
        lambda f: rendre(non(Motif.AUTRES, f["raison"], f["commentaire"])),
        {**FAITS, "raison": "Déménage."},
        [FINALE, SUR_HSP, TROP_TARD, ABSENTE, ("AVI-4", {"raison": " "}), BAVARDE],
    ),
    Cas(
        "rendre une conformité",
        lambda f: rendre(conforme(f["entree"], commentaire=f["commentaire"])),
        {**FAITS, "dispositif": HSP, "rdvs": [], "entree": "02/05/2022"},
        [*ACCES, FINALE, ("HSP-1", {"dispositif": PRF}), TROP_TARD, ("AVI-2", {"entree": None}), BAVARDE],
    ),
    Cas(
        "rendre une non-conformité",
        lambda f: rendre(non_conforme(f["motif"], f["raison"])),
        {**FAITS, "dispositif": HSP, "rdvs": [], "motif": MotifHsp.PERSONNE_INJOIGNABLE, "raison": ""},
        [
            *ACCES,
            FINALE,
            ("HSP-1", {"dispositif": PRF}),
            TROP_TARD,
            ("AVI-8", {"raison": "x" * 501}),
            ("HSP-3", {"motif": None}),
            ("HSP-3", {"motif": Motif.PREREQUIS}),
            ("HSP-3", {"motif": MotifHsp.NON_CONFORMITE}),
        ],
    ),
    Cas(
        "retenir depuis la liste d’attente",
        lambda f: repecher(f["entree"], commentaire=f["commentaire"]),
        {**FAITS, "etat": "refus_session_complete", "entree": "02/05/2022"},
        [
            *ACCES,
            ("AVI-10", {"etat": "non_retenue"}),
            ("AVI-10", {"jour": "02/07/2022"}),
            ("AVI-2", {"entree": None}),
            BAVARDE,
        ],
    ),
    Cas(
        "compléter une retenue",
        lambda f: completer(f["entree"]),
        {**FAITS, "sujet": A_COMPLETER, "entree": "02/05/2022"},
        [*ACCES, ("LOT-4", {"sujet": decidee("retenue")}), ("AVI-2", {"entree": None})],
    ),
    Cas(
        "rendre un oui par lot",
        lambda f: lot(LotRendreAvis, candidature(), avis=oui(f["entree"], None, None, f["commentaire"])),
        {**FAITS, "type_entrees": TypeEntrees.PERMANENTES, "entree": None},
        [
            PERSONNE,
            INVISIBLE,
            FORMATEUR_SEUL,
            SANS_PROFIL,
            ("HSP-4", {"dispositif": HSP}),
            FINALE,
            TROP_TARD,
            ABSENTE,
            ("LOT-4", {"entree": "02/05/2022"}),
            BAVARDE,
        ],
    ),
    Cas(
        "convoquer par lot",
        lambda f: lot(LotConvoquer, candidature(), date=j(f["date"])),
        {**FAITS, "rdvs": [], "date": "10/05/2022"},
        [
            PERSONNE,
            INVISIBLE,
            FORMATEUR_SEUL,
            SANS_PROFIL,
            ("HSP-4", {"dispositif": HSP}),
            FINALE,
            TROP_TARD,
            ("CNV-2", {"rdvs": [("20/04/2022", None)]}),
            ("CNV-3", {"date": "01/01/2022"}),
        ],
    ),
    Cas(
        "retenir par lot depuis la liste d’attente",
        lambda f: lot(LotRetenirListeAttente, candidature(), entree=f["entree"] and j(f["entree"])),
        {**FAITS, "type_entrees": TypeEntrees.SEQUENCEES, "etat": "refus_session_complete", "entree": None},
        [
            PERSONNE,
            INVISIBLE,
            FORMATEUR_SEUL,
            SANS_PROFIL,
            ("HSP-4", {"dispositif": HSP}),
            ("AVI-10", {"jour": "02/07/2022"}),
            ("LOT-4", {"entree": "02/05/2022"}),
        ],
    ),
    Cas(
        "régler une session",
        lambda f: commande(
            ModifierSession,
            session=SESSION,
            coefficient=Decimal(f["coefficient"]),
            date_limite_inscription=j(f["inscription"]),
            date_limite_entree_tardive=j(f["tardive"]),
        ),
        {**FAITS, "coefficient": "1", "inscription": "01/06/2022", "tardive": "01/07/2022"},
        [
            PERSONNE,
            INVISIBLE,
            ("DRT-2", {"structure": POSITIONNEUR}),
            ("DRT-2", {"droit": "preinscription"}),
            ("FOR-8", {"annulee": True}),
            ("FOR-8", {"jour": "26/08/2022"}),
            ("FOR-3", {"coefficient": "4"}),
            ("FOR-6", {"dispositif": HSP, "inscription": "15/05/2022"}),
            ("FOR-7", {"tardive": "26/08/2022"}),
        ],
    ),
    Cas(
        "modifier les contacts",
        lambda f: commande(ModifierContacts, session=SESSION, contacts=f["contacts"]),
        {**FAITS, "contacts": (Contact(nom="Accueil", telephone="0556000000"),)},
        [
            PERSONNE,
            INVISIBLE,
            ("DRT-4", {"structure": FORMATEUR}),
            ("DRT-4", {"droit": "preinscription"}),
            ("FOR-8", {"annulee": True}),
            ("FOR-10", {"contacts": ()}),
        ],
    ),
    Cas(
        "modifier l’action",
        lambda f: commande(ModifierAction, action="A1", lien_web=f["lien"]),
        {**FAITS, "lien": ""},
        [PERSONNE, INVISIBLE, ("DRT-3", {"droit": "preinscription"}), ("FOR-2", {"lien": "ftp://x"})],
    ),
    Cas(
        "modifier un droit",
        lambda f: commande(ModifierDroit, membre="ali", droit=Droit.GENERAL),
        FAITS,
        [PERSONNE, ("DRT-5", {"membre": None}), ("DRT-6", {"referent": False})],
    ),
]


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas.nom)
def test_la_premiere_regle_de_la_ligne_repond(cas: Cas) -> None:
    rangs = [LIGNE.index(regle) for regle, _ in cas.fautes]
    assert rangs == sorted(rangs), "the faults of the table must be in the order of the line"
    assert cas.regle([]) == "ok"
    for nombre in (1, 2, 3, len(cas.fautes)):
        for fautes in combinations(cas.fautes, nombre):
            assert cas.regle(list(fautes)) == fautes[0][0], [regle for regle, _ in fautes]


def test_toute_la_ligne_est_eprouvee() -> None:
    assert {regle for cas in CAS for regle, _ in cas.fautes} == set(LIGNE)
