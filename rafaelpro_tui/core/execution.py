"""Commands against a base: one transaction for a command or a group, the same code to simulate and to execute.

In one transaction: the command with its first answer (`depart`), its effects with their images (`touche`), its lines
in the journal. A crash at any instant leaves all or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from math import inf
from typing import Final, TypeVar, cast
from uuid import UUID

from rafaelpro_tui.core import images
from rafaelpro_tui.core.commands import Annuler, AnyCommand, Command, PasserAvisNonTransmis
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.identifiants import derived
from rafaelpro_tui.core.reponses import (
    Inscription,
    avec_refusees,
    cible,
    faites,
    inscriptions,
    repondre,
    sans_refusees,
)
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules import decide
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import SYSTEME, Accord, Changement, Decision, Dossier, Refus, Saisie
from rafaelpro_tui.core.store import depart, ecriture, replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.depart import A_ENVOYER, ACCEPTEE, ANNULEE, EN_GRACE, REFUSEE, Inscrite
from rafaelpro_tui.core.store.dossiers import Lecteur
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.journal import Plume
from rafaelpro_tui.core.store.suites import suites

T = TypeVar("T")

Progression = Callable[[int, int], None]
"""Told, now and then and by the thread that executes, how many steps of how many of one command are done."""
PAS: Final = 50
"""Steps between two times that it is told."""


def passages(dues: Iterable[tuple[str, str]]) -> list[Command]:
    """The clocks' commands (ECH-1) for candidatures and their Responsables; what they do is what names them."""
    return [
        PasserAvisNonTransmis(
            id=derived(f"passage:{reference}"), structure=responsable, utilisateur=SYSTEME, candidature=reference
        )
        for reference, responsable in dues
    ]


class Execution:
    """Runs commands on one base, by one clock; `grace` in real seconds (ANN-1), 0 for none."""

    def __init__(self, base: Base, horloge: Horloge, grace: float) -> None:
        self._base = base
        self._horloge = horloge
        self._grace = grace

    def executer(
        self, commands: Sequence[Command], groupe: int, progression: Progression | None = None
    ) -> Iterator[Resultat]:
        """Run in order; each group is one transaction, and its results come only once it is committed."""
        suite = iter(commands)
        while lot := list(islice(suite, max(groupe, 1))):
            with self._base.write.transaction() as conn:
                resultats = self._passer(conn, lot, progression)
            yield from resultats

    def simuler(self, commands: Sequence[Command], progression: Progression | None = None) -> list[Resultat]:
        with self._base.write.essai() as conn:
            return self._passer(conn, commands, progression)

    def consequences(self, annulations: Sequence[Annuler]) -> list[Resultat]:
        """The new answers of the other commands that these would make fail; none for one that would be refused."""
        avants: dict[UUID, Resultat] = {}
        apres: dict[UUID, Resultat] = {}
        with self._base.write.essai() as conn:
            transaction = self.transaction(conn)
            for annuler in annulations:
                transaction.passer(annuler)
            for avant, neuf in transaction.rejouees:  # one may have been run again several times
                avants.setdefault(avant.id, avant)
                apres[avant.id] = neuf
        visees = {annuler.commande for annuler in annulations}
        return [neuf for id, neuf in apres.items() if id not in visees and faites(neuf) < faites(avants[id])]

    def transaction(self, conn: Connection, progression: Progression | None = None) -> Transaction:
        """What runs commands inside a transaction of the base that is already open."""
        return Transaction(conn, self._horloge, self._grace, progression, replique=self._base.replique)

    def _passer(self, conn: Connection, commands: Sequence[Command], progression: Progression | None) -> list[Resultat]:
        transaction = self.transaction(conn, progression)
        # `Command` and `Lot` are only bases: what comes here is one of `AnyCommand`.
        resultats = [transaction.passer(cast(AnyCommand, command)) for command in commands]
        transaction.clore()
        return resultats


