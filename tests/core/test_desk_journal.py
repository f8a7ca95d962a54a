"""The journal as a list: latest first, by windows, filtered by words; and the members of a structure."""

from datetime import timedelta
from pathlib import Path

import pytest

from rafaelpro_tui.core.commands import Convoquer, LotConvoquer, ModifierDroit, NoterResultat
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Droit, Resultat
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.listes_journal import Decisions
from tests.core.atelier import FIN, JOUR, HorlogeDeTest


def _faire(desk: Desk) -> None:
    """Six lines of the journal of OF1, of which two were refused."""
    for commande in (
        desk.commande(Convoquer, candidature="S0", date=JOUR),
        desk.commande(LotConvoquer, session="S", candidatures=("S1", "S2"), date=JOUR),
        desk.commande(NoterResultat, candidature="S0", rang=1, resultat=Resultat.PRESENCE),
        desk.commande(Convoquer, candidature="S0", date=JOUR),
        desk.commande(Convoquer, candidature="H0", date=JOUR),
    ):
        desk.executer_une(commande)


def _cibles(source: Decisions) -> list[str]:
    """What the lines are about, in order; on the way, that the four questions agree."""
    ordre = list(source.order())
    lignes = source.rows(ordre)
    assert source.count() == len(ordre)
    assert source.first(1000) == [(n, lignes[n]) for n in ordre]
    assert source.first(2) == [(n, lignes[n]) for n in ordre[:2]]
    return [f"{lignes[n].type} {lignes[n].cible}" for n in ordre]


def test_the_latest_comes_first(desk: Desk) -> None:
    _faire(desk)
    assert _cibles(desk.decisions()) == [
        "convoquer H0",
        "convoquer S0",
        "noter_resultat S0",
        "lot_convoquer S2",
        "lot_convoquer S1",
        "convoquer S0",
    ]


def test_it_says_what_the_journal_says(desk: Desk) -> None:
    _faire(desk)
    attendues = {ligne.sequence: ligne for ligne in desk.journal()}
    trouvees = dict(desk.decisions().first(1000))
    assert trouvees.keys() == attendues.keys()
    for n, ligne in trouvees.items():
        autre = attendues[n]
        assert (ligne.date, ligne.type, ligne.cible, ligne.issue) == (autre.date, autre.type, autre.cible, autre.issue)
        assert ligne.par == "Léa Martin"
        assert ligne.candidature


@pytest.mark.parametrize(
    ("texte", "attendues"),
    [
        ("h0", ["convoquer H0"]),
        ("présence", ["noter_resultat S0"]),
        ("PRESENCE lea", ["noter_resultat S0"]),
        ("lot", ["lot_convoquer S2", "lot_convoquer S1"]),
        ("refuse s0", ["convoquer S0"]),
        ("zoe", []),
        ("%", []),
        ("_", []),
        ("!", []),
        ("' OR 1=1 --", []),
    ],
)
def test_words_are_looked_for_in_types_people_and_references(desk: Desk, texte: str, attendues: list[str]) -> None:
    _faire(desk)
    assert _cibles(desk.decisions(texte)) == attendues


def test_the_refused_alone(desk: Desk) -> None:
    _faire(desk)
    assert _cibles(desk.decisions(refusees=True)) == ["convoquer H0", "convoquer S0"]
    assert _cibles(desk.decisions("h0", refusees=True)) == ["convoquer H0"]


def test_what_the_server_has_refused_since_is_not_said_to_be_done(desk: Desk, fichier: Path) -> None:
    """Found by looking at two postes: the journal went on saying « Fait » of an avis that the server had not kept."""
    _faire(desk)
    avant = dict(desk.decisions().first(1000))
    presence = next(n for n, ligne in avant.items() if ligne.type == "noter_resultat")
    with Base.open(fichier) as base, base.write.transaction() as conn:
        conn.execute("UPDATE depart SET statut = 'refusee' WHERE type = 'noter_resultat'")
    assert desk.decisions().rows([presence])[presence].issue == "refus"
    assert _cibles(desk.decisions(refusees=True)) == ["convoquer H0", "convoquer S0", "noter_resultat S0"]
    assert _cibles(desk.decisions("refusé présence")) == ["noter_resultat S0"]
    assert next(ligne for ligne in desk.journal() if ligne.sequence == presence).issue == "fait", "never changed"


def test_each_structure_has_its_own(desk: Desk, fichier: Path, horloge: HorlogeDeTest) -> None:
    """DRT-5: what another structure did on the same session is its own."""
    _faire(desk)
    with Desk.open(fichier, horloge=horloge, utilisateur="u3") as autre:
        assert _cibles(autre.decisions()) == []
        autre.executer_une(autre.commande(Convoquer, candidature="S3", date=JOUR))
        assert _cibles(autre.decisions()) == ["convoquer S3"]
    assert len(desk.decisions().order()) == 6


def test_time_is_called_rafaelpro(desk: Desk, horloge: HorlogeDeTest) -> None:
    horloge.aller_au(FIN + timedelta(days=22))
    desk.passages()
    assert {ligne.par for _, ligne in desk.decisions("rafaelpro avis").first(100)} == {"RafaelPro"}
    assert desk.decisions("rafaelpro").count() == 8


def test_what_is_about_no_candidature_opens_none(desk: Desk, fichier: Path, horloge: HorlogeDeTest) -> None:
    """Nor, for who may not see the candidats, what is about one (DRT-9)."""
    _faire(desk)
    desk.executer_une(desk.commande(ModifierDroit, membre="u2", droit=Droit.AUCUN))
    (_, derniere), *reste = desk.decisions().first(10)
    assert (derniere.cible, derniere.sur, derniere.candidature) == ("u2", "Ana Martin", False)
    assert [ligne.sur for _, ligne in desk.decisions("ana").first(10)] == ["Ana Martin"]
    assert all(ligne.candidature for _, ligne in reste)
    with Desk.open(fichier, horloge=horloge, utilisateur="u2") as desk_de_u2:
        assert not any(ligne.candidature for _, ligne in desk_de_u2.decisions().first(10))


def test_an_empty_journal(desk: Desk) -> None:
    assert _cibles(desk.decisions()) == []
    assert _cibles(desk.decisions("martin")) == []


def test_the_verification_says_how_far_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rafaelpro_tui.core.store.journal._PAS", 2)
    _faire(desk)
    dites: list[tuple[int, int]] = []
    assert desk.verifier_journal(progression=lambda faites, total: dites.append((faites, total))).intacte
    assert dites == [(2, 6), (4, 6), (6, 6)]


# Members


def test_the_members_by_name_with_their_droit(desk: Desk) -> None:
    assert [(m.prenom, m.droit, m.referent, m.soi) for m in desk.membres()] == [
        ("Ana", Droit.CATALOGUE, False, False),
        ("Léa", Droit.GENERAL, True, True),
    ]


def test_a_droit_changed_is_told_at_once(desk: Desk) -> None:
    desk.executer_une(desk.commande(ModifierDroit, membre="u2", droit=Droit.PREINSCRIPTION, referent=True))
    assert next((m.prenom, m.droit, m.referent) for m in desk.membres()) == ("Ana", Droit.PREINSCRIPTION, True)


def test_everybody_sees_the_members(fichier: Path, horloge: HorlogeDeTest) -> None:
    """DRT-6."""
    with Desk.open(fichier, horloge=horloge, utilisateur="u2") as desk:
        assert [(m.prenom, m.soi) for m in desk.membres()] == [("Ana", True), ("Léa", False)]
