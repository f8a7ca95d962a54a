"""The app, from its command to its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rafaelpro_tui import settings
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.erreurs import ENTREE_SORTIE, Erreur
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.pannes import journaliser, panne_fatale
from rafaelpro_tui.widgets.safe_text import safe

if TYPE_CHECKING:
    from rafaelpro_tui.core.desk import Desk


def lancer(
    base: Path,
    *,
    horloge: Horloge,
    ouverte: Callable[[], object] = lambda: None,
    utilisateur: str | None = None,
    structure: str | None = None,
    grace: float | None = None,
    theme: str | None = None,
) -> int:
    """Open the app on a base; gives the exit code. Raises the `Erreur` for which the base could not be opened.

    `ouverte` is called once it is open, in a thread; `grace` in real seconds, the preferences' by default. The clocks
    of ECH run first: the app is the authority of a local base.
    """
    a_dire = ""
    try:
        preferences = settings.lire_preferences()
    except Erreur as erreur:
        preferences, a_dire = settings.Preferences(), f"{erreur.message} {erreur.que_faire}"
    if theme is not None:
        preferences = preferences._replace(theme=theme)

    def ouvrir() -> Desk:
        from rafaelpro_tui.core.desk import Desk

        desk = Desk.open(
            base,
            horloge=horloge,
            utilisateur=utilisateur,
            structure=structure,
            grace=preferences.grace if grace is None else grace,
        )
        ouverte()
        return desk

    app = RafaelProApp(
        ouvrir,
        horloge=horloge,
        preferences=preferences,
        a_dire=a_dire,
        base=base,
    )
    app.run()
    if app.echec is not None:
        raise app.echec
    if (panne := panne_fatale(app)) is not None:
        journal = safe(str(journaliser(panne)))
        fin = "RafaelPro s’est arrêté sur une erreur inattendue. Ce que vous aviez validé est enregistré."
        print(fin, f"Le détail est dans « {journal} ».", file=sys.stderr)
        return ENTREE_SORTIE
    return app.return_code or 0