class Transaction:
    """Commands inside one transaction of the base; what was read once is not read again."""

    def __init__(
        self,
        conn: Connection,
        horloge: Horloge,
        grace: float,
        progression: Progression | None = None,
        *,
        replique: bool,
    ) -> None:
        self._conn = conn
        self._replique = replique
        self._horloge = horloge
        self._grace = grace
        self._progression = progression
        self._lecteur = Lecteur(conn)
        self._plume = Plume(conn)
        self.rejouees: list[tuple[Resultat, Resultat]] = []
        """By a rebase: the answers of the commands that were run again, before and after."""
        depart.regler(conn, horloge.secondes(), replique=replique)

    def clore(self) -> None:
        self._plume.clore()

    def passer(self, command: AnyCommand) -> Resultat:
        """SYN-2, then the rules; whatever the answer, it is stored with the command and told to the journal."""
        corps, empreinte = images.sceller(command)
        if vue := depart.deja_vue(self._conn, command.id):
            return replace(vue[1], rejoue=True) if vue[0] == empreinte else _autre_contenu(command)
        maintenant = self._horloge.maintenant()
        dossier, decision = self._decider(command, maintenant)
        if isinstance(command, Annuler):
            resultat, lignes = self._annuler(command, decision)
        else:
            resultat = repondre(command, dossier, decision)
            lignes = list(inscriptions(command, dossier, resultat))
        statut, finale_a = self._statut(command, resultat)
        seq = depart.inscrire(
            self._conn,
            corps=corps,
            empreinte=empreinte,
            structure=command.structure,
            utilisateur=command.utilisateur,
            saisi_le=maintenant,
            statut=statut,
            finale_a=finale_a,
            reponse=resultat,
            vu=replique.version_vue(self._conn, command) if self._replique else None,
        )
        self._appliquer(seq, dossier, decision)
        commande = str(command.id)
        for ligne in self._suivre(lignes, len(lignes), len(lignes)):
            self._plume.ecrire(
                structure=command.structure,
                date=maintenant,
                utilisateur=command.utilisateur,
                type=command.type,
                cible=ligne.cible,
                issue=ligne.issue,
                commande=commande,
                sceau=empreinte,
                candidat=ligne.candidat,
            )
        return resultat

    def _decider(self, command: AnyCommand, quand: datetime) -> tuple[Dossier, Decision]:
        contexte = Context(
            utilisateur=command.utilisateur,
            structure=command.structure,
            rattachement=self._lecteur.rattachement(command.utilisateur, command.structure),
            maintenant=quand,
        )
        dossier = self._lecteur.charger(command)
        if isinstance(command, Annuler):
            dossier = replace(dossier, saisie=self._saisie(command.commande))
        return dossier, decide(command, dossier, contexte)

    def _appliquer(self, seq: int, dossier: Dossier, decision: Decision) -> None:
        if isinstance(decision, Accord):
            changements = decision.changements or _inchange(dossier, decision)
            suivre = partial(self._suivre, deja=0, autant=len(changements))
            ecriture.appliquer(self._conn, seq, changements, suivre)
            self._lecteur.oublier(changements)

    def _suivre(self, objets: Iterable[T], deja: int, autant: int) -> Iterator[T]:
        """A lot goes by twice: its changes, then its lines of the journal."""
        for fait, objet in enumerate(objets, start=1):
            yield objet
            if self._progression is not None and fait % PAS == 0:
                self._progression(deja + fait, 2 * autant)

    def _statut(self, command: AnyCommand, resultat: Resultat) -> tuple[str, float]:
        """Once the grace has ended, a local base, its own authority, accepts; a replica sends. An undo has no grace."""
        secondes = self._horloge.secondes()
        if not resultat.fait:
            return REFUSEE, secondes
        if command.utilisateur == SYSTEME or isinstance(command, Annuler):
            return ACCEPTEE, secondes
        if self._grace <= 0:
            return (A_ENVOYER if self._replique else ACCEPTEE), secondes
        return EN_GRACE, secondes + self._grace

    # ANN-1: a rebase without the command

    def _saisie(self, id: UUID) -> Saisie | None:
        inscrite = depart.lire(self._conn, id)
        if inscrite is None:
            return None
        match inscrite.statut:
            case depart.EN_GRACE:
                reste = inscrite.finale_a - self._horloge.secondes()
            case depart.A_ENVOYER:
                reste = inf
            case _:
                reste = 0.0
        return Saisie(
            id=inscrite.id,
            utilisateur=inscrite.utilisateur,
            type=inscrite.type,
            reste=reste,
            suite_definitive=suites(self._conn, inscrite.seq)[1] if reste > 0 else None,
        )

    def _annuler(self, command: Annuler, decision: Decision) -> tuple[Resultat, list[Inscription]]:
        """The answer to an undo and its journal line, about what the undone command was about."""
        inscrite = depart.lire(self._conn, command.commande)
        visee = None if inscrite is None else images.lire_commande(inscrite.corps)
        if isinstance(decision, Refus) or inscrite is None or visee is None:
            resultat = repondre(command, Dossier(), decision)
            return resultat, [Inscription(cible(command), resultat.issue, None)]
        self._rebaser(inscrite.seq)
        apres = self._lecteur.charger(visee)
        return repondre(command, apres, decision), [Inscription(cible(visee), "fait", None)]

    def _rebaser(self, seq: int) -> None:
        """Take back the command and those which build on it, then run these again (SYNC)."""
        reprises = suites(self._conn, seq)[0]
        self.rebaser([seq, *reprises], lambda: depart.marquer(self._conn, seq, ANNULEE))

    def rebaser(self, seqs: Sequence[int], changer: Callable[[], None]) -> None:
        """Take back the effects of these commands, `changer` what was under them, and run them again (SYNC).

        Each on its own day, in order; but not those that `changer` has settled. Nothing of it goes to the journal.
        """
        ecriture.defaire(self._conn, seqs)
        changer()
        self._lecteur.tout_oublier()
        for seq in sorted(seqs):
            inscrite = depart.lire_seq(self._conn, seq)
            if not inscrite.reglee:
                self._reprendre(inscrite)

    def _reprendre(self, inscrite: Inscrite) -> None:
        """One that no longer passes becomes refused, with its new answer.

        A replica leaves that to the server, and keeps what the user was told, to say what comes out otherwise.
        """
        command = sans_refusees(images.lire_commande(inscrite.corps), inscrite.reponse)
        dossier, decision = self._decider(command, inscrite.saisi_le)
        resultat = avec_refusees(repondre(command, dossier, decision), inscrite.reponse)
        if not self._replique:
            depart.repondre(self._conn, inscrite.seq, inscrite.statut if resultat.fait else REFUSEE, resultat)
        self._appliquer(inscrite.seq, dossier, decision)
        self.rejouees.append((inscrite.reponse, resultat))


def _inchange(dossier: Dossier, accord: Accord) -> tuple[Changement, ...]:
    """What a command without effect was about: undo what gave it that value, and it has an effect again."""
    if accord.lignes is not None:  # a lot with nothing done is refused
        return ()
    objet = dossier.suivi or dossier.candidature or dossier.session or dossier.action or dossier.membre
    return () if objet is None else (Changement(objet, objet),)


def _autre_contenu(command: AnyCommand) -> Resultat:
    """SYN-2: an id names one content for ever; nothing is written."""
    return Resultat(
        id=command.id,
        type=command.type,
        issue="refus",
        refus=Refus(
            "SYN-2",
            f"L’identifiant «\u00a0{command.id}\u00a0» est déjà celui d’une autre saisie.",
            "Donnez un nouvel identifiant à cette commande.",
        ),
    )
