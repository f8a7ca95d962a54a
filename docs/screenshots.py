"""The pictures of the guide, taken from the demo: `make screenshots` writes them into docs/captures.

The day, the clock and the seed are fixed, so a second run gives the same bytes. Each picture is a path of keys from the
start of the app, as a user would press them; a screen that changes its keys shows here first.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from lxml import etree
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from rafaelpro_tui import settings
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.demo import fabriquer
from rafaelpro_tui.core.demo.base import JOUR
from rafaelpro_tui.core.desk import Desk


def _creneau(jour: str, places: str) -> tuple[str, ...]:
    """The keys that add a slot at nine, in salle 2."""
    return ("N", *jour, "enter", "ctrl+u", *"9h", "enter", "ctrl+u", *"Salle 2", "enter", "ctrl+u", *places, "f10")


DOSSIER: Final = Path(__file__).parent / "captures"
REPIT: Final = 0.6
"""Seconds: longer than those after which a form says what is wrong with what was typed."""
AMORCE: Final = ("f", *"00235491", "enter", "enter")
"""To the guide's own session, from the list of sessions."""
AU_COMPLET: Final = ("f4", "f", *"etape:avis session:00235570", "enter")
"""To a session that has as many retenues as seats."""
AVIS_A_RENDRE: Final = (*AMORCE, "enter")
"""Its first candidature: somebody who came."""
LOT_SIMULE: Final = (*AMORCE, "L", "tab", "tab", *["space"] * 3, "o", "f10")
"""Three retenues, not yet written."""
PANIER: Final = (*AMORCE, "T", "o", "o", "escape", "escape", *AU_COMPLET, "T", "o", "n", "8", "f10")
"""Two retenues on the guide's session; one too many on another."""
ATTENTE: Final = ("f", *"00235577", "enter", "enter", "A", "K", "j", "j", "H")
"""Those who wait for a seat, one of them moved up by hand."""
PLAN: Final = (*AMORCE, "I", *_creneau("+30", "3"), *_creneau("+31", "4"), "R")
"""Two slots, and who is in them."""
SUIVI: Final = (
    *(*AVIS_A_RENDRE, "exclamation_mark", *"rapp", "enter", "C", "enter", "N"),
    *("D", *"evis", "space", *"transport", "enter", "N"),
)
"""A drapeau, in charge, a note; then what else can be done."""
LOT_VALIDE: Final = (*LOT_SIMULE, "f10", "right", "enter")


@dataclass(frozen=True, slots=True)
class Vue:
    """One picture: the keys pressed since the app was opened, the size of the terminal (columns, lines)."""

    nom: str
    titre: str
    touches: tuple[str, ...] = ()
    taille: tuple[int, int] = (100, 30)
    theme: str = "rafael-clair"
    utilisateur: str = "lea.martin"


VUES: Final = (
    Vue("sessions", "Les sessions", (), (120, 24), theme="rafael-sombre"),
    Vue("mes-structures", "Mes structures", ("f7",), (100, 10)),
    Vue("structures", "Changer de structure", ("f2",), (100, 20)),
    Vue("formulaire-session", "Formulaire session", (*AMORCE, "m"), (110, 30)),
    Vue("accueil", "Accueil", ("f3",), (130, 33)),
    Vue("candidatures", "Gestion par candidatures", ("f4", "t", "f", *"jours<8", "enter"), (120, 26)),
    Vue("session", "Une session et ses candidatures", AMORCE, (120, 24)),
    Vue("candidature", "Une candidature dont l’avis est à rendre", AVIS_A_RENDRE, (120, 26)),
    Vue("avis-non", "Un avis : non, et son motif", (*AVIS_A_RENDRE, "n", "8"), (120, 36)),
    Vue("lot", "La gestion par lot", (*AMORCE, "L", "space", "space"), (120, 18)),
    Vue("lot-simulation", "La simulation d’un lot", LOT_SIMULE, (110, 16)),
    Vue("pourquoi", "Pourquoi", (*AVIS_A_RENDRE, "f9"), (100, 26)),
    Vue("file", "Traiter à la file", (*AMORCE, "T", "o"), (100, 24)),
    Vue("panier", "Le panier", PANIER, (120, 20)),
    Vue("personne", "Toutes les candidatures d’une personne", (*AVIS_A_RENDRE, "V"), (110, 10)),
    Vue("tableur", "Décider dans un tableur", (*AMORCE, "D"), (100, 14)),
    Vue("attente", "La liste d’attente", ATTENTE, (110, 20)),
    Vue("echeances", "Les échéances", ("f3", "e"), (120, 20)),
    Vue("pilotage", "Le pilotage d’une session", ("f3", "i", "enter"), (100, 22)),
    Vue("plan", "Le plan des convocations", PLAN, (110, 18)),
    Vue("suivi", "Le suivi interne d’une candidature", SUIVI, (110, 26)),
    Vue("journal", "Le journal", (*LOT_VALIDE, "f8"), (110, 12)),
)


class HorlogeArretee:
    """The day of the bundled demo, at half past ten; no second passes."""

    def maintenant(self) -> datetime:
        return datetime.combine(JOUR, time(10, 30))

    def secondes(self) -> float:
        return 0.0


def main(noms: Sequence[str]) -> None:
    """Take the pictures named, or all of them; those of another time are removed."""
    DOSSIER.mkdir(exist_ok=True)
    for vue in VUES:
        if not noms or vue.nom in noms:
            svg = capturer(vue)
            (DOSSIER / f"{vue.nom}.svg").write_bytes(svg)
            print(f"{vue.nom}.svg, {len(svg) // 1024} Ko")
    for ancienne in DOSSIER.glob("*.svg"):
        if ancienne.stem not in {vue.nom for vue in VUES}:
            ancienne.unlink()


