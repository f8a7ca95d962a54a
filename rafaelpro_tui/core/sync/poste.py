"""A laptop as the app shows it: what waits to be sent, what is to be settled, and its synchronisations (ECRANS §9)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from rafaelpro_tui.core import images
from rafaelpro_tui.core.commands import (
    AnyCommand,
    Lot,
    RendreAvis,
    RetenirListeAttente,
    SaisieConformiteOui,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.model import Etat, Motif
from rafaelpro_tui.core.reponses import cible, libelle, lignes_refusees
from rafaelpro_tui.core.resultats import Resultat, ResultatLigne
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.store import depart, envois, nouvelles, replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.sync.copie import en_clair
from rafaelpro_tui.core.sync.envoi import en_cause, sur
from rafaelpro_tui.core.vues_poste import Envoi, Nouvelle, SaisieSuivie

if TYPE_CHECKING:
    from rafaelpro_tui.core.sync.guet import Guet
    from rafaelpro_tui.core.sync.synchronisation import Synchronisation

SUIVIES: Final = 500
"""Commands that are settled and still shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EtatPoste:
    """`a_envoyer`: without an answer of the server yet; `a_regler`: refused by it; `le`: the last pull, its clock.

    `reste`: seconds before the next one leaves, the end of its grace; None when none is in its grace.
    """

    a_envoyer: int
    a_regler: int
    le: datetime | None
    reste: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflit:
    """A command that the server has refused: mine, theirs, and why. `suites`: how many later ones wait for it.

    `command`: mine; `texte`: all that was typed in it. `lignes`: of a lot, the rows that were refused, `refus` being
    the first one's.
    """

    seq: int
    command: AnyCommand
    libelle: str
    cible: str
    saisi_le: datetime
    texte: str
    refus: Refus
    lignes: tuple[ResultatLigne, ...]
    leur_etat: str | None
    leur_auteur: str | None
    leur_date: datetime | None
    suites: int


class Poste:
    """Of an open replica. Its methods are called from any worker. `contexte` gives who asks, for which structure."""

    def __init__(self, base: Base, horloge: Horloge, contexte: Callable[[], Context]) -> None:
        self._base = base
        self._horloge = horloge
        self._contexte = contexte

    def etat(self) -> EtatPoste:
        with self._base.read() as conn:
            abonnements = replique.abonnements(conn).values()
            fin = depart.prochaine_finale(conn)
            return EtatPoste(
                a_envoyer=sum(1 for _ in envois.en_route(conn)),
                a_regler=len(envois.a_regler(conn)),
                le=max((a.le for a in abonnements if a.le is not None), default=None),
                reste=None if fin is None else fin - self._horloge.secondes(),
            )

    def synchronisation(self) -> AbstractContextManager[Synchronisation]:
        """What pushes, then pulls, as often as one likes by the same connection. Raises `PasUneReplique`."""
        from rafaelpro_tui.core.sync.profil import synchronisation

        return synchronisation(self._base, self._horloge)

    def guet(self, structure: str) -> Guet:
        """What waits for news of a structure from the server."""
        from rafaelpro_tui.core.sync.guet import Guet

        return Guet(self._base, structure)

    def conflits(self) -> tuple[Conflit, ...]:
        """What is to be settled, oldest first."""
        with self._base.read() as conn:
            attendent = [sur(images.lire_commande(route.corps)) for route in envois.en_route(conn)]
            return tuple(_conflit(ligne, attendent) for ligne in envois.refusees(conn))

    def laisser(self, seq: int) -> None:
        """Settle a conflict: theirs is kept. What waited behind it may leave."""
        with self._base.write.transaction() as conn:
            envois.regler(conn, seq, self._horloge.maintenant())

    def nouvelles(self) -> tuple[Nouvelle, ...]:
        """What others have done on the candidatures of the active structure, latest first (DRT-9)."""
        contexte = self._contexte()
        with self._base.read() as conn:
            return nouvelles.lire(conn, contexte)

    def voir(self, ns: Iterable[int]) -> None:
        """The user has looked at these."""
        with self._base.write.transaction() as conn:
            nouvelles.voir(conn, ns)

    def saisies(self) -> tuple[SaisieSuivie, ...]:
        """The commands of this laptop, latest first: those that are not settled, and the last of the others."""
        with self._base.read() as conn:
            retenus = set().union(*(en_cause(refusee) for refusee in envois.refusees(conn)))
            return tuple(_suivie(ligne, retenus) for ligne in envois.suivies(conn, SUIVIES))

    def enregistree_le(self, candidature: str) -> tuple[bool, datetime | None]:
        """Whether something decided here on a candidature is not recorded yet; else when the last was, if any was."""
        with self._base.read() as conn:
            return envois.enregistrement(conn, candidature)


