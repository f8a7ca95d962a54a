"""What a structure keeps for itself, on a local base: read, filtered, undone, exported, erased; never another's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rafaelpro_tui.cli import main
from rafaelpro_tui.core.commands import Affecter, Command, Convoquer, EcrireNote, PoserDrapeau
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.filtre import CANDIDATURES
from rafaelpro_tui.core.model import Drapeau
from rafaelpro_tui.core.vues_suivi import MesDossiers
from tests.core.atelier import FIN, JOUR, HorlogeDeTest, copier, lignes

SECRET = "Zébulon-les-Bains"


@pytest.fixture
def base(modele: Path, tmp_path: Path) -> Path:
    return copier(modele, tmp_path / "base.sqlite")


@pytest.fixture
def horloge() -> HorlogeDeTest:
    return HorlogeDeTest()


@pytest.fixture
def lea(base: Path, horloge: HorlogeDeTest) -> Iterator[Desk]:
    with Desk.open(base, horloge=horloge, utilisateur="u1", structure="OF1", grace=20) as desk:
        yield desk


@pytest.fixture
def zoe(base: Path, horloge: HorlogeDeTest) -> Iterator[Desk]:
    with Desk.open(base, horloge=horloge, utilisateur="u3", structure="OF2") as desk:
        yield desk


def faire(desk: Desk, *commands: Command) -> None:
    for resultat in desk.executer(commands):
        assert resultat.fait, resultat


def note(desk: Desk, reference: str, texte: str) -> EcrireNote:
    return desk.commande(EcrireNote, candidature=reference, texte=texte)


def drapeau(desk: Desk, reference: str, lequel: Drapeau) -> PoserDrapeau:
    return desk.commande(PoserDrapeau, candidature=reference, drapeau=lequel)


def confier(desk: Desk, reference: str, a: str) -> Affecter:
    return desk.commande(Affecter, candidature=reference, a=a)


def trouvees(desk: Desk, texte: str) -> list[str]:
    source = desk.candidatures(texte=texte)
    ids = source.order()
    assert source.count() == len(ids)
    rangees = source.rows(ids)
    return [rangees[n].reference for n in ids]


def test_read_with_names_and_in_lists(lea: Desk) -> None:
    faire(lea, note(lea, "S0", "Une"), note(lea, "S0", "Deux"), drapeau(lea, "S0", Drapeau.URGENT))
    faire(lea, confier(lea, "S0", "u1"))
    suivi = lea.candidature("S0").suivi
    assert suivi.resume == "⚑ Urgent · confiée à Léa Martin · 2\u00a0notes"
    assert [str(n.signe) for n in suivi.notes] == ["Léa Martin, le 15/07/2024 à 10:30"] * 2
    assert all(n.de_moi for n in suivi.notes)
    source = lea.candidatures(session="S")
    rangees = {ligne.reference: ligne for ligne in source.rows(source.order()).values()}
    assert (rangees["S0"].drapeau, rangees["S0"].charge, rangees["S0"].notes) == (Drapeau.URGENT, "Léa Martin", 2)
    assert (rangees["S1"].drapeau, rangees["S1"].charge, rangees["S1"].notes) == (None, "", 0)
    assert lea.candidature("S1").suivi.vide


def test_filters(lea: Desk, zoe: Desk) -> None:
    faire(lea, note(lea, "S0", "Rappeler à Hendaye"), drapeau(lea, "S0", Drapeau.URGENT), confier(lea, "S0", "u1"))
    faire(lea, drapeau(lea, "S1", Drapeau.A_REVOIR))
    faire(zoe, drapeau(zoe, "S2", Drapeau.URGENT), confier(zoe, "S2", "u3"))
    toutes = trouvees(lea, "")
    for texte, attendues in {
        "drapeau:urgent": ["S0"],
        "drapeau:urgent,a_revoir": ["S0", "S1"],
        "-drapeau:aucun": ["S0", "S1"],
        "drapeau:aucun session:S": ["S2", "S3"],
        "note:hend": ["S0"],
        "note:rien": [],
        "notes>0": ["S0"],
        "a:moi": ["S0"],
        'a:"léa martin"': ["S0"],
        "a:zoe": [],
        "a:personne session:S": ["S1", "S2", "S3"],
        "-a:moi session:S": ["S1", "S2", "S3"],
        "a:moi etat:en_attente drapeau:urgent notes=1": ["S0"],
    }.items():
        assert trouvees(lea, texte) == attendues, texte
    assert trouvees(zoe, "-drapeau:aucun") == ["S2"]
    assert trouvees(zoe, "a:moi") == ["S2"]
    assert "S0" in toutes
    assert lea.valeurs_de_filtre(CANDIDATURES, "a", "") == ("Léa Martin", "moi", "personne")
    assert lea.valeurs_de_filtre(CANDIDATURES, "note", "") == ()
    assert lea.collegues() == (("u1", "Léa Martin"),)


def test_mes_dossiers_counts_what_waits_and_what_presses(lea: Desk, horloge: HorlogeDeTest) -> None:
    faire(lea, confier(lea, "S0", "u1"), confier(lea, "T0", "u1"))
    assert lea.mes_dossiers() == MesDossiers(en_attente=2, pressees=0)
    horloge.aller_au(FIN)
    assert lea.mes_dossiers() == MesDossiers(en_attente=2, pressees=0)
    horloge.aller_au(FIN.replace(month=10, day=6))  # 15 days left (ECH-3)
    assert lea.mes_dossiers() == MesDossiers(en_attente=2, pressees=2)
    with Desk.open(lea._base.chemin, horloge=horloge, utilisateur="u2", structure="OF1") as catalogue:
        assert catalogue.mes_dossiers() == MesDossiers(en_attente=0, pressees=0)


def test_undone_it_is_as_if_it_had_never_been(lea: Desk) -> None:
    premiere, seconde = note(lea, "S0", "Une"), note(lea, "S0", "Deux")
    faire(lea, premiere, seconde, drapeau(lea, "S0", Drapeau.URGENT))
    assert lea.annuler(premiere.id).fait
    suivi = lea.candidature("S0").suivi
    assert ([n.texte for n in suivi.notes], suivi.drapeau) == (["Deux"], Drapeau.URGENT)
    assert {a.libelle for a in lea.annulables()} == {"Note sur S0", "Drapeau de S0\u00a0: urgent"}
    for annulable in lea.annulables():
        assert lea.annuler(annulable.id).fait
    assert lea.candidature("S0").suivi.vide
    assert lignes(lea, "SELECT * FROM suivi") == []


def test_a_note_does_not_keep_an_avis_from_being_undone(lea: Desk) -> None:
    convocation = lea.commande(Convoquer, candidature="S0", date=JOUR)
    faire(lea, convocation, note(lea, "S0", "Convoquée"))
    assert lea.consequences(convocation.id) == []
    assert lea.annuler(convocation.id).fait
    assert [n.texte for n in lea.candidature("S0").suivi.notes] == ["Convoquée"]


def test_the_journal_tells_the_gesture_not_the_words(lea: Desk) -> None:
    faire(lea, note(lea, "S0", SECRET))
    [ligne] = lea.journal(cible="S0")
    assert (ligne.type, ligne.utilisateur, ligne.issue) == ("ecrire_note", "u1", "fait")
    assert SECRET not in str(lignes(lea, "SELECT * FROM journal"))
    assert lea.verifier_journal().lignes == 1


def test_the_person_s_file_has_it_and_not_another_structure_s(lea: Desk, zoe: Desk) -> None:
    faire(lea, note(lea, "S0", SECRET))
    faire(zoe, note(zoe, "S0", "De l’autre"))
    [tenue, *_] = [t for t in lea.personne("S0").candidatures if t.vue.candidature.reference == "S0"]
    assert [n.texte for n in tenue.vue.suivi.notes] == [SECRET]
    assert SECRET in str(lea.personne("S0").saisies)
    assert "De l’autre" not in str(lea.personne("S0"))
    assert SECRET not in str(zoe.personne("S0"))


def test_erased_with_the_person(base: Path, lea: Desk, horloge: HorlogeDeTest) -> None:
    faire(lea, note(lea, "S0", SECRET), drapeau(lea, "S0", Drapeau.URGENT))
    lea.close()
    with Desk.open(base, horloge=horloge, utilisateur="u1", structure="OF1") as desk:
        horloge.aller_au(FIN.replace(year=FIN.year + 3))
        desk.passages()
        desk.conservation.effacer(24)
        assert lignes(desk, "SELECT count(*) FROM suivi UNION ALL SELECT count(*) FROM note") == [(0,), (0,)]
    assert SECRET.encode() not in base.read_bytes()


def test_on_the_command_line(
    base: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    communes = ["--base", str(base), "--utilisateur", "u1", "--structure", "OF1", "--aujourdhui", "2024-07-15"]

    def dire(*mots: str) -> tuple[int, str]:
        code = main([*mots, *communes])
        lu = capsys.readouterr()
        return code, lu.out + lu.err

    assert dire("suivi", "S0") == (0, "Aucune note, aucun drapeau, personne en charge.\n")
    code, dit = dire("suivi", "S0", "--note", "Rappeler lundi.", "--drapeau", "a_rappeler", "--a", "moi", "--json")
    assert code == 0
    lu = json.loads(dit)
    assert (lu["drapeau"], lu["charge"], lu["notes"][0]["texte"]) == ("a_rappeler", "u1", "Rappeler lundi.")
    code, dit = dire("suivi", "S0", "--a", "u2")
    assert (code, "SUI-3" in dit) == (1, True)
    assert dire("suivi", "S0", "--a", "personne")[0] == 0
    assert "Suivi interne" in dire("candidature", "S0")[1]
    assert "S0" in dire("candidatures", "--filtre", "drapeau:a_rappeler")[1]
    assert dire("suivi", "X9")[0] == 3
