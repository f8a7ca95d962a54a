"""Histories of the protocol, from a seed: laptops decide, push, pull, lose the way there or back, are killed; the day
of the server passes, and an old backup of it is put back. At rest, the invariants of SYNC hold.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, cast

from sqlalchemy import Connection, insert, select
from sqlcipher3 import dbapi2

from rafaelpro_tui.core import images
from rafaelpro_tui.core.commands import (
    AnyCommand,
    Convoquer,
    DeplacerConvocation,
    LotConvoquer,
    LotNoterResultat,
    NoterResultat,
    RendreAvis,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.execution import passages
from rafaelpro_tui.core.model import Resultat
from rafaelpro_tui.core.rules.decision import SYSTEME
from rafaelpro_tui.core.store import acteurs, coherence, envois, replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.sync.erreurs import ErreurServeur, HorsLigne
from rafaelpro_tui.core.sync.fil import Envoi, Reponse, Serveur
from rafaelpro_tui.core.sync.synchronisation import Synchronisation
from rafaelpro_tui.server import execution
from rafaelpro_tui.server.acces import empreinte
from rafaelpro_tui.server.store import meta, objets, tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import JOUR, HorlogeDeTest
from tests.server.porte import Porte
from tests.server.poste import NON, OUI
from tests.server.relais import ParLeReseau

CANDIDATURES = ("S0", "S1", "S2", "T0")
QUI = (("u1", "OF1"), ("u3", "OF2"), ("u1", "OF1"))


class Chemin(Serveur, Protocol):
    """A way to the server that can be cut."""

    def couper(self, alea: random.Random) -> None: ...
    def retablir(self) -> None: ...
    def fermer(self) -> None: ...


class Direct(Porte):
    """In this process: a request is lost, or its answer, or the server dies amid a batch."""

    milieu: int | None = None
    """Commands after which the server dies."""

    def couper(self, alea: random.Random) -> None:
        match alea.randrange(3):
            case 0:
                self.coupe_avant = 1
            case 1:
                self.coupe_apres = 1
            case _:
                self.milieu = alea.randrange(3)

    def retablir(self) -> None:
        self.coupe_avant = self.coupe_apres = 0
        self.milieu = None

    def envoyer(self, envoi: Envoi) -> Reponse:
        if self.milieu is None:
            return super().envoyer(envoi)
        super().envoyer(replace(envoi, commandes=envoi.commandes[: self.milieu]))
        raise HorsLigne("Le serveur s’est arrêté.")

    def fermer(self) -> None:
        pass


class Scene:
    """Where histories are played one after the other: the files that each begins with, and one engine for all.

    An engine compiles each query once: with another for each history, half of the time would go there.
    """

    def __init__(self, dossier: Path, modele: Path) -> None:
        self.dossier = dossier
        self.horloge = HorlogeDeTest()
        self.url: str | None = None
        """Where the server of this scene is heard, if it is to be spoken to over HTTP."""
        self.verite = dossier / "verite.sqlite"
        self.moteur = Moteur.de(self.verite)
        self._debut = dossier / "debut"
        self._debut.mkdir()
        shutil.copy(modele, self.verite)
        self.moteur.ecrire(self._donner_des_jetons)
        for rang, (utilisateur, _) in enumerate(QUI):
            self._premiere_synchronisation(f"poste{rang}", utilisateur)
        self.moteur.fermer()
        shutil.copy(self.verite, self._debut)

    def _premiere_synchronisation(self, nom: str, utilisateur: str) -> None:
        chemin = self._debut / f"{nom}.sqlite"
        Base.create(chemin)
        with Base.open(chemin) as base:
            base.ecrire_meta("genre", "replique")
            base.ecrire_meta(replique.POSTE, nom)
            Synchronisation(base, self.horloge, Porte(self.moteur, self.horloge, utilisateur)).passer()

    @staticmethod
    def _donner_des_jetons(conn: Connection) -> None:
        for utilisateur in sorted({utilisateur for utilisateur, _ in QUI}):
            conn.execute(
                insert(tables.jeton).values(empreinte=empreinte(utilisateur), utilisateur=utilisateur, expire_a=1e12)
            )

    def chemin(self, utilisateur: str) -> Chemin:
        if self.url is None:
            return Direct(self.moteur, self.horloge, utilisateur)
        return ParLeReseau(self.url, utilisateur)

    def planter(self) -> None:
        """All as it was at the beginning, whatever the last history has left."""
        self.fermer()
        vars(self.horloge).update(vars(HorlogeDeTest()))
        for fichier in self.dossier.iterdir():
            if fichier.is_file():
                fichier.unlink()
        for fichier in self._debut.iterdir():
            shutil.copyfile(fichier, self.dossier / fichier.name)

    def fermer(self) -> None:
        self.moteur.fermer()


@dataclass
class Portable:
    """One laptop: its file, its user, its way to the server."""

    chemin: Path
    utilisateur: str
    structure: str
    porte: Chemin
    base: Base


@dataclass
class Histoire:
    """`jouer` one, `verifier` what it must leave."""

    graine: int
    scene: Scene
    gestes: list[str] = field(default_factory=list)
    enregistres: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By command, what a laptop was told: acceptee or refusee, and by which rule."""

    def __post_init__(self) -> None:
        self.alea = random.Random(self.graine)
        self.scene.planter()
        self.horloge = self.scene.horloge
        self.moteur = self.scene.moteur
        self.restaure: datetime | None = None
        self.portables = [self._ouvrir(rang, *qui) for rang, qui in enumerate(QUI)]

    def _ouvrir(self, rang: int, utilisateur: str, structure: str) -> Portable:
        chemin = self.scene.dossier / f"poste{rang}.sqlite"
        return Portable(chemin, utilisateur, structure, self.scene.chemin(utilisateur), Base.open(chemin))

    # What happens

    def jouer(self, pas: int) -> None:
        for _ in range(pas):
            portable = self.alea.choice(self.portables)
            geste = self.alea.choices(
                (
                    self._decider,
                    self._synchroniser,
                    self._couper,
                    self._tuer,
                    self._tuer_en_ecrivant,
                    self._annuler,
                    self._passer_le_temps,
                    self._restaurer,
                ),
                (10, 6, 4, 2, 2, 1, 1, 1),
            )[0]
            self.gestes.append(f"{geste.__name__} {portable.chemin.stem}")
            geste(portable)

    def _decider(self, portable: Portable) -> None:
        reference = self.alea.choice(CANDIDATURES)
        avis = self.alea.choice((OUI, NON))
        resultat = self.alea.choice(tuple(Resultat))
        date = JOUR + timedelta(days=self.alea.randrange(3))
        choix: list[tuple[type[Any], dict[str, Any]]] = [
            (Convoquer, {"candidature": reference, "date": date}),
            (DeplacerConvocation, {"candidature": reference, "rang": 1, "date": date}),
            (NoterResultat, {"candidature": reference, "rang": self.alea.randint(1, 3), "resultat": resultat}),
            (RendreAvis, {"candidature": reference, "avis": avis}),
            (LotConvoquer, {"session": "S", "candidatures": ("S0", "S1"), "date": date}),
            (LotNoterResultat, {"session": "S", "candidatures": ("S1", "S2"), "resultat": resultat}),
        ]
        cls, champs = self.alea.choice(choix)
        desk = self._bureau(portable, grace=self.alea.choice((0.0, 20.0)))
        desk.executer_une(desk.commande(cls, **champs))

    def _tuer_en_ecrivant(self, portable: Portable) -> None:
        """SQLite stops at some instruction of a synchronisation: what was not committed is gone, as when killed."""
        reste = self.alea.randrange(40)

        def arreter() -> bool:
            nonlocal reste
            reste -= 1
            return reste < 0

        brute: Any = portable.base.write.conn
        brute.set_progress_handler(arreter, 500)
        with suppress(Erreur, dbapi2.Error):
            Synchronisation(portable.base, self.horloge, portable.porte).passer()
        portable.base.close()
        portable.base = Base.open(portable.chemin)
        self._noter(portable)

    def _annuler(self, portable: Portable) -> None:
        desk = self._bureau(portable, grace=20.0)
        if annulables := desk.annulables():
            desk.annuler(annulables[0].id)

    def _synchroniser(self, portable: Portable) -> None:
        with suppress(ErreurServeur):
            Synchronisation(portable.base, self.horloge, portable.porte).passer()
        self._noter(portable)

    def _couper(self, portable: Portable) -> None:
        """The way is lost at any of the requests, before or after the server has done its part."""
        portable.porte.couper(self.alea)
        self._synchroniser(portable)
        portable.porte.retablir()

    def _tuer(self, portable: Portable) -> None:
        """Nothing is closed: what is left is what was on disk."""
        portable.base.close()
        portable.base = Base.open(portable.chemin)
        if self.alea.random() < 0.3:
            self.moteur.fermer()  # it opens its file again by itself

    def _passer_le_temps(self, _: Portable) -> None:
        if self.alea.random() < 0.7:
            self.horloge.attendre(30)
            return
        self.horloge.aller_au(self.horloge.maintenant().date() + timedelta(days=self.alea.choice((1, 2, 40))))
        with self.moteur.lecture() as conn:
            attendent = conn.execute(
                select(tables.candidature.c.reference, tables.candidature.c.porteur).where(
                    tables.candidature.c.etat == "en_attente"
                )
            ).all()
        dues = [(reference, porteur) for reference, porteur in attendent]
        for command in (*passages(dues), *passages(dues)):  # as two servers that have both found them due
            demande = execution.du_systeme(cast(AnyCommand, command), self.horloge.maintenant())
            execution.executer(self.moteur, self.horloge, demande)

    def _restaurer(self, _: Portable) -> None:
        """A backup of the server is taken; the next time, it is put back, and what came since is lost."""
        sauvegarde = self.scene.dossier / "sauvegarde.sqlite"
        self.moteur.fermer()
        if not sauvegarde.exists():
            shutil.copyfile(self.scene.verite, sauvegarde)
        elif not self.restaure:
            shutil.copyfile(sauvegarde, self.scene.verite)
            self.restaure = self.horloge.maintenant()
        if self.restaure:
            self.moteur.ecrire(meta.renouveler)

    def _bureau(self, portable: Portable, grace: float) -> Desk:
        """The app's desk, on the base that is open, as in the app."""
        with portable.base.read() as conn:
            acteur = acteurs.choisir(conn, None, portable.structure)
        return Desk(portable.base, self.horloge, acteur, grace)

    def _noter(self, portable: Portable) -> None:
        """I2, I5: what a laptop was told of a command once, it is told for ever."""
        with portable.base.read() as conn:
            for id, statut, reponse in conn.execute(
                "SELECT id, statut, reponse FROM depart WHERE repondue_le IS NOT NULL"
            ):
                dit = statut, json.loads(reponse).get("regle") or ""
                connu = self.enregistres.setdefault(id, dit)
                assert connu == dit or self.restaure, f"{id} : {connu} puis {dit}"
                self.enregistres[id] = dit

    # What must be so at rest

    def verifier(self) -> None:
        self.horloge.attendre(60)
        ont_envoye = [self._reposer(portable) for portable in self.portables]
        if any(ont_envoye):  # those before the last that pushed have not pulled it
            for portable in self.portables[: max(rang for rang, envoye in enumerate(ont_envoye) if envoye)]:
                self._reposer(portable)
        self._i1_i9()
        self._i8()
        for portable in self.portables:
            self._i4_i5(portable)
            self._i6(portable)

    def _reposer(self, portable: Portable) -> bool:
        """Synchronise until nothing waits, whatever is refused being seen and left; whether something was pushed."""
        envoye = False
        for _ in range(50):
            bilan = Synchronisation(portable.base, self.horloge, portable.porte).passer()
            envoye |= bool(bilan.acceptees or bilan.refusees)
            self._noter(portable)
            with portable.base.read() as conn:
                conflits = envois.a_regler(conn)
                if not conflits and not list(envois.en_route(conn)):
                    return envoye
            with portable.base.write.transaction() as conn:
                for seq, _corps in conflits:
                    envois.regler(conn, seq, self.horloge.maintenant())
        raise AssertionError("I4 : une saisie attend sans fin")

    def _i1_i9(self) -> None:
        """One avis per rank, without a hole; the fold of the events is what is stored."""
        with self.moteur.lecture() as conn:
            rangs = Counter(conn.execute(select(tables.avis.c.candidature)).scalars())
            for candidature, rang in conn.execute(select(tables.avis.c.candidature, tables.avis.c.rang)):
                assert 1 <= rang <= rangs[candidature]
            derniers: dict[str, str] = {}
            for cle, image in conn.execute(
                select(tables.evenement.c.cle, tables.evenement.c.image)
                .where(tables.evenement.c.genre == "candidature")
                .order_by(tables.evenement.c.version)
            ):
                derniers[cle] = image
            for reference, image in derniers.items():
                sous = objets.porteur(conn, "candidature", reference)
                assert sous is not None
                assert images.to_json(objets.candidatures(conn, sous, [reference])[reference]) == image

    def _i8(self) -> None:
        """One command of the clock for each candidature, however often it was found due."""
        with self.moteur.lecture() as conn:
            corps = conn.execute(select(tables.commande.c.corps).where(tables.commande.c.utilisateur == SYSTEME))
            passees = Counter(json.loads(ligne)["candidature"] for ligne in corps.scalars())
        assert set(passees.values()) <= {1}, f"I8 : {passees}"

    def _i4_i5(self, portable: Portable) -> None:
        with portable.base.read() as conn:
            lignes = conn.execute("SELECT id, type, statut, repondue_le, reponse FROM depart").fetchall()
        with self.moteur.lecture() as conn:
            reponses = {id: json.loads(corps) for id, corps in conn.execute(select(tables.reponse))}
            faits = set(conn.execute(select(tables.evenement.c.commande)).scalars())
        for id, type_, statut, repondue_le, reponse in lignes:
            assert statut in ("acceptee", "refusee", "annulee"), f"I4 : {type_} {statut}"
            if repondue_le is None:
                assert statut != "acceptee" or type_ == "annuler", "I2 : dite acceptée sans le serveur"
                assert id not in reponses or statut == "refusee"
                continue
            if id not in reponses:  # a refus that a restored server has lost: it is as if it had not been asked
                assert self.restaure is not None, f"I2 : {type_} {statut}, le serveur ne la connaît pas"
                # Beyond what laptops send again, an accepted one that was lost is shown so (SYN-3).
                assert statut == "refusee", f"I2 : {type_} enregistrée, et le serveur l’a perdue sans le dire"
                continue
            if statut == "acceptee" and type_ in ("convoquer", "noter_resultat", "rendre_avis"):
                assert id in faits, f"I2 : {type_} dite enregistrée, et sans effet"
            attendu = "acceptee" if reponses[id]["issue"] == "fait" else "refusee"
            assert statut == attendu, f"I5 : {type_} {statut}, le serveur {reponses[id]}"
            assert json.loads(reponse).get("regle") == reponses[id].get("regle")

    def _i6(self, portable: Portable) -> None:
        with portable.base.read() as conn:
            assert envois.sans_effet_en_base(conn) == []
            assert not coherence.examiner(conn)
            tenu = {
                (genre, cle): (version, corps)
                for genre, cle, version, corps in conn.execute(
                    "SELECT genre, cle, version, corps FROM base_objet WHERE structure = ?", (portable.structure,)
                )
            }
        with self.moteur.lecture() as conn:
            fil = tables.fil
            dit = {
                (ligne.genre, ligne.cle): (ligne.version, ligne.corps)
                for ligne in conn.execute(
                    select(fil).where(fil.c.structure == portable.structure, fil.c.retire.is_(False))
                )
            }
        assert tenu == dit, "I6"
        desk = self._bureau(portable, grace=0.0)
        for reference in CANDIDATURES:
            vue = desk.candidature(reference).candidature
            corps = json.loads(dit["candidature", reference][1])
            assert json.loads(images.to_json(vue)) == corps["image"], "I6 : ce que l’écran montre"

    def finir(self) -> None:
        for portable in self.portables:
            portable.base.close()
            portable.porte.fermer()


def dossier_rapide(defaut: Path) -> Path:
    """Memory rather than disk, where there is some: durability is not what is looked at here."""
    return Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else defaut
