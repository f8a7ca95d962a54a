"""A provenance for the tests of what is exported."""

from datetime import date, datetime, time
from typing import Final

from rafaelpro_tui.core.exchange.provenance import Provenance
from rafaelpro_tui.core.model import Droit, Structure, Utilisateur
from rafaelpro_tui.core.vues import Acteur

PROVENANCE: Final = Provenance(
    "candidatures de la session 00235491",
    "etat:en_attente jours<7",
    Acteur(
        utilisateur=Utilisateur(id="u1", nom="Martin", prenom="Léa", courriel="lea@example.org"),
        structure=Structure(id="OF1", siret="13002526500013", nom="Horizon Formation"),
        droit=Droit.GENERAL,
        referent=True,
    ),
    datetime.combine(date(2022, 4, 30), time(10, 30)),
    "/srv/centre.sqlite",
)
