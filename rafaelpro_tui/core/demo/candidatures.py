"""One candidature as its fate wants it: deposit, convocations, avis, all coherent with CNV, AVI, HSP and ECH."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from enum import Enum, auto
from random import Random
from typing import Final, TypeVar

from rafaelpro_tui.core.demo import textes
from rafaelpro_tui.core.demo.calendrier import Calendrier
from rafaelpro_tui.core.demo.catalogue import DECIDEURS
from rafaelpro_tui.core.demo.sessions import GUIDE, Genre, Plan
from rafaelpro_tui.core.model import (
    Avis,
    AvisRendu,
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Convocation,
    Etat,
    Motif,
    MotifHsp,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
    Resultat,
    TypeEntrees,
)

T = TypeVar("T")


class Sort(Enum):
    """What became of a candidature."""

    A_CONVOQUER = auto()
    PRESENCE = auto()
    AVIS = auto()
    RETENUE = auto()
    RATTRAPEE = auto()  # retenue from the waiting list (AVI-10)
    A_COMPLETER = auto()
    NON = auto()
    ABSENCES = auto()  # refused by itself (CNV-5, CNV-6)
    COMPLETE = auto()
    NON_TRANSMIS = auto()
    ANNULEE = auto()


EN_ATTENTE: Final = frozenset({Sort.A_CONVOQUER, Sort.PRESENCE, Sort.AVIS})
_PLACES: Final = frozenset({Sort.RETENUE, Sort.RATTRAPEE, Sort.A_COMPLETER})

_PARTS: Final[dict[Genre, tuple[tuple[Sort, float], ...]]] = {
    Genre.A_VENIR: (
        (Sort.AVIS, 0.16),
        (Sort.PRESENCE, 0.22),
        (Sort.A_CONVOQUER, 0.24),
        (Sort.RETENUE, 0.16),
        (Sort.ABSENCES, 0.10),
        (Sort.NON, 0.12),
    ),
    Genre.EN_COURS: (
        (Sort.A_CONVOQUER, 0.07),
        (Sort.PRESENCE, 0.08),
        (Sort.AVIS, 0.08),
        (Sort.RETENUE, 0.47),
        (Sort.ABSENCES, 0.10),
        (Sort.NON, 0.20),
    ),
    Genre.A_TRAITER: (
        (Sort.A_CONVOQUER, 0.03),
        (Sort.PRESENCE, 0.05),
        (Sort.AVIS, 0.07),
        (Sort.RETENUE, 0.45),
        (Sort.ABSENCES, 0.15),
        (Sort.NON, 0.25),
    ),
    Genre.PASSEE: (
        (Sort.RETENUE, 0.50),
        (Sort.NON_TRANSMIS, 0.12),
        (Sort.ABSENCES, 0.15),
        (Sort.NON, 0.23),
    ),
    Genre.ANNULEE: ((Sort.ANNULEE, 0.75), (Sort.ABSENCES, 0.10), (Sort.NON, 0.15)),
}

_DU_GUIDE: Final = (
    (Sort.A_CONVOQUER, 5),
    (Sort.PRESENCE, 14),
    (Sort.AVIS, 8),
    (Sort.RETENUE, 1),
    (Sort.ABSENCES, 4),
    (Sort.NON, 8),
)

_ETATS: Final = {
    Sort.A_CONVOQUER: Etat.EN_ATTENTE,
    Sort.PRESENCE: Etat.EN_ATTENTE,
    Sort.AVIS: Etat.EN_ATTENTE,
    Sort.RETENUE: Etat.RETENUE,
    Sort.RATTRAPEE: Etat.RETENUE,
    Sort.A_COMPLETER: Etat.RETENUE,
    Sort.NON: Etat.NON_RETENUE,
    Sort.ABSENCES: Etat.NON_RETENUE,
    Sort.COMPLETE: Etat.REFUS_SESSION_COMPLETE,
    Sort.NON_TRANSMIS: Etat.AVIS_NON_TRANSMIS,
    Sort.ANNULEE: Etat.REFUS_SESSION_ANNULEE,
}

_MOTIFS_NON: Final = (
    Motif.PREREQUIS,
    Motif.PREREQUIS,
    Motif.PROJET,
    Motif.CONDITIONS,
    Motif.AUTRES,
    Motif.CANDIDAT_INDISPONIBLE,
)
_INTENSITES: Final = tuple(map(Decimal, ("35", "35", "30", "28", "24.5")))


def sorts(plan: Plan, hasard: Random) -> list[Sort]:
    """The fates of a session's candidatures; beyond its places and its maximum, the session is complète (FOR-4)."""
    if plan.session.reference == GUIDE:
        return [sort for sort, nombre in _DU_GUIDE for _ in range(nombre)]
    tires: list[Sort] = []
    cumul = hasard.random()
    for sort, part in _PARTS[plan.genre]:
        cumul += part * plan.candidatures
        tires += [sort] * (min(int(cumul), plan.candidatures) - len(tires))
    tires += [Sort.NON] * (plan.candidatures - len(tires))
    if plan.dispositif.hsp:
        tires = [Sort.NON if sort is Sort.ABSENCES else sort for sort in tires]
    return _a_completer(plan, _dans_les_places(plan, tires))


