"""The radar: what waits, by days left (ECH); the RDV and échéances as a calendar takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rafaelpro_tui.core.store import radar
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.texte import NBSP, date_fr, pluriel
from rafaelpro_tui.core.vues_radar import RadarLigne, RendezVous

if TYPE_CHECKING:
    from rafaelpro_tui.core.exchange.ics import Jour
    from rafaelpro_tui.core.exchange.provenance import Provenance
    from rafaelpro_tui.core.rules.contexte import Context
    from rafaelpro_tui.core.rules.decision import Refus


class Radar:
    """Reached as `desk.radar`. `contexte` gives who asks, for which structure and what day."""

    def __init__(self, base: Base, contexte: Callable[[], Context]) -> None:
        self._base, self._contexte = base, contexte

    def interdit(self) -> Refus | None:
        """Why there is nothing for this user (DRT-9)."""
        return radar.interdit(self._contexte())

    def sessions(self, jours: int | None = None) -> tuple[RadarLigne, ...]:
        """Soonest échéance first; `jours`: at most so many days away. Nothing for who may not see the candidats."""
        contexte = self._contexte()
        with self._base.read() as conn:
            lignes = radar.sessions(conn, contexte)
        return tuple(ligne for ligne in lignes if jours is None or ligne.jours <= jours)

    def par_personne(self) -> tuple[RadarLigne, ...]:
        """The same by who is in charge (SUI-3): a line for each person and session."""
        contexte = self._contexte()
        with self._base.read() as conn:
            return radar.par_personne(conn, contexte)

    def rendez_vous(self) -> tuple[RendezVous, ...]:
        """The convocations without an answer, soonest first."""
        contexte = self._contexte()
        with self._base.read() as conn:
            return radar.rendez_vous(conn, contexte)

    def exporter_agenda(
        self, sortie: Path, provenance: Provenance, *, jours: int | None = None, noms: bool = False
    ) -> int:
        """Write RDV, alerts and échéances as a calendar; the number of events.

        Candidats are told by their reference, by their name with `noms`: a calendar is often kept elsewhere.

        Raises:
            FichierInaccessible, DisquePlein.
        """
        from rafaelpro_tui.core.exchange.ics import ecrire_ics

        sessions = self.sessions(jours)
        gardees = {ligne.session for ligne in sessions}
        rdv = [un for un in self.rendez_vous() if jours is None or un.session in gardees]
        return ecrire_ics(sortie, (*_echeances(sessions), *_rendez_vous(rdv, noms=noms)), provenance)


def _echeances(sessions: Sequence[RadarLigne]) -> Iterator[Jour]:
    from rafaelpro_tui.core.exchange.ics import Jour

    for ligne in sessions:
        attendent = f"{pluriel(ligne.en_attente, 'candidature')} en attente"
        ou = f"session {ligne.session}, {ligne.intitule}"
        yield Jour(
            cle=f"alerte-{ligne.session}",
            date=ligne.alerte,
            titre=f"Alerte{NBSP}: {attendent}, session {ligne.session}",
            description=f"Il reste une semaine avant le passage en avis non transmis (ECH-2){NBSP}: {ou}.",
        )
        yield Jour(
            cle=f"echeance-{ligne.session}",
            date=ligne.echeance,
            titre=f"Échéance{NBSP}: {attendent}, session {ligne.session}",
            description=f"Dernier jour pour rendre les avis (ECH-1){NBSP}: {ou}, terminée le {date_fr(ligne.fin)}.",
        )


def _rendez_vous(rdv: Sequence[RendezVous], *, noms: bool) -> Iterator[Jour]:
    from rafaelpro_tui.core.exchange.ics import Jour

    for un in rdv:
        qui = f"{un.candidat} ({un.candidature})" if noms else f"candidature {un.candidature}"
        yield Jour(
            cle=f"rdv-{un.candidature}-{un.rang}",
            date=un.date,
            titre=f"RDV{NBSP}: {qui}",
            description=f"Convocation {un.rang}, session {un.session}, {un.intitule}.",
            lieu=un.commune,
        )
