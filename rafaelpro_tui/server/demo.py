"""The demo as a truth that several laptops share: its people come in by one password, drawn for the occasion."""

from __future__ import annotations

import secrets
from datetime import date

from rafaelpro_tui.core.demo import catalogue
from rafaelpro_tui.core.demo.generateur import GRAINE, objets
from rafaelpro_tui.server import chargement, comptes
from rafaelpro_tui.server.store.moteur import Moteur


def installer(moteur: Moteur, jour: date) -> str:
    """Load the demo about `jour` into an empty base, and open the accounts of its people; their password.

    Raises:
        IntegrityError: it is there already, nothing was changed.
    """
    nouns = list(objets(GRAINE, jour))
    moteur.ecrire(lambda conn: chargement.charger(conn, nouns))
    mot_de_passe = secrets.token_urlsafe(12)
    hache = comptes.hacher(mot_de_passe)
    for personne in catalogue.UTILISATEURS:
        comptes.donner_mot_de_passe(moteur, personne.id, hache)
    return mot_de_passe
