"""Commands on the wire (CONTRATS §2): what is malformed is told with line and key, the rest is for the rules."""

import json
import re
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.commands import (
    Deposer,
    LotRendreAvis,
    ModifierSession,
    RendreAvis,
    SaisieConformiteNon,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
    ValeursSession,
)
from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.exchange.commandes import LIGNE_MAX, lire_commandes, lire_flux
from rafaelpro_tui.core.model import Candidat, Contact, Motif, MotifHsp

ANGLAIS = re.compile(r"\b(input|should|valid|expected|unexpected|missing|error|must|field|keyword)\b", re.IGNORECASE)
UUID = "0190a2c4-1111-7111-8111-111111111111"


def lire(*lignes: str | bytes) -> list[Any]:
    return lire_commandes(lignes, structure="OF1", utilisateur="u1")


def une(**champs: Any) -> Any:
    return lire(json.dumps(champs))[0]


def refusee(*lignes: str | bytes) -> SaisieMalformee:
    with pytest.raises(SaisieMalformee) as capture:
        lire(*lignes)
    erreur = capture.value
    assert erreur.code == 2
    assert not ANGLAIS.search(f"{erreur.message} {erreur.que_faire}")
    assert erreur.que_faire.endswith("Rien n’a été exécuté.")
    return erreur


def convoquer(**champs: Any) -> str:
    return json.dumps({"type": "convoquer", "candidature": "C1", "date": "2022-02-20"} | champs)


def avis(contenu: Any, type_: str = "rendre_avis") -> str:
    cible = {"candidature": "C1"} if type_ == "rendre_avis" else {"session": "S", "candidatures": ["C1"]}
    return json.dumps({"type": type_, "avis": contenu} | cible)


def oui(intensite: Any) -> str:
    return avis({"recrutement": "oui", "intensite": intensite})


NON = {"recrutement": "non"}