def _suivie(ligne: envois.Suivie, retenus: set[str]) -> SaisieSuivie:
    command = images.lire_commande(ligne.corps)
    resultat = Resultat.from_json(json.loads(ligne.reponse))
    refus = resultat.refus or next((x.refus for x in lignes_refusees(resultat)), None)
    if ligne.a_regler:
        envoi = Envoi.A_REGLER
    elif ligne.statut == depart.REFUSEE:
        envoi = Envoi.REFUSEE
    else:
        envoi = Envoi(ligne.statut)
    derriere = envoi is Envoi.A_ENVOYER and not retenus.isdisjoint(sur(command))
    return SaisieSuivie(
        seq=ligne.seq,
        id=command.id,
        libelle=libelle(command, _voulu(command, resultat) if envoi is Envoi.A_REGLER else resultat),
        cible=cible(command),
        candidature=getattr(command, "candidature", None),
        saisi_le=datetime.fromisoformat(ligne.saisi_le),
        envoi=envoi,
        attend="attend qu’une saisie refusée soit réglée" if derriere else "",
        le=None if ligne.repondue_le is None else datetime.fromisoformat(ligne.repondue_le),
        regle=refus.regle if refus else "",
        message=refus.message if refus else "",
    )


def _conflit(ligne: envois.Refusee, attendent: list[set[str]]) -> Conflit:
    command = images.lire_commande(ligne.corps)
    resultat = Resultat.from_json(json.loads(ligne.reponse))
    actuel: dict[str, Any] = {} if ligne.actuel is None else json.loads(ligne.actuel)
    objets = en_cause(ligne)
    lignes = lignes_refusees(resultat)
    refus = resultat.refus or next((x.refus for x in lignes), None)
    assert refus is not None  # a refused command, or one of its rows, has its rule
    if isinstance(command, Lot) and lignes:
        command = replace(command, candidatures=tuple(x.candidature for x in lignes))
    return Conflit(
        seq=ligne.seq,
        command=command,
        libelle=libelle(command, _voulu(command, resultat)),
        texte=en_clair(command),
        cible=cible(command),
        saisi_le=datetime.fromisoformat(ligne.saisi_le),
        refus=refus,
        lignes=lignes,
        leur_etat=actuel.get("etat"),
        leur_auteur=actuel.get("par"),
        leur_date=None if "le" not in actuel else datetime.fromisoformat(actuel["le"]),
        suites=sum(1 for autre in attendent if not autre.isdisjoint(objets)),
    )


def _voulu(command: AnyCommand, resultat: Resultat) -> Resultat:
    """What the user meant: a state, or rows."""
    if isinstance(command, Lot):
        return replace(resultat, lignes=tuple(ResultatLigne(candidature=ref) for ref in command.candidatures))
    return replace(resultat, etat=_etat_voulu(command))


def _etat_voulu(command: AnyCommand) -> Etat | None:
    match command:
        case RetenirListeAttente():
            return Etat.RETENUE
        case RendreAvis(avis=SaisieRecrutementOui() | SaisieConformiteOui()):
            return Etat.RETENUE
        case RendreAvis(avis=SaisieRecrutementNon(motif=Motif.SESSION_COMPLETE)):
            return Etat.REFUS_SESSION_COMPLETE
        case RendreAvis():
            return Etat.NON_RETENUE
        case _:
            return None
