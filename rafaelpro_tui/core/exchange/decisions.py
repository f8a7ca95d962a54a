"""From the rows of a decisions file to commands: what a row asks for beyond what is already so.

A row gives the commands a user would give one after the other: convoquer, noter la réponse, rendre l'avis. Cells that
are empty, or as we exported them, ask for nothing. An avis « oui » without all its values is given by lot, so that
LOT-3 and LOT-4 fill it in; so is anything about an HSP session (HSP-4) or a candidature that is not of the session:
the rules of lots answer for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from rafaelpro_tui.core.commands import (
    AnyCommand,
    Command,
    CompleterRetenue,
    Convoquer,
    DeplacerConvocation,
    LotConvoquer,
    LotNoterResultat,
    LotRendreAvis,
    LotRetenirListeAttente,
    NoterResultat,
    RendreAvis,
    RetenirListeAttente,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.exchange.csv_decisions import (
    TITRES,
    Decision,
    FauteDeCellule,
    decision_de,
    lire_fichier,
)
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import Candidature, Etat, Motif, Resultat
from rafaelpro_tui.core.store import objets
from rafaelpro_tui.core.store.base import Base

_C = TypeVar("_C", bound=Command)
_DU_OUI = ("entree", "sortie", "intensite")
_DU_NON = ("motif", "raison")
_DE_L_AVIS = (*_DU_NON, "commentaire", *_DU_OUI)


@dataclass(frozen=True, slots=True)
class Demande:
    """What a row asks for, in order; nothing when it is as it was exported."""

    decision: Decision
    commandes: tuple[AnyCommand, ...]


@dataclass(frozen=True, slots=True)
class Depouillement:
    """What a file asks for, and the rows that ask for nothing because they are at fault."""

    demandes: tuple[Demande, ...]
    fautes: tuple[FauteDeCellule, ...]

    @property
    def lignes(self) -> frozenset[int]:
        """The rows of the file, by number."""
        return frozenset((*(d.decision.ligne for d in self.demandes), *(faute.ligne for faute in self.fautes)))


def depouiller(chemin: Path, base: Base, *, session: str, structure: str, utilisateur: str) -> Depouillement:
    """What the file asks for on `session` as `base` holds it, row by row.

    Raises:
        DecisionsFautives: the file cannot be read at all; SaisieMalformee; FichierInaccessible; Introuvable: there is
        no such session.
    """
    lecture = lire_fichier(chemin)
    with base.read() as conn:
        objet = objets.lire_session(conn, session)
        action = objets.lire_action(conn, objet.action) if objet else None
        dispositif = objets.lire_dispositif(conn, action.dispositif) if action else None
        trouvees = objets.lire_candidatures(conn, [decision.reference for decision in lecture.decisions])
    if dispositif is None:
        raise Introuvable(f"La session « {session} » est introuvable.")
    candidatures = {reference: c for reference, c in trouvees.items() if c.session == session}
    lues = demandes(
        lecture.decisions,
        candidatures,
        session=session,
        hsp=dispositif.hsp,
        structure=structure,
        utilisateur=utilisateur,
    )
    fautes = sorted((*lecture.fautes, *lues.fautes), key=lambda faute: faute.ligne)
    return Depouillement(lues.demandes, tuple(fautes))


def demandes(
    decisions: Sequence[Decision],
    candidatures: Mapping[str, Candidature],
    *,
    session: str,
    hsp: bool,
    structure: str,
    utilisateur: str,
) -> Depouillement:
    """The commands of each row; the faults are rows whose cells contradict each other.

    `candidatures` are those of the session, by reference, as they stand.
    """
    faites, fautes = [], []
    for decision in decisions:
        lecture = _Lecture(decision, candidatures.get(decision.reference), session, hsp, structure, utilisateur)
        try:
            faites.append(Demande(decision, tuple(lecture.commandes())))
        except _Contradiction as faute:
            fautes.append(FauteDeCellule(decision.ligne, TITRES[faute.champ], faute.raison, decision.reference))
    return Depouillement(tuple(faites), tuple(fautes))


class _Contradiction(Exception):
    def __init__(self, champ: str, raison: str) -> None:
        super().__init__(raison)
        self.champ = champ
        self.raison = raison


class _Lecture:
    """One row beside its candidature."""

    def __init__(
        self,
        decision: Decision,
        candidature: Candidature | None,
        session: str,
        hsp: bool,
        structure: str,
        utilisateur: str,
    ) -> None:
        self._d = decision
        self._c = candidature
        self._session = session
        self._hsp = hsp
        self._acteur = {"structure": structure, "utilisateur": utilisateur}
        exportee = decision_de(candidature) if candidature else Decision(reference=decision.reference)
        self._change = {
            champ
            for champ in TITRES
            if (valeur := getattr(decision, champ)) not in (None, "") and valeur != getattr(exportee, champ)
        }

    def commandes(self) -> Iterator[AnyCommand]:
        if self._c is None or self._hsp:
            yield from self._au_lot()
            return
        yield from self._convocation(self._c)
        if not self._auto_refus:
            yield from self._avis(self._c)

    def _faire(self, cls: type[_C], **champs: Any) -> _C:
        return cls(id=uuid7(), **self._acteur, **champs)

    def _au_lot(self) -> Iterator[AnyCommand]:
        """A row that the rules of lots refuse by themselves: one command is enough for it to be named."""
        d, cibles = self._d, {"session": self._session, "candidatures": (self._d.reference,)}
        if not self._change:
            return
        if d.convocation is not None:
            yield self._faire(LotConvoquer, **cibles, date=d.convocation)
        elif d.resultat is not None:
            yield self._faire(LotNoterResultat, **cibles, resultat=d.resultat)
        elif d.recrutement:
            yield self._faire(LotRendreAvis, **cibles, avis=self._oui())
        else:
            yield self._faire(LotRendreAvis, **cibles, avis=SaisieRecrutementNon(motif=d.motif))

    # ── convocation and its answer ───────────────────────────────────────────────────────────────────────────

    def _convocation(self, c: Candidature) -> Iterator[AnyCommand]:
        d, derniere = self._d, c.derniere
        if self._deja_note(c):
            return
        rang = derniere.rang if derniere else 1
        if "convocation" in self._change and not (derniere and d.convocation == derniere.date):
            if derniere is None or derniere.resultat is Resultat.ABSENCE_JUSTIFIEE:
                rang = derniere.rang + 1 if derniere else 1
                yield self._faire(Convoquer, candidature=c.reference, date=d.convocation)
            else:
                yield self._faire(DeplacerConvocation, candidature=c.reference, rang=rang, date=d.convocation)
        if "resultat" in self._change:
            commentaire = d.commentaire if self._commente_le_resultat else ""
            yield self._faire(
                NoterResultat, candidature=c.reference, rang=rang, resultat=d.resultat, commentaire=commentaire
            )

    def _deja_note(self, c: Candidature) -> bool:
        """The file has already been executed: the convocation and its answer are those of the base."""
        d, derniere = self._d, c.derniere
        return (
            derniere is not None and d.convocation in (None, derniere.date) and d.resultat in (None, derniere.resultat)
        )

    @property
    def _auto_refus(self) -> bool:
        """CNV-5: the answer noted here is itself the refusal that the row asks for."""
        d = self._d
        return (
            "resultat" in self._change
            and d.resultat is Resultat.ABSENCE_NON_JUSTIFIEE
            and d.recrutement is not True
            and d.motif in (None, Motif.ABSENCE_NON_JUSTIFIEE)
            and not d.raison
        )

    @property
    def _commente_le_resultat(self) -> bool:
        return self._auto_refus or self._d.recrutement is None

    # ── avis ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _avis(self, c: Candidature) -> Iterator[AnyCommand]:
        d = self._d
        changes = [champ for champ in _DE_L_AVIS if champ in self._change]
        if d.recrutement is None:
            if "resultat" in self._change and changes == ["commentaire"]:
                return
            if changes:
                raison = f"elle est vide alors que « {TITRES[changes[0]]} » est remplie ; écrivez Oui ou Non."
                raise _Contradiction("recrutement", raison)
            return
        if "recrutement" not in self._change and not changes:
            return
        self._verifier_forme(d.recrutement)
        if not d.recrutement:
            avis = SaisieRecrutementNon(motif=d.motif, raison=d.raison, commentaire=d.commentaire)
            yield self._faire(RendreAvis, candidature=c.reference, avis=avis)
        elif c.etat is Etat.REFUS_SESSION_COMPLETE:
            yield self._retenir(c)
        elif c.etat is Etat.RETENUE and c.a_completer:
            yield self._completer(c)
        elif c.etat is Etat.EN_ATTENTE and self._incomplet:
            yield self._faire(LotRendreAvis, session=self._session, candidatures=(c.reference,), avis=self._oui())
        else:
            yield self._faire(RendreAvis, candidature=c.reference, avis=self._oui())

    def _verifier_forme(self, oui: bool) -> None:
        """AVI-6: a oui carries nothing of a non, and the other way round; what we exported may have been left there."""
        for champ in _DU_NON if oui else _DU_OUI:
            if champ in self._change:
                raison = f"elle n’a pas de sens avec un recrutement « {'Oui' if oui else 'Non'} » ; videz-la."
                raise _Contradiction(champ, raison)

    def _retenir(self, c: Candidature) -> AnyCommand:
        d, commentaire = self._d, self._nouveau_commentaire
        if self._incomplet and not commentaire:
            return self._faire(
                LotRetenirListeAttente,
                session=self._session,
                candidatures=(c.reference,),
                entree=d.entree,
                sortie=d.sortie,
                intensite=d.intensite,
            )
        return self._faire(
            RetenirListeAttente,
            candidature=c.reference,
            entree=d.entree,
            sortie=d.sortie,
            intensite=d.intensite,
            commentaire=commentaire,
        )

    def _completer(self, c: Candidature) -> AnyCommand:
        d = self._d
        if "commentaire" in self._change:
            raison = "l’avis est rendu, son commentaire ne change plus ; remettez-le tel quel ou videz-le."
            raise _Contradiction("commentaire", raison)
        return self._faire(
            CompleterRetenue, candidature=c.reference, entree=d.entree, sortie=d.sortie, intensite=d.intensite
        )

    def _oui(self) -> SaisieRecrutementOui:
        d = self._d
        return SaisieRecrutementOui(
            entree=d.entree, sortie=d.sortie, intensite=d.intensite, commentaire=self._nouveau_commentaire
        )

    @property
    def _incomplet(self) -> bool:
        return any(getattr(self._d, champ) is None for champ in _DU_OUI)

    @property
    def _nouveau_commentaire(self) -> str:
        """Not that of the avis which the new one comes after."""
        return self._d.commentaire if "commentaire" in self._change else ""