MALFORMEES: list[tuple[str | bytes, str, str]] = [
    # line, key named, words of the sentence
    ("pas du json", "", "pas du JSON"),
    ("{", "", "pas du JSON"),
    ("{} {}", "", "il reste du texte"),
    ("[]", "", "pas un objet"),
    ("3", "", "pas un objet"),
    (b"\xff\xfe{}", "", "UTF-8"),
    ('{"type":"\udc80"}', "", "UTF-8"),
    ("[" * 100_000, "", "trop profondément"),
    ("{}" + " " * LIGNE_MAX, "", "trop longue"),
    ("{}", "type", "manque"),
    ('{"type":null}', "type", "inconnu"),
    ('{"type":["convoquer"]}', "type", "inconnu"),
    ('{"type":"convoqer"}', "type", "convoqer"),
    ('{"type":"passer_avis_non_transmis","candidature":"C1"}', "type", "inconnu"),
    ('{"type":"convoquer","type":"annuler"}', "type", "deux fois"),
    (convoquer(dates="2022-02-20"), "dates", "inconnue"),
    (json.dumps({"type": "convoquer", "date": "2022-02-20"}), "candidature", "manque"),
    (convoquer(candidature=1), "candidature", "texte"),
    (convoquer(candidature="a\0b"), "candidature", "U+0000"),
    ('{"type":"convoquer","candidature":"\\ud800","date":"2022-02-20"}', "candidature", "U+D800"),
    (convoquer(date=""), "date", "«\u00a0\u00a0»"),
    (convoquer(date="2022-02-30"), "date", "2022-02-30"),
    (convoquer(date="20/02/2022"), "date", "20/02/2022"),
    (convoquer(date="1645315200"), "date", "1645315200"),
    (convoquer(date=1645315200), "date", "1645315200"),
    (convoquer(date="2022-02-20T00:00:00"), "date", "2022-02-20T"),
    (convoquer(date=None), "date", "null"),
    (convoquer(id="abc"), "id", "UUID"),
    (convoquer(id=None), "id", "UUID"),
    (convoquer(structure=3), "structure", "texte"),
    ('{"type":"noter_resultat","candidature":"C1","rang":1.0,"resultat":"presence"}', "rang", "entier"),
    ('{"type":"noter_resultat","candidature":"C1","rang":true,"resultat":"presence"}', "rang", "entier"),
    (f'{{"type":"noter_resultat","candidature":"C1","rang":{2**63},"resultat":"presence"}}', "rang", "trop grand"),
    ('{"type":"noter_resultat","candidature":"C1","rang":1,"resultat":"venu"}', "resultat", "venu"),
    (avis("oui"), "avis", "objet"),
    (avis({"motif": "autres"}), "avis.recrutement", "manque"),
    (avis({"recrutement": "peut-être"}), "avis.recrutement", "peut-être"),
    (avis({"recrutement": True}), "avis.recrutement", "true"),
    (avis({"recrutement": "oui", "conformite": "oui"}), "avis.conformite", "à la fois"),
    (avis({"recrutement": "oui", "motif": "autres"}), "avis.motif", "inconnue"),
    (avis(NON | {"entree": "2022-03-01"}), "avis.entree", "inconnue"),
    (avis(NON | {"motif": "flemme"}), "avis.motif", "flemme"),
    (avis(NON | {"motfi": "autres"}), "avis.motfi", "inconnue"),
    (avis({"conformite": "non", "commentaire": "x"}), "avis.commentaire", "inconnue"),
    (avis({"motif": "autres"}, "lot_rendre_avis"), "avis.recrutement", "manque"),
    (oui("NaN"), "avis.intensite", "nombre"),
    (oui("40,01"), "avis.intensite", "40,01"),
    (oui("1_0"), "avis.intensite", "1_0"),
    (oui(True), "avis.intensite", "true"),
    (oui([35]), "avis.intensite", "nombre"),
    (oui(float("nan")), "avis.intensite", "NaN"),
    (oui(float("-inf")), "avis.intensite", "Infinity"),
    (oui(10**30), "avis.intensite", "trop grand"),
    (oui(1).replace('"intensite": 1', '"intensite": 1e999'), "avis.intensite", "trop grand"),
    (oui(1).replace('"intensite": 1', '"intensite": 40.00000000000000001'), "avis.intensite", "trop de chiffres"),
    (
        json.dumps({"type": "lot_convoquer", "session": "S", "candidatures": ["C1", 3], "date": "2022-02-20"}),
        "candidatures[1]",
        "texte",
    ),
    (
        json.dumps({"type": "modifier_contacts", "session": "S", "contacts": [{"nom": "x", "tel": "1"}]}),
        "contacts[0].tel",
        "inconnue",
    ),
    (json.dumps({"type": "modifier_session", "session": "S", "avant": {"coef": 1}}), "avant.coef", "inconnue"),
    (json.dumps({"type": "annuler", "commande": "C1"}), "commande", "UUID"),
    (
        json.dumps(
            {
                "type": "deposer",
                "reference": "C",
                "session": "S",
                "prescripteur": "x",
                "candidat": {"id": "P", "nom": 1},
            }
        ),
        "candidat.nom",
        "inconnue",
    ),
    (
        json.dumps({"type": "deposer", "reference": "C", "session": "S", "prescripteur": "x", "candidat": 3}),
        "candidat",
        "texte",
    ),
]


@pytest.mark.parametrize(("ligne", "cle", "mots"), MALFORMEES, ids=[repr(m[0])[:70] for m in MALFORMEES])
def test_a_malformed_line_is_named_with_its_key(ligne: str | bytes, cle: str, mots: str) -> None:
    erreur = refusee(convoquer(), "", ligne)
    assert erreur.message.startswith("Ligne 3")
    assert (f"clé «\u00a0{cle}\u00a0»" in erreur.message) is bool(cle)
    assert mots in erreur.message


def test_the_remedy_names_what_was_probably_meant() -> None:
    assert "«\u00a0convoquer\u00a0»" in refusee('{"type":"convoqer"}').que_faire
    assert "«\u00a0motif\u00a0»" in refusee(avis(NON | {"motfi": "autres"})).que_faire
    assert (
        "«\u00a0presence\u00a0»"
        in refusee('{"type":"noter_resultat","candidature":"C1","rang":1,"resultat":"venu"}').que_faire
    )


def test_what_is_not_given_comes_from_the_options() -> None:
    lues = lire(
        "\ufeff" + convoquer() + "\r\n", " \t\n", convoquer(structure="OF2", utilisateur="u2", id=UUID).encode()
    )
    assert [(c.structure, c.utilisateur) for c in lues] == [("OF1", "u1"), ("OF2", "u2")]
    assert str(lues[1].id) == UUID
    assert lues[0].id.version == 7


