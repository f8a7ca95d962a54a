"""A dataset is loaded whole, or refused with the path of what is wrong (CONTRATS §3)."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rafaelpro_tui.core.erreurs import Erreur, FichierInaccessible, PasUneBase, SaisieMalformee
from rafaelpro_tui.core.exchange.dataset import charger_dataset, lire_dataset
from rafaelpro_tui.core.model import AvisRendu, Motif, RecrutementACompleter, RecrutementNon
from rafaelpro_tui.core.store import objets
from rafaelpro_tui.core.store.base import Base

EXEMPLE = Path(__file__).parents[2] / "donnees" / "exemple.json"
BRUT: dict[str, Any] = json.loads(EXEMPLE.read_text(encoding="utf-8"))
C = "candidatures"
PRESENCE = {"date": "2022-04-20", "resultat": "presence"}
AJ = {"date": "2022-04-20", "resultat": "absence_justifiee"}
ANJ = {"date": "2022-04-20", "resultat": "absence_non_justifiee"}
OUI = {"recrutement": "oui", "entree": "2022-04-04", "sortie": "2022-09-30", "intensite": 28}


def ecrire(tmp_path: Path, contenu: object) -> Path:
    chemin = tmp_path / "donnees.json"
    texte = contenu if isinstance(contenu, str) else json.dumps(contenu, ensure_ascii=False)
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def avec(chemin: str, valeur: object) -> dict[str, Any]:
    """The example with one value changed, its path written as in the messages."""
    brut = copy.deepcopy(BRUT)
    *parents, dernier = chemin.replace("[", ".").replace("]", "").split(".")
    lieu: Any = brut
    for nom in parents:
        lieu = lieu[int(nom)] if nom.isdigit() else lieu[nom]
    lieu[int(dernier) if dernier.isdigit() else dernier] = valeur
    return brut


def test_the_example_is_read_whole() -> None:
    dataset = lire_dataset(EXEMPLE)
    assert [len(getattr(dataset, nom)) for nom in ("structures", "utilisateurs", "rattachements")] == [2, 5, 6]
    assert [len(getattr(dataset, nom)) for nom in ("actions", "sessions", "candidats", C)] == [3, 6, 14, 17]
    a_completer = next(c for c in dataset.candidatures if c.reference == "C14")
    assert a_completer.avis == (AvisRendu(rang=1, avis=RecrutementACompleter()),)
    assert [c.rang for c in dataset.candidatures[3].convocations] == [1, 2]


@pytest.mark.parametrize("contenu", ["{}", '{"structures":[]}', '\ufeff{"candidats":[]}'])
def test_every_list_is_optional(tmp_path: Path, contenu: str) -> None:
    assert list(lire_dataset(ecrire(tmp_path, contenu)).objets()) == []


INCOHERENTS = [
    # path of the value changed, the value, path named, words of the sentence
    ("zz", [], "zz", "inconnue"),
    (C, {}, C, "liste"),
    (f"{C}[0]", 3, f"{C}[0]", "objet"),
    (f"{C}[3].avis", {"recrutement": "non", "motfi": 1}, f"{C}[3].avis.motfi", "inconnue"),
    (f"{C}[3].avis", {"motif": "autres"}, f"{C}[3].avis.recrutement", "manque"),
    (f"{C}[0].etat", "perdue", f"{C}[0].etat", "perdue"),
    (f"{C}[0].deposee_le", "1645315200", f"{C}[0].deposee_le", "1645315200"),
    (f"{C}[0].session", "S9", f"{C}[0].session", "S9"),
    (f"{C}[0].candidat", "P99", f"{C}[0].candidat", "P99"),
    (f"{C}[1].reference", "C1", f"{C}[1].reference", f"déjà celui de {C}[0]"),
    ("structures[0].siret", "130 025 265 00013", "structures[0].siret", "14 chiffres"),
    ("structures[0].nom", "x" * 20_001, "structures[0].nom", "20001"),
    ("structures[0].couleur", "bleu", "structures[0].couleur", "inconnue"),
    ("structures[1].id", "OF1", "structures[1].id", "OF1"),
    ("utilisateurs[0].rattachements[0].structure", "OF9", "utilisateurs[0].rattachements[0].structure", "OF9"),
    ("utilisateurs[0].rattachements[0].droit", "chef", "utilisateurs[0].rattachements[0].droit", "chef"),
    ("utilisateurs[4].rattachements[1].structure", "OF2", "utilisateurs[4].rattachements[1].structure", "deux fois"),
    ("dispositifs[0].coefficient_min", "5", "dispositifs[0].coefficient_min", "dépasse"),
    ("actions[0].responsable", "OF9", "actions[0].responsable", "OF9"),
    ("actions[0].lien_web", "javascript:alert(1)", "actions[0].lien_web", "FOR-2"),
    ("sessions[0].debut", "2022-13-01", "sessions[0].debut", "2022-13-01"),
    ("sessions[0].fin", "2022-02-01", "sessions[0].fin", "avant de commencer"),
    ("sessions[0].fin", "9999-12-31", "sessions[0].fin", "hors du temps"),
    ("sessions[0].coefficient", "1.005", "sessions[0].coefficient", "FOR-3"),
    ("sessions[0].coefficient", 0, "sessions[0].coefficient", "FOR-3"),
    ("sessions[0].intensite_hebdomadaire", 40.01, "sessions[0].intensite_hebdomadaire", "AVI-2"),
    ("sessions[0].effectif_vise", -1, "sessions[0].effectif_vise", "-1"),
    ("sessions[0].effectif_vise", 10**20, "sessions[0].effectif_vise", "trop grand"),
    ("sessions[0].contacts[0].tel", "1", "sessions[0].contacts[0].tel", "inconnue"),
    ("candidats[0].id", " ", "candidats[0].id", "vide"),
    ("candidats[0].inscrit_france_travail", "oui", "candidats[0].inscrit_france_travail", "oui"),
    # the state and the avis
    (f"{C}[1].avis", {"recrutement": "oui"}, f"{C}[1].avis", "en attente"),
    (f"{C}[4].avis", None, f"{C}[4].avis", "retenue"),
    (f"{C}[4].avis", {"recrutement": "oui"}, f"{C}[4].avis.entree", "AVI-2"),
    (f"{C}[4].avis.sortie", None, f"{C}[4].avis.sortie", "AVI-2"),
    (f"{C}[4].avis.sortie", "2022-02-28", f"{C}[4].avis.sortie", "précède"),
    (f"{C}[4].avis.intensite", "40.01", f"{C}[4].avis.intensite", "AVI-2"),
    (f"{C}[4].avis.commentaire", "x" * 251, f"{C}[4].avis.commentaire", "250"),
    (f"{C}[5].avis", {"recrutement": "non"}, f"{C}[5].avis.motif", "AVI-4"),
    (f"{C}[5].avis", {"recrutement": "non", "motif": "personne_injoignable"}, f"{C}[5].avis.motif", "AVI-5"),
    (f"{C}[5].avis.motif", "session_complete", f"{C}[5].avis", "non retenue"),
    (f"{C}[6].avis.motif", "candidat_indisponible", f"{C}[6].avis", "refus_session_complete"),
    (f"{C}[7].avis.raison", " ", f"{C}[7].avis.raison", "AVI-4"),
    (f"{C}[7].avis.raison", "x" * 501, f"{C}[7].avis.raison", "500"),
    (f"{C}[7].avis.raison", "a\x07", f"{C}[7].avis.raison", "U+0007"),
    (f"{C}[8].avis", OUI, f"{C}[8].avis", "avis_non_transmis"),
    # HSP
    (f"{C}[10].convocations", [PRESENCE], f"{C}[10].convocations", "HSP-1"),
    (f"{C}[11].avis", OUI, f"{C}[11].avis.recrutement", "HSP-1"),
    (f"{C}[4].avis", {**OUI, "conformite": "oui"}, f"{C}[4].avis.conformite", "à la fois"),
    (f"{C}[12].avis.raison", "", f"{C}[12].avis.raison", "HSP-3"),
    # convocations
    (f"{C}[1].convocations", [AJ] * 4, f"{C}[1].convocations", "CNV-1"),
    (f"{C}[1].convocations", [PRESENCE, AJ], f"{C}[1].convocations[0].resultat", "CNV-2"),
    (f"{C}[1].convocations", [{"date": "2022-04-20"}, AJ], f"{C}[1].convocations[0].resultat", "CNV-2"),
    (f"{C}[1].convocations", [ANJ], f"{C}[1].etat", "CNV-5"),
    (f"{C}[4].convocations", [AJ], f"{C}[4].convocations", "AVI-1"),
    (f"{C}[6].convocations", [], f"{C}[6].convocations", "AVI-1"),
]


@pytest.mark.parametrize(
    ("ou", "valeur", "nomme", "mots"), INCOHERENTS, ids=[f"{i[0]}={str(i[1])[:30]!a}" for i in INCOHERENTS]
)
def test_what_cannot_be_is_named_by_its_path(tmp_path: Path, ou: str, valeur: object, nomme: str, mots: str) -> None:
    with pytest.raises(SaisieMalformee) as capture:
        lire_dataset(ecrire(tmp_path, avec(ou, valeur)))
    assert capture.value.message.startswith(f"{nomme}\u00a0: ")
    assert mots in capture.value.message
    assert capture.value.que_faire.endswith("Rien n’a été chargé.")


COHERENTS = [
    ("three absences justifiées before the automatic refusal", f"{C}[1].convocations", [AJ] * 3),
    ("an avis non transmis with its motif", f"{C}[8].avis", {"recrutement": "non", "motif": "avis_non_transmis"}),
    ("a cancelled session after an avis", f"{C}[9].avis", OUI),
    ("a refusal by absence", f"{C}[5].convocations", [ANJ]),
    ("a refusal for want of a presence", f"{C}[5].avis", {"recrutement": "non", "motif": "candidat_indisponible"}),
    ("a hostile name: the screen shows it harmlessly", "structures[0].nom", "\x1b[31m=rouge"),
    ("exactly 40 h", f"{C}[4].avis.intensite", 40),
    ("null for no comment", f"{C}[4].avis.commentaire", None),
    ("CAN-5 is not looked at: a past, not a request", f"{C}[1].candidat", "P1"),
    ("nor FOR-7: the flow's own inscription", "sessions[0].date_limite_inscription", "2022-07-02"),
    ("nor FOR-7: the flow's own entrée tardive", "sessions[0].date_limite_entree_tardive", "2022-08-26"),
    ("null for no mail", "candidats[0].courriel", None),
    ("null for no phone", "sessions[0].contacts[0].telephone", None),
]


@pytest.mark.parametrize(("ou", "valeur"), [c[1:] for c in COHERENTS], ids=[c[0] for c in COHERENTS])
def test_what_can_have_happened_is_taken(tmp_path: Path, ou: str, valeur: object) -> None:
    lire_dataset(ecrire(tmp_path, avec(ou, valeur)))


@pytest.mark.parametrize(
    ("contenu", "mots"),
    [
        ("", "pas du JSON"),
        ("[]", "n’est pas un objet JSON"),
        ('{\n"candidats": [,]}', "ligne 2"),
        ('{"candidats":[{"id":"P1","id":"P2"}]}', "candidats[0].id"),
        ('{"candidats":[{"id":"P1","nom_naissance":"a\\u0000"}]}', "U+0000"),
        ('{"sessions":[{"coefficient":NaN}]}', "sessions[0].coefficient"),
        pytest.param("[" * 50_000 + '"é"' + "]" * 50_000, "trop profondément", id="imbriqué"),
    ],
)
def test_what_is_not_json_is_told(tmp_path: Path, contenu: str, mots: str) -> None:
    with pytest.raises(SaisieMalformee) as capture:
        lire_dataset(ecrire(tmp_path, contenu))
    assert mots in capture.value.message


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.json").write_bytes('{"é":1}'.encode("cp1252"))
    with pytest.raises(SaisieMalformee, match="UTF-8"):
        lire_dataset(tmp_path / "latin.json")
    with pytest.raises(FichierInaccessible, match="n’existe pas"):
        lire_dataset(tmp_path / "absent.json")
    with pytest.raises(FichierInaccessible):
        lire_dataset(tmp_path)


def contenu(base: Path) -> list[tuple[str, int]]:
    tables = ("structure", "utilisateur", "action", "session", "candidat", "candidature", "convocation", "avis")
    with Base.open(base) as ouverte, ouverte.read() as conn:
        return [(table, conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables]


def test_loading_makes_the_base(tmp_path: Path) -> None:
    base = tmp_path / "base.db"
    comptes = charger_dataset(EXEMPLE, base)
    assert (comptes["structures"], comptes["rattachements"], comptes[C]) == (2, 6, 17)
    dataset = lire_dataset(EXEMPLE)
    with Base.open(base) as ouverte, ouverte.read() as conn:
        lues = objets.lire_candidatures(conn, [c.reference for c in dataset.candidatures])
        assert lues == {c.reference: c for c in dataset.candidatures}
        assert objets.lire_session(conn, "00235492") == dataset.sessions[1]


def test_limits_in_another_order_than_for_7_are_kept(tmp_path: Path) -> None:
    base = tmp_path / "base.sqlite"
    charger_dataset(ecrire(tmp_path, avec("sessions[0].date_limite_inscription", "2022-10-01")), base)
    with Base.open(base) as ouverte, ouverte.read() as conn:
        session = objets.lire_session(conn, "00235491")
    assert session is not None
    assert session.date_limite_inscription > session.fin > session.date_limite_entree_tardive


@pytest.mark.parametrize("forme", ["recrutement", "conformite"])
def test_an_hsp_session_may_have_a_waiting_list(tmp_path: Path, forme: str) -> None:
    """HSP-5, AVI-10: HSP has no word of its own for « session complète »."""
    brut = avec(f"{C}[12].etat", "refus_session_complete")
    assert brut[C][12]["session"] == "00240001"
    brut[C][12]["avis"] = {forme: "non", "motif": "session_complete"}
    (rendu,) = lire_dataset(ecrire(tmp_path, brut)).candidatures[12].avis
    assert rendu.avis == RecrutementNon(motif=Motif.SESSION_COMPLETE)


def test_a_faulty_file_makes_no_base(tmp_path: Path) -> None:
    with pytest.raises(SaisieMalformee):
        charger_dataset(ecrire(tmp_path, avec("sessions[0].fin", "2022-02-01")), tmp_path / "base.db")
    assert [f.name for f in tmp_path.iterdir()] == ["donnees.json"]


def test_what_is_already_there_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    base = tmp_path / "base.db"
    charger_dataset(EXEMPLE, base)
    avant = contenu(base)
    nouvelle = {"id": "OF3", "siret": "11111111111111", "nom": "Nouvelle"}
    with pytest.raises(SaisieMalformee, match=r"candidats\[0\]\.id.*P1.*déjà dans la base"):
        charger_dataset(ecrire(tmp_path, {"structures": [nouvelle], "candidats": BRUT["candidats"]}), base)
    assert contenu(base) == avant


def test_a_second_file_may_refer_to_the_base(tmp_path: Path) -> None:
    base = tmp_path / "base.db"
    charger_dataset(EXEMPLE, base)
    suite: dict[str, Any] = {
        C: [
            {
                "reference": "C99",
                "session": "00235491",
                "candidat": "P14",
                "prescripteur": "Mission locale de Pau",
                "deposee_le": "2022-03-03",
            }
        ]
    }
    assert charger_dataset(ecrire(tmp_path, suite), base)[C] == 1
    suite[C][0] |= {"reference": "C100", "session": "S9"}
    with pytest.raises(SaisieMalformee, match="ni dans le fichier ni dans la base"):
        charger_dataset(ecrire(tmp_path, suite), base)
    # and it is judged by what the base holds: HSP has no convocations
    suite[C][0] |= {"session": "00240001", "convocations": [PRESENCE]}
    with pytest.raises(SaisieMalformee, match="HSP-1"):
        charger_dataset(ecrire(tmp_path, suite), base)


def test_a_file_which_is_not_a_base_is_left_alone(tmp_path: Path) -> None:
    autre = tmp_path / "notes.txt"
    autre.write_text("rien à voir")
    with pytest.raises(PasUneBase):
        charger_dataset(EXEMPLE, autre)
    assert autre.read_text() == "rien à voir"


TEXTES = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


def chemins(valeur: Any, chemin: str = "") -> list[str]:
    enfants: list[tuple[str, Any]] = []
    if isinstance(valeur, dict):
        enfants = [(f"{chemin}.{cle}" if chemin else cle, v) for cle, v in valeur.items()]
    elif isinstance(valeur, list):
        enfants = [(f"{chemin}[{n}]", v) for n, v in enumerate(valeur)]
    return [c for ou, v in enfants for c in (ou, *chemins(v, ou))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    st.sampled_from(chemins(BRUT)),
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTES | st.lists(st.integers(), max_size=2),
)
def test_any_value_anywhere_is_taken_or_named(tmp_path: Path, ou: str, valeur: object) -> None:
    message = "-"
    try:
        lire_dataset(ecrire(tmp_path, avec(ou, valeur)))
    except Erreur as erreur:
        message = erreur.message
    assert message


def test_the_helper_of_these_tests_changes_one_value() -> None:
    changer: Callable[[str, object], dict[str, Any]] = avec
    assert changer("candidats[0].id", "X")["candidats"][0]["id"] == "X"
    assert BRUT["candidats"][0]["id"] == "P1"
