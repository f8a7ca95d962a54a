"""What the rows of a decisions file ask for: what differs from the base, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rafaelpro_tui.core import commands
from rafaelpro_tui.core.commands import (
    CompleterRetenue,
    Convoquer,
    DeplacerConvocation,
    LotConvoquer,
    LotNoterResultat,
    LotRendreAvis,
    LotRetenirListeAttente,
    NoterResultat,
    RendreAvis,
    RetenirListeAttente,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.exchange.csv_decisions import Decision, DecisionsFautives, ecrire_decisions, lire_decisions
from rafaelpro_tui.core.exchange.dataset import charger_dataset, lire_dataset
from rafaelpro_tui.core.exchange.decisions import demandes, depouiller
from rafaelpro_tui.core.model import (
    AvisRendu,
    Candidature,
    Convocation,
    Etat,
    Motif,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
    Resultat,
)
from rafaelpro_tui.core.store.base import Base
from tests.core.exchange.provenances import PROVENANCE

EXEMPLE = Path(__file__).parents[2] / "donnees" / "exemple.json"
S = "00235491"
J1, J2 = date(2022, 4, 20), date(2022, 4, 27)
ENTREE, SORTIE = date(2022, 5, 2), date(2022, 8, 25)
DATES: dict[str, Any] = {"entree": ENTREE, "sortie": SORTIE, "intensite": Decimal(35)}


def candidature(etat: Etat = Etat.EN_ATTENTE, *resultats: Resultat | None, avis: Any = None) -> Candidature:
    return Candidature(
        reference="C1",
        session=S,
        candidat="P1",
        prescripteur="Mission locale",
        deposee_le=date(2022, 2, 10),
        etat=etat,
        convocations=tuple(
            Convocation(rang=rang, date=J1, resultat=resultat) for rang, resultat in enumerate(resultats, 1)
        ),
        avis=(AvisRendu(rang=1, avis=avis),) if avis else (),
    )


NEUVE = candidature()
CONVOQUEE = candidature(Etat.EN_ATTENTE, None)
VENUE = candidature(Etat.EN_ATTENTE, Resultat.PRESENCE)
EXCUSEE = candidature(Etat.EN_ATTENTE, Resultat.ABSENCE_JUSTIFIEE)
ABSENTE = candidature(
    Etat.NON_RETENUE, Resultat.ABSENCE_NON_JUSTIFIEE, avis=RecrutementNon(motif=Motif.ABSENCE_NON_JUSTIFIEE)
)
RETENUE = candidature(
    Etat.RETENUE, Resultat.PRESENCE, avis=RecrutementOui(entree=ENTREE, sortie=SORTIE, intensite=Decimal("35.00"))
)
A_COMPLETER = candidature(Etat.RETENUE, Resultat.PRESENCE, avis=RecrutementACompleter(commentaire="Niveau 4"))
EN_LISTE = candidature(
    Etat.REFUS_SESSION_COMPLETE,
    Resultat.PRESENCE,
    avis=RecrutementNon(motif=Motif.SESSION_COMPLETE, commentaire="Première de la liste"),
)
ETATS = {"neuve": NEUVE, "convoquée": CONVOQUEE, "venue": VENUE, "excusée": EXCUSEE, "absente": ABSENTE}
ETATS |= {"retenue": RETENUE, "à compléter": A_COMPLETER, "en liste": EN_LISTE}


def ligne(**champs: Any) -> Decision:
    return Decision(ligne=2, reference="C1", **champs)


def demander(c: Candidature | None, decision: Decision, *, hsp: bool = False) -> list[Any]:
    connues = {c.reference: c} if c else {}
    lues = demandes([decision], connues, session=S, hsp=hsp, structure="OF1", utilisateur="u1")
    if lues.fautes:
        raise DecisionsFautives(lues.fautes)
    return list(lues.demandes[0].commandes)


def attendue(cls: type[commands.Command], command: Any, **champs: Any) -> Any:
    """The command expected, with the id that it was given."""
    return cls(id=command.id, structure="OF1", utilisateur="u1", **champs)


C1 = {"candidature": "C1"}
LOT = {"session": S, "candidatures": ("C1",)}
OUI, NON = SaisieRecrutementOui, SaisieRecrutementNon
CAS: list[tuple[str, Candidature | None, Decision, list[tuple[type[Any], dict[str, Any]]]]] = [
    # convoke, note
    ("a date convokes", NEUVE, ligne(convocation=J1), [(Convoquer, C1 | {"date": J1})]),
    (
        "a date and an answer",
        NEUVE,
        ligne(convocation=J1, resultat=Resultat.PRESENCE),
        [
            (Convoquer, C1 | {"date": J1}),
            (NoterResultat, C1 | {"rang": 1, "resultat": Resultat.PRESENCE}),
        ],
    ),
    ("another date moves it", CONVOQUEE, ligne(convocation=J2), [(DeplacerConvocation, C1 | {"rang": 1, "date": J2})]),
    (
        "an answer",
        CONVOQUEE,
        ligne(convocation=J1, resultat=Resultat.ABSENCE_JUSTIFIEE),
        [(NoterResultat, C1 | {"rang": 1, "resultat": Resultat.ABSENCE_JUSTIFIEE})],
    ),
    (
        "an answer without its date",
        CONVOQUEE,
        ligne(resultat=Resultat.PRESENCE),
        [(NoterResultat, C1 | {"rang": 1, "resultat": Resultat.PRESENCE})],
    ),
    (
        "after an absence justifiée",
        EXCUSEE,
        ligne(convocation=J2, resultat=Resultat.PRESENCE),
        [
            (Convoquer, C1 | {"date": J2}),
            (NoterResultat, C1 | {"rang": 2, "resultat": Resultat.PRESENCE}),
        ],
    ),
    (
        "the refusal that an absence is, said twice",
        CONVOQUEE,
        ligne(
            resultat=Resultat.ABSENCE_NON_JUSTIFIEE,
            recrutement=False,
            motif=Motif.ABSENCE_NON_JUSTIFIEE,
            commentaire="Sans nouvelles",
        ),
        [
            (
                NoterResultat,
                C1 | {"rang": 1, "resultat": Resultat.ABSENCE_NON_JUSTIFIEE, "commentaire": "Sans nouvelles"},
            )
        ],
    ),
    # avis
    (
        "a whole oui",
        VENUE,
        ligne(recrutement=True, commentaire="Motivée", **DATES),
        [(RendreAvis, C1 | {"avis": OUI(commentaire="Motivée", **DATES)})],
    ),
    ("oui sans modification", VENUE, ligne(recrutement=True), [(LotRendreAvis, LOT | {"avis": OUI()})]),
    (
        "oui avec modification",
        VENUE,
        ligne(recrutement=True, entree=ENTREE),
        [(LotRendreAvis, LOT | {"avis": OUI(entree=ENTREE)})],
    ),
    (
        "a non",
        VENUE,
        ligne(recrutement=False, motif=Motif.AUTRES, raison="Déménage", commentaire="Mai"),
        [(RendreAvis, C1 | {"avis": NON(motif=Motif.AUTRES, raison="Déménage", commentaire="Mai")})],
    ),
    ("a non without motif: the rules say so", VENUE, ligne(recrutement=False), [(RendreAvis, C1 | {"avis": NON()})]),
    (
        "everything in one row",
        NEUVE,
        ligne(convocation=J1, resultat=Resultat.PRESENCE, recrutement=True, **DATES),
        [
            (Convoquer, C1 | {"date": J1}),
            (NoterResultat, C1 | {"rang": 1, "resultat": Resultat.PRESENCE}),
            (RendreAvis, C1 | {"avis": OUI(**DATES)}),
        ],
    ),
    (
        "from the waiting list, what was said then left in the cells",
        EN_LISTE,
        ligne(recrutement=True, motif=Motif.SESSION_COMPLETE, commentaire="Première de la liste", **DATES),
        [(RetenirListeAttente, C1 | DATES)],
    ),
    (
        "from the waiting list without dates",
        EN_LISTE,
        ligne(recrutement=True),
        [(LotRetenirListeAttente, LOT)],
    ),
    ("to complete", A_COMPLETER, ligne(recrutement=True, **DATES), [(CompleterRetenue, C1 | DATES)]),
    (
        "a final avis changed: CAN-3 will answer",
        RETENUE,
        ligne(recrutement=False),
        [(RendreAvis, C1 | {"avis": NON()})],
    ),
    # not of this session: the rules of lots answer
    ("unknown", None, ligne(convocation=J1), [(LotConvoquer, LOT | {"date": J1})]),
    (
        "unknown, answer",
        None,
        ligne(resultat=Resultat.PRESENCE, recrutement=True),
        [(LotNoterResultat, LOT | {"resultat": Resultat.PRESENCE})],
    ),
    ("unknown, avis", None, ligne(recrutement=True), [(LotRendreAvis, LOT | {"avis": OUI()})]),
    ("unknown, nothing asked", None, ligne(), []),
    ("empty cells", VENUE, ligne(), []),
]


@pytest.mark.parametrize(("c", "decision", "commandes"), [cas[1:] for cas in CAS], ids=[cas[0] for cas in CAS])
def test_a_row_becomes_commands(
    c: Candidature | None, decision: Decision, commandes: list[tuple[type[Any], dict[str, Any]]]
) -> None:
    lues = demander(c, decision)
    assert len(lues) == len(commandes)
    assert lues == [attendue(cls, lue, **champs) for lue, (cls, champs) in zip(lues, commandes, strict=True)]


@pytest.mark.parametrize("c", ETATS.values(), ids=ETATS)
@pytest.mark.parametrize("hsp", [False, True])
def test_what_we_exported_changes_nothing(tmp_path: Path, c: Candidature, hsp: bool) -> None:
    ecrire_decisions([c], tmp_path / "d.csv", PROVENANCE)
    (decision,) = lire_decisions(tmp_path / "d.csv")
    assert demander(c, decision, hsp=hsp) == []


def test_a_file_executed_once_asks_for_nothing_more() -> None:
    assert demander(EXCUSEE, ligne(convocation=J1, resultat=Resultat.ABSENCE_JUSTIFIEE)) == []
    assert demander(VENUE, ligne(convocation=J1, resultat=Resultat.PRESENCE)) == []
    assert demander(RETENUE, ligne(recrutement=True, **DATES)) == []
    assert demander(ABSENTE, ligne(recrutement=False, motif=Motif.ABSENCE_NON_JUSTIFIEE)) == []


def test_an_hsp_session_is_answered_by_the_rules_of_lots() -> None:
    (command,) = demander(NEUVE, ligne(recrutement=True, **DATES), hsp=True)
    assert isinstance(command, LotRendreAvis)


@pytest.mark.parametrize(
    ("c", "decision", "faute"),
    [
        (VENUE, ligne(motif=Motif.AUTRES), "colonne Recrutement : elle est vide alors que « Motif » est remplie"),
        (VENUE, ligne(entree=ENTREE), "colonne Recrutement : elle est vide alors que « Entrée » est remplie"),
        (VENUE, ligne(commentaire="x"), "colonne Recrutement : elle est vide"),
        (VENUE, ligne(recrutement=True, motif=Motif.AUTRES), "colonne Motif : elle n’a pas de sens"),
        (VENUE, ligne(recrutement=False, sortie=SORTIE), "colonne Sortie : elle n’a pas de sens"),
        (EN_LISTE, ligne(recrutement=True, motif=Motif.AUTRES), "colonne Motif : elle n’a pas de sens"),
        (A_COMPLETER, ligne(recrutement=True, commentaire="autre"), "colonne Commentaire : l’avis est rendu"),
    ],
)
def test_cells_that_contradict_each_other_are_told(c: Candidature, decision: Decision, faute: str) -> None:
    with pytest.raises(DecisionsFautives) as capture:
        demander(c, decision)
    assert capture.value.message.replace("\u00a0", " ").startswith(f"Ligne 2, {faute}")


@pytest.fixture(scope="module")
def exemple(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chemin = tmp_path_factory.mktemp("exemple") / "base.db"
    charger_dataset(EXEMPLE, chemin)
    return chemin


def test_a_whole_session_goes_out_and_comes_back(tmp_path: Path, exemple: Path) -> None:
    toutes = lire_dataset(EXEMPLE).candidatures
    with Base.open(exemple) as base:
        for session in {c.session for c in toutes}:
            ecrire_decisions([c for c in toutes if c.session == session], tmp_path / "d.csv", PROVENANCE)
            lues = depouiller(tmp_path / "d.csv", base, session=session, structure="OF1", utilisateur="u1")
            assert [demande.commandes for demande in lues.demandes] == [()] * len(lues.demandes) != []


def test_a_candidature_of_another_session_is_not_acted_on_alone(tmp_path: Path, exemple: Path) -> None:
    """LOT-1: one session at a time."""
    (tmp_path / "d.csv").write_text("Référence;Convocation\nC17;20/04/2022\nC2;20/04/2022\n", encoding="utf-8")
    with Base.open(exemple) as base:
        lues = depouiller(tmp_path / "d.csv", base, session=S, structure="OF1", utilisateur="u1")
        autre, sienne = lues.demandes
        assert [type(c) for c in (*autre.commandes, *sienne.commandes)] == [LotConvoquer, Convoquer]
        with pytest.raises(Introuvable, match="S9"):
            depouiller(tmp_path / "d.csv", base, session="S9", structure="OF1", utilisateur="u1")