def test_each_line_without_id_has_its_own() -> None:
    assert len({c.id for c in lire(*[convoquer()] * 50)}) == 50


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [("40.01", "40.01"), (40.01, "40.01"), (40, "40"), (0.1, "0.1"), ("-3", "-3"), ("35.123", "35.123"), (1e2, "100")],
)
def test_decimals_are_texts_or_numbers_and_stay_exact(ecrit: object, lu: str) -> None:
    (command,) = lire(oui(ecrit))
    assert command.avis.intensite == Decimal(lu)


@pytest.mark.parametrize(
    ("champs", "cle"),
    [
        ({"reference": " "}, "reference"),
        ({"prescripteur": ""}, "prescripteur"),
        ({"deposee_le": "0001-01-01"}, "deposee_le"),
        ({"candidat": {"id": "", "nom_naissance": "N", "prenom": "P"}}, "candidat.id"),
        ({"candidat": {"id": "P1", "nom_naissance": "", "prenom": "P"}}, "candidat.nom_naissance"),
    ],
)
def test_what_arrives_is_held_to_the_limits_of_a_dataset(champs: dict[str, Any], cle: str) -> None:
    depot = {"type": "deposer", "reference": "C1", "session": "S", "candidat": "P1", "prescripteur": "ML"}
    assert lire(json.dumps(depot))
    assert f"«\u00a0{cle}\u00a0»" in refusee(json.dumps(depot | champs)).message


def test_a_missing_business_value_is_for_the_rules() -> None:
    assert lire(avis({"recrutement": "oui"}))[0].avis == SaisieRecrutementOui()
    assert lire(avis({"recrutement": "oui", "entree": None, "commentaire": None}))[0].avis == SaisieRecrutementOui()
    assert lire(avis(NON))[0].avis == SaisieRecrutementNon()
    assert lire(avis(NON | {"motif": "autres", "raison": None}))[0].avis == SaisieRecrutementNon(motif=Motif.AUTRES)


def test_the_shape_of_an_avis_is_told_by_its_key() -> None:
    (command,) = lire(avis({"conformite": "non", "motif": "personne_injoignable"}))
    assert isinstance(command, RendreAvis)
    assert command.avis == SaisieConformiteNon(motif=MotifHsp.PERSONNE_INJOIGNABLE)
    (command,) = lire(avis(NON | {"motif": "personne_injoignable"}))  # HSP-1 or AVI-5 will say so, not we
    assert command.avis == SaisieRecrutementNon(motif=MotifHsp.PERSONNE_INJOIGNABLE)
    assert isinstance(lire(avis({"recrutement": "oui"}, "lot_rendre_avis"))[0], LotRendreAvis)
    (command,) = lire(avis({"conformite": "non"}, "lot_rendre_avis"))  # HSP-4 or HSP-1 will say so, not we
    assert command.avis == SaisieConformiteNon()


def test_null_is_for_a_text_that_is_not_given() -> None:
    command = une(
        type="modifier_contacts", session="S", contacts=[{"nom": "A", "telephone": None, "courriel": "a@b.fr"}]
    )
    assert command.contacts == (Contact(nom="A", courriel="a@b.fr"),)
    personne = {"id": "P1", "nom_naissance": "N", "prenom": "P", "telephone": None, "nom_usage": None}
    command = une(type="deposer", reference="C", session="S", candidat=personne, prescripteur="ML")
    assert command.candidat == Candidat(id="P1", nom_naissance="N", prenom="P")


def test_the_values_seen_and_the_person_are_read_whole() -> None:
    modifier = une(type="modifier_session", session="S", coefficient="1.5", avant={"coefficient": 1})
    assert modifier == ModifierSession(
        id=modifier.id,
        structure="OF1",
        utilisateur="u1",
        session="S",
        coefficient=Decimal("1.5"),
        avant=ValeursSession(coefficient=Decimal(1)),
    )
    personne = {"id": "P9", "nom_naissance": "O’NEILL", "prenom": "Désiré"}
    deposer = une(type="deposer", reference="C", session="S", prescripteur="x", candidat=personne)
    assert isinstance(deposer, Deposer)
    assert deposer.candidat == Candidat(id="P9", nom_naissance="O’NEILL", prenom="Désiré")


