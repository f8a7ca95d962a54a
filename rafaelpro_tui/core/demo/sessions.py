"""The plan of the demo's sessions: when they run, whose they are, and how many candidatures each gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto
from random import Random
from typing import Final

from rafaelpro_tui.core.demo.calendrier import Calendrier
from rafaelpro_tui.core.demo.catalogue import ACTIONS, AMORCE, DEPARTEMENTS, DISPOSITIFS, HORIZON
from rafaelpro_tui.core.demo.territoire import COMMUNES
from rafaelpro_tui.core.model import Action, Contact, Dispositif, Session, TypeEntrees

GUIDE: Final = "00235491"
"""The session of the guide's screenshots: 27 en attente (5 + 14 + 8), 138 days left."""


class Genre(Enum):
    """What there is to do on a session."""

    A_VENIR = auto()
    EN_COURS = auto()
    A_TRAITER = auto()  # terminée, échéance not passed
    PASSEE = auto()  # échéance passed
    ANNULEE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A session and the days, from today, that its candidatures are drawn from."""

    session: Session
    dispositif: Dispositif
    responsable: str
    genre: Genre
    ouverture: int
    inscription: int
    debut: int
    tardive: int
    fin: int
    places: int
    """Retenues there can be: capacité d'accueil."""
    maximum: int
    """En attente + retenues there can be (FOR-4)."""
    candidatures: int

    @property
    def echeance(self) -> int:
        """ECH-1."""
        return self.fin + 21


@dataclass(frozen=True, slots=True)
class _Ligne:
    """One line of the plan. `serree`: few places, hence a waiting list; `tardive`: None, the usual."""

    genre: Genre
    type_entrees: TypeEntrees
    debut: int
    fin: int
    serree: bool = False
    tardive: int | None = None


_FIXES, _SEQUENCEES, _PERMANENTES = TypeEntrees.DATES_FIXES, TypeEntrees.SEQUENCEES, TypeEntrees.PERMANENTES

_REMARQUABLES: Final = (
    # Échéances today, tomorrow, in 6, 7 (ECH-2), 15 and 16 days (ECH-3 and the day after).
    *(_Ligne(Genre.A_TRAITER, _FIXES, fin - 150, fin) for fin in (-21, -20, -15, -14, -6, -5)),
    # Waiting lists, with time left to retain from them (AVI-10), the last day of it, and none.
    *(_Ligne(Genre.EN_COURS, _FIXES, -20, 110, serree=True, tardive=jours) for jours in (25, 12, 0, -1, -10)),
    # Retenues à compléter (LOT-4).
    *(_Ligne(Genre.EN_COURS, genre, -70, 160) for genre in (_SEQUENCEES, _PERMANENTES, _SEQUENCEES)),
    *(_Ligne(Genre.ANNULEE, genre, debut, debut + 120) for genre, debut in ((_FIXES, 30), (_PERMANENTES, -40))),
)

_COURANTES: Final = (Genre.A_VENIR, Genre.EN_COURS, Genre.PASSEE, Genre.A_VENIR, Genre.EN_COURS)
NOMBRE: Final = 60
"""Sessions of the ordinary demo."""

_COEFFICIENTS: Final = tuple(map(Decimal, ("1", "1.25", "1.5", "2")))
_CONVENTIONNEES: Final = tuple(action for action in ACTIONS if action.publiee and not action.archivee)
_PAR_CODE: Final = {dispositif.code: dispositif for dispositif in DISPOSITIFS}
_DU_DEFAUT: Final = tuple(a for a in _CONVENTIONNEES if a.responsable == HORIZON and not _PAR_CODE[a.dispositif].hsp)
"""Those of the remarkable sessions: the demo opens on this structure."""
_ARCHIVEE: Final = 57
"""The one session, long over, of the archived action."""


def plans(hasard: Random, calendrier: Calendrier, candidatures: int) -> Iterator[Plan]:
    """The sessions, which share `candidatures` exactly (100 or more)."""
    yield _guide(calendrier)
    tailles = list(repartition(hasard, candidatures - 40))
    for n, taille in enumerate(tailles):
        if n < len(_REMARQUABLES):
            ligne, action = _REMARQUABLES[n], _DU_DEFAUT[n % len(_DU_DEFAUT)]
        else:
            ligne, action = _courante(hasard, n), _CONVENTIONNEES[n % len(_CONVENTIONNEES)]
        if n == _ARCHIVEE:
            action = next(a for a in ACTIONS if a.archivee)
        elif _PAR_CODE[action.dispositif].hsp:
            ligne = replace(ligne, type_entrees=_PERMANENTES)
        yield _plan(hasard, calendrier, f"{235500 + 7 * n:08d}", action, ligne, taille)


def repartition(hasard: Random, candidatures: int) -> Iterator[int]:
    """Sizes of the sessions after the guide's: about 42 each, then about 400, and a few of 20,000."""
    ordinaires = min(candidatures, 2_460)
    poids = [hasard.uniform(0.6, 1.4) for _ in range(NOMBRE - 1)]
    reste, total = ordinaires, sum(poids)
    for p in poids[:-1]:
        taille = min(reste, round(ordinaires * p / total))
        reste -= taille
        yield taille
    yield reste
    a_placer = candidatures - ordinaires
    n = 0
    while a_placer:
        n += 1
        voulue = 20_000 if n % 150 == 1 and a_placer > 60_000 else hasard.randrange(250, 550)
        taille = min(a_placer, voulue)
        a_placer -= taille
        yield taille


