"""What the desk reads: lists, fiches, the dashboard, the journal, what can be done and why not.

Every method may be called from any worker thread; a list (`RowSource`) reads when it is asked for rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from rafaelpro_tui.core.store import acteurs, objets
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.vues import Onglet

# The first list is painted before anything else is read: the other readers are imported by the methods that need them
# (ARCHITECTURE, « heavy imports happen where they are used »).
if TYPE_CHECKING:
    from rafaelpro_tui.core.attente import Attente
    from rafaelpro_tui.core.execution import Progression
    from rafaelpro_tui.core.filtre import Langage
    from rafaelpro_tui.core.horloge import Horloge
    from rafaelpro_tui.core.model import Etape, Etat
    from rafaelpro_tui.core.pilotage import Pilotage
    from rafaelpro_tui.core.plan import Plan
    from rafaelpro_tui.core.radar import Radar
    from rafaelpro_tui.core.rules import Possibilite
    from rafaelpro_tui.core.rules.contexte import Context
    from rafaelpro_tui.core.store.driver import Connection
    from rafaelpro_tui.core.store.listes import RowSource
    from rafaelpro_tui.core.store.listes_candidatures import Candidatures
    from rafaelpro_tui.core.store.listes_journal import Decisions
    from rafaelpro_tui.core.vues import Acteur, SessionLigne, Tri
    from rafaelpro_tui.core.vues_accueil import AccueilVue, Membre, StructureVue
    from rafaelpro_tui.core.vues_candidatures import EcheanceLigne, LigneTableau
    from rafaelpro_tui.core.vues_fiches import CandidatureVue, SessionVue
    from rafaelpro_tui.core.vues_formations import (
        FormationLigne,
        FormulaireAction,
        FormulaireSession,
        OngletFormations,
    )
    from rafaelpro_tui.core.vues_journal import JournalLigne, Verification
    from rafaelpro_tui.core.vues_personne import PersonneVue
    from rafaelpro_tui.core.vues_suivi import MesDossiers


class Lectures:
    """A base as one user sees it, acting for one structure (DRT-5)."""

    acteur: Acteur

    def __init__(self, base: Base, horloge: Horloge, acteur: Acteur) -> None:
        self.acteur = acteur
        self._base = base
        self._horloge = horloge

    # Who

    @property
    def aujourdhui(self) -> date:
        return self._horloge.maintenant().date()

    @property
    def age_demo(self) -> int | None:
        """Days since the day that a demo is about; None when the base is not a demo."""
        depuis = self._base.lire_meta("demo_jour") if self._base.genre == "demo" else None
        return (self.aujourdhui - date.fromisoformat(depuis)).days if depuis else None

    def structures(self) -> tuple[StructureVue, ...]:
        """Those the user is attached to, by name."""
        with self._base.read() as conn:
            return acteurs.structures(conn, self._utilisateur)

    def membres(self) -> tuple[Membre, ...]:
        """Everybody attached to the active structure, by name (DRT-6)."""
        with self._base.read() as conn:
            return acteurs.membres(conn, self.acteur.structure.id, self._utilisateur)

    @property
    def _utilisateur(self) -> str:
        return self.acteur.utilisateur.id if self.acteur.utilisateur else ""

    def _contexte(self, conn: Connection) -> Context:
        from rafaelpro_tui.core.rules.contexte import Context

        structure = self.acteur.structure.id
        return Context(
            utilisateur=self._utilisateur,
            structure=structure,
            rattachement=objets.lire_rattachement(conn, self._utilisateur, structure),
            maintenant=self._horloge.maintenant(),
        )

    def _lire_contexte(self) -> Context:
        with self._base.read() as conn:
            return self._contexte(conn)

    # Read

    def sessions(self, onglet: Onglet, texte: str = "", tri: Tri | None = None) -> RowSource[SessionLigne]:
        """Those of published actions on which the active structure has a role (DRT-5, FOR-1).

        Raises:
            FiltreMalforme: `texte` cannot be read as a filter (core/filtre.py).
        """
        from rafaelpro_tui.core.store.listes_sessions import Sessions

        return Sessions(self._base, self._lire_contexte(), onglet, texte, tri)

    def candidatures(
        self,
        *,
        session: str | None = None,
        etat: Etat | None = None,
        etape: Etape | None = None,
        a_completer: bool = False,
        onglet: Onglet = Onglet.TOUTES,
        texte: str = "",
        selection: Iterable[int] | None = None,
        tri: Tri | None = None,
    ) -> Candidatures:
        """Of one session, or of all; empty when DRT-9 is not met, and `interdit` says why.

        `a_completer`: only the retenues whose dates and intensité a lot left open (LOT-4). `texte`: a filter
        (core/filtre.py), in which « selection » stands for the row ids of `selection`.

        Raises:
            FiltreMalforme: `texte` cannot be read.
            Introuvable: no such session for the active structure (DRT-5).
        """
        from rafaelpro_tui.core.store.listes_candidatures import Candidatures

        contexte = self._lire_contexte()
        return Candidatures(
            self._base,
            contexte,
            session=session,
            etat=etat,
            etape=etape,
            a_completer=a_completer,
            onglet=onglet,
            texte=texte,
            selection=selection,
            tri=tri,
        )

    def formations(
        self, onglet: OngletFormations, texte: str = "", tri: Tri | None = None
    ) -> RowSource[FormationLigne]:
        """The published actions on which the active structure has a role (FOR-1)."""
        from rafaelpro_tui.core.store.listes_formations import Formations

        return Formations(self._base, self._lire_contexte(), onglet, texte, tri)

    def sessions_de(self, action: str, texte: str = "", tri: Tri | None = None) -> RowSource[SessionLigne]:
        """« Sessions de formation » of one action, those on which the active structure has a role (DRT-5)."""
        from rafaelpro_tui.core.store.listes_formations import SessionsDeLAction

        return SessionsDeLAction(self._base, self._lire_contexte(), action, texte, tri)

    def chercher(
        self, texte: str = "", tri: Tri | None = None, *, sans_completes: bool = False, avec_terminees: bool = False
    ) -> RowSource[SessionLigne]:
        """The moteur de recherche, over formations and sessions, with the guide's two criteria."""
        from rafaelpro_tui.core.store.listes_formations import SessionsTrouvees

        contexte = self._lire_contexte()
        return SessionsTrouvees(
            self._base, contexte, texte, tri, sans_completes=sans_completes, avec_terminees=avec_terminees
        )

    def formulaire_action(self, id: str) -> FormulaireAction:
        """« Formulaire action », and why it cannot be edited. Raises `Introuvable` (DRT-5)."""
        from rafaelpro_tui.core.store.listes_formations import formulaire_action

        with self._base.read() as conn:
            return formulaire_action(conn, self._contexte(conn), id)

    def formulaire_session(self, reference: str) -> FormulaireSession:
        """« Formulaire session », and which fields cannot be edited, by rule. Raises `Introuvable` (DRT-5)."""
        from rafaelpro_tui.core.store.listes_formations import formulaire_session

        with self._base.read() as conn:
            return formulaire_session(conn, self._contexte(conn), reference)

    def comptes_candidatures(self) -> Mapping[Onglet, Mapping[Etat, int]]:
        """By tab of their session and by state, those whose candidats may be seen where DRT-9 is met."""
        from rafaelpro_tui.core.store.listes_candidatures import comptes

        with self._base.read() as conn:
            return comptes(conn, self._contexte(conn))

    def valeurs_de_filtre(self, langage: Langage, cle: str, debut: str, limite: int = 8) -> tuple[str, ...]:
        """What a key of a filter may be, of what the user sees: those that begin as `debut` does, in order."""
        from rafaelpro_tui.core.store.valeurs import valeurs

        with self._base.read() as conn:
            return valeurs(conn, self._contexte(conn), langage, cle, debut, limite)

    def session(self, reference: str) -> SessionVue:
        """Raises `Introuvable` (DRT-5)."""
        from rafaelpro_tui.core.store import fiches

        with self._base.read() as conn:
            return fiches.fiche_session(conn, self._contexte(conn), reference)

    def candidature(self, reference: str) -> CandidatureVue:
        """Whole, with what can be done now. Raises `Introuvable` (DRT-5, DRT-9)."""
        from rafaelpro_tui.core.rules import explain
        from rafaelpro_tui.core.store import fiches
        from rafaelpro_tui.core.store.dossiers import Lecteur

        with self._base.read() as conn:
            contexte = self._contexte(conn)
            vue = fiches.fiche_candidature(conn, contexte, reference)
            return replace(vue, possibilites=explain(Lecteur(conn).de_la_candidature(reference), contexte))

    def personne(self, nom: str) -> PersonneVue:
        """All that is held on a person, by their id or the reference of a candidature. Raises `Introuvable` (DRT-9)."""
        from rafaelpro_tui.core.store.personne import fiche_personne

        with self._base.read() as conn:
            return fiche_personne(conn, self._contexte(conn), nom)

    def reference_candidature(self, n: int) -> str:
        """Of a row id of a list. Raises `Introuvable`: the row is no longer there."""
        from rafaelpro_tui.core.store import fiches

        with self._base.read() as conn:
            return fiches.reference_candidature(conn, n)

    def reference_session(self, n: int) -> str:
        """Of a row id of a list. Raises `Introuvable`: the row is no longer there."""
        from rafaelpro_tui.core.store import fiches

        with self._base.read() as conn:
            return fiches.reference_session(conn, n)

    def references_candidatures(self, ids: Sequence[int]) -> list[str]:
        """Of row ids of a list, without those that are no longer there."""
        from rafaelpro_tui.core.store import suivis

        with self._base.read() as conn:
            return suivis.references(conn, ids)

    def collegues(self) -> tuple[tuple[str, str], ...]:
        """Id and name of the members of the active structure who may be in charge of a candidature (SUI-3), by name."""
        from rafaelpro_tui.core.store import suivis

        with self._base.read() as conn:
            return suivis.collegues(conn, self.acteur.structure.id)

    def mes_dossiers(self) -> MesDossiers:
        """What the user is in charge of and is still to be handled (SUI-3)."""
        from rafaelpro_tui.core.store import suivis

        with self._base.read() as conn:
            return suivis.mes_dossiers(conn, self._contexte(conn))

    def tableau(self) -> tuple[LigneTableau, ...]:
        """CAN-6, one line per role of the active structure."""
        from rafaelpro_tui.core.store.tableau import tableau

        with self._base.read() as conn:
            return tableau(conn, self._contexte(conn))

    def accueil(self, limite: int = 5) -> AccueilVue:
        """The home screen at one instant, `limite` rows of each list (CAN-6, ECH-2)."""
        from rafaelpro_tui.core.store.accueil import accueil

        with self._base.read() as conn:
            return accueil(conn, self._contexte(conn), limite)

    def echeances(self, jours: int | None = None) -> Iterator[EcheanceLigne]:
        """What passes in avis non transmis, soonest first; `jours`: at most so many days away."""
        from rafaelpro_tui.core.store.tableau import echeances

        return echeances(self._base, self._lire_contexte(), jours)

    @cached_property
    def radar(self) -> Radar:
        """What waits, by days left (ECH)."""
        from rafaelpro_tui.core.radar import Radar

        return Radar(self._base, self._lire_contexte)

    @cached_property
    def attente(self) -> Attente:
        """The liste d'attente of each session (AVI-10)."""
        from rafaelpro_tui.core.attente import Attente

        return Attente(self, self._base)

    @cached_property
    def pilotage(self) -> Pilotage:
        """Figures by session and by formation, each with the list behind it."""
        from rafaelpro_tui.core.pilotage import Pilotage

        return Pilotage(self._base, self._lire_contexte)

    @cached_property
    def plan(self) -> Plan:
        """The plan des convocations of each session: slots, seats, who is in them."""
        from rafaelpro_tui.core.plan import Plan

        return Plan(self._base, self._lire_contexte)

    def journal(self, cible: str | None = None, limite: int | None = None) -> Iterator[JournalLigne]:
        """The lines of the active structure in order; with `limite`, only the last ones."""
        from rafaelpro_tui.core.store import journal

        with self._base.read() as conn:
            yield from journal.lire(conn, self.acteur.structure.id, cible=cible, limite=limite)

    def decisions(self, texte: str = "", *, refusees: bool = False) -> Decisions:
        """The journal of the active structure as a list, latest first; words of types, people and references."""
        from rafaelpro_tui.core.store.listes_journal import Decisions

        return Decisions(self._base, self._lire_contexte(), texte, refusees=refusees)

    def verifier_journal(self, *, progression: Progression | None = None) -> Verification:
        """Walk along the chain of every structure."""
        from rafaelpro_tui.core.store import journal

        with self._base.read() as conn:
            return journal.verifier(conn, progression)

    def expliquer(self, reference: str) -> tuple[Possibilite, ...]:
        """What can be done now on a candidature and, for what cannot, the rule (DRT-5 included)."""
        from rafaelpro_tui.core.rules import explain
        from rafaelpro_tui.core.store.dossiers import Lecteur

        with self._base.read() as conn:
            return explain(Lecteur(conn).de_la_candidature(reference), self._contexte(conn))
