"""Filters as text: what is read, what is refused and in which words, and that what is read can be written again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.filtre import (
    CANDIDATURES,
    SESSIONS,
    SIGNES,
    Compare,
    Contient,
    Filtre,
    FiltreMalforme,
    Langage,
    Mots,
    Parmi,
    Selection,
    Terme,
    en_mots,
    fermer,
    lire,
)
from rafaelpro_tui.core.filtre_completion import en_cours, proposer
from rafaelpro_tui.core.model import Etape, Etat, EtatSession, Role, TypeEntrees

JOUR = date(2024, 7, 15)


def termes(texte: str, langage: Langage = CANDIDATURES) -> tuple[Terme, ...]:
    return lire(texte, langage, JOUR).termes


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("", ()),
        ("   ", ()),
        ("martin", (Mots("martin"),)),
        ("desire o'neill", (Mots("desire"), Mots("o'neill"))),
        ('"mission locale" pau', (Mots("mission locale"), Mots("pau"))),
        ("-martin", (Mots("martin", non=True),)),
        ('-"mission locale"', (Mots("mission locale", non=True),)),
        ("-", (Mots("-"),)),
        ("06\u00a012", (Mots("06"), Mots("12"))),
        ("etat:en_attente", (Parmi("etat", (Etat.EN_ATTENTE,)),)),
        ("ÉTAT:Retenu", (Parmi("etat", (Etat.RETENUE,)),)),
        ("état:ret", (Parmi("etat", (Etat.RETENUE,)),)),
        ('etat:"Refus\u00a0: session complète"', (Parmi("etat", (Etat.REFUS_SESSION_COMPLETE,)),)),
        ("etat=non", (Parmi("etat", (Etat.NON_RETENUE,)),)),
        ("etat:retenue,non_retenue,ret", (Parmi("etat", (Etat.RETENUE, Etat.NON_RETENUE)),)),
        ("-etat:retenue", (Parmi("etat", (Etat.RETENUE,), non=True),)),
        ("etape:avis", (Parmi("etape", (Etape.AVIS_A_RENDRE,)),)),
        ('etape:"À convoquer"', (Parmi("etape", (Etape.A_CONVOQUER,)),)),
        ("role:resp role:form", (Parmi("role", (Role.RESPONSABLE,)), Parmi("role", (Role.FORMATEUR,)))),
        ("type:perm", (Parmi("type", (TypeEntrees.PERMANENTES,)),)),
        ("session:00235491", (Contient("session", "00235491"),)),
        ('prescripteur:"mission locale"', (Contient("prescripteur", "mission locale"),)),
        ("formation:amorce dispositif:PRF", (Contient("formation", "amorce"), Contient("dispositif", "PRF"))),
        ("commune:Pau", (Contient("commune", "Pau"),)),
        ("jours<7", (Compare("jours", "<", 7),)),
        ("jours≥-3", (Compare("jours", ">=", -3),)),
        ("-jours<=7", (Compare("jours", "<=", 7, non=True),)),
        ("convocations:2", (Compare("convocations", "=", 2),)),
        ("déposée>10/02/2024", (Compare("deposee", ">", date(2024, 2, 10)),)),
        ("deposee>100224", (Compare("deposee", ">", date(2024, 2, 10)),)),
        ("deposee>=-7", (Compare("deposee", ">=", date(2024, 7, 8)),)),
        ('deposee<"15 juillet"', (Compare("deposee", "<", JOUR),)),
        ("debut>demain", (Compare("debut", ">", date(2024, 7, 16)),)),
        ("fin<2024-12-31", (Compare("fin", "<", date(2024, 12, 31)),)),
        ("selection", (Selection(),)),
        ("-Sélection", (Selection(non=True),)),
        ('"selection"', (Mots("selection"),)),
        ('"etat:retenue"', (Mots("etat:retenue"),)),
        ("12:30", (Mots("12:30"),)),
    ],
)  # fmt: skip
def test_what_is_read(texte: str, attendu: tuple[Terme, ...]) -> None:
    # A quoted « selection » or « etat:retenue » is a text to be found: quotes are how one says so.
    assert termes(texte) == attendu


def test_sessions_have_their_own_words() -> None:
    assert termes("etat:ann role:form type:seq debut>+30 commune:pau", SESSIONS) == (
        Parmi("etat", (EtatSession.ANNULEE,)),
        Parmi("role", (Role.FORMATEUR,)),
        Parmi("type", (TypeEntrees.SEQUENCEES,)),
        Compare("debut", ">", date(2024, 8, 14)),
        Contient("commune", "pau"),
    )
    assert termes("selection", SESSIONS) == (Mots("selection"),), "sessions cannot be ticked"


@pytest.mark.parametrize(
    ("texte", "langage", "message", "que_faire"),
    [
        ("couleur:bleu", CANDIDATURES, "« couleur: » n’existe pas", "« etat: », « etape: »"),
        ("prescriteur:x", CANDIDATURES, "« prescriteur: » n’existe pas", "Vouliez-vous dire « prescripteur: » ?"),
        ("jour<7", CANDIDATURES, "« jour< » n’existe pas", "Vouliez-vous dire « jours< » ?"),
        ("etape:avis", SESSIONS, "« etape: » ne s’applique pas aux sessions", "« etat: »"),
        ("deposee>lundi", SESSIONS, "« deposee> » ne s’applique pas aux sessions", "« debut> »"),
        ("etat:gagné", CANDIDATURES, "« gagné » n’est pas une valeur de « etat: »", "en_attente, retenue, non_retenue"),
        ("etat:en_atente", CANDIDATURES, "« en_atente » n’est pas", "Vouliez-vous dire « en_attente » ?"),
        ("etat:refus", CANDIDATURES, "plusieurs valeurs", "« refus_session_complete » ou « refus_session_annulee »"),
        ("etat:", CANDIDATURES, "attend une valeur", "en_attente"),
        ("etat:,", CANDIDATURES, "attend une valeur", "en_attente"),
        ("etat<retenue", CANDIDATURES, "ne se compare pas", "« etat: »"),
        ("prescripteur:", CANDIDATURES, "attend une valeur", "prescripteur:mot"),
        ("jours<", CANDIDATURES, "attend un nombre entier", "« jours<7 »"),
        ("jours<sept", CANDIDATURES, "pas « sept »", "« jours<7 »"),
        ("convocations=1,5", CANDIDATURES, "pas « 1,5 »", "« convocations<7 »"),
        ("deposee>31/02/2024", CANDIDATURES, "n’existe pas au calendrier", "« deposee>15/07/2026 »"),
        ("etat:retenue etat:retenue", CANDIDATURES, "deux fois", "virgule"),
        ('mission "locale', CANDIDATURES, "guillemet", "Fermez-le"),
        ("x" * 2_001, CANDIDATURES, "a 2 001 caractères : il en faut 2 000 au plus", "premiers mots"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_can(texte: str, langage: Langage, message: str, que_faire: str) -> None:
    with pytest.raises(FiltreMalforme) as leve:
        termes(texte, langage)
    assert message in leve.value.message.replace("\u00a0", " ")
    assert que_faire in leve.value.que_faire.replace("\u00a0", " ")
    assert leve.value.code == 2


CLES = st.sampled_from([*CANDIDATURES.cles, "ÉTAT", "déposée", "couleur", "selection", ""])
VALEURS = st.sampled_from(
    [*Etat, *Etape, *Role, *TypeEntrees, "7", "-3", "lundi", "15/07", '"mission locale"', "ré,ret", '"', "x", "", "-"]
)
TERMES = st.builds(
    lambda non, cle, signe, valeur: f"{non}{cle}{signe}{valeur}",
    st.sampled_from(["", "-", "--"]),
    CLES,
    st.sampled_from([*SIGNES, ""]),
    VALEURS | st.text(max_size=5),
)
TEXTES = st.lists(TERMES | st.text(max_size=8), max_size=5).map(" ".join)


def essai(texte: str, langage: Langage) -> Filtre | SaisieMalformee:
    try:
        return lire(texte, langage, JOUR)
    except SaisieMalformee as malforme:
        return malforme


@given(texte=TEXTES | st.text(), langage=st.sampled_from([CANDIDATURES, SESSIONS]))
def test_any_text_is_a_filter_or_a_malformed_one_and_a_filter_is_written_as_it_reads(
    texte: str, langage: Langage
) -> None:
    lu = essai(texte, langage)
    if isinstance(lu, SaisieMalformee):
        assert lu.message.endswith((".", "?"))
        assert lu.que_faire
        return
    assert isinstance(lu, Filtre)
    assert lire(str(lu), langage, JOUR) == lu


@given(texte=st.text())
def test_any_text_can_be_looked_for_as_words(texte: str) -> None:
    lu = lire(en_mots(texte), CANDIDATURES, JOUR)
    assert all(isinstance(terme, Mots) for terme in lu.termes)
    assert lu.mots == texte.replace('"', " ").strip()


def test_words_are_put_together_and_what_is_turned_round_is_not_asked() -> None:
    lu = lire('06 -martin etat:retenue 12 "34 56"', CANDIDATURES, JOUR)
    assert lu.mots == "06 12 34 56"
    assert lu.parmi("etat") == (Etat.RETENUE,)
    assert lire("-etat:retenue", CANDIDATURES, JOUR).parmi("etat") == ()


def test_what_is_being_typed_means_its_quote_closed() -> None:
    assert fermer('prescripteur:"mission lo') == 'prescripteur:"mission lo"'
    assert fermer('"a" b') == '"a" b'


@pytest.mark.parametrize("langage", [CANDIDATURES, SESSIONS])
def test_nothing_is_proposed_after_a_whole_document(langage: Langage) -> None:
    """Found by `make fuzz`: 1.2 million characters took a second to be read, for nothing."""
    assert proposer(en_cours("etat:" + "x" * 2_000, langage), langage) == ()
