"""The clock: going back, nights of the change of hour, 23:59 to 00:00 in Paris; the program's own clock reads them.

A session's last day is each such night's: its avis is taken until 23:59:59 and refused from 00:00:00 (AVI-9); the
passage comes at the first instant of the day after, once (ECH-1); the grace is counted in real seconds (ANN-1).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from rafaelpro_tui.core import horloge as horloges
from rafaelpro_tui.core.commands import Convoquer, ModifierAction, RendreAvis, SaisieRecrutementNon
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import HorlogeSysteme
from rafaelpro_tui.core.model import Candidature, Convocation, Motif, Resultat, Session
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import charger
from rafaelpro_tui.core.store.depart import GRACE_MAX
from tests.core.atelier import HorlogeDeTest, construire, copier, objets, session
from tests.pannes.etat import etat
from tests.pannes.terrain import Compte

PARIS: Final = ZoneInfo("Europe/Paris")
GRACE: Final = 20.0
NON: Final = SaisieRecrutementNon(motif=Motif.AUTRES, raison="A trouvé un emploi.")


def eprouver(fois: int, alea: random.Random, dossier: Path) -> Iterator[Compte]:
    """Up to `fois` nights, and as many moves of the clock."""
    nuits = _nuits()
    alea.shuffle(nuits)
    instants = sum(_nuit(nuit, dossier) for nuit in nuits[:fois])
    yield Compte("instants autour de minuit et du changement d’heure", instants, f"{len(nuits[:fois])} nuits")
    gestes, refus = _reculer(fois, alea, dossier)
    yield Compte("gestes sous une horloge qui avance et recule", gestes, f"dont {refus} refusés par une règle")


def _nuits() -> list[date]:
    """Days of the change of hour, the day before, the ends of years and of Februaries, until 2037."""
    jours = []
    for annee in range(2024, 2038):
        for mois in (3, 10):
            dernier = date(annee, mois, 31)
            dimanche = dernier - timedelta(days=(dernier.weekday() + 1) % 7)
            jours += [dimanche - timedelta(days=1), dimanche]
        jours += [date(annee, 12, 31), date(annee, 3, 1) - timedelta(days=1)]
    return jours


@contextmanager
def _a(instant: list[float]) -> Iterator[HorlogeSysteme]:
    """The program's own clock, where the machine's says `instant[0]`, in epoch seconds."""

    class Machine(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Machine:
            return cls.fromtimestamp(instant[0], tz)

    class Secondes:
        @staticmethod
        def time() -> float:
            return instant[0]

    vrais = vars(horloges)["datetime"], vars(horloges)["time"]
    vars(horloges).update(datetime=Machine, time=Secondes)
    try:
        yield HorlogeSysteme()
    finally:
        vars(horloges).update(datetime=vrais[0], time=vrais[1])


def _nuit(dernier: date, dossier: Path) -> int:
    """One session whose last day is `dernier`; how many instants of its night were tried."""
    fin = dernier - timedelta(days=21)
    base = dossier / "nuit.sqlite"
    _copie(base, dossier, fin)
    minuit = datetime.combine(dernier + timedelta(days=1), datetime.min.time(), PARIS).timestamp()
    ecarts = (
        -86_400,
        -3_600,
        -1,
        -0.001,
        0,
        0.001,
        1,
        3_599,
        3_600,
        7_199,
        7_200,
        7_201,
        9_000,
        10_800,
        14_400,
        86_399,
    )
    essais = 0
    for ecart in ecarts:
        _copie(base, dossier, fin)
        with _a([minuit + ecart]) as horloge, Desk.open(base, horloge=horloge, structure="OF1") as desk:
            attendu = datetime.fromtimestamp(minuit + ecart, UTC).astimezone(PARIS).date() > dernier
            assert attendu is (ecart >= 0)
            rendu = desk.executer_une(desk.commande(RendreAvis, candidature="S0", avis=NON))
            assert (rendu.regle == "AVI-9") is attendu, (dernier, ecart, rendu)
            passees = {reference for reference, _ in desk.passages()}
            assert ("S1" in passees) is attendu, (dernier, ecart, passees)
            assert not desk.passages(), "deux fois"
        essais += 1
    _grace_de_la_nuit(base, dossier, fin, minuit)
    return essais


def _grace_de_la_nuit(base: Path, dossier: Path, fin: date, minuit: float) -> None:
    """Twenty seconds are twenty seconds, whatever hour it has become meanwhile."""
    for changement in (minuit - 5, minuit - 86_400 + 10_800 - 5, minuit - 86_400 + 7_200 - 5):
        _copie(base, dossier, fin)
        instant = [changement]
        with _a(instant) as horloge, Desk.open(base, horloge=horloge, structure="OF1", grace=GRACE) as desk:
            jour = horloge.maintenant().date()
            faite = desk.executer_une(desk.commande(Convoquer, candidature="S2", date=jour))
            if not faite.fait:
                assert faite.regle == "AVI-9"
                continue
            instant[0] += GRACE - 1
            (annulable,) = desk.annulables()
            assert 0.5 < annulable.reste <= 1.5
            instant[0] += 2
            assert desk.annulables() == ()


def _copie(base: Path, dossier: Path, fin: date) -> None:
    """The small world of `tests.core.atelier`, its session S ending on `fin` with a candidature present on each."""
    modele = dossier / f"{fin}.sqlite"
    if not modele.exists():
        Base.create(modele)
        dates = {"debut": fin - timedelta(days=60), "fin": fin}
        limites = {f"date_limite_{nom}": fin - timedelta(days=50) for nom in ("inscription", "entree_tardive")}
        presence = (Convocation(rang=1, date=fin - timedelta(days=80), resultat=Resultat.PRESENCE),)
        with Base.open(modele) as ouverte:
            charger(
                ouverte,
                (
                    session("S", "A1", **dates, **limites)
                    if isinstance(objet, Session) and objet.reference == "S"
                    else replace(
                        objet,
                        deposee_le=fin - timedelta(days=90),
                        convocations=presence if objet.reference in ("S0", "S1") else (),
                    )
                    if isinstance(objet, Candidature)
                    else objet
                    for objet in objets()
                ),
            )
    for reste in dossier.glob("nuit.sqlite*"):
        reste.unlink()
    copier(modele, base)


def _reculer(fois: int, alea: random.Random, dossier: Path) -> tuple[int, int]:
    """Gestures on a base, the day and the seconds moving either way between them, the app opened again at times."""
    base = construire(dossier / "recule.sqlite")
    horloge = HorlogeDeTest()
    gestes = refus = 0
    while gestes < 10 * fois:
        with Desk.open(base, horloge=horloge, structure="OF1", grace=alea.choice((0.0, GRACE))) as desk:
            for _ in range(10):
                horloge.quand += timedelta(seconds=alea.choice((-90_000, -3_600, -1, 0, 1, 30, 3_600, 90_000)))
                horloge.epoque += alea.choice((-100_000.0, -30.0, -1.0, 0.0, 1.0, 30.0, 100_000.0))
                gestes += 1
                annulables = desk.annulables()
                assert all(0 < a.reste <= GRACE_MAX for a in annulables), annulables
                if annulables and alea.random() < 0.3:
                    resultat = desk.annuler(annulables[0].id)
                elif alea.random() < 0.5:
                    resultat = desk.executer_une(desk.commande(ModifierAction, action="A1", plus=f"Texte {gestes}"))
                else:
                    candidature = alea.choice(("S0", "S1", "S2", "S3", "T0", "T1"))
                    jour = horloge.quand.date() + timedelta(days=alea.randrange(-1, 2))
                    resultat = desk.executer_une(desk.commande(Convoquer, candidature=candidature, date=jour))
                refus += not resultat.fait
            desk.passages()
            verification = desk.verifier_journal()
            assert verification.intacte, verification.defaut
    lu = etat(base)
    sequences = [ligne[1] for ligne in lu["journal"] if ligne[0] == "OF1"]
    assert sequences == list(range(1, len(sequences) + 1)), "une ligne par geste, dans l’ordre"
    return gestes, refus
