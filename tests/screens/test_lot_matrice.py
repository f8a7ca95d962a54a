"""Each action of a lot on: one, several, not mine, unknown, already done, a mishmash, changed meanwhile (LOT-1, LOT-5).

Through the desk, on a real base; « changed meanwhile » by another process' connection.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rafaelpro_tui.core.commands import (
    Convoquer,
    DeplacerConvocation,
    LotConvoquer,
    LotNoterResultat,
    LotRendreAvis,
    NoterResultat,
    SaisieRecrutementNon,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Etape, Etat, Motif, Resultat
from rafaelpro_tui.core.rules.lot import par_defaut
from rafaelpro_tui.screens.bilan import Issue
from rafaelpro_tui.screens.brouillon import Brouillon
from rafaelpro_tui.screens.lot_bilan import BilanLot, simuler
from rafaelpro_tui.screens.lot_traitement import EtapeLot, Traitement
from tests.core.atelier import JOUR, HorlogeDeTest, construire, contenu, copier

TOUTES = ("S0", "S1", "S2")


@dataclass(frozen=True)
class Action:
    """A treatment, where a done row goes, the rule which refuses it a second time."""

    traitement: Traitement
    etat: Etat
    etape: Etape | None
    deja_fait: str


OUI = Brouillon(reponse="oui")
ACTIONS = {
    "convoquer": Action(
        Traitement(etape=EtapeLot.CONVOQUER, date=JOUR), Etat.EN_ATTENTE, Etape.PRESENCE_A_RENSEIGNER, "CNV-2"
    ),
    "presence": Action(
        Traitement(etape=EtapeLot.PRESENCE, resultat=Resultat.PRESENCE), Etat.EN_ATTENTE, Etape.AVIS_A_RENDRE, "CNV-4"
    ),
    "avis": Action(Traitement(etape=EtapeLot.AVIS, avis=OUI), Etat.RETENUE, None, "CAN-3"),
    "liste": Action(Traitement(etape=EtapeLot.LISTE_ATTENTE, avis=OUI), Etat.RETENUE, None, "AVI-10"),
}


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return construire(tmp_path_factory.mktemp("modele") / "base.db")


@pytest.fixture
def fichier(modele: Path, tmp_path: Path) -> Path:
    return copier(modele, tmp_path / "base.db")


@pytest.fixture
def desk(fichier: Path) -> Iterator[Desk]:
    with Desk.open(fichier, horloge=HorlogeDeTest(), grace=20) as desk:
        yield desk


@pytest.fixture
def voisin(fichier: Path) -> Iterator[Desk]:
    """Somebody else of the same organisme, on another connection."""
    with Desk.open(fichier, horloge=HorlogeDeTest()) as desk:
        yield desk


@pytest.fixture(params=list(ACTIONS))
def action(request: pytest.FixtureRequest, desk: Desk) -> Action:
    """An action, the rows of session S being ready for it (S3 stays as it came)."""
    nom = str(request.param)
    if nom != "convoquer":
        donner(desk, LotConvoquer, date=JOUR)
    if nom in ("avis", "liste"):
        donner(desk, LotNoterResultat, resultat=Resultat.PRESENCE)
    if nom == "liste":
        donner(desk, LotRendreAvis, avis=SaisieRecrutementNon(motif=Motif.SESSION_COMPLETE))
    return ACTIONS[nom]


def donner(desk: Desk, cls: type, **champs: object) -> None:
    resultat = desk.executer_une(desk.commande(cls, session="S", candidatures=TOUTES, **champs))
    assert resultat.lignes is not None
    assert all(ligne.refus is None for ligne in resultat.lignes)


def ids(desk: Desk, *references: str) -> list[int]:
    lignes = desk.candidatures().first(100)
    par_reference = {ligne.reference: n for n, ligne in lignes}
    return [par_reference[reference] for reference in references]


def simule(desk: Desk, action: Action, *references: str) -> BilanLot:
    return simuler(desk, "S", action.traitement, ids(desk, *references))


def issues(bilan: BilanLot) -> list[tuple[str, Issue, str]]:
    return [(ligne.avant.reference, ligne.issue, ligne.regle) for ligne in bilan.lignes]


def suites(bilan: BilanLot) -> set[tuple[Etat | None, Etape | None]]:
    return {(ligne.resultat.etat, ligne.resultat.etape) for ligne in bilan.lignes if ligne.fait}


def test_a_simulation_writes_nothing_and_says_what_the_execution_does(desk: Desk, action: Action) -> None:
    avant = contenu(desk)
    essai = simule(desk, action, *TOUTES, "S3")
    assert contenu(desk) == avant
    assert issues(essai.executer(desk)) == issues(essai)


def test_one(desk: Desk, action: Action) -> None:
    bilan = simule(desk, action, "S1").executer(desk)
    assert issues(bilan) == [("S1", Issue.FAIT, "")]
    assert suites(bilan) == {(action.etat, action.etape)}
    assert [desk.candidature(reference).candidature.etat for reference in ("S0", "S2")] == [
        Etat.REFUS_SESSION_COMPLETE if action is ACTIONS["liste"] else Etat.EN_ATTENTE
    ] * 2


def test_several_in_one_command(desk: Desk, action: Action) -> None:
    avant = len(desk.annulables())
    bilan = simule(desk, action, *TOUTES).executer(desk)
    assert issues(bilan) == [(reference, Issue.FAIT, "") for reference in TOUTES]
    assert suites(bilan) == {(action.etat, action.etape)}
    assert len(desk.annulables()) == avant + 1
    assert (desk.annulables()[0].id,) == bilan.commandes


def test_not_mine_and_unknown_are_answered_alike(desk: Desk, action: Action, fichier: Path) -> None:
    command = action.traitement.commande(desk.commande, "S", ("S0", "inconnue", "T0"))
    lignes = desk.executer_une(command).lignes
    assert lignes is not None
    assert [(ligne.candidature, ligne.refus and ligne.refus.regle) for ligne in lignes] == [
        ("S0", None),
        ("inconnue", "DRT-5"),
        ("T0", "LOT-1"),
    ]
    with Desk.open(fichier, horloge=HorlogeDeTest(), utilisateur="u4") as etranger:
        avant = contenu(etranger)
        refus = etranger.executer_une(action.traitement.commande(etranger.commande, "S", ("S1",)))
        assert (refus.issue, refus.regle, refus.lignes) == ("refus", "DRT-5", None)
        assert contenu(etranger) == avant


def test_without_the_right_it_is_refused_as_a_whole(action: Action, fichier: Path) -> None:
    with Desk.open(fichier, horloge=HorlogeDeTest(), utilisateur="u2") as catalogue:
        refus = catalogue.executer_une(action.traitement.commande(catalogue.commande, "S", TOUTES))
        assert (refus.regle, refus.lignes) == ("DRT-1", None)
        assert (catalogue.refus_du_lot("S") or refus).regle == "DRT-1"


def test_already_done(desk: Desk, action: Action) -> None:
    simule(desk, action, "S0").executer(desk)
    avant = contenu(desk)
    bilan = simule(desk, action, "S0").executer(desk)
    assert issues(bilan) == [("S0", Issue.REFUS, action.deja_fait)]
    assert bilan.commandes == ()
    assert contenu(desk) == avant


def test_a_mishmash_is_best_effort_and_names_each(desk: Desk, action: Action) -> None:
    """S0 done already, S1 and S2 ready, S3 not there yet (it is, for a first convocation)."""
    simule(desk, action, "S0").executer(desk)
    bilan = simule(desk, action, "S0", "S1", "S3", "S2").executer(desk)
    trouvees = {reference: (issue, regle) for reference, issue, regle in issues(bilan)}
    assert trouvees["S0"] == (Issue.REFUS, action.deja_fait)
    assert trouvees["S1"] == trouvees["S2"] == (Issue.FAIT, "")
    if action is ACTIONS["convoquer"]:
        assert trouvees["S3"] == (Issue.FAIT, "")
    else:
        assert trouvees["S3"][0] is Issue.REFUS
    assert bilan.faites == sum(issue is Issue.FAIT for issue, _ in trouvees.values())
    assert action.deja_fait in bilan.phrase


def test_put_aside_is_not_written(desk: Desk, action: Action) -> None:
    essai = simule(desk, action, *TOUTES)
    bilan = essai.sans(set(ids(desk, "S1"))).executer(desk)
    assert issues(bilan)[1] == ("S1", Issue.ECARTEE, "")
    assert issues(simule(desk, action, "S1")) == [("S1", Issue.FAIT, "")]


def test_changed_meanwhile_is_named_with_its_new_rule_and_not_overwritten(
    desk: Desk, voisin: Desk, action: Action
) -> None:
    essai = simule(desk, action, *TOUTES)
    simule(voisin, action, "S1").executer(voisin)
    celle_du_voisin = voisin.candidature("S1").candidature
    bilan = essai.executer(desk)
    assert issues(bilan) == [
        ("S0", Issue.FAIT, ""),
        ("S1", Issue.REFUS, action.deja_fait),
        ("S2", Issue.FAIT, ""),
    ]
    assert desk.candidature("S1").candidature == celle_du_voisin


def test_a_row_that_would_still_pass_is_not_written_over_either(desk: Desk, voisin: Desk) -> None:
    """The RDV was moved by somebody else: a presence would pass, but not the one that was simulated."""
    donner(desk, LotConvoquer, date=JOUR)
    presence = ACTIONS["presence"]
    essai = simule(desk, presence, *TOUTES)
    voisin.executer_une(voisin.commande(NoterResultat, candidature="S1", rang=1, resultat=Resultat.ABSENCE_JUSTIFIEE))
    voisin.executer_une(voisin.commande(Convoquer, candidature="S1", date=JOUR))
    bilan = essai.executer(desk)
    assert issues(bilan)[1] == ("S1", Issue.REFUS, "SYN-1")
    assert [c.resultat for c in desk.candidature("S1").candidature.convocations] == [Resultat.ABSENCE_JUSTIFIEE, None]
    # Simulated again, it passes.
    assert issues(simule(desk, presence, "S1").executer(desk)) == [("S1", Issue.FAIT, "")]


def test_all_changed_meanwhile_gives_no_command(desk: Desk, voisin: Desk) -> None:
    donner(desk, LotConvoquer, date=JOUR)
    essai = simule(desk, ACTIONS["presence"], "S0")
    voisin.executer_une(voisin.commande(DeplacerConvocation, candidature="S0", rang=1, date=JOUR.replace(month=8)))
    annulables = desk.annulables()
    bilan = essai.executer(desk)
    assert (bilan.faites, bilan.commandes) == (0, ())
    assert issues(bilan)[0][1:] == (Issue.REFUS, "CNV-4")
    assert [saisie.id for saisie in desk.annulables()] == [saisie.id for saisie in annulables]


def test_hsp_is_refused_as_a_whole(desk: Desk) -> None:
    refus = desk.refus_du_lot("H")
    assert refus is not None
    assert refus.regle == "HSP-4"
    assert desk.refus_du_lot("S") is None
    bilan = simuler(desk, "H", ACTIONS["convoquer"].traitement, ids(desk, "H0"))
    assert bilan.refus is not None
    assert bilan.refus.regle == "HSP-4"


def test_permanent_entries_stay_to_be_completed(desk: Desk) -> None:
    """LOT-4: nothing but « retenue » is written; they are in the list of those to complete."""
    for cls, champs in ((LotConvoquer, {"date": JOUR}), (LotNoterResultat, {"resultat": Resultat.PRESENCE})):
        desk.executer_une(desk.commande(cls, session="T", candidatures=("T0", "T1"), **champs))
    defaut = par_defaut(desk.session("T").session)
    assert defaut is None
    traitement = Traitement(etape=EtapeLot.AVIS, defaut=defaut, avis=OUI)
    bilan = simuler(desk, "T", traitement, ids(desk, "T0", "T1")).executer(desk)
    assert bilan.a_completer
    assert [ligne.reference for _, ligne in desk.candidatures(session="T", a_completer=True).first(9)] == ["T0", "T1"]
    assert desk.candidatures(session="T", a_completer=True).count() == 2
    assert desk.candidatures(session="S", a_completer=True).count() == 0


def test_a_lot_is_undone_whole(desk: Desk, action: Action) -> None:
    avant = contenu(desk)
    bilan = simule(desk, action, *TOUTES).executer(desk)
    (commande,) = bilan.commandes
    assert desk.annuler(commande).fait
    assert contenu(desk) == avant


def test_the_progression_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rafaelpro_tui.core.execution.PAS", 1)
    dits: list[tuple[int, int]] = []
    simuler(
        desk, "S", ACTIONS["convoquer"].traitement, ids(desk, *TOUTES), lambda faits, total: dits.append((faits, total))
    )
    assert dits == [(n, 6) for n in range(1, 7)]
