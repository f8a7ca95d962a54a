"""The radar's clocks, what it keeps for itself, and a calendar that another program reads back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.exchange.dataset import charger_dataset
from rafaelpro_tui.core.exchange.ics import LARGEUR, Jour, ecrire_ics
from rafaelpro_tui.core.model import Etape
from tests.core.atelier import HorlogeDeTest
from tests.core.exchange.provenances import PROVENANCE

EXEMPLE = Path(__file__).parents[1] / "donnees" / "exemple.json"
MAINTENANT = datetime.fromisoformat("2022-04-30T10:30:00")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chemin = tmp_path_factory.mktemp("radar") / "base.sqlite"
    charger_dataset(EXEMPLE, chemin)
    return chemin


@pytest.fixture
def desk(base: Path) -> Iterator[Desk]:
    with Desk.open(base, horloge=HorlogeDeTest(MAINTENANT), utilisateur="u1") as desk:
        yield desk


def test_each_session_has_its_three_clocks(desk: Desk) -> None:
    """ECH-1 to ECH-3, on the guide's own session: fin 25/08/2022, alert 08/09/2022, last day 15/09/2022."""
    lignes = {ligne.session: ligne for ligne in desk.radar.sessions()}
    assert list(lignes) == ["00235491", "00240001", "00235492"], "soonest first; not the session of a Formateur (DRT-9)"
    amorce = lignes["00235491"]
    assert (amorce.quinze_jours, amorce.alerte, amorce.echeance) == (
        date(2022, 8, 31),
        date(2022, 9, 8),
        date(2022, 9, 15),
    )
    assert amorce.jours == 138
    assert amorce.en_attente == sum(amorce.etapes.values()) == 4
    assert amorce.etapes[Etape.A_CONVOQUER] == 2
    assert [ligne.session for ligne in desk.radar.sessions(138)] == ["00235491"]
    assert sum(ligne.en_attente for ligne in lignes.values()) == len(list(desk.echeances()))


@pytest.mark.parametrize("utilisateur", ["u3", "u4"])
def test_who_sees_counts_only_sees_no_names(base: Path, utilisateur: str, tmp_path: Path) -> None:
    """DRT-9."""
    with Desk.open(base, horloge=HorlogeDeTest(MAINTENANT), utilisateur=utilisateur, structure="OF1") as desk:
        assert desk.radar.sessions() == ()
        assert desk.radar.rendez_vous() == ()
        assert desk.radar.exporter_agenda(tmp_path / "a.ics", PROVENANCE, noms=True) == 0


# ── the calendar ─────────────────────────────────────────────────────────────────────────────────────────────


def relu(chemin: Path) -> list[Any]:
    return list(Calendar.from_ical(chemin.read_bytes()).walk("VEVENT"))


def test_a_calendar_reads_rdv_and_echeances(desk: Desk, tmp_path: Path) -> None:
    chemin = tmp_path / "a.ics"
    assert desk.radar.exporter_agenda(chemin, PROVENANCE) == 7
    evenements = {str(e["UID"]): e for e in relu(chemin)}
    assert len(evenements) == 7
    dit = str(Calendar.from_ical(chemin.read_bytes())["X-WR-CALDESC"]).replace("\u00a0", " ").split("\\n")
    assert dit[0] == "Contenu : candidatures de la session 00235491"
    assert {"Lignes : 7", "Le : 30/04/2022 à 10:30", "Depuis : /srv/centre.sqlite"} < set(dit)
    rdv = evenements["rdv-C3-1@rafaelpro-tui"]
    assert rdv["DTSTART"].dt == date(2022, 4, 20)
    assert rdv["DTEND"].dt == date(2022, 4, 21)
    assert rdv["DTSTAMP"].dt == datetime(2022, 4, 30, 8, 30, tzinfo=UTC), "summer time in Paris"
    assert str(rdv["SUMMARY"]) == "RDV\u00a0: candidature C3"
    assert str(rdv["LOCATION"]) == "Bordeaux"
    assert evenements["alerte-00235491@rafaelpro-tui"]["DTSTART"].dt == date(2022, 9, 8)
    assert evenements["echeance-00235491@rafaelpro-tui"]["DTSTART"].dt == date(2022, 9, 15)
    nom = desk.candidature("C3").candidat.nom_complet
    assert nom.encode() not in chemin.read_bytes()
    desk.radar.exporter_agenda(chemin, PROVENANCE, noms=True)
    assert nom in {str(e["SUMMARY"]).removeprefix("RDV\u00a0: ").removesuffix(" (C3)") for e in relu(chemin)}