def capturer(vue: Vue) -> bytes:
    """The picture, as SVG, from an app of its own on a demo of its own."""
    with tempfile.TemporaryDirectory() as dossier, patch.dict(os.environ):
        for genre in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{genre}_HOME"] = dossier
        os.environ.pop("NO_COLOR", None)
        base = Path(dossier) / "demo.sqlite"
        fabriquer(base, JOUR)
        return alleger(asyncio.run(_capturer(vue, base)), vue)


async def _capturer(vue: Vue, base: Path) -> str:
    horloge = HorlogeArretee()

    def ouvrir() -> Desk:
        return Desk.open(base, horloge=horloge, utilisateur=vue.utilisateur, grace=20, passages=True)

    preferences = settings.Preferences(theme=vue.theme)
    app = RafaelProApp(ouvrir, horloge=horloge, etat_base="démo", preferences=preferences)
    app.animation_level = "none"
    async with app.run_test(size=vue.taille) as pilot:
        await _calme(pilot)
        for touche in vue.touches:
            await pilot.press(touche)
            await _calme(pilot)
        for champ in app.screen.query("Input, TextArea"):
            if isinstance(champ, Input | TextArea):
                champ.cursor_blink = False
        await _calme(pilot)
        await pilot.pause(REPIT)
        await _calme(pilot)
        return app.export_screenshot()


async def _calme(pilot: Pilot[Any]) -> None:
    """Wait until what is on screen will not change by itself."""
    tranquille = 0
    while tranquille < 3:
        await pilot.pause(0)
        en_cours = [worker for worker in pilot.app.workers if worker.is_running]
        await pilot.app.workers.wait_for_complete(en_cours)
        tranquille = 0 if en_cours else tranquille + 1


# The picture itself

ESPACE: Final = "{http://www.w3.org/2000/svg}"
COLONNE: Final = 12.2
"""Pixels of a cell, as Textual's export draws it."""
LIGNE: Final = 24.4
POLICE: Final = "20px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace"


@dataclass(slots=True)
class Trace:
    """A run of cells that are drawn alike, in one line."""

    style: str
    x: float
    y: float
    largeur: float
    texte: str = ""


def alleger(svg: str, vue: Vue) -> bytes:
    """What Textual exports, without its window, its clipping and its font from the network: five times smaller."""
    racine = etree.fromstring(svg.encode())
    fonds = _fonds(racine)
    # « .terminal-1234-r5 { fill: #1a1f26;font-weight: bold } »: the number is made from what is on screen.
    feuille = racine.findtext(f"{ESPACE}style", "")
    couleurs = "".join(f".{nom}{{{corps}}}" for nom, corps in re.findall(r"-(r\d+) \{ (fill.*?) \}", feuille))
    colonnes, lignes = vue.taille
    largeur, hauteur = _nombre(colonnes * COLONNE), _nombre(lignes * LIGNE + 2)
    morceaux = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {largeur} {hauteur}">',
        f"<title>{vue.titre}</title>",
        f"<style>text{{font:{POLICE}}}{couleurs}</style>",
        f'<g shape-rendering="crispEdges">{fonds}</g>',
        *_textes(racine),
        "</svg>\n",
    ]
    return "\n".join(morceaux).encode()


def _fonds(racine: etree._Element) -> str:
    """One path a colour."""
    rectangles = [
        Trace(r.get("fill", ""), float(r.get("x", 0)), float(r.get("y", 0)), float(r.get("width", 0)))
        for r in racine.iterfind(f"{ESPACE}g/{ESPACE}rect")
    ]
    chemins: dict[str, str] = {}
    for r in _accoles(rectangles):
        d = f"M{_nombre(r.x)} {_nombre(r.y)}h{_nombre(r.largeur)}v24.65h-{_nombre(r.largeur)}z"
        chemins[r.style] = chemins.get(r.style, "") + d
    return "".join(f'<path fill="{couleur}" d="{d}"/>' for couleur, d in chemins.items())


def _textes(racine: etree._Element) -> list[str]:
    textes = [
        Trace(
            t.get("class", "").rpartition("-")[2],
            float(t.get("x", 0)),
            float(t.get("y", 0)),
            float(t.get("textLength", 0)),
            t.text or "",
        )
        for t in racine.iterfind(f"{ESPACE}g/{ESPACE}g/{ESPACE}text")
    ]
    faits = []
    for t in _accoles(textes):
        if not t.texte.strip():
            continue
        place = f'x="{_nombre(t.x)}" y="{_nombre(t.y)}" textLength="{_nombre(t.largeur)}"'
        echappe = t.texte.replace("&", "&amp;").replace("<", "&lt;")
        faits.append(f'<text class="{t.style}" {place}>{echappe}</text>')
    return faits


def _accoles(traces: Sequence[Trace]) -> list[Trace]:
    """The neighbours of the same style as one."""
    faits: list[Trace] = []
    for trace in traces:
        avant = faits[-1] if faits else None
        if avant and (avant.style, avant.y) == (trace.style, trace.y) and abs(avant.x + avant.largeur - trace.x) < 0.1:
            avant.largeur += trace.largeur
            avant.texte += trace.texte
        else:
            faits.append(trace)
    return faits


def _nombre(valeur: float) -> str:
    return f"{round(valeur, 2):g}"


if __name__ == "__main__":
    main(sys.argv[1:])
