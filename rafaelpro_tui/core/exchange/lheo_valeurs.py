"""Values as catalogues write them: open dates, fillers, escaped HTML, phones in pairs, decimal commas."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final

from rafaelpro_tui.core.exchange.lheo_lecture import Element
from rafaelpro_tui.core.model import Contact
from rafaelpro_tui.core.store.lignes import centiemes

LONGUEUR_MAX: Final = 500
DATE_OUVERTE: Final = "00000000"
ANNEES: Final = range(1900, 2200)
_BALISE: Final = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
_DATE: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)
_SIRET: Final = re.compile(r"\d{14}", re.ASCII)
_ENTIER: Final = re.compile(r"\d{1,6}", re.ASCII)
_HEURES: Final = re.compile(r"(\d{1,3})(?:[.,](\d{1,2})0*)?(?: ?h(?:eures?)?)?", re.ASCII | re.IGNORECASE)
_INTENSITE_MAX: Final = Decimal(40)
_SEPARATEURS: Final = str.maketrans("", "", " .-/\u00a0\u202f\t\n\r")


def texte(brut: str) -> str:
    """One line of plain text: HTML tags dropped, its entities read, controls and blanks squeezed."""
    for _ in range(2):  # escaped once by XML, at times once more by the author
        brut = html.unescape(_BALISE.sub(" ", brut))
    net = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in brut)
    net = " ".join(unicodedata.normalize("NFC", net).split())
    return net if len(net) <= LONGUEUR_MAX else f"{net[: LONGUEUR_MAX - 1]}…"


def siret(brut: str) -> str | None:
    """Fourteen digits, or None."""
    chiffres = brut.translate(_SEPARATEURS)
    return chiffres if _SIRET.fullmatch(chiffres) else None


def jour(brut: str) -> date | None:
    """`20220825`, at times `2022-08-25`; None when it is open (`00000000`) or impossible: see `ouverte`."""
    trouve = _DATE.fullmatch(brut)
    if trouve is None or int(trouve[1]) not in ANNEES:
        return None
    try:
        return date(*map(int, trouve.groups()))
    except ValueError:
        return None


def ouverte(brut: str) -> bool:
    return brut in ("", DATE_OUVERTE, "0000-00-00", "99999999")


def entier(brut: str) -> int | None:
    return int(brut) if _ENTIER.fullmatch(brut) else None


def heures(brut: str) -> Decimal | None:
    """Hours a week within the limits of AVI-2, or None."""
    trouve = _HEURES.fullmatch(brut.strip())
    if trouve is None:
        return None
    valeur = Decimal(f"{trouve[1]}.{trouve[2] or 0}")
    # As the base gives it back, so that the same file changes nothing the second time.
    return Decimal(centiemes(valeur)).scaleb(-2) if 0 < valeur <= _INTENSITE_MAX else None


def telephone(brut: str) -> str:
    """Digits alone, short numbers (`39 36`) included; what is no number is dropped."""
    chiffres = brut.translate(_SEPARATEURS).replace("(0)", "")
    return chiffres if re.fullmatch(r"\+?\d{3,15}", chiffres, re.ASCII) else ""


def courriel(brut: str) -> str:
    brut = texte(brut)
    return brut if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", brut) else ""


def contact(element: Element) -> Contact | None:
    """A `contact-session` or `contact-formation`; None when it gives no way to reach anybody (FOR-10)."""
    numero = telephone(element.texte("coordonnees/telfixe/numtel")) or telephone(
        element.texte("coordonnees/portable/numtel")
    )
    adresse = courriel(element.texte("coordonnees/courriel"))
    if not numero and not adresse:
        return None
    nom = texte(f"{element.texte('coordonnees/prenom')} {element.texte('coordonnees/nom')}")
    return Contact(nom=nom or "Accueil", telephone=numero, courriel=adresse)
