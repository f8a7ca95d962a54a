"""The basket: decisions taken one after the other, kept here until they are validated together (ECRANS §8).

Nothing of it is sent, nor in the journal, before it is validated; it survives a restart. Several decisions about one
candidature go together, in order: the presence, then the avis.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rafaelpro_tui.core import commands
from rafaelpro_tui.core.commands import SurCandidature
from rafaelpro_tui.core.execution import Execution, Progression
from rafaelpro_tui.core.model import Candidature, Etat, Session
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules import explain
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.store import fiches, objets, panier
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.dossiers import Lecteur
from rafaelpro_tui.core.store.panier import Mise
from rafaelpro_tui.core.texte import NBSP, date_fr
from rafaelpro_tui.core.vues_fiches import CandidatureVue

if TYPE_CHECKING:
    from rafaelpro_tui.core.lectures import Lectures
    from rafaelpro_tui.core.rules.contexte import Context
    from rafaelpro_tui.core.store.driver import Connection

    Contexte = Callable[[Connection], Context]

GROUPE: Final = 100
"""Candidatures validated in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposee:
    """A candidature of the basket, with what validating it now would give.

    `actuelle` is the candidature now, None when it is no longer there; `change` says in French what somebody else has
    done to it since.
    """

    n: int
    """The row id of the candidature in lists; negative when it is no longer there."""
    candidature: str
    candidat: str
    session: str
    mises: tuple[Mise, ...]
    actuelle: Candidature | None
    change: tuple[str, ...]
    resultat: Resultat

    @property
    def passe(self) -> bool:
        return self.resultat.fait

    @property
    def a_valider(self) -> bool:
        """What is ticked at first: it passes, and nobody has touched it since."""
        return self.passe and not self.change

    @property
    def retient(self) -> bool:
        """Whether it takes one more seat of its session."""
        avant = self.actuelle.etat if self.actuelle else None
        return self.passe and self.resultat.etat is Etat.RETENUE and avant is not Etat.RETENUE

    @property
    def gestes(self) -> str:
        """« présence, retenue du 01/09/2024 au 20/12/2024, 35 h »."""
        return ", ".join(geste(mise.command) for mise in self.mises)


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalSession:
    """What the basket would do to a session: `retenues` now, `ajoutees` by what passes in it."""

    session: Session
    retenues: int
    ajoutees: int
    deposees: int

    @property
    def ensuite(self) -> int:
        return self.retenues + self.ajoutees

    @property
    def trop(self) -> bool:
        """AVI-11: more retenues than the capacité d'accueil."""
        return self.ensuite > self.session.capacite_accueil


@dataclass(frozen=True, slots=True, kw_only=True)
class Contenu:
    """The whole basket at one instant, in the order in which candidatures came into it."""

    deposees: tuple[Deposee, ...]
    totaux: tuple[TotalSession, ...]


