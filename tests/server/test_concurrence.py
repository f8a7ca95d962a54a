"""Several servers on one PostgreSQL: a cursor never skips what commits later, counts are told whole, I1 holds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from rafaelpro_tui.core import images
from rafaelpro_tui.core.commands import Convoquer, ModifierAction, ModifierSession, NoterResultat, RendreAvis
from rafaelpro_tui.core.model import Resultat
from rafaelpro_tui.core.sync import fil
from rafaelpro_tui.core.sync.fil import Empreinte, Page, Sort
from rafaelpro_tui.server.changements import changements
from rafaelpro_tui.server.execution import Demande, executer, executer_dans
from rafaelpro_tui.server.store import fils, tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import JOUR, QUAND, HorlogeDeTest
from tests.server.poste import NON, OUI
from tests.server.test_verite import plier

PATIENCE = 30.0


@pytest.fixture
def moteur(base_postgresql: str) -> Iterator[Moteur]:
    """SQLite writes one transaction at a time: what is here is about PostgreSQL."""
    moteur = Moteur.de(base_postgresql)
    yield moteur
    moteur.fermer()


def demande(
    cls: type[Any], poste: str = "p", structure: str = "OF1", utilisateur: str = "u1", **champs: Any
) -> Demande:
    command = cls(id=uuid4(), structure=structure, utilisateur=utilisateur, **champs)
    return Demande(command=command, poste=poste, saisi_le=QUAND)


def lire(moteur: Moteur, curseur: str | None, limite: int = 1000) -> Page:
    return moteur.lire(lambda conn: changements(conn, "OF1", curseur, limite, "u1", QUAND))


def bloquee(moteur: Moteur) -> bool:
    """Whether some transaction waits for a lock of another."""
    with moteur.lecture() as conn:
        return bool(conn.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())


def attendre(condition: Callable[[], bool]) -> None:
    limite = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limite
        time.sleep(0.005)


def pendant(moteur: Moteur, premiere: Demande, seconde: Demande) -> tuple[Sort, Sort, list[bool]]:
    """Both sorts, the second begun before the first is committed; and whether it ended before that."""
    with ThreadPoolExecutor(1) as autre_fil, moteur.engine.connect() as conn:
        with conn.begin():
            un = executer_dans(conn, QUAND, premiere)
            autre: Future[Sort] = autre_fil.submit(executer, moteur, HorlogeDeTest(), seconde)
            attendre(lambda: autre.done() or bloquee(moteur))
            vues = [autre.done()]
        return un, autre.result(timeout=PATIENCE), vues


def en_cours(page: Page, candidat: str) -> dict[str, int]:
    (corps,) = [o.corps for o in page.objets if (o.genre, o.cle) == ("candidat", candidat)]
    lu: dict[str, int] = corps["en_cours"]
    return lu


def test_a_number_is_not_seen_before_a_smaller_one(moteur: Moteur) -> None:
    """Two transactions, on objects of their own: the second waits for the counter that the first has taken."""
    avant = lire(moteur, None)
    un, deux, finie = pendant(
        moteur,
        demande(Convoquer, candidature="S1", date=JOUR),
        demande(Convoquer, candidature="T0", date=JOUR),
    )
    assert (un.issue, deux.issue, finie) == ("fait", "fait", [False])
    suite = lire(moteur, avant.curseur)
    assert {o.cle for o in suite.objets if o.genre == "candidature"} == {"S1", "T0"}


def test_a_sequence_in_place_of_the_counter_would_be_seen(moteur: Moteur, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken on purpose: numbers that nobody waits for. The second is told before the first, and a cursor skips it."""
    moteur.ecrire(lambda conn: conn.execute(text("CREATE SEQUENCE bidon START 1000 INCREMENT 1000")))
    monkeypatch.setattr(fils, "_COMPTEUR_TENU", text("SELECT nextval('bidon') + length(:structure) * 0"))
    monkeypatch.setattr(fils, "_AVANCER", text("SELECT :de, :seq"))
    monkeypatch.setattr(fils, "_cumuler", lambda conn, structure, deltas: None)
    with pytest.raises(AssertionError):
        test_a_number_is_not_seen_before_a_smaller_one(moteur)


def test_the_count_of_a_candidat_is_told_whole(moteur: Moteur) -> None:
    """CAN-4: two of their candidatures decided at once on two sessions: the feed ends with both."""
    for reference in ("S0", "T0"):
        assert executer(moteur, HorlogeDeTest(), demande(Convoquer, candidature=reference, date=JOUR)).issue == "fait"
        presence = demande(NoterResultat, candidature=reference, rang=1, resultat=Resultat.PRESENCE)
        assert executer(moteur, HorlogeDeTest(), presence).issue == "fait"
    assert en_cours(lire(moteur, None), "P0") == {"total": 3, "hsp": 1}
    un, deux, _ = pendant(
        moteur, demande(RendreAvis, candidature="S0", avis=OUI), demande(RendreAvis, candidature="T0", avis=NON)
    )
    assert (un.issue, deux.issue) == ("fait", "fait")
    assert en_cours(lire(moteur, None), "P0") == {"total": 1, "hsp": 1}


