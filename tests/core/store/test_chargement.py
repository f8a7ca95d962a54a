"""The bulk load: the same base as one by one, all or nothing, and sentences that name what is wrong."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.model import Action, Candidature, Convocation, Dispositif, Droit, Rattachement, Structure
from rafaelpro_tui.core.store import chargement, objets
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import Chargeable, charger
from rafaelpro_tui.core.store.rangement import ranger
from tests.core.store import fabrique
from tests.core.store.test_rangement import comptes, recomptes, trouve

_TABLES = ("structure", "utilisateur", "rattachement", "dispositif", "action", "session", "contact", "candidat")
_SUITES = ("candidature", "convocation", "avis", "compte")


def contenu(base: Base) -> dict[str, list[Any]]:
    """Every row but its version, and what the search finds."""
    with base.read() as conn:
        tout = {
            table: conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in (*_TABLES, *_SUITES)
        }
        for mot in ("zoe", "pau", "oeno", "mission", "horizon"):
            tout[mot] = [sorted(trouve(conn, mot)), sorted(trouve(conn, mot, "session"))]
    return tout


@pytest.mark.parametrize("lot", [1, 3, 2000])
def test_the_same_as_one_by_one(base: Base, tmp_path: Path, lot: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chargement, "LOT", lot)
    monkeypatch.setattr(chargement, "_IDENTITES", 1)
    vus: list[int] = []
    Base.create(tmp_path / "autre.db")
    with Base.open(tmp_path / "autre.db") as autre:
        charges = charger(autre, fabrique.objets(), progress=vus.append)
        assert contenu(autre) == contenu(base)
    assert charges == {
        "structures": 3,
        "utilisateurs": 1,
        "rattachements": 2,
        "dispositifs": 2,
        "actions": 3,
        "sessions": 5,
        "candidats": 3,
        "candidatures": 10,
    }
    assert vus[-1] == sum(charges.values())
    assert vus == sorted(set(vus))


def test_added_to_what_is_there(base: Base) -> None:
    """What is loaded may refer to what the base holds; the triggers are back afterwards."""
    nouvelles: list[Chargeable] = [
        fabrique.candidat("P9", "NOUVEAU"),
        fabrique.candidature("C99", "S1", "P9"),
        fabrique.candidature("C98", "S2", "P1"),
        fabrique.session("S9", "A2"),
        fabrique.candidature("C97", "S9", "P9"),
    ]
    charger(base, nouvelles)
    with base.write.transaction() as conn:
        for objet in nouvelles:
            if isinstance(objet, Candidature):
                assert objets.lire_candidature(conn, objet.reference) == objet
        assert trouve(conn, "nouveau") == {"C97", "C99"}
        assert trouve(conn, "oeno", "session") == {"S2", "S9"}
        assert conn.execute("SELECT etape FROM candidature WHERE reference = 'C97'").fetchone() == (
            "conformite_a_rendre",
        )
        ranger(conn, fabrique.candidature("C96", "S1", "P9"))
        assert comptes(conn) == recomptes(conn)


def test_two_live_candidatures_on_one_session_are_a_past(base: Base) -> None:
    """CONTRATS §3: CAN-5 is not checked when a dataset is loaded."""
    charger(base, [fabrique.candidature("C99", "S1", "P1")])
    with base.read() as conn:
        assert objets.lire_candidature(conn, "C99") is not None


ACTION = Action(id="A9", intitule="Neuve", dispositif="PRF", responsable="OF1")


@pytest.mark.parametrize(
    ("objet", "phrase"),
    [
        (fabrique.candidature("C99", "S404"), "candidature C99\u00a0: session S404 inconnue."),
        (fabrique.candidature("C99", candidat="P404"), "candidature C99\u00a0: candidat P404 inconnu."),
        (fabrique.candidature("C1", candidat="P3"), "candidature C1\u00a0: existe déjà."),
        (fabrique.candidat("P1"), "candidat P1\u00a0: existe déjà."),
        (fabrique.session("S1"), "session S1\u00a0: existe déjà."),
        (fabrique.session("S99", "A404"), "session S99\u00a0: action A404 inconnue."),
        (fabrique.session("S99", positionneur="OF404"), "session S99\u00a0: positionneur OF404 inconnu."),
        (replace(ACTION, dispositif="X"), "action A9\u00a0: dispositif X inconnu."),
        (replace(ACTION, responsable="X"), "action A9\u00a0: responsable X inconnu."),
        (
            Rattachement(utilisateur="u404", structure="OF1", droit=Droit.AUCUN),
            "rattachement de u404 à OF1\u00a0: utilisateur u404 inconnu.",
        ),
        (
            Rattachement(utilisateur="u1", structure="OF1", droit=Droit.AUCUN),
            "rattachement de u1 à OF1\u00a0: existe déjà.",
        ),
        (fabrique.session("S99", debut=fabrique.JOUR.replace(year=2030)), "session S99\u00a0: valeurs incohérentes"),
        (fabrique.session("S99", coefficient=Decimal("1.234")), "session S99\u00a0: valeur hors limites"),
        (fabrique.session("S99", effectif_vise=2**70), "session S99\u00a0: valeur hors limites"),
        (fabrique.candidat("P99", "\ud800"), "candidat P99\u00a0: valeur hors limites"),
        (Structure(id="OF9", siret="12", nom="Courte"), "structure OF9\u00a0: valeurs incohérentes"),
        (
            Dispositif(code="D9", libelle="", coefficient_min=Decimal(2), coefficient_max=Decimal(1)),
            "dispositif D9\u00a0: valeurs incohérentes",
        ),
        (
            fabrique.candidature("C99", "S4", convocations=(Convocation(rang=4, date=fabrique.JOUR),)),
            "candidature C99\u00a0: valeurs incohérentes",
        ),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(base: Base, objet: Chargeable, phrase: str) -> None:
    avant = contenu(base)
    lot: list[Chargeable] = [Structure(id="OF8", siret="13002526500088", nom="Bonne"), fabrique.candidat("P98"), objet]
    with pytest.raises(SaisieMalformee) as erreur:
        charger(base, lot)
    assert erreur.value.message.startswith(phrase)
    assert erreur.value.code == 2
    assert contenu(base) == avant
    with base.write.essai() as conn:  # the triggers are there
        ranger(conn, fabrique.candidature("C96", "S4", "P1"))
        assert comptes(conn) == recomptes(conn)


def test_a_source_that_fails_half_way_leaves_nothing(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chargement, "LOT", 2)
    avant = contenu(base)

    def coupee() -> Iterator[Chargeable]:
        yield from (fabrique.candidat(f"P{n}") for n in range(100, 107))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        charger(base, coupee())
    assert contenu(base) == avant


def test_an_empty_load(base: Base) -> None:
    avant = contenu(base)
    assert set(charger(base, []).values()) == {0}
    assert contenu(base) == avant