class Panier:
    """Reached as `desk.panier`."""

    def __init__(self, desk: Lectures, base: Base, execution: Execution, contexte: Contexte) -> None:
        self._desk, self._base, self._execution, self._contexte = desk, base, execution, contexte

    # What goes in and out

    def essayer(self, command: SurCandidature) -> Resultat:
        """What a command would answer after all that waits for the same candidature; nothing is written."""
        return self._essayer([command])[-1]

    def ajouter(self, suite: Sequence[SurCandidature]) -> tuple[tuple[int, ...], Resultat]:
        """Put commands about one candidature in the basket, in order, all or none; rows, and the last answer.

        A refus keeps all of them out: no row.
        """
        resultats = self._essayer(suite)
        if refusee := next((resultat for resultat in resultats if not resultat.fait), None):
            return (), refusee
        with self._base.write.transaction() as conn:
            vue = objets.lire_candidature(conn, suite[0].candidature)
            assert vue is not None  # it has just been answered about
            return panier.ajouter(conn, suite, vue), resultats[-1]

    def retirer(self, rangs: Collection[int]) -> None:
        """Send back: those rows are decided no more."""
        with self._base.write.transaction() as conn:
            panier.retirer(conn, rangs)

    def vider(self) -> int:
        """Send everything back; how many candidatures that was."""
        nombre = self.nombre()
        self.retirer([mise.rang for mise in self._mises()])
        return nombre

    # What is in it

    def nombre(self) -> int:
        """Candidatures in the basket."""
        with self._base.read() as conn:
            return panier.nombre(conn, *self._qui)

    def de(self, candidature: str) -> tuple[Mise, ...]:
        """What waits for a candidature, in order."""
        return tuple(self._mises(candidature))

    def vue(self, candidature: str, *ensuite: SurCandidature) -> CandidatureVue:
        """The candidature as it will be once what waits for it is validated, then `ensuite`.

        Raises:
            Introuvable: DRT-5, DRT-9.
        """
        suite = [*(mise.command for mise in self._mises(candidature)), *ensuite]
        if not suite:
            return self._desk.candidature(candidature)
        with self._base.write.essai() as conn:
            self._jouer(conn, suite)
            contexte = self._contexte(conn)
            vue = fiches.fiche_candidature(conn, contexte, candidature)
            return replace(vue, possibilites=explain(Lecteur(conn).de_la_candidature(candidature), contexte))

    def contenu(self) -> Contenu:
        """Everything, simulated in order: each sees the effects of those before it."""
        groupes = self._groupes(self._mises())
        with self._base.write.essai() as conn:
            deposees = tuple(self._deposee(conn, mises) for mises in groupes)
            return Contenu(deposees=deposees, totaux=tuple(self._totaux(conn, deposees)))

    # Validating

    def valider(
        self, deposees: Sequence[Deposee], progression: Progression | None = None
    ) -> list[tuple[Deposee, Resultat]]:
        """Execute these, by groups, each candidature whole or not at all; what is done leaves the basket with it.

        What is refused, or is no longer what was shown (SYN-1), stays there, and nothing of it is recorded.
        """
        sorts: list[tuple[Deposee, Resultat]] = []
        for debut in range(0, len(deposees), GROUPE):
            with self._base.write.transaction() as conn:
                groupe = [(deposee, self._valider(conn, deposee)) for deposee in deposees[debut : debut + GROUPE]]
            sorts += groupe
            if progression is not None:
                progression(len(sorts), len(deposees))
        return sorts

    def _valider(self, conn: Connection, deposee: Deposee) -> Resultat:
        if objets.lire_candidature(conn, deposee.candidature) != deposee.actuelle:
            return replace(deposee.resultat, issue="refus", refus=_changee(deposee.candidature), avertissements=())
        suite = [mise.command for mise in deposee.mises]
        # Tried first: a refus that is recorded would answer for ever to the id of the command (SYN-2).
        essai = self._essayer(suite, seules=True)[-1]
        if not essai.fait:
            return essai
        resultats = list(self._execution.executer(suite, len(suite)))
        panier.retirer(conn, [mise.rang for mise in deposee.mises])
        return replace(
            resultats[-1], avertissements=tuple(alerte for fait in resultats for alerte in fait.avertissements)
        )

    # Inside

    @property
    def _qui(self) -> tuple[str, str]:
        acteur = self._desk.acteur
        return acteur.structure.id, acteur.utilisateur.id if acteur.utilisateur else ""

    def _mises(self, candidature: str | None = None) -> list[Mise]:
        with self._base.read() as conn:
            return panier.lire(conn, *self._qui, candidature)

    def _groupes(self, mises: Sequence[Mise]) -> list[tuple[Mise, ...]]:
        """By candidature, in the order of the first of each."""
        par_candidature: dict[str, list[Mise]] = {}
        for mise in mises:
            par_candidature.setdefault(mise.command.candidature, []).append(mise)
        return [tuple(groupe) for groupe in par_candidature.values()]

    def _essayer(self, suite: Sequence[SurCandidature], *, seules: bool = False) -> list[Resultat]:
        avant = [] if seules else [mise.command for mise in self._mises(suite[0].candidature)]
        with self._base.write.essai() as conn:
            return self._jouer(conn, [*avant, *suite])[len(avant) :]

    def _jouer(self, conn: Connection, suite: Sequence[SurCandidature]) -> list[Resultat]:
        """The answers, up to the first refus: what comes after it depends on it."""
        transaction = self._execution.transaction(conn)
        resultats: list[Resultat] = []
        for command in suite:
            resultats.append(transaction.passer(command))
            if not resultats[-1].fait:
                break
        return resultats

    def _deposee(self, conn: Connection, mises: tuple[Mise, ...]) -> Deposee:
        reference = mises[0].command.candidature
        actuelle, vue = objets.lire_candidature(conn, reference), mises[0].vue
        candidat = objets.lire_candidat(conn, vue.candidat)
        resultats = self._jouer(conn, [mise.command for mise in mises])
        return Deposee(
            n=panier.ligne(conn, reference) or -mises[0].rang,
            candidature=reference,
            candidat=candidat.nom_complet if candidat else "",
            session=vue.session,
            mises=mises,
            actuelle=actuelle,
            change=tuple(ce_qui_a_change(vue, actuelle)) if actuelle else ("elle n’existe plus",),
            resultat=replace(
                resultats[-1], avertissements=tuple(alerte for fait in resultats for alerte in fait.avertissements)
            ),
        )

    def _totaux(self, conn: Connection, deposees: Sequence[Deposee]) -> Iterator[TotalSession]:
        """By session, in the order of the basket. `conn` has all that passes applied."""
        for reference in dict.fromkeys(deposee.session for deposee in deposees):
            session = objets.lire_session(conn, reference)
            if session is None:
                continue
            siennes = [deposee for deposee in deposees if deposee.session == reference]
            ajoutees = sum(deposee.retient for deposee in siennes)
            retenues = panier.retenues(conn, reference) - ajoutees
            yield TotalSession(session=session, retenues=retenues, ajoutees=ajoutees, deposees=len(siennes))