def test_ten_thousand_lines_are_read_in_a_second() -> None:
    ligne = avis({"recrutement": "oui", "entree": "2022-03-01", "sortie": "2022-08-25", "intensite": 35.5})
    lire(ligne)
    debut = time.process_time()
    assert len(lire(*[ligne] * 10_000)) == 10_000
    assert time.process_time() - debut < 1.5


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda enfants: st.lists(enfants, max_size=3) | st.dictionaries(st.text(max_size=8), enfants, max_size=3),
    max_leaves=8,
)
CLES = ("id", "type", "candidature", "date", "avis", "rang", "resultat", "session", "contacts", "candidat", "avant")
TYPES = ("convoquer", "rendre_avis", "lot_rendre_avis", "deposer", "modifier_contacts", "modifier_session")


@given(st.lists(st.text() | st.binary(), max_size=4))
def test_any_lines_are_read_or_named(lignes: list[str | bytes]) -> None:
    _lues_ou_nommees(lignes)


@given(st.dictionaries(st.sampled_from(CLES), JSON), st.sampled_from(TYPES))
def test_any_object_is_read_or_named(objet: dict[str, Any], type_: str) -> None:
    _lues_ou_nommees([json.dumps(objet | {"type": type_})])


@given(st.dictionaries(st.sampled_from(("recrutement", "conformite", "motif", "entree", "intensite")), JSON))
def test_any_avis_is_read_or_named(contenu: dict[str, Any]) -> None:
    _lues_ou_nommees([avis({"recrutement": "oui"} | contenu), avis({"conformite": "non"} | contenu)])


def _lues_ou_nommees(lignes: list[str | bytes]) -> None:
    message = "Ligne "
    try:
        lire(*lignes)
    except SaisieMalformee as erreur:
        message = erreur.message
    assert message.startswith("Ligne ")


# What a flow sends

DEPOT = {"reference": "C9", "session": "S1", "candidat": "P1", "prescripteur": "Mission locale de Pau"}


def du_flux(contenu: str | bytes) -> list[Any]:
    octets = contenu.encode() if isinstance(contenu, str) else contenu
    return lire_flux(octets, type="deposer", structure="OF1", utilisateur="flux")


@pytest.mark.parametrize(
    "contenu",
    [
        pytest.param("\n".join(json.dumps(DEPOT | {"id": UUID}) for _ in range(2)), id="une par ligne"),
        pytest.param(json.dumps([DEPOT | {"id": UUID}] * 2, indent=1), id="une liste"),
        pytest.param("\ufeff [" + ",".join([json.dumps(DEPOT | {"id": UUID, "type": "deposer"})] * 2) + "]", id="BOM"),
    ],
)
def test_a_flow_sends_lines_or_a_list(contenu: str) -> None:
    lues = du_flux(contenu)
    assert [(lue.type, lue.reference, str(lue.id), lue.utilisateur) for lue in lues] == [
        ("deposer", "C9", UUID, "flux")
    ] * 2


def test_an_empty_flow_has_nothing() -> None:
    assert du_flux("") == du_flux("[]") == du_flux("\n \r\n") == []


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [
        (json.dumps(DEPOT) + "\n{", "Ligne 2\u00a0: ce n’est pas du JSON"),
        ("[\n{]", "Ligne 2\u00a0: ce n’est pas du JSON"),
        (json.dumps([DEPOT, 3]), "Ligne 2\u00a0: ce n’est pas un objet JSON"),
        (json.dumps([DEPOT, DEPOT | {"ref": 1}]), "Ligne 2, clé «\u00a0ref\u00a0»"),
        (json.dumps(DEPOT | {"type": "annuler_session"}), "clé «\u00a0type\u00a0»"),
        (json.dumps(DEPOT | {"utilisateur": "lea"}), "clé «\u00a0utilisateur\u00a0»"),
        (b"[\xff]", "UTF-8"),
    ],
)
def test_a_malformed_flow_names_the_line_and_the_key(contenu: str | bytes, dit: str) -> None:
    with pytest.raises(SaisieMalformee) as erreur:
        du_flux(contenu)
    assert dit in erreur.value.message