def _dans_les_places(plan: Plan, tires: list[Sort]) -> list[Sort]:
    refus = Sort.NON if plan.dispositif.hsp else Sort.COMPLETE
    retenues = inscrits = 0
    for n, sort in enumerate(tires):
        if sort in EN_ATTENTE or sort in _PLACES:
            if inscrits == plan.maximum or (sort in _PLACES and retenues == plan.places):
                tires[n] = refus
                continue
            inscrits += 1
            retenues += sort in _PLACES
    return tires


def _a_completer(plan: Plan, tires: list[Sort]) -> list[Sort]:
    """One retenue in four still to complete (LOT-4); one in nine from the waiting list when there was one."""
    lot = plan.session.type_entrees is not TypeEntrees.DATES_FIXES and not plan.dispositif.hsp
    lot = lot and plan.genre in (Genre.EN_COURS, Genre.A_VENIR)
    rattrape = Sort.COMPLETE in tires and plan.tardive < 30
    for n, sort in enumerate(tires):
        if sort is Sort.RETENUE and lot and n % 4 == 0:
            tires[n] = Sort.A_COMPLETER
        elif sort is Sort.RETENUE and rattrape and n % 9 == 0:
            tires[n] = Sort.RATTRAPEE
    return tires


class Fabrique:
    """Makes the candidatures of one session."""

    def __init__(self, hasard: Random, calendrier: Calendrier, plan: Plan) -> None:
        self._random = hasard.random
        self._calendrier = calendrier
        self._plan = plan
        self._hsp = plan.dispositif.hsp
        self._limite = min(plan.echeance, -1)
        self._decideurs = DECIDEURS[plan.session.positionneur] + DECIDEURS[plan.responsable]

    def candidature(
        self, reference: str, candidat: str, prescripteur: str, france_travail: bool, sort: Sort
    ) -> Candidature:
        """The candidature of that reference, as its fate wants it."""
        depot = self._depot()
        if self._hsp:
            convocations: tuple[Convocation, ...] = ()
            dernier = min(depot + 2 + int(self._random() * 9), self._limite)
        else:
            convocations, dernier = self._convocations(sort, depot)
        return Candidature(
            reference=reference,
            session=self._plan.session.reference,
            candidat=candidat,
            prescripteur=prescripteur,
            deposee_le=self._calendrier.ouvre(depot),
            prescripteur_france_travail=france_travail,
            etat=_ETATS[sort],
            convocations=convocations,
            avis=self._avis(sort, dernier, convocations),
        )

    def _choisit(self, choix: Sequence[T]) -> T:
        return choix[int(self._random() * len(choix))]

    def _depot(self) -> int:
        """CAN-5: from the opening to the limit, today at the latest."""
        dernier = min(self._plan.inscription, -1)
        return self._plan.ouverture + int(self._random() * (dernier - self._plan.ouverture + 1))

    # Convocations

    def _convocations(self, sort: Sort, depot: int) -> tuple[tuple[Convocation, ...], int]:
        """The convocations (CNV-1 to 4), and the day of the last."""
        match sort:
            case Sort.A_CONVOQUER:
                absences = (0, 0, 0, 1, 2)[int(self._random() * 5)]
                resultats = [Resultat.ABSENCE_JUSTIFIEE] * absences
            case Sort.PRESENCE:
                return self._attendue(depot)
            case Sort.ABSENCES if self._random() < 0.25 and self._limite - depot > 12:
                resultats = [Resultat.ABSENCE_JUSTIFIEE] * 3  # CNV-6
            case Sort.ABSENCES:
                resultats = [*self._absences(), Resultat.ABSENCE_NON_JUSTIFIEE]  # CNV-5
            case Sort.NON_TRANSMIS:
                resultats = ([], [Resultat.ABSENCE_JUSTIFIEE], [Resultat.PRESENCE])[int(self._random() * 3)]
            case Sort.ANNULEE if self._random() < 0.4:
                resultats = []
            case _:
                resultats = [*self._absences(), Resultat.PRESENCE]
        jours = self._jours(depot, len(resultats))
        convocations = tuple(
            Convocation(rang=n, date=self._calendrier.ouvre(jour), resultat=resultat)
            for n, (jour, resultat) in enumerate(zip(jours, resultats, strict=True), 1)
        )
        return convocations, jours[-1] if jours else depot

    def _absences(self) -> list[Resultat]:
        """Those that came before the last convocation: none most often."""
        return [Resultat.ABSENCE_JUSTIFIEE] * (0, 0, 0, 0, 0, 1, 1, 2)[int(self._random() * 8)]

    def _attendue(self, depot: int) -> tuple[tuple[Convocation, ...], int]:
        """One convocation whose result is not noted: yet to come, or of these last days."""
        avant = self._absences()
        jours = self._jours(depot, len(avant), jusque=-8)
        premier = max(jours[-1] + 1 if jours else depot + 1, -6)
        dernier = max(premier, min(14, self._plan.echeance))
        if jours and jours[0] < depot:
            jours, avant = [], []
        jour = min(premier + int(self._random() * (dernier - premier + 1)), self._plan.echeance)
        convocations = [
            Convocation(rang=n, date=self._calendrier.ouvre(j), resultat=resultat)
            for n, (j, resultat) in enumerate(zip(jours, avant, strict=True), 1)
        ]
        convocations.append(Convocation(rang=len(convocations) + 1, date=self._calendrier.ouvre(jour)))
        return tuple(convocations), jour

    def _jours(self, depot: int, nombre: int, jusque: int = 0) -> list[int]:
        """`nombre` days in order after the deposit, yesterday and the échéance at the latest."""
        if not nombre:
            return []
        limite = min(self._limite, jusque)
        marge = max(0, limite - depot)
        pas = max(1, min(14, marge // (nombre + 1)))
        premier = min(depot + 1 + int(self._random() * pas), limite)
        return [max(depot, min(premier + n * pas, limite)) for n in range(nombre)]

    # Avis

    def _avis(self, sort: Sort, dernier: int, convocations: tuple[Convocation, ...]) -> tuple[AvisRendu, ...]:
        if sort in EN_ATTENTE or (sort is Sort.ANNULEE and self._random() < 0.6):
            return ()
        jour = min(dernier + int(self._random() * 6), self._limite)
        if sort is Sort.NON_TRANSMIS:
            return (self._passage(),)
        if sort is Sort.ABSENCES:
            justifiee = convocations[-1].resultat is Resultat.ABSENCE_JUSTIFIEE
            motif = Motif.CANDIDAT_INDISPONIBLE if justifiee else Motif.ABSENCE_NON_JUSTIFIEE
            return (self._rendu(1, RecrutementNon(motif=motif), jour),)
        if sort is Sort.ANNULEE:
            return (self._rendu(1, self._oui(), jour),) if self._hsp or self._presence(convocations) else ()
        if sort is Sort.COMPLETE:
            return (self._rendu(1, self._complete(), jour),)
        if sort is Sort.RATTRAPEE and jour <= self._plan.tardive:
            second = max(jour, min(self._plan.tardive, -1) - int(self._random() * 5))
            return self._rendu(1, self._complete(), jour), self._rendu(2, self._oui(), second)
        if sort is Sort.A_COMPLETER:
            return (self._rendu(1, RecrutementACompleter(), jour),)
        return (self._rendu(1, self._non() if sort is Sort.NON else self._oui(), jour),)

    @staticmethod
    def _presence(convocations: tuple[Convocation, ...]) -> bool:
        return bool(convocations) and convocations[-1].resultat is Resultat.PRESENCE

    def _rendu(self, rang: int, avis: Avis, jour: int) -> AvisRendu:
        instant = self._calendrier.instant(jour, self._random())
        return AvisRendu(rang=rang, avis=avis, par=self._choisit(self._decideurs), le=instant)

    def _passage(self) -> AvisRendu:
        """ECH-1: the day after the échéance, at midnight, by the clock."""
        le = self._calendrier.minuit(self._plan.echeance + 1)
        return AvisRendu(rang=1, avis=RecrutementNon(motif=Motif.AVIS_NON_TRANSMIS), par="systeme", le=le)

    def _complete(self) -> RecrutementNon:
        commentaire = self._choisit(textes.COMMENTAIRES_COMPLETE) if self._random() < 0.4 else ""
        return RecrutementNon(motif=Motif.SESSION_COMPLETE, commentaire=commentaire)

    def _oui(self) -> Avis:
        session = self._plan.session
        entree, sortie = session.debut, session.fin
        if session.type_entrees is not TypeEntrees.DATES_FIXES:
            entree = self._calendrier.ouvre(self._plan.debut + int(self._random() * 21))
            sortie = min(session.fin, entree + timedelta(days=45 + int(self._random() * 60)))
        elif self._random() < 0.2:
            entree = min(self._calendrier.ouvre(self._plan.debut + 7), session.date_limite_entree_tardive)
        intensite = session.intensite_hebdomadaire or self._choisit(_INTENSITES)
        commentaire = self._choisit(textes.COMMENTAIRES_OUI) if self._random() < 0.3 else ""
        if self._hsp:
            return ConformiteOui(entree=entree, sortie=sortie, intensite=intensite, commentaire=commentaire)
        return RecrutementOui(entree=entree, sortie=sortie, intensite=intensite, commentaire=commentaire)

    def _non(self) -> Avis:
        if self._hsp:
            if self._random() < 0.4:
                return ConformiteNon(motif=MotifHsp.PERSONNE_INJOIGNABLE)
            return ConformiteNon(motif=MotifHsp.NON_CONFORMITE, raison=self._choisit(textes.RAISONS_CONFORMITE))
        motif = self._choisit(_MOTIFS_NON)
        raison = self._choisit(textes.RAISONS_AUTRES) if motif is Motif.AUTRES else ""
        commentaire = self._choisit(textes.COMMENTAIRES_NON) if self._random() < 0.35 else ""
        return RecrutementNon(motif=motif, raison=raison, commentaire=commentaire)
