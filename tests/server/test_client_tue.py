"""`synchroniser` killed at any instant, over real HTTP: nothing lost, nothing doubled, and the next one ends well.

30 kills by default; `RAFAELPRO_CRASH=300` for more. Each is a process of its own, forked from one that has imported
what it needs: it dies as a laptop whose battery is taken out.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from multiprocessing.connection import Connection as Tuyau
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from rafaelpro_tui.cli import main
from rafaelpro_tui.core.commands import Convoquer, LotConvoquer, NoterResultat, RendreAvis, SaisieRecrutementOui
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Candidat, Candidature, Resultat
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.sync.fil import Jetons, Moi
from rafaelpro_tui.core.sync.jetons_gardes import JetonsGardes
from rafaelpro_tui.core.sync.profil import creer
from rafaelpro_tui.server.acces import empreinte
from rafaelpro_tui.server.application import creer as application
from rafaelpro_tui.server.chargement import charger
from rafaelpro_tui.server.store import meta, migrations, tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core import atelier
from tests.core.atelier import FIN, JOUR, HorlogeDeTest
from tests.server.en_ligne import en_ligne
from tests.server.porte import Porte
from tests.server.poste import Poste

pytestmark = [pytest.mark.crash, pytest.mark.slow]

FOIS = int(os.environ.get("RAFAELPRO_CRASH", "30"))
PAR_FOIS = 4
"""Candidatures handled before each synchronisation: a dozen commands."""
OUI = SaisieRecrutementOui(entree=date(2024, 8, 1), sortie=FIN, intensite=Decimal(35))


def synchroniser(base: str, parti: Tuyau) -> None:
    """In the process that is killed: the command line's own function."""
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    parti.send(True)
    os._exit(main(["synchroniser", "--base", base, "--json"]))


def monde() -> Iterator[Any]:
    """The small one of the other tests, and enough people on its session for every kill."""
    yield from atelier.objets()
    for n in range(FOIS * PAR_FOIS):
        yield Candidat(id=f"K{n}", nom_naissance=f"Nom{n}", prenom="Désiré")
        yield Candidature(
            reference=f"K{n}", session="S", candidat=f"K{n}", prescripteur="ML de Pau", deposee_le=date(2024, 6, 1)
        )


@dataclass
class Laptop:
    """A replica signed in for good, and what was decided on it."""

    chemin: Path
    url: str
    moi: Moi
    horloge: HorlogeDeTest
    decidees: list[str] = field(default_factory=list)
    duree: float = 0.5
    """Seconds that a whole synchronisation takes here."""

    def __post_init__(self) -> None:
        creer(self.chemin, self.url, self.moi, self.chemin.stem, chiffrer=False)
        JetonsGardes(self.chemin, self.chemin.stem).garder(
            Jetons(access_token="jeton", refresh_token="x", expires_in=900)
        )

    def decider(self, rang: int) -> None:
        """On the candidatures of this turn: all, one after the other, and two more in a lot."""
        with Desk.open(self.chemin, horloge=self.horloge, grace=0.0, structure="OF1") as desk:
            references = [f"K{n}" for n in range(rang * PAR_FOIS, (rang + 1) * PAR_FOIS)]
            commandes: list[Any] = []
            for reference in references[:-2]:
                commandes += [
                    desk.commande(Convoquer, candidature=reference, date=JOUR),
                    desk.commande(NoterResultat, candidature=reference, rang=1, resultat=Resultat.PRESENCE),
                    desk.commande(RendreAvis, candidature=reference, avis=OUI),
                ]
            commandes.append(desk.commande(LotConvoquer, session="S", candidatures=tuple(references[-2:]), date=JOUR))
            assert all(resultat.fait for resultat in desk.executer(commandes))
            self.decidees += [str(command.id) for command in commandes]

    def synchroniser(self, delai: float | None) -> bool:
        """Killed after `delai` seconds, unless it has ended before; whether it was."""
        contexte = multiprocessing.get_context("forkserver")
        ici, la = contexte.Pipe(duplex=False)
        processus = contexte.Process(target=synchroniser, args=(str(self.chemin), la))
        processus.start()
        assert ici.poll(60)
        debut = time.monotonic()
        processus.join(delai)
        tue = processus.exitcode is None
        if tue:
            processus.kill()
        else:
            self.duree = time.monotonic() - debut
            assert processus.exitcode == 0
        processus.join()
        processus.close()
        return tue

    def verifier(self) -> set[str]:
        """The file is whole, nothing that was decided is lost; those that the server is said to have recorded."""
        with Desk.open(self.chemin, horloge=self.horloge) as desk:  # which may know nobody yet
            assert desk.verifier_journal().intacte
        with Base.open(self.chemin) as base, base.read() as conn:
            assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
            statuts = dict(conn.execute("SELECT id, statut FROM depart ORDER BY seq").fetchall())
        assert list(statuts) == self.decidees
        assert set(statuts.values()) <= {"a_envoyer", "envoyee", "acceptee"}
        return {id for id, statut in statuts.items() if statut == "acceptee"}