def _courante(hasard: Random, n: int) -> _Ligne:
    genre = _COURANTES[n % len(_COURANTES)]
    type_entrees = (_FIXES, _FIXES, _SEQUENCEES, _PERMANENTES)[n // 2 % 4]
    duree = hasard.randrange(60, 240)
    match genre:
        case Genre.A_VENIR:
            debut = hasard.randrange(7, 130)
        case Genre.PASSEE:
            debut = -22 - hasard.randrange(1, 300) - duree
        case _:
            debut = -hasard.randrange(5, duree - 20)
    return _Ligne(genre, type_entrees, debut, debut + duree)


def _plan(hasard: Random, calendrier: Calendrier, reference: str, action: Action, ligne: _Ligne, taille: int) -> Plan:
    dispositif = _PAR_CODE[action.dispositif]
    fixe = ligne.type_entrees is _FIXES
    effectif = max(8, round(taille * (0.25 if ligne.serree else hasard.uniform(0.35, 0.55))))
    coefficient = Decimal(1) if dispositif.hsp else min(hasard.choice(_COEFFICIENTS), dispositif.coefficient_max)
    tardive = ligne.tardive
    if tardive is None:
        tardive = ligne.debut + (hasard.randrange(5, 30) if fixe else (ligne.fin - ligne.debut) * 3 // 4)
    inscription = min(tardive, ligne.debut if fixe else tardive - 7)
    commune, code_postal = hasard.choice(COMMUNES[hasard.choice(DEPARTEMENTS[action.responsable])])
    formateur, positionneur = _partenaires(hasard, action.responsable)
    return Plan(
        session=Session(
            reference=reference,
            action=action.id,
            formateur=formateur,
            positionneur=positionneur,
            commune=commune,
            code_postal=code_postal,
            debut=calendrier.ouvre(ligne.debut),
            fin=calendrier.exact(ligne.fin),
            type_entrees=ligne.type_entrees,
            effectif_minimal=max(4, effectif // 3),
            effectif_vise=effectif,
            capacite_accueil=effectif + (0 if ligne.serree else effectif // 10),
            coefficient=coefficient,
            date_limite_inscription=calendrier.exact(inscription),
            date_limite_entree_tardive=calendrier.exact(tardive),
            annulee=ligne.genre is Genre.ANNULEE,
            intensite_hebdomadaire=hasard.choice((None, None, Decimal(35), Decimal(30), Decimal("24.5"))),
            contacts=_contacts(hasard, positionneur),
        ),
        dispositif=dispositif,
        responsable=action.responsable,
        genre=ligne.genre,
        ouverture=min(ligne.debut, 0) - 75,
        inscription=inscription,
        debut=ligne.debut,
        tardive=tardive,
        fin=ligne.fin,
        places=effectif + (0 if ligne.serree else effectif // 10),
        maximum=int(coefficient * effectif),
        candidatures=taille,
    )


def _partenaires(hasard: Random, responsable: str) -> tuple[str, str]:
    """Formateur and Positionneur: the Responsable itself most often, else one of the three others."""
    autres = [structure for structure in DEPARTEMENTS if structure != responsable]
    formateur = responsable if hasard.random() < 0.6 else hasard.choice(autres)
    positionneur = responsable if hasard.random() < 0.65 else hasard.choice(autres)
    return formateur, positionneur


def _contacts(hasard: Random, positionneur: str) -> tuple[Contact, ...]:
    accueil = Contact(
        nom="Accueil",
        telephone=f"053649{hasard.randrange(10_000):04d}",  # numbers kept for fiction by the Arcep
        courriel=f"accueil@{positionneur}.example.org",
    )
    if hasard.random() < 0.5:
        return (accueil,)
    return accueil, Contact(nom="Service recrutement", courriel=f"recrutement@{positionneur}.example.org")


def _guide(calendrier: Calendrier) -> Plan:
    """As on the guide's screenshots: effectif 4 / 20 / 20, and the same days between its dates."""
    debut, inscription, tardive, fin = -60, 32, 62, 117
    return Plan(
        session=Session(
            reference=GUIDE,
            action=AMORCE,
            formateur=HORIZON,
            positionneur=HORIZON,
            commune="Bordeaux",
            code_postal="33000",
            debut=calendrier.ouvre(debut),
            fin=calendrier.exact(fin),
            type_entrees=_FIXES,
            effectif_minimal=4,
            effectif_vise=20,
            capacite_accueil=20,
            coefficient=Decimal("1.5"),
            date_limite_inscription=calendrier.exact(inscription),
            date_limite_entree_tardive=calendrier.exact(tardive),
            contacts=(Contact(nom="Accueil", telephone="0536490000", courriel="accueil@horizon.example.org"),),
        ),
        dispositif=_PAR_CODE["PRF"],
        responsable=HORIZON,
        genre=Genre.EN_COURS,
        ouverture=-75,
        inscription=inscription,
        debut=debut,
        tardive=tardive,
        fin=fin,
        places=20,
        maximum=30,
        candidatures=40,
    )
