"""The plan des convocations of a session: slots with seats, who is in them, and the lots that convene them.

A slot is the structure's own; what convenes is `lot_convoquer`, one for each date, by the rules of lots.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rafaelpro_tui.core.erreurs import Introuvable, SaisieMalformee
from rafaelpro_tui.core.rules.textes import caractere_de_controle, propre
from rafaelpro_tui.core.store import creneaux, objets
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.vues_plan import LIEU_MAX, PLACES_MAX, Creneau, Invite, Repartition

if TYPE_CHECKING:
    from rafaelpro_tui.core.exchange.provenance import Provenance
    from rafaelpro_tui.core.rules.contexte import Context

_HEURE: Final = re.compile(r"([01]?\d|2[0-3])\s*(?:h|:)\s*([0-5]\d)?")


def lire_heure(texte: str) -> str:
    """« 9h », « 9h30 », « 14:00 » as HH:MM; "" for an empty text.

    Raises:
        ValueError: a French sentence.
    """
    nu = texte.strip().lower()
    if not nu:
        return ""
    if not (trouve := _HEURE.fullmatch(nu)):
        raise ValueError(f"« {texte.strip()[:20]} » n’est pas une heure. Saisissez par exemple 9h, 9h30 ou 14:00.")
    return f"{int(trouve[1]):02}:{trouve[2] or '00'}"


class Plan:
    """Reached as `desk.plan`. `contexte` gives who asks and for which structure."""

    def __init__(self, base: Base, contexte: Callable[[], Context]) -> None:
        self._base, self._contexte = base, contexte

    def creneaux(self, session: str) -> tuple[Creneau, ...]:
        """Those of the active structure, in their order."""
        structure = self._contexte().structure
        with self._base.read() as conn:
            return creneaux.lire(conn, structure, session)

    def creneau(self, session: str, id: int) -> Creneau:
        """Raises `Introuvable`."""
        for creneau in self.creneaux(session):
            if creneau.id == id:
                return creneau
        raise Introuvable(f"Le créneau {id} de la session « {session} » est introuvable.")

    def garder(self, session: str, creneau: Creneau) -> int:
        """Add a slot, or change the one of its id; its id.

        Raises:
            SaisieMalformee: a place that is too long, no seat.
        """
        lieu = propre(creneau.lieu)
        if len(lieu) > LIEU_MAX or caractere_de_controle(lieu) is not None or "\n" in lieu:
            raise SaisieMalformee(
                f"Le lieu du créneau tient en une ligne de {LIEU_MAX} caractères.", "Raccourcissez-le."
            )
        if not 1 <= creneau.places <= PLACES_MAX:
            raise SaisieMalformee(
                f"Un créneau a de 1 à {PLACES_MAX} places, pas {creneau.places}.", "Corrigez le nombre de places."
            )
        garde = Creneau(
            id=creneau.id, date=creneau.date, heure=lire_heure(creneau.heure), lieu=lieu, places=creneau.places
        )
        with self._base.write.transaction() as conn:
            return creneaux.ecrire(conn, self._contexte().structure, session, garde)

    def supprimer(self, creneau: int) -> None:
        """Those who were in it are in none any more."""
        with self._base.write.transaction() as conn:
            creneaux.supprimer(conn, self._contexte().structure, creneau)

    def placer(self, creneau: int | None, candidatures: Iterable[str]) -> None:
        """Put them in a slot, or in none; beyond its seats too, since some do not come: the load shows it."""
        with self._base.write.transaction() as conn:
            creneaux.placer(conn, self._contexte().structure, creneau, candidatures)

    def repartir(self, session: str, candidatures: Sequence[str]) -> Repartition:
        """Fill the seats that are left, soonest slot first, in the order given; those already in a slot stay there."""
        structure = self._contexte().structure
        with self._base.write.transaction() as conn:
            existants = creneaux.lire(conn, structure, session)
            deja = {reference for creneau in existants for reference in creneau.candidatures}
            reste = [reference for reference in candidatures if reference not in deja]
            placees = {}
            for creneau in existants:
                siennes, reste = reste[: max(0, creneau.libres)], reste[max(0, creneau.libres) :]
                if siennes:
                    creneaux.placer(conn, structure, creneau.id, siennes)
                    placees[creneau.id] = tuple(siennes)
        return Repartition(placees=placees, sans_place=tuple(reste))

    # Sheets

    def invites(self, creneau: Creneau) -> tuple[Invite, ...]:
        """Those in a slot, by name."""
        with self._base.read() as conn:
            candidatures = objets.lire_candidatures(conn, creneau.candidatures)
            gens = [
                Invite(reference=c.reference, candidat=candidat, prescripteur=c.prescripteur)
                for c in candidatures.values()
                if (candidat := objets.lire_candidat(conn, c.candidat)) is not None
            ]
        return tuple(sorted(gens, key=lambda invite: (invite.candidat.nom_complet.casefold(), invite.reference)))

    def emargement(self, session: str, creneau: Creneau, sortie: Path, provenance: Provenance) -> int:
        """Write the attendance sheet of a slot, a page of HTML to be printed; how many are on it.

        Raises:
            FichierInaccessible, DisquePlein, Introuvable.
        """
        from rafaelpro_tui.core.exchange.emargement import ecrire_emargement

        formation, invites = self._titre(session), self.invites(creneau)
        return ecrire_emargement(sortie, formation, session, creneau, invites, provenance)

    def publipostage(self, session: str, creneau: Creneau, sortie: Path, provenance: Provenance) -> int:
        """Write the mail-merge table of a slot, as CSV or .xlsx; its rows.

        Raises:
            FichierInaccessible, DisquePlein, Introuvable.
        """
        from rafaelpro_tui.core.exchange.emargement import ecrire_publipostage

        formation, invites = self._titre(session), self.invites(creneau)
        return ecrire_publipostage(sortie, formation, session, creneau, invites, provenance)

    def _titre(self, session: str) -> str:
        """The formation of a session."""
        with self._base.read() as conn:
            objet = objets.lire_session(conn, session)
            action = objets.lire_action(conn, objet.action) if objet else None
        if action is None:
            raise Introuvable(f"La session « {session} » est introuvable.")
        return action.intitule