def test_the_same_events_again_another_day(desk: Desk, tmp_path: Path) -> None:
    """What a calendar knows by its UID is brought up to date, not doubled."""
    desk.radar.exporter_agenda(tmp_path / "a.ics", PROVENANCE)
    desk.radar.exporter_agenda(tmp_path / "b.ics", replace(PROVENANCE, quand=MAINTENANT + timedelta(days=200)))
    assert [e["UID"] for e in relu(tmp_path / "a.ics")] == [e["UID"] for e in relu(tmp_path / "b.ics")]
    assert relu(tmp_path / "b.ics")[0]["DTSTAMP"].dt.hour == 9, "winter time in Paris"


TEXTES = st.text(st.sampled_from("aé€😀 ;,:\\\n\r\"'=-\u00a0"), max_size=120)


@given(TEXTES, TEXTES, st.dates(date(1900, 1, 1)))
def test_any_text_comes_back_in_lines_that_are_short(
    tmp_path_factory: pytest.TempPathFactory, titre: str, description: str, jour: date
) -> None:
    chemin = tmp_path_factory.getbasetemp() / "hasard.ics"
    ecrire_ics(chemin, [Jour(cle="x", date=jour, titre=titre or "t", description=description)], PROVENANCE)
    brut = chemin.read_bytes()
    assert brut.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in brut.replace(b"\r\n", b"")
    assert b"\r" not in brut.replace(b"\r\n", b"")
    lignes = brut.split(b"\r\n")
    assert max(map(len, lignes)) <= LARGEUR
    for ligne in lignes:
        ligne.decode()  # folded between two characters
    (evenement,) = relu(chemin)
    assert evenement["DTSTART"].dt == jour
    assert str(evenement["SUMMARY"]) == (titre or "t").replace("\r\n", "\n").replace("\r", "\n")
    assert str(evenement.get("DESCRIPTION", "")) == description.replace("\r\n", "\n").replace("\r", "\n")


def test_a_hostile_name_adds_no_event_and_no_escape(tmp_path: Path) -> None:
    nom = "RDV\r\nEND:VEVENT\r\nBEGIN:VALARM \x1b]0;PIRATE\x07 \x9b31m \u202egro \u200b;X=1"
    chemin = tmp_path / "a.ics"
    piege = replace(PROVENANCE, filtre=nom)
    assert ecrire_ics(chemin, [Jour(cle=nom, date=date(2022, 4, 30), titre=nom, lieu=nom, description=nom)], piege) == 1
    assert not set("\x1b\x07\x9b\u202e\u200b") & set(chemin.read_text(encoding="utf-8"))
    calendrier = Calendar.from_ical(chemin.read_bytes())
    assert [partie.name for partie in calendrier.walk()] == ["VCALENDAR", "VEVENT"]


def test_a_session_without_end_has_a_last_day(tmp_path: Path) -> None:
    jour = Jour(cle="x", date=date.max, titre="t")
    assert ecrire_ics(tmp_path / "a.ics", [jour, replace(jour, cle="y")], PROVENANCE) == 2
    assert [e["DTSTART"].dt for e in relu(tmp_path / "a.ics")] == [date.max] * 2
