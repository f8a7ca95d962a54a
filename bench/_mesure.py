"""What a benchmark finds, and how it is told: one aligned table, or JSON. Every figure is a cost: less is better."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesure:
    """Ours beside a peer of the same run, in `unite`; `but`: the ratio that is not to be passed, if one is set."""

    nom: str
    unite: str
    nous: float
    pair: str = ""
    valeur_pair: float | None = None
    but: float | None = None

    @property
    def rapport(self) -> float | None:
        return None if self.valeur_pair is None else self.nous / self.valeur_pair

    @property
    def tenu(self) -> bool | None:
        return None if self.but is None or self.rapport is None else self.rapport <= self.but


class Absent(Exception):
    """A tool that the benchmark needs is not on this machine: said, and left out."""


def tableau(mesures: Sequence[Mesure]) -> str:
    """One line for each, under titles."""
    lignes = [("mesure", "nous", "pair", "sa valeur", "rapport", "but", "")]
    for m in mesures:
        verdict = {True: "tenu", False: "MANQUÉ", None: ""}[m.tenu]
        valeur_pair, rapport = _nombre(m.valeur_pair, m.unite), _nombre(m.rapport)
        lignes.append((m.nom, _nombre(m.nous, m.unite), m.pair, valeur_pair, rapport, _nombre(m.but), verdict))
    tailles = [max(map(len, colonne)) for colonne in zip(*lignes, strict=True)]
    droites = {1, 3, 4, 5}
    return "\n".join(
        "  ".join(
            c.rjust(t) if n in droites else c.ljust(t) for n, (c, t) in enumerate(zip(ligne, tailles, strict=True))
        ).rstrip()
        for ligne in lignes
    )


def en_json(mesures: Sequence[Mesure]) -> str:
    return json.dumps(
        [asdict(m) | {"rapport": m.rapport, "tenu": m.tenu} for m in mesures], ensure_ascii=False, indent=2
    )


def _nombre(valeur: float | None, unite: str = "") -> str:
    if valeur is None:
        return ""
    precision = 0 if valeur >= 100 else 1 if valeur >= 10 else 2 if valeur >= 0.01 else 5
    return f"{valeur:,.{precision}f}".replace(",", " ").replace(".", ",") + (f" {unite}" if unite else "")
