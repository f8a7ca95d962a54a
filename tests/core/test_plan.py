"""The plan des convocations: seats, who goes where, and papers in which no text does anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import Introuvable, SaisieMalformee
from rafaelpro_tui.core.plan import lire_heure
from rafaelpro_tui.core.vues_plan import Creneau
from tests.core.atelier import HorlogeDeTest, construire, copier

LUNDI, MARDI = date(2024, 7, 22), date(2024, 7, 23)


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return construire(tmp_path_factory.mktemp("plan") / "modele.sqlite")


@pytest.fixture
def base(modele: Path, tmp_path: Path) -> Path:
    return copier(modele, tmp_path / "base.sqlite")


@pytest.fixture
def desk(base: Path) -> Iterator[Desk]:
    with Desk.open(base, horloge=HorlogeDeTest(), utilisateur="u1") as desk:
        yield desk


def creneau(jour: date = LUNDI, places: int = 2, heure: str = "9h", lieu: str = "Salle 2") -> Creneau:
    return Creneau(date=jour, heure=heure, lieu=lieu, places=places)


def test_seats_are_filled_in_order_and_who_has_none_is_named(desk: Desk) -> None:
    """Soonest slot first, whatever the order in which they were made."""
    mardi, lundi = (desk.plan.garder("S", creneau(jour, 1 if jour == LUNDI else 2)) for jour in (MARDI, LUNDI))
    repartition = desk.plan.repartir("S", ["S0", "S1", "S2", "S3"])
    assert repartition.placees == {lundi: ("S0",), mardi: ("S1", "S2")}
    assert repartition.sans_place == ("S3",)
    assert [(c.date, c.heure, c.libres) for c in desk.plan.creneaux("S")] == [(LUNDI, "09:00", 0), (MARDI, "09:00", 0)]
    assert desk.plan.repartir("S", ["S0", "S1", "S2", "S3"]).placees == {}, "those in a slot stay there"


def test_one_is_in_one_slot_at_most(desk: Desk) -> None:
    lundi, mardi = desk.plan.garder("S", creneau()), desk.plan.garder("S", creneau(MARDI))
    desk.plan.placer(lundi, ["S0", "S1", "S2"])
    assert desk.plan.creneau("S", lundi).libres == -1, "more people than seats is the user's choice: it shows"
    desk.plan.placer(mardi, ["S1"])
    assert [c.candidatures for c in desk.plan.creneaux("S")] == [("S0", "S2"), ("S1",)]
    desk.plan.supprimer(lundi)
    assert [c.candidatures for c in desk.plan.creneaux("S")] == [("S1",)]
    with pytest.raises(Introuvable):
        desk.plan.creneau("S", lundi)


def test_a_slot_is_its_structure_s_own_and_its_session_s(desk: Desk, base: Path) -> None:
    numero = desk.plan.garder("S", creneau())
    assert desk.plan.creneaux("T") == ()
    with Desk.open(base, horloge=HorlogeDeTest(), utilisateur="u3") as autre:
        assert autre.plan.creneaux("S") == ()
        autre.plan.supprimer(numero)
        autre.plan.garder("S", replace(creneau(MARDI), id=numero))
    assert [c.date for c in desk.plan.creneaux("S")] == [LUNDI]


@pytest.mark.parametrize(
    ("faux", "dit"),
    [(creneau(places=0), "de 1 à 9999 places"), (creneau(lieu="x" * 121), "120"), (creneau(lieu="a\nb"), "une ligne")],
)
def test_a_slot_that_cannot_be_says_why(desk: Desk, faux: Creneau, dit: str) -> None:
    with pytest.raises(SaisieMalformee, match=dit):
        desk.plan.garder("S", faux)
    assert desk.plan.creneaux("S") == ()


@pytest.mark.parametrize(
    ("texte", "heure"), [("9h", "09:00"), ("9h30", "09:30"), ("14:05", "14:05"), (" 23 h 59 ", "23:59"), ("", "")]
)
def test_an_hour_is_read(texte: str, heure: str) -> None:
    assert lire_heure(texte) == heure


@pytest.mark.parametrize("texte", ["24h", "9", "midi", "9h60", "9h5", "<b>"])
def test_what_is_no_hour_is_told(texte: str) -> None:
    with pytest.raises(ValueError, match="n’est pas une heure"):
        lire_heure(texte)


class Lecture(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.balises: set[str] = set()
        self.textes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.add(tag)

    def handle_data(self, data: str) -> None:
        self.textes.append(data.strip())


def test_the_attendance_sheet_is_safe_and_whole(desk: Desk, tmp_path: Path) -> None:
    numero = desk.plan.garder("S", creneau(lieu="<script>alert(1)</script>"))
    desk.plan.placer(numero, ["S1", "S0"])
    provenance = desk.provenance("feuille d’émargement")
    assert desk.plan.emargement("S", desk.plan.creneau("S", numero), tmp_path / "e.html", provenance) == 2
    dit = (tmp_path / "e.html.provenance.txt").read_text(encoding="utf-8")
    assert sha256((tmp_path / "e.html").read_bytes()).hexdigest() in dit
    page = (tmp_path / "e.html").read_text(encoding="utf-8")
    lu = Lecture()
    lu.feed(page)
    assert "script" not in lu.balises
    assert "://" not in page
    assert [texte for texte in lu.textes if texte.startswith("Nom")] == ["Nom et prénom", "Nom0 Désiré", "Nom1 Désiré"]
    assert {"S0", "S1", "2 personnes attendues, 2 places"} <= set(lu.textes)


def test_the_mail_merge_has_a_row_each(desk: Desk, tmp_path: Path) -> None:
    numero = desk.plan.garder("S", creneau(lieu="=1+1"))
    desk.plan.placer(numero, ["S0"])
    provenance = desk.provenance("publipostage")
    assert desk.plan.publipostage("S", desk.plan.creneau("S", numero), tmp_path / "p.csv", provenance) == 1
    titres, ligne = (tmp_path / "p.csv").read_text(encoding="utf-8-sig").splitlines()
    rempli = dict(zip(titres.split(";"), ligne.split(";"), strict=True))
    assert (rempli["Nom"], rempli["Date"], rempli["Heure"]) == ("Nom0", "22/07/2024", "09:00")
    assert rempli["Lieu"] == "'=1+1", "no formula"
