"""French texts: folding for search and sort, dates, numbers, plurals."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

NBSP: Final = "\N{NO-BREAK SPACE}"
"""Before « : ; ! ? » and inside « »."""

_APOSTROPHES = "’‘ʼʹ′`´ʻʽ"
_MOT = re.compile(r"[^\W_]+")
_SEPARATEURS = str.maketrans("", "", f" .-/{NBSP}")
_TELEPHONE = re.compile(r"(?:0|\+33)([1-9])" + 4 * "([0-9]{2})")


class _Plis(dict[int, str]):
    """What each character folds to, found out the first time it is met."""

    def __missing__(self, code: int) -> str:
        plie, avant = chr(code), ""
        while plie != avant:
            avant, plie = plie, "".join(map(_plier, unicodedata.normalize("NFKD", plie).casefold()))
        self[code] = plie
        return plie


def _plier(caractere: str) -> str:
    if caractere in _APOSTROPHES:
        return "'"
    match unicodedata.category(caractere):
        case "Mn" | "Mc" | "Me" | "Cf" | "Cs":  # diacritics, zero widths, surrogates
            return ""
        case "Pd" | "Zs" | "Zl" | "Zp" | "Cc":
            return " "
    return {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"}.get(caractere, caractere)


_PLIS = _Plis()


def fold(text: str) -> str:
    """`text` as search and sort see it: no diacritics, no case, « œ » as « oe », « ’ » as « ' », « - » as a space.

    Spaces are squeezed. Folding twice changes nothing. « DÉSIRÉ  O’NEILL » gives « desire o'neill ».
    """
    if text.isascii() and text.isprintable():
        text = text.lower().replace("-", " ").replace("`", "'")
    else:
        text = text.translate(_PLIS)
    return " ".join(text.split())


def mots(texte: str) -> list[str]:
    """The folded words of a text: runs of letters and digits."""
    return _MOT.findall(fold(texte))


@lru_cache(maxsize=65_536)  # asked of each row of a list, where the same texts come back
def porte_les_mots(texte: str, debuts: str) -> bool:
    """Whether each word of `debuts` begins a word of `texte`, in any order."""
    presents = mots(texte)
    return all(any(mot.startswith(debut) for mot in presents) for debut in mots(debuts))


def date_fr(jour: date) -> str:
    """« 15/07/2024 »."""
    return f"{jour:%d/%m}/{jour.year:04}"


def nombre_fr(nombre: Decimal) -> str:
    """« 1,5 »: decimal comma, no useless zero."""
    texte = f"{nombre:f}"
    if "." in texte:
        texte = texte.rstrip("0").rstrip(".")
    return "0" if texte == "-0" else texte.replace(".", ",")


def entier_fr(nombre: int) -> str:
    """« 1 000 000 »: thousands apart, by no-break spaces."""
    return f"{nombre:,}".replace(",", NBSP)


def telephone_fr(numero: str) -> str:
    """« 06 12 34 56 78 », « +33 6 12 34 56 78 »; what is not a French number is given back as it is."""
    serre = numero.translate(_SEPARATEURS)
    if not (francais := _TELEPHONE.fullmatch(serre)):
        return numero
    premier, *paires = francais.groups()
    return " ".join([f"+33 {premier}" if serre.startswith("+") else f"0{premier}", *paires])


def pluriel(n: int, singulier: str, au_pluriel: str | None = None) -> str:
    """« 0 candidature », « 1 candidature », « 2 candidatures »: in French the plural starts at two.

    `au_pluriel` is for what does not just take an « s » ; words in -s, -x or -z do not change.
    """
    if abs(n) < 2:
        mot = singulier
    elif au_pluriel is not None:
        mot = au_pluriel
    else:
        mot = singulier if singulier.endswith(("s", "x", "z")) else f"{singulier}s"
    return f"{entier_fr(n)} {mot}"