def _changee(reference: str) -> Refus:
    return Refus(
        "SYN-1",
        f"La candidature {reference} a été modifiée depuis que le panier a été affiché.",
        "Relisez-la dans le panier, puis validez de nouveau.",
    )


def geste(command: SurCandidature) -> str:
    """What a decision is, in a few words."""
    match command:
        case commands.Convoquer():
            return f"convocation le {date_fr(command.date)}"
        case commands.DeplacerConvocation():
            return f"convocation {command.rang} déplacée au {date_fr(command.date)}"
        case commands.NoterResultat():
            return command.resultat.libelle.lower()
        case commands.CompleterRetenue():
            return f"complétée{_dates(command)}"
        case commands.RetenirListeAttente():
            return f"retenue depuis la liste d’attente{_dates(command)}"
    avis = command.avis
    match avis:
        case commands.SaisieRecrutementOui():
            return f"retenue{_dates(avis)}"
        case commands.SaisieConformiteOui():
            return f"conformité oui{_dates(avis)}"
    non = "non conforme" if isinstance(avis, commands.SaisieConformiteNon) else "non retenue"
    return f"{non}{NBSP}: {avis.motif.libelle}" if avis.motif else non


def _dates(
    oui: commands.SaisieRecrutementOui
    | commands.SaisieConformiteOui
    | commands.CompleterRetenue
    | commands.RetenirListeAttente,
) -> str:
    if oui.entree is None or oui.sortie is None or oui.intensite is None:
        return ""
    heures = f"{oui.intensite.normalize():f}".replace(".", ",")
    return f" du {date_fr(oui.entree)} au {date_fr(oui.sortie)}, {heures}{NBSP}h"


def ce_qui_a_change(vieille: Candidature, neuve: Candidature) -> Iterator[str]:
    """In French, what somebody did to a candidature between two readings."""
    if vieille.etat is not neuve.etat:
        yield f"état «{NBSP}{neuve.etat.libelle}{NBSP}» (était «{NBSP}{vieille.etat.libelle}{NBSP}»)"
    for rang, convocation in enumerate(neuve.convocations, start=1):
        ancienne = vieille.convocations[rang - 1] if rang <= len(vieille.convocations) else None
        if convocation != ancienne:
            reponse = f", {convocation.resultat.libelle.lower()}" if convocation.resultat else ""
            yield f"convocation {rang} le {date_fr(convocation.date)}{reponse}"
    if len(neuve.convocations) < len(vieille.convocations):
        yield f"convocation {len(vieille.convocations)} retirée"