@pytest.fixture
def verite(tmp_path: Path, horloge: HorlogeDeTest) -> Iterator[Moteur]:
    moteur = Moteur.de(tmp_path / "verite.sqlite")
    migrations.monter(moteur)
    moteur.ecrire(meta.commencer)
    moteur.ecrire(lambda conn: charger(conn, monde()))
    jeton = {"empreinte": empreinte("jeton"), "utilisateur": "u1", "expire_a": 1e12}
    moteur.ecrire(lambda conn: conn.execute(insert(tables.jeton).values(jeton)))
    yield moteur
    moteur.fermer()


def test_synchroniser_tue_a_tout_instant(
    verite: Moteur, horloge: HorlogeDeTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    multiprocessing.get_context("forkserver").set_forkserver_preload([__name__, "httpx", "pydantic"])
    alea = random.Random(FOIS)
    with en_ligne(application(verite, horloge=horloge)) as url:
        moi = Porte(verite, horloge, "u1").moi()
        lea = Laptop(tmp_path / "lea.sqlite", url, moi, horloge)
        assert not lea.synchroniser(None)
        zoe = Poste(tmp_path / "zoe.sqlite", Porte(verite, horloge, "u3"), horloge, "OF2")
        zoe.passer()
        tues = 0
        for rang in range(FOIS):
            if rang % 6 == 5:  # one that is filled for the first time
                neuf = Laptop(tmp_path / f"neuf{rang}.sqlite", url, moi, horloge, duree=lea.duree)
                tues += neuf.synchroniser(alea.uniform(0, lea.duree))
                assert neuf.verifier() == set()
                neuf.synchroniser(None)
                assert tenu(neuf.chemin) == dit(verite)
            zoe.faire(Convoquer, candidature=("S0", "S1", "S2", "S3", "T0", "T1")[rang % 6], date=JOUR)
            zoe.passer()
            lea.decider(rang)
            tues += lea.synchroniser(alea.uniform(0, lea.duree))
            assert lea.verifier() <= recues_par(verite), "what is said to be recorded is"
        assert tues >= FOIS // 3, "a kill that comes after the end kills nothing"

        assert not lea.synchroniser(None)
        assert lea.verifier() == set(lea.decidees) <= recues_par(verite)
        zoe.passer()
        lea.synchroniser(None)
        assert tenu(lea.chemin) == dit(verite), "I6"
        zoe.base.close()
    with verite.lecture() as conn:
        par_commande = select(tables.evenement.c.commande, tables.evenement.c.cle, func.count()).group_by(
            tables.evenement.c.commande, tables.evenement.c.cle
        )
        faits = conn.execute(par_commande.where(tables.evenement.c.commande.in_(lea.decidees))).all()
        assert {n for *_, n in faits} == {1}, "I3: once"
        assert {commande for commande, *_ in faits} == set(lea.decidees)
        avis = select(tables.avis.c.candidature, func.count()).group_by(tables.avis.c.candidature)
        assert {tuple(ligne) for ligne in conn.execute(avis)} == {
            (f"K{rang * PAR_FOIS + n}", 1) for rang in range(FOIS) for n in range(PAR_FOIS - 2)
        }, "I1"


def recues_par(verite: Moteur) -> set[str]:
    with verite.lecture() as conn:
        return set(conn.execute(select(tables.reponse.c.id)).scalars())


def tenu(chemin: Path) -> dict[tuple[str, str], tuple[int, str]]:
    """What a replica holds for OF1, by genre and key."""
    with Base.open(chemin) as base, base.read() as conn:
        return {
            (genre, cle): (version, corps)
            for genre, cle, version, corps in conn.execute(
                "SELECT genre, cle, version, corps FROM base_objet WHERE structure = 'OF1'"
            )
        }


def dit(verite: Moteur) -> dict[tuple[str, str], tuple[int, str]]:
    """What the server tells OF1."""
    fil = tables.fil
    with verite.lecture() as conn:
        return {
            (ligne.genre, ligne.cle): (ligne.version, ligne.corps)
            for ligne in conn.execute(select(fil).where(fil.c.structure == "OF1", fil.c.retire.is_(False)))
        }
