"""The desk: open · list · show · simulate · execute · undo. All that screens and the command line talk to.

Every method may be called from any worker thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar
from uuid import UUID

from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.lectures import Lectures
from rafaelpro_tui.core.store import acteurs
from rafaelpro_tui.core.store.base import Base

# The first list is painted before anything can be written: what executes is imported by the methods that need it
# (ARCHITECTURE, « heavy imports happen where they are used »).
if TYPE_CHECKING:
    from rafaelpro_tui.core.commands import Annuler, Command
    from rafaelpro_tui.core.conservation import Conservation
    from rafaelpro_tui.core.exchange.decisions import Depouillement
    from rafaelpro_tui.core.exchange.provenance import Provenance
    from rafaelpro_tui.core.execution import Execution, Progression
    from rafaelpro_tui.core.horloge import Horloge
    from rafaelpro_tui.core.model import Etat
    from rafaelpro_tui.core.panier import Panier
    from rafaelpro_tui.core.resultats import Annulable, Ensemble, Resultat
    from rafaelpro_tui.core.rules.decision import Refus
    from rafaelpro_tui.core.store.depart import Inscrite
    from rafaelpro_tui.core.sync.poste import Poste
    from rafaelpro_tui.core.vues import Acteur

C = TypeVar("C", bound="Command")

_PASSAGES: Final = 500
"""Commands of the clocks in one transaction."""

_DROITS: Final = frozenset({"modifier_droit", "annuler"})
"""The commands after which the user's own droit or star may be another."""


class Desk(Lectures):
    """A base opened for one user, acting for one structure at a time (DRT-7)."""

    def __init__(self, base: Base, horloge: Horloge, acteur: Acteur, grace: float) -> None:
        super().__init__(base, horloge, acteur)
        self._version: int | None = None
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
            if passages and desk.tient_les_horloges:
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
        quoi = f"fichier de décisions de la session {session}{f', {etat.libelle.lower()}' if etat else ''}"
        candidatures = (self.candidature(ligne.reference).candidature for ligne in lignes_de(source))
        return ecrire_decisions(candidatures, sortie, self.provenance(quoi, texte))

    def provenance(self, quoi: str, filtre: str = "") -> Provenance:
        """What is said of a table exported now: `quoi` it is, and its filter."""
        from rafaelpro_tui.core.exchange.provenance import Provenance
        from rafaelpro_tui.core.store import replique

        source = self._base.lire_meta(replique.URL) or str(self._base.chemin.absolute())
        return Provenance(quoi, filtre, self.acteur, self._horloge.maintenant(), source)

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

    @cached_property
    def panier(self) -> Panier:
        """The decisions that wait to be validated together (ECRANS §8)."""
        from rafaelpro_tui.core.panier import Panier

        return Panier(self, self._base, self._execution, self._contexte)

    @property
    def replique(self) -> bool:
        """Whether a server has the authority over this base (SYNC)."""
        return self._base.replique

    @cached_property
    def poste(self) -> Poste:
        """This laptop and its server; for a replica."""
        from rafaelpro_tui.core.sync.poste import Poste

        return Poste(self._base, self._horloge, self._lire_contexte)

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

    def lier(self, ids: Sequence[UUID], libelle: str) -> None:
        """These commands were given together: `ensemble` tells it, after a restart too."""
        import json

        if len(ids) > 1:
            lies = json.dumps({"ids": [str(id) for id in ids], "libelle": libelle})
            with suppress(Erreur):  # They are done, whatever happens here: they can still be undone one by one.
                self._base.ecrire_meta(self._cle_ensemble, lies)

    def ensemble(self) -> Ensemble | None:
        """What the user gave together last."""
        lies = self._base.lire_meta(self._cle_ensemble)
        if lies is None:
            return None
        import json

        from rafaelpro_tui.core.resultats import Ensemble

        lus = json.loads(lies)
        return Ensemble(tuple(map(UUID, lus["ids"])), lus["libelle"])

    @property
    def _cle_ensemble(self) -> str:
        return f"ensemble de {self._utilisateur}"

    def consequences(self, *ids: UUID) -> list[Resultat]:
        """The later commands that would no longer pass if these were undone, with their new answer."""
        return self._execution.consequences(self._annulations(ids))

    def annuler(self, id: UUID) -> Resultat:
        """Undo a command: an `annuler` executed like any other."""
        return self.annuler_ensemble([id])[0]

    def annuler_ensemble(self, ids: Sequence[UUID]) -> list[Resultat]:
        """Undo commands in this order, in one transaction; latest first, none has to be run again in between."""
        return list(self.executer(self._annulations(ids), groupe=len(ids)))

    def _annulations(self, ids: Sequence[UUID]) -> list[Annuler]:
        from rafaelpro_tui.core.commands import Annuler

        return [self.commande(Annuler, commande=id) for id in ids]

    @property
    def tient_les_horloges(self) -> bool:
        """Whether the passages of ECH are ours to run: those of a replica are the server's."""
        return not self._base.lecture_seule and not self._base.replique

    def passages(self) -> list[tuple[str, Resultat]]:
        """ECH-1 on a local base, by actor « systeme » for the Responsable; running twice has one effect.

        Each candidature that passes, by reference, with its result. On a replica the server's clocks decide: nothing.
        """
        if self.replique:
            return []
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
    from rafaelpro_tui.core.resultats import Annulable

    command = images.lire_commande(inscrite.corps)
    return Annulable(
        id=command.id,
        type=inscrite.type,
        libelle=libelle(command, inscrite.reponse),
        cible=cible(command),
        reste=inscrite.finale_a - secondes,
    )