def test_an_object_read_before_a_change_is_not_told_after_it(moteur: Moteur) -> None:
    """A session comes with its action: not as it was before somebody else's change."""
    un, deux, _ = pendant(
        moteur,
        demande(ModifierAction, action="A1", plus="Nouveau"),
        demande(ModifierSession, session="S", date_limite_inscription=JOUR + timedelta(days=6)),
    )
    assert (un.issue, deux.issue) == ("fait", "fait")
    (action,) = [o for o in lire(moteur, None).objets if (o.genre, o.cle) == ("action", "A1")]
    assert (action.version, action.corps["image"]["plus"]) == (2, "Nouveau")


def test_decided_twice_at_once_there_is_one_avis(moteur: Moteur) -> None:
    """I1, and the second is told who was first."""
    executer(moteur, HorlogeDeTest(), demande(Convoquer, candidature="S0", date=JOUR))
    presence = demande(NoterResultat, candidature="S0", rang=1, resultat=Resultat.PRESENCE)
    executer(moteur, HorlogeDeTest(), presence)
    un, deux, _ = pendant(
        moteur,
        demande(RendreAvis, candidature="S0", avis=OUI),
        demande(RendreAvis, poste="q", structure="OF2", utilisateur="u3", candidature="S0", avis=NON),
    )
    assert (un.issue, deux.issue, deux.regle) == ("fait", "refus", "CAN-3")
    assert deux.actuel is not None
    assert (deux.actuel.etat, deux.actuel.par) == ("retenue", "Horizon Formation")


def test_the_same_command_sent_twice_at_once_has_one_effect(moteur: Moteur) -> None:
    """I3: the twin waits for the first, and has its answer."""
    une = demande(Convoquer, candidature="S1", date=JOUR)
    un, deux, finie = pendant(moteur, une, une)
    assert (un.rejoue, deux.rejoue, deux.issue, finie) == (None, True, "fait", [False])


def test_a_reader_among_writers_misses_nothing(moteur: Moteur) -> None:
    """Eight writers, and a reader who follows page after page: at the end it holds what a first reading gives (I6)."""
    references = ["S0", "S1", "S2", "S3", "T0", "T1"]
    tenus: dict[tuple[str, str], int] = {}
    fini = threading.Event()

    def prendre(page: Page) -> None:
        for objet in page.objets:
            tenus[objet.genre, objet.cle] = fil.resume(objet.genre, objet.cle, objet.version, objet.corps)
        for retire in page.retires:
            tenus.pop((retire.genre, retire.cle), None)
        if page.empreinte is not None:  # true at each end of the feed, not only at rest
            par_genre: dict[str, list[int]] = {}
            for (genre, _), resume in tenus.items():
                par_genre.setdefault(genre, []).append(resume)
            dites: dict[str, Empreinte] = {genre: fil.empreinte(resumes) for genre, resumes in par_genre.items()}
            assert page.empreinte == dites

    def suivre() -> None:
        curseur: str | None = None
        derniere = False
        while True:
            page = lire(moteur, curseur, limite=7)
            prendre(page)
            curseur = page.curseur
            if page.fin:
                if derniere:
                    return
                derniere = fini.is_set()

    def ecrire(rang: int) -> int:
        horloge, faites = HorlogeDeTest(), 0
        for tour in range(6):
            reference = references[(rang + tour) % len(references)]
            if tour % 3 == 2:
                faite = demande(ModifierAction, action="A1", plus=f"{rang}.{tour}")
            elif tour % 3 == 1:
                limite = JOUR + timedelta(days=1 + (rang + tour) % 7)
                faite = demande(ModifierSession, session=reference[0], date_limite_inscription=limite)
            else:
                faite = demande(Convoquer, candidature=reference, date=JOUR)
            faites += executer(moteur, horloge, faite).issue == "fait"
        return faites

    with ThreadPoolExecutor(9) as fils:
        lecteur = fils.submit(suivre)
        assert sum(fils.map(ecrire, range(8))) > 20
        fini.set()
        lecteur.result(timeout=PATIENCE)
    page = lire(moteur, None)
    assert page.fin
    assert {(o.genre, o.cle): fil.resume(o.genre, o.cle, o.version, o.corps) for o in page.objets} == tenus
    plier(moteur)


def test_the_events_of_a_candidature_tell_its_avis(moteur: Moteur) -> None:
    """I9, and I1 in the words of the base: what the events say was given is what the table of avis holds."""
    test_decided_twice_at_once_there_is_one_avis(moteur)
    with moteur.lecture() as conn:
        rendus = conn.execute(select(tables.avis.c.candidature, tables.avis.c.rang)).all()
        image = conn.execute(
            select(tables.evenement.c.image)
            .where(tables.evenement.c.cle == "S0")
            .order_by(tables.evenement.c.version.desc())
            .limit(1)
        ).scalar_one()
    candidature = images.from_json("candidature", image)
    assert [("S0", rendu.rang) for rendu in candidature.avis] == [tuple(ligne) for ligne in rendus]  # type: ignore[union-attr]


def test_a_connection_that_was_lost_is_taken_again(base_postgresql: str) -> None:
    """The database restarted between two requests: neither a reader nor a writer has to know."""
    moteur, autre = Moteur.de(base_postgresql), Moteur.de(base_postgresql)
    tuer = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = :d")
    for demander in (moteur.lire, moteur.ecrire):
        assert demander(lambda conn: conn.execute(text("SELECT 1")).scalar_one()) == 1
        autre.ecrire(lambda conn: conn.execute(tuer, {"d": moteur.url.database}))
        assert demander(lambda conn: conn.execute(text("SELECT 2")).scalar_one()) == 2
    moteur.fermer()
    autre.fermer()
