"""The desk: open · list · show · simulate · execute · undo. All that screens and the command line talk to.

Every method may be called from any worker thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar
from uuid import UUID

from rafaelpro_tui.core.store import acteurs, objets
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.vues import Onglet

# The first list is painted before anything can be written: what executes, and the other readers, are imported by the
# methods that need them (ARCHITECTURE, « heavy imports happen where they are used »).
if TYPE_CHECKING:
    from rafaelpro_tui.core.commands import Command
    from rafaelpro_tui.core.conservation import Conservation
    from rafaelpro_tui.core.exchange.decisions import Depouillement
    from rafaelpro_tui.core.execution import Execution, Progression
    from rafaelpro_tui.core.filtre import Langage
    from rafaelpro_tui.core.horloge import Horloge
    from rafaelpro_tui.core.model import Etape, Etat
    from rafaelpro_tui.core.plan import Plan
    from rafaelpro_tui.core.radar import Radar
    from rafaelpro_tui.core.rules import Possibilite
    from rafaelpro_tui.core.rules.decision import Context, Refus
    from rafaelpro_tui.core.store.depart import Inscrite
    from rafaelpro_tui.core.store.driver import Connection
    from rafaelpro_tui.core.store.listes import RowSource
    from rafaelpro_tui.core.store.listes_candidatures import Candidatures
    from rafaelpro_tui.core.store.listes_journal import Decisions
    from rafaelpro_tui.core.vues import (
        Acteur,
        Annulable,
        CandidatureVue,
        EcheanceLigne,
        JournalLigne,
        LigneTableau,
        Resultat,
        SessionLigne,
        SessionVue,
        StructureVue,
        Tri,
        Verification,
    )
    from rafaelpro_tui.core.vues_accueil import AccueilVue, Membre
    from rafaelpro_tui.core.vues_formations import (
        FormationLigne,
        FormulaireAction,
        FormulaireSession,
        OngletFormations,
    )

C = TypeVar("C", bound="Command")

_PASSAGES: Final = 500
"""Commands of the clocks in one transaction."""

_DROITS: Final = frozenset({"modifier_droit", "annuler"})
"""The commands after which the user's own droit or star may be another."""


