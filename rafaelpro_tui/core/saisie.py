"""What people type in a field, read tolerantly: dates, hours. Rules judge the value, not its spelling."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

AIDE_DATE = "Saisissez par exemple 15/07/2024, 150724, 15/07, +3 ou lundi."
AIDE_INTENSITE = "Saisissez par exemple 35, 35,5 ou 18h/3j."
AIDE_COEFFICIENT = "Saisissez par exemple 1 ou 1,5."

_LONGUEUR = 200
"""Characters beyond which nothing is read: no date, no hours are so long."""
_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_PROCHES = {"aujourd'hui": 0, "demain": 1, "apres demain": 2}
_MOIS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
_ANNEES = range(1900, 2100)

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SEPAREE = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})(?:[/. -]([0-9]{4}|[0-9]{2}))?")
_COLLEE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})?")
_EN_LETTRES = re.compile(r"([0-9]{1,2})(?:er)? ([a-z]{3,})\.?(?: ([0-9]{4}))?")
_DANS = re.compile(r"(?:j ?)?([+-]) ?([0-9]{1,5})(?: ?j(?:ours?)?)?")

_HEURES = r"([0-9]{1,4})(?:[.,]([0-9]{1,6}))?(?: ?h(?:eures?)?(?: ?([0-5][0-9]))?)?"
_HEBDOMADAIRE = re.compile(_HEURES)
_COEFFICIENT = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{0,6}))?|[.,]([0-9]{1,6})")
_SUR_N_JOURS = re.compile(_HEURES + r" ?(?:/|sur) ?([0-9])(?: ?j(?:ours?)?)?")


def lire_date(texte: str, aujourdhui: date) -> date:
    """The date that `texte` means on the day `aujourdhui`.

    Reads `15/07/2024`, `15-7-24`, `150724`, `15072024`, `2024-07-15`; `15/07`, `1507`, `15 juillet` (the nearest to
    today); `+3` (days from today), `lundi` (the next one, never today), `demain`.

    Raises:
        ValueError: a French sentence naming what was typed, why it cannot be, and what can.
    """
    propre = _plat(texte)
    if propre in _PROCHES:
        return aujourdhui + timedelta(days=_PROCHES[propre])
    if jour := _jour_de_semaine(propre):
        return aujourdhui + timedelta(days=(jour - aujourdhui.isoweekday() - 1) % 7 + 1)
    if trouve := _DANS.fullmatch(propre):
        return _dans(texte, int(trouve[1] + trouve[2]), aujourdhui)
    if trouve := _ISO.fullmatch(propre):
        return _date(texte, int(trouve[3]), int(trouve[2]), int(trouve[1]))
    if trouve := _EN_LETTRES.fullmatch(propre):
        mois = [n for n, nom in enumerate(_MOIS, start=1) if nom.startswith(trouve[2])]
        if len(mois) != 1:
            raise ValueError(f"« {_cite(texte)} » n’est pas une date. {AIDE_DATE}")
        return _avec_annee(texte, int(trouve[1]), mois[0], trouve[3], aujourdhui)
    if trouve := _SEPAREE.fullmatch(propre) or _COLLEE.fullmatch(propre):
        return _avec_annee(texte, int(trouve[1]), int(trouve[2]), trouve[3], aujourdhui)
    raise ValueError(f"« {_cite(texte)} » n’est pas une date. {AIDE_DATE}")


def lire_intensite(texte: str) -> Decimal:
    """Hours per week of five working days that `texte` means (AVI-3).

    Reads `35`, `35,5`, `35h30` (hours and minutes, half up to two decimals) and `18h/3j`: 18 h over 3 days is
    30 h. The decimals typed are kept, for AVI-2 to judge.

    Raises:
        ValueError: a French sentence naming what was typed and what can be.
    """
    propre = _plat(texte)
    if trouve := _HEBDOMADAIRE.fullmatch(propre):
        return _heures(texte, trouve)
    if trouve := _SUR_N_JOURS.fullmatch(propre):
        jours = int(trouve[4])
        if not 1 <= jours <= 7:
            raise ValueError(f"« {_cite(texte)} » : le nombre de jours va de 1 à 7. {AIDE_INTENSITE}")
        # AVI-3; imported here, as a filter of dates has no use for the rules of the avis.
        from rafaelpro_tui.core.rules.avis import intensite_sur_cinq_jours

        return intensite_sur_cinq_jours(_heures(texte, trouve), Decimal(jours))
    raise ValueError(f"« {_cite(texte)} » n’est pas un nombre d’heures. {AIDE_INTENSITE}")


def lire_coefficient(texte: str) -> Decimal:
    """The coefficient that `texte` means: `1`, `1,5`, `1.5`. The decimals typed are kept, for FOR-3 to judge.

    Raises:
        ValueError: a French sentence naming what was typed and what can be.
    """
    trouve = _COEFFICIENT.fullmatch("".join(texte.split()))
    if trouve is None:
        raise ValueError(f"« {_cite(texte)} » n’est pas un coefficient. {AIDE_COEFFICIENT}")
    return Decimal(f"{trouve[1] or 0}.{trouve[2] or trouve[3] or 0}")


def _plat(texte: str) -> str:
    """Lower case, no accents, one space between words; what is too long is cut, and marked so that it means nothing."""
    if len(texte) > _LONGUEUR:
        texte = f"{texte[:_LONGUEUR]}…"
    sans_accents = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return " ".join(sans_accents.lower().replace("’", "'").replace("apres-", "apres ").split())


def _cite(texte: str) -> str:
    texte = texte.strip()
    return texte if len(texte) <= 30 else f"{texte[:29]}…"


def _jour_de_semaine(propre: str) -> int | None:
    """ISO number of a week day, by its name or its first three letters."""
    for numero, nom in enumerate(_JOURS, start=1):
        if propre in (nom, nom[:3], f"{nom} prochain"):
            return numero
    return None


def _dans(texte: str, jours: int, aujourdhui: date) -> date:
    try:
        voulue = aujourdhui + timedelta(days=jours)
    except OverflowError:
        voulue = date.max
    if voulue.year not in _ANNEES:
        raise ValueError(f"« {_cite(texte)} » mène trop loin. {AIDE_DATE}")
    return voulue


def _avec_annee(texte: str, jour: int, mois: int, annee: str | None, aujourdhui: date) -> date:
    if annee is None:
        return _au_plus_pres(texte, jour, mois, aujourdhui)
    return _date(texte, jour, mois, int(annee) if len(annee) == 4 else 2000 + int(annee))


def _au_plus_pres(texte: str, jour: int, mois: int, aujourdhui: date) -> date:
    possibles = []
    # Eight years: 29/02 may be as far as that (1896-1904, 2096-2104).
    for annee in range(aujourdhui.year - 8, aujourdhui.year + 9):
        try:
            possibles.append(date(annee, mois, jour))
        except ValueError:
            continue
    if not possibles:
        raise ValueError(f"« {_cite(texte)} » n’existe pas au calendrier. {AIDE_DATE}")
    return min(possibles, key=lambda d: (abs((d - aujourdhui).days), d < aujourdhui))


def _date(texte: str, jour: int, mois: int, annee: int) -> date:
    if annee not in _ANNEES:
        raise ValueError(f"« {_cite(texte)} » : l’année doit aller de 1900 à 2099. {AIDE_DATE}")
    try:
        return date(annee, mois, jour)
    except ValueError:
        raise ValueError(f"« {_cite(texte)} » n’existe pas au calendrier. {AIDE_DATE}") from None


def _heures(texte: str, trouve: re.Match[str]) -> Decimal:
    entier, decimales, minutes = trouve[1], trouve[2], trouve[3]
    if decimales and minutes:
        raise ValueError(f"« {_cite(texte)} » n’est pas un nombre d’heures. {AIDE_INTENSITE}")
    if minutes:
        fraction = (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return Decimal(entier) + fraction
    return Decimal(f"{entier}.{decimales}" if decimales else entier)
