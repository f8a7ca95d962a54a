"""A real server process whose clocks go round fast: `python -m tests.server.processus BASE`.

Its settings come from the environment. Only the pace differs from `rafaelpro-tui serveur`: who dies with work in hand
leaves it after one second and not five minutes.
"""

from __future__ import annotations

import os
import sys
import time

import uvicorn

from rafaelpro_tui.server import cadence, reglages_flux
from rafaelpro_tui.server.application import creer
from rafaelpro_tui.server.store.moteur import Moteur

if __name__ == "__main__":
    vars(cadence).update(PAS=0.1, BAIL=1.0, BASE=0.2)
    app = creer(Moteur.de(sys.argv[1]), reglages=reglages_flux.lire(os.environ, time.time))
    uvicorn.run(app, port=0, log_level="warning")