class Desk:
    """A base opened for one user, acting for one structure at a time (DRT-7)."""

    acteur: Acteur

    def __init__(self, base: Base, horloge: Horloge, acteur: Acteur, grace: float) -> None:
        self.acteur = acteur
        self._version: int | None = None
        self._base = base
        self._horloge = horloge
        self._grace = grace

    @classmethod
    def open(
        cls,
        base: Path,
        *,
        horloge: Horloge,
        utilisateur: str | None = None,
        structure: str | None = None,
        grace: float = 0.0,
        passages: bool = False,
        rattache: bool = True,
    ) -> Self:
        """Open a local base; `grace` in real seconds, `passages` runs the clocks of ECH first.

        `rattache` False: a user who is not attached to the structure may sit down, and is refused by DRT-7.

        Raises:
            Introuvable: unknown user or structure; and the typed errors of `Base.open`.
        """
        ouverte = Base.open(base)
        try:
            with ouverte.read() as conn:
                acteur = acteurs.choisir(conn, utilisateur, structure, rattache=rattache)
            desk = cls(ouverte, horloge, acteur, grace)
            if passages and not ouverte.lecture_seule:
                desk.passages()
        except BaseException:
            ouverte.close()
            raise
        return desk

    @classmethod
    def create(cls, base: Path) -> None:
        """An empty base with the schema. Raises `BaseExistante` and the errors of the file system."""
        Base.create(base)

    def close(self) -> None:
        """Readings under way end with `BaseFermee`. May be called twice."""
        self._base.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Who

    @property
    def aujourdhui(self) -> date:
        return self._horloge.maintenant().date()

    def structures(self) -> tuple[StructureVue, ...]:
        """Those the user is attached to, by name."""
        with self._base.read() as conn:
            return acteurs.structures(conn, self._utilisateur)

    def membres(self) -> tuple[Membre, ...]:
        """Everybody attached to the active structure, by name (DRT-6)."""
        with self._base.read() as conn:
            return acteurs.membres(conn, self.acteur.structure.id, self._utilisateur)

    def changer_structure(self, structure: str) -> None:
        """Act for another structure from now on. Raises `Introuvable` when the user is not attached to it."""
        with self._base.read() as conn:
            self.acteur = acteurs.choisir(conn, self._utilisateur or None, structure)

    def _relire_l_acteur(self) -> None:
        avant = self.acteur
        with self._base.read() as conn:
            lu = acteurs.choisir(conn, self._utilisateur or None, avant.structure.id or None, rattache=False)
        if self.acteur is avant:  # the structure has not been changed meanwhile, from another thread
            self.acteur = lu

    @property
    def _utilisateur(self) -> str:
        return self.acteur.utilisateur.id if self.acteur.utilisateur else ""

    def _contexte(self, conn: Connection) -> Context:
        from rafaelpro_tui.core.rules.decision import Context

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

    def refus_du_lot(self, session: str) -> Refus | None:
        """Why no lot can be given on a session (DRT-7, DRT-5, DRT-1, HSP-4); None when one can."""
        from rafaelpro_tui.core.commands import LotConvoquer
        from rafaelpro_tui.core.rules.decision import Refus
        from rafaelpro_tui.core.rules.lot import refus_du_lot
        from rafaelpro_tui.core.store.dossiers import Lecteur

        vide = self.commande(LotConvoquer, session=session, candidatures=(), date=self.aujourdhui)
        with self._base.read() as conn:
            decision = refus_du_lot(vide, Lecteur(conn).charger(vide), self._contexte(conn))
        return decision if isinstance(decision, Refus) else None

    def version_base(self) -> int:
        """A number that changes when another program has written in the base: our droit is then read again."""
        version = self._base.write.version()
        if version != self._version:
            self._version = version
            self._relire_l_acteur()
        return version

    # Write

    @cached_property
    def _execution(self) -> Execution:
        from rafaelpro_tui.core.execution import Execution

        return Execution(self._base, self._horloge, self._grace)

    def commande(self, cls: type[C], **champs: Any) -> C:
        """A command with a new id, for the active user and structure."""
        from rafaelpro_tui.core.identifiants import uuid7

        return cls(id=uuid7(), structure=self.acteur.structure.id, utilisateur=self._utilisateur, **champs)

    def simuler(self, commands: Sequence[Command], *, progression: Progression | None = None) -> list[Resultat]:
        """What `executer` would answer; each sees the effects of those before it; all rolled back at the end."""
        return self._execution.simuler(commands, progression)

    def executer(
        self, commands: Sequence[Command], *, groupe: int = 1, progression: Progression | None = None
    ) -> Iterator[Resultat]:
        """Run in order as the results are asked for; a result is given only once committed.

        `groupe` commands share a transaction: quicker, and all or nothing of the group if the machine stops.
        """
        for resultat in self._execution.executer(commands, groupe, progression):
            if resultat.type in _DROITS and resultat.fait:
                self._relire_l_acteur()
            yield resultat

    def exporter_decisions(self, session: str, sortie: Path, etat: Etat | None = None, texte: str = "") -> int:
        """The decisions file of a session, as CSV or workbook, for who may see its candidats (DRT-9); its rows.

        `etat`: only those of that state; `texte`: a filter.

        Raises:
            FichierInaccessible, DisquePlein, FiltreMalforme, Introuvable.
        """
        from rafaelpro_tui.core.exchange.csv_decisions import ecrire_decisions
        from rafaelpro_tui.core.exchange.csv_session import lignes_de

        source = self.candidatures(session=session, etat=etat, texte=texte)
        return ecrire_decisions((self.candidature(ligne.reference).candidature for ligne in lignes_de(source)), sortie)

    def depouiller(self, session: str, chemin: Path) -> Depouillement:
        """What a decisions file asks for on a session, and the rows at fault; nothing is written.

        Raises:
            DecisionsFautives, SaisieMalformee: it cannot be read at all; FichierInaccessible; Introuvable.
        """
        from rafaelpro_tui.core.exchange.decisions import depouiller

        structure = self.acteur.structure.id
        return depouiller(chemin, self._base, session=session, structure=structure, utilisateur=self._utilisateur)

    @cached_property
    def conservation(self) -> Conservation:
        """Erasing persons who have been kept long enough (DON-2)."""
        from rafaelpro_tui.core.conservation import Conservation

        return Conservation(self._base, self._lire_contexte)

    def executer_une(self, command: Command, *, progression: Progression | None = None) -> Resultat:
        return next(self.executer([command], progression=progression))

    # Grace (ANN-1)

    def annulables(self) -> tuple[Annulable, ...]:
        """The user's own commands still within their grace, latest first."""
        from rafaelpro_tui.core.store import depart

        secondes = self._horloge.secondes()
        with self._base.read() as conn:
            inscrites = depart.en_grace(conn, self._utilisateur, secondes)
        return tuple(_annulable(inscrite, secondes) for inscrite in inscrites)

    def consequences(self, id: UUID) -> list[Resultat]:
        """The later commands that would no longer pass if this one were undone, with their new answer."""
        from rafaelpro_tui.core.commands import Annuler

        return self._execution.consequences(self.commande(Annuler, commande=id))

    def annuler(self, id: UUID) -> Resultat:
        """Undo a command: an `annuler` executed like any other."""
        from rafaelpro_tui.core.commands import Annuler

        return self.executer_une(self.commande(Annuler, commande=id))

    def passages(self) -> list[tuple[str, Resultat]]:
        """ECH-1 on a local base, by actor « systeme » for the Responsable; running twice has one effect.

        Each candidature that passes, by reference, with its result.
        """
        from rafaelpro_tui.core.store.echues import echues

        with self._base.read() as conn:
            dues = echues(conn, self.aujourdhui)
        if not dues:
            return []
        from rafaelpro_tui.core.execution import passages

        resultats = self._execution.executer(passages(dues), _PASSAGES)
        return [(reference, resultat) for (reference, _), resultat in zip(dues, resultats, strict=True)]


def _annulable(inscrite: Inscrite, secondes: float) -> Annulable:
    from rafaelpro_tui.core import images
    from rafaelpro_tui.core.reponses import cible, libelle
    from rafaelpro_tui.core.vues import Annulable

    command = images.lire_commande(inscrite.corps)
    return Annulable(
        id=command.id,
        type=inscrite.type,
        libelle=libelle(command, inscrite.reponse),
        cible=cible(command),
        reste=inscrite.finale_a - secondes,
    )
