"""A calendar out (RFC 5545): whole days, in lines of at most 75 octets that end by CRLF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from rafaelpro_tui.core.exchange.provenance import Provenance
from rafaelpro_tui.core.store import fichier
from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.core.texte_sur import safe

PRODUIT: Final = "-//rafaelpro-tui//Echeances et rendez-vous//FR"
DOMAINE: Final = "rafaelpro-tui"
LARGEUR: Final = 75
"""Octets of a line, its end not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jour:
    """An event of one day. `cle` never changes, so that a calendar which knows it moves it instead of doubling it."""

    cle: str
    date: date
    titre: str
    description: str = ""
    lieu: str = ""


def ecrire_ics(sortie: Path, jours: Iterable[Jour], provenance: Provenance) -> int:
    """Write the file whole or not at all; the number of events. `provenance` is the description of the calendar.

    Raises:
        FichierInaccessible, DisquePlein.
    """
    ecrits = list(jours)
    with fichier.en_chantier(sortie, remplacer=True) as provisoire:
        provisoire.write_bytes(b"".join(map(_plier, _lignes(ecrits, provenance))))
    return len(ecrits)


def _lignes(jours: Sequence[Jour], provenance: Provenance) -> Iterator[str]:
    horodatage = provenance.quand.replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUIT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    dites = "\n".join(f"{nom}{NBSP}: {dit}" for nom, dit in provenance.lignes(len(jours)))
    yield f"X-WR-CALDESC:{_echapper(dites)}"
    for jour in jours:
        yield "BEGIN:VEVENT"
        yield f"UID:{_echapper(jour.cle)}@{DOMAINE}"
        yield f"DTSTAMP:{horodatage:%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{_date(jour.date)}"
        if jour.date < date.max:  # the day after the last is excluded; some catalogues say « no end » by 31/12/9999
            yield f"DTEND;VALUE=DATE:{_date(jour.date + timedelta(days=1))}"
        yield f"SUMMARY:{_echapper(jour.titre)}"
        if jour.description:
            yield f"DESCRIPTION:{_echapper(jour.description)}"
        if jour.lieu:
            yield f"LOCATION:{_echapper(jour.lieu)}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _date(jour: date) -> str:
    return f"{jour.year:04}{jour:%m%d}"


def _echapper(texte: str) -> str:
    propre = safe(texte, multiline=True).replace("\\", "\\\\")
    return propre.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _plier(ligne: str) -> bytes:
    """The line folded between two characters; each line after the first starts by a space."""
    morceaux, octets = [], b""
    for caractere in ligne:
        code = caractere.encode()
        if len(octets) + len(code) > LARGEUR:
            morceaux.append(octets)
            octets = b" "
        octets += code
    return b"\r\n".join([*morceaux, octets]) + b"\r\n"
