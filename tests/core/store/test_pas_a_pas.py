"""The first rows found along the list: the same as by the index of words, whichever way is taken."""

from collections.abc import Sequence
from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.filtre import CANDIDATURES, Filtre, Mots
from rafaelpro_tui.core.store import listes_candidatures, pas_a_pas, recherche
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.listes_candidatures import Candidatures
from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.core.vues import Tri
from tests.core.store import test_filtrage
from tests.core.store.test_filtrage import LARGE, MONDE, filtres
from tests.core.store.test_listes import contexte

peuplee = test_filtrage.peuplee

TRIS: Final = [Tri(cle, sens) for cle, sens in product(listes_candidatures._TRIS_CANDIDATURES, (False, True))]
MOTS: Final = [
    "c",
    "e",
    "p",
    "mission",
    "pau zoe",
    "zoe1",
    "o’neill",
    "Étienne",
    "S1 c",
    "06 12 34",
    "isle abeau",
    "zz",
    "漢",
]


@LARGE
@given(
    filtre=filtres(CANDIDATURES),
    mots=st.sampled_from(MOTS),
    cochees=st.sets(st.integers(1, len(MONDE.candidatures))),
    tri=st.sampled_from(TRIS),
    session=st.sampled_from([None, None, "S1", "00230"]),
    limite=st.integers(1, 60),
    essais=st.sampled_from([0, 40, 10**6]),
    peu=st.sampled_from([0, listes_candidatures.PEU]),
    rares=st.sampled_from([-1, 3, listes_candidatures.RARES]),
)
def test_the_first_rows_are_those_of_the_whole_order(
    peuplee: Base,
    filtre: Filtre,
    mots: str,
    cochees: set[int],
    tri: Tri,
    session: str | None,
    limite: int,
    essais: int,
    peu: int,
    rares: int,
) -> None:
    texte = str(Filtre((*filtre.termes, Mots(mots))))
    with pytest.MonkeyPatch.context() as force:
        force.setattr(pas_a_pas, "essais_utiles", lambda *_: essais)
        force.setattr(listes_candidatures, "PEU", peu)
        liste = Candidatures(peuplee, contexte(), session=session, texte=texte, selection=cochees, tri=tri)
        ordre = list(liste.order())
        force.setattr(listes_candidatures, "RARES", rares)
        assert list(liste.order()) == ordre, texte
        assert [n for n, _ in liste.first(limite)] == ordre[:limite], texte
        assert liste.count() == len(ordre), texte
        with peuplee.read() as conn:
            if essais > len(MONDE.candidatures) and liste._essai is not None:
                assert liste._pas_a_pas(conn, liste._essai, limite) == ordre[:limite]


def test_the_way_depends_on_how_wide_the_word_is(peuplee: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """Walking gives up where the words are rare: it has then read a packet, not the list.

    The first packet has 7 of « b » and 6 of « v », where 8 would keep the pace: chance is given its part.
    """
    monkeypatch.setattr(pas_a_pas, "essais_utiles", lambda *_: 40)
    monkeypatch.setattr(pas_a_pas, "PAQUET", 20)
    monkeypatch.setattr(listes_candidatures, "RARES", -1)
    lus: list[int] = []
    lire = recherche.textes_candidatures

    def textes(conn: Connection, ids: Sequence[int]) -> dict[int, str]:
        lus.append(len(ids))
        return lire(conn, ids)

    monkeypatch.setattr(recherche, "textes_candidatures", textes)
    for texte, lit in {"c": [20], "s": [20, 20], "b": [20, 20], "v": [20, 20], "zz": [20], "漢": []}.items():
        lus.clear()
        liste = Candidatures(peuplee, contexte(), texte=texte)
        assert [n for n, _ in liste.first(15)] == list(liste.order()[:15])
        assert lus == lit, texte


@pytest.mark.parametrize(
    ("total", "rangs", "essais"), [(2_500, 600, 47), (100_000, 10_000, 252), (1_000_000, 124_465, 843), (0, 0, 0)]
)
def test_more_may_be_tried_where_the_index_has_more_to_give(total: int, rangs: int, essais: int) -> None:
    assert pas_a_pas.essais_utiles(total, rangs, 128) == essais


def test_a_text_is_tried_as_the_index_does(vide: Base) -> None:
    """Each character of the first planes of Unicode, inside a word and alone, folded and as it is."""
    lettres = [chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000]
    textes = {n: f"ab{fold(f'x{lettre}y')}cd {lettre}1 é"[: None if n % 2 else -2] for n, lettre in enumerate(lettres)}
    with vide.write.transaction() as conn:
        for n, texte in textes.items():
            recherche.indexer_candidature(conn, n, texte)
        for mots in ("ab", "b", "abx", "abxycd", "y", "ycd", "cd", "1", "a1", "ab 1", "e", "é"):
            essai, requete = recherche.essai(mots), recherche.requete(mots)
            assert essai is not None
            trouves = {
                n
                for (n,) in conn.execute(
                    "SELECT rowid FROM recherche_candidature WHERE recherche_candidature MATCH ?", (requete,)
                )
            }
            for n, texte in textes.items():
                assert essai(texte) in (None, n in trouves), (mots, texte)
    assert recherche.essai("漢") is None is recherche.essai(" - ")
