"""The clocks, on both engines: passages (ECH-1), alerts (ECH-2), remises (TRX); one effect, whatever happens (I8)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, func, select

from rafaelpro_tui.core.commands import (
    AnyCommand,
    CompleterRetenue,
    Convoquer,
    LotRendreAvis,
    ModifierSession,
    NoterResultat,
    RendreAvis,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.identifiants import derived
from rafaelpro_tui.core.model import Droit, Etat, Motif, Rattachement, RecrutementNon, Resultat, Utilisateur
from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.server import cadence
from rafaelpro_tui.server.chargement import inserer
from rafaelpro_tui.server.courrier import Facteur
from rafaelpro_tui.server.execution import Demande, executer
from rafaelpro_tui.server.horloges import RELIRE, Horloges
from rafaelpro_tui.server.reglages_flux import ReglagesFlux
from rafaelpro_tui.server.remises import Dossier, Webhook
from rafaelpro_tui.server.store import echeances, objets, tables, tables_flux
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import FIN, JOUR, HorlogeDeTest
from tests.server.destinataire import Boite, Destinataire, a_l_ecoute, relevee
from tests.server.porte import Porte
from tests.server.poste import Poste

ALERTE, ECHEANCE = date(2024, 10, 14), date(2024, 10, 21)
TOUTES = ["H0", "H1", "S0", "S1", "S2", "S3", "T0", "T1"]
OUI = SaisieRecrutementOui(entree=date(2024, 8, 1), sortie=FIN, intensite=Decimal(35))
NON = SaisieRecrutementNon(motif=Motif.PREREQUIS)
SECRET = b"0123456789abcdef01234567"


def a_minuit(jour: date) -> datetime:
    return datetime.combine(jour, datetime.min.time())


class Base:
    """What is asked of the base by these tests."""

    def __init__(self, moteur: Moteur, horloge: HorlogeDeTest) -> None:
        self.moteur = moteur
        self.horloge = horloge

    def accueillir(self, membres: list[Any]) -> None:
        def inserer_tous(conn: Connection) -> None:
            for membre in membres:
                inserer(conn, membre)

        self.moteur.ecrire(inserer_tous)

    def etats(self) -> dict[str, str]:
        table = tables.candidature
        with self.moteur.lecture() as conn:
            return {lue.reference: lue.etat for lue in conn.execute(select(table.c.reference, table.c.etat))}

    def compter(self, table: Any) -> int:
        with self.moteur.lecture() as conn:
            return conn.execute(select(func.count()).select_from(table)).scalar_one()

    def registre(self) -> list[tuple[str, str, int, date, bool]]:
        ligne = tables_flux.transmission
        with self.moteur.lecture() as conn:
            return [
                (lue.candidature, lue.destination, lue.rang, lue.du_le, lue.transmise_le is not None)
                for lue in conn.execute(select(ligne).order_by(ligne.c.candidature, ligne.c.rang, ligne.c.du_le))
            ]

    def dit(self, structure: str, candidature: str) -> tuple[int, list[dict[str, str]]]:
        """Version, and transmissions shown, of a candidature in a feed."""
        fil = tables.fil
        with self.moteur.lecture() as conn:
            version, corps = conn.execute(
                select(fil.c.version, fil.c.corps).where(
                    fil.c.structure == structure, fil.c.genre == "candidature", fil.c.cle == candidature
                )
            ).one()
        return version, json.loads(corps).get("transmissions", [])

    def faire(self, cls: Callable[..., AnyCommand], **champs: Any) -> None:
        command = cls(id=uuid4(), structure="OF1", utilisateur="u1", **champs)
        demande = Demande(command=command, poste="p", saisi_le=self.horloge.maintenant())
        sort = executer(self.moteur, self.horloge, demande)
        assert sort.issue == "fait", sort

    def rendre(self, candidature: str, avis: Any) -> None:
        jour = self.horloge.maintenant().date()
        self.faire(Convoquer, candidature=candidature, date=jour)
        self.faire(NoterResultat, candidature=candidature, rang=1, resultat=Resultat.PRESENCE)
        self.faire(RendreAvis, candidature=candidature, avis=avis)


@pytest.fixture
def base(moteur: Moteur, horloge: HorlogeDeTest) -> Base:
    return Base(moteur, horloge)


@pytest.fixture
def boite() -> Iterator[Boite]:
    with relevee() as boite:
        yield boite


@pytest.fixture
def destinataire() -> Iterator[Destinataire]:
    with a_l_ecoute() as serveur:
        yield serveur


def facteur(boite: Boite) -> Facteur:
    return Facteur(hote="127.0.0.1", port=boite.port, securite="aucune", expediteur="rafael@example.org")


def horloges(base: Base, **reglages: Any) -> Horloges:
    return Horloges(base.moteur, base.horloge, ReglagesFlux(**reglages), alea=lambda: 0.5)


# ECH-1


def test_ech_1_nothing_before_midnight_and_all_after(base: Base) -> None:
    tours = horloges(base)
    base.horloge.quand = a_minuit(ECHEANCE + timedelta(days=1)) - timedelta(microseconds=1)
    tours.tour()
    assert set(base.etats().values()) == {"en_attente"}
    base.horloge.quand += timedelta(microseconds=1)
    tours.tour()
    assert base.etats() == dict.fromkeys(TOUTES, "avis_non_transmis")
    with base.moteur.lecture() as conn:
        avis = objets.candidatures(conn, "OF1", ["S0"])["S0"].avis
    assert [(a.rang, a.avis, a.par, a.le) for a in avis] == [
        (1, RecrutementNon(motif=Motif.AVIS_NON_TRANSMIS), "systeme", base.horloge.quand)
    ]


def test_i8_rounds_again_and_other_servers_change_nothing(base: Base) -> None:
    base.horloge.quand = a_minuit(ECHEANCE + timedelta(days=1))
    horloges(base).tour()
    faits = base.compter(tables.evenement), base.compter(tables.commande), base.registre()
    base.horloge.attendre(3600)
    tours = horloges(base)
    tours.tour()
    base.horloge.aller_au(ECHEANCE + timedelta(days=40))
    tours.tour()
    assert (base.compter(tables.evenement), base.compter(tables.commande), base.registre()) == faits
    assert base.compter(tables_flux.echeance) == 0


def test_ech_1_a_server_that_was_off_for_months_catches_up(base: Base) -> None:
    base.horloge.quand = a_minuit(ECHEANCE + timedelta(days=100))
    horloges(base).tour()
    assert base.etats() == dict.fromkeys(TOUTES, "avis_non_transmis")


def test_ech_1_one_round_does_the_whole_night(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many sessions are read at a time."""
    monkeypatch.setattr(echeances, "_AU_PLUS", 1)
    base.horloge.quand = a_minuit(ECHEANCE + timedelta(days=1))
    horloges(base).tour()
    assert base.etats() == dict.fromkeys(TOUTES, "avis_non_transmis")


def test_ech_1_what_was_decided_in_time_stays(base: Base) -> None:
    base.rendre("S0", NON)
    base.horloge.quand = a_minuit(ECHEANCE + timedelta(days=1))
    horloges(base).tour()
    assert base.etats()["S0"] == Etat.NON_RETENUE


def test_ech_1_a_session_moved_once_taken_passes_at_its_new_time(base: Base) -> None:
    """The answer of a passage is kept for ever: it must not be asked for too early."""
    tours = horloges(base)
    base.horloge.quand = a_minuit(ECHEANCE + timedelta(days=1))
    tours._poser()
    with base.moteur.lecture() as conn:
        cadre = objets.cadre(conn, "S")
    assert cadre is not None
    plus_tard = replace(cadre.session, fin=FIN + timedelta(days=10))
    base.moteur.ecrire(lambda conn: _reporter(conn, plus_tard))
    tours.tour()
    assert {base.etats()[ref] for ref in ("S0", "S1", "S2", "S3")} == {"en_attente"}
    base.horloge.aller_au(ECHEANCE + timedelta(days=11))
    tours.tour()
    assert base.etats() == dict.fromkeys(TOUTES, "avis_non_transmis")


def _reporter(conn: Any, session: Any) -> None:
    from rafaelpro_tui.core import images

    table = tables.session
    conn.execute(
        table.update()
        .where(table.c.reference == session.reference)
        .values(fin=session.fin, image=images.to_json(session))
    )


def test_i8_two_servers_share_one_night(base: Base, tmp_path: Path, boite: Boite) -> None:
    """Both begin at the same instant, several times: every passage, file line and mail is once."""
    base.accueillir(_membre("u9", "chef@example.org", "OF1"))
    base.rendre("S0", OUI)
    depart = Barrier(2)
    pannes: list[BaseException] = []

    def serveur() -> None:
        autre = Moteur(base.moteur.url)
        tours = Horloges(
            autre, base.horloge, ReglagesFlux(canaux=(Dossier(tmp_path / "depart"),), facteur=facteur(boite))
        )
        try:
            for _ in range(4):
                depart.wait(20)
                tours.tour()
        except BaseException as panne:
            pannes.append(panne)
            depart.abort()
        finally:
            autre.fermer()

    for jour in (JOUR, ALERTE, ECHEANCE + timedelta(days=1)):
        base.horloge.aller_au(jour)
        fils = [Thread(target=serveur) for _ in range(2)]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join()
        assert pannes == []
    assert sorted(base.etats().items()) == [(ref, "retenue" if ref == "S0" else "avis_non_transmis") for ref in TOUTES]
    lignes = [
        json.loads(ligne) for f in (tmp_path / "depart").rglob("*.ndjson") for ligne in f.read_bytes().splitlines()
    ]
    assert len(lignes) == len({ligne["id"] for ligne in lignes}) == len(base.registre()) == 2 + 5
    assert [adresses for adresses, _ in boite.recus] == [["chef@example.org"]]


# ECH-2


def _membre(id: str, courriel: str, structure: str, droit: Droit = Droit.GENERAL) -> list[Any]:
    return [
        Utilisateur(id=id, nom="Etcheverry", prenom="Maïté", courriel=courriel),
        Rattachement(utilisateur=id, structure=structure, droit=droit),
    ]


@pytest.fixture
def prevenus(base: Base) -> None:
    membres = [
        *_membre("u10", "resp@example.org", "OF1"),
        *_membre("u11", "prein@example.org", "OF1", Droit.PREINSCRIPTION),
        *_membre("u12", "catalogue@example.org", "OF1", Droit.CATALOGUE),
        *_membre("u13", "posi@example.org", "OF2", Droit.PREINSCRIPTION),
        *_membre("u14", "tiers@example.org", "OF3"),
    ]
    base.accueillir(membres)


@pytest.mark.usefixtures("prevenus")
def test_ech_2_one_mail_per_structure_that_can_act(base: Base, boite: Boite) -> None:
    base.rendre("S0", NON)
    tours = horloges(base, facteur=facteur(boite))
    base.horloge.quand = a_minuit(ALERTE) - timedelta(microseconds=1)
    tours.tour()
    assert boite.recus == []
    base.horloge.quand += timedelta(microseconds=1)
    for _ in range(2):
        tours.tour()
        base.horloge.attendre(RELIRE)
    assert sorted(adresses for adresses, _ in boite.recus) == [
        ["posi@example.org"],
        ["prein@example.org", "resp@example.org"],
    ]
    textes = [message.get_content().replace(NBSP, " ") for _, message in boite.recus]
    assert all("7 candidatures" in texte and "jusqu’au 21/10/2024 inclus (S1, S2, S3)" in texte for texte in textes)
    assert not any(secret in texte for texte in textes for secret in ("Nom1", "Désiré", "Mission locale", "S0"))


@pytest.mark.usefixtures("prevenus")
def test_ech_2_after_a_stop_what_was_missed_is_told_at_once_and_what_has_passed_is_not(
    base: Base, boite: Boite
) -> None:
    base.horloge.aller_au(ECHEANCE)
    horloges(base, facteur=facteur(boite)).tour()
    assert len(boite.recus) == 2
    boite.recus.clear()
    base.horloge.aller_au(ECHEANCE + timedelta(days=1))
    horloges(base, facteur=facteur(boite)).tour()
    assert boite.recus == []


@pytest.mark.usefixtures("prevenus")
def test_ech_2_a_mail_server_that_is_down_is_tried_again_later(base: Base, boite: Boite) -> None:
    base.horloge.aller_au(ALERTE)
    boite.refuses = {"posi@example.org", "prein@example.org", "resp@example.org"}
    tours = horloges(base, facteur=facteur(boite))
    tours.tour()
    assert boite.recus == []
    boite.refuses = set()
    tours.tour()
    assert len(boite.recus) == 1, "the one that was not tried; the other waits"
    base.horloge.attendre(cadence.BASE)
    horloges(base, facteur=facteur(boite)).tour()
    assert len(boite.recus) == 2
    assert len({message["Message-ID"] for _, message in boite.recus}) == 2


@pytest.mark.usefixtures("prevenus")
def test_ech_2_a_mail_that_could_not_leave_says_how_things_are_when_it_does(base: Base, boite: Boite) -> None:
    base.horloge.aller_au(ALERTE)
    boite.refuses = {"posi@example.org", "prein@example.org", "resp@example.org"}
    tours = horloges(base, facteur=facteur(boite))
    tours.tour()
    boite.refuses = set()
    base.horloge.aller_au(ECHEANCE + timedelta(days=1))
    base.horloge.attendre(8 * 86_400)
    tours.tour()
    assert boite.recus == [], "everything has passed"
    assert base.compter(tables_flux.echeance) == 0


def test_without_a_mail_server_alerts_wait_for_one(base: Base, boite: Boite) -> None:
    base.accueillir(_membre("u10", "resp@example.org", "OF1"))
    base.horloge.aller_au(ALERTE)
    horloges(base).tour()
    base.horloge.aller_au(ALERTE + timedelta(days=3))
    horloges(base, facteur=facteur(boite)).tour()
    assert [adresses for adresses, _ in boite.recus] == [["resp@example.org"]]


# TRX


def test_trx_1_an_avis_leaves_at_once_and_a_retenue_for_eos_the_next_day(base: Base, tmp_path: Path) -> None:
    base.rendre("S0", OUI)
    base.rendre("S1", NON)
    assert [ligne[:3] for ligne in base.registre()] == [
        ("S0", "hub_agora", 1),
        ("S0", "eos", 1),
        ("S1", "hub_agora", 1),
    ]
    tours = horloges(base, canaux=(Dossier(tmp_path / "d"),))
    version, _ = base.dit("OF2", "S0")
    tours.tour()
    (fichier,) = (tmp_path / "d" / "hub_agora").iterdir()
    assert sorted(json.loads(ligne)["candidature"]["reference"] for ligne in fichier.read_bytes().splitlines()) == [
        "S0",
        "S1",
    ]
    assert not (tmp_path / "d" / "eos").exists()
    le = base.horloge.quand.isoformat()
    assert base.dit("OF2", "S0") == (version, [{"vers": "hub_agora", "le": le}])
    base.horloge.quand = a_minuit(JOUR + timedelta(days=1))
    tours.tour()
    (fichier,) = (tmp_path / "d" / "eos").iterdir()
    (ligne,) = [json.loads(ligne) for ligne in fichier.read_bytes().splitlines()]
    assert (ligne["candidature"]["reference"], ligne["avis"]["recrutement"]) == ("S0", "oui")
    assert [dit["vers"] for dit in base.dit("OF1", "S0")[1]] == ["hub_agora", "eos"]
    assert base.dit("OF1", "S0")[0] == version, "SYN-1: nobody's decision is refused for a transmission"


def test_lot_4_a_retenue_to_complete_waits_until_it_is(base: Base) -> None:
    jour = base.horloge.maintenant().date()
    base.faire(Convoquer, candidature="T0", date=jour)
    base.faire(NoterResultat, candidature="T0", rang=1, resultat=Resultat.PRESENCE)
    base.faire(LotRendreAvis, session="T", candidatures=("T0",), avis=SaisieRecrutementOui())
    assert base.etats()["T0"] == Etat.RETENUE
    assert base.registre() == []
    dates = {"entree": date(2024, 8, 1), "sortie": FIN, "intensite": Decimal(35)}
    base.faire(CompleterRetenue, candidature="T0", **dates)
    assert [ligne[:4] for ligne in base.registre()] == [
        ("T0", "hub_agora", 2, jour),
        ("T0", "eos", 2, jour + timedelta(days=1)),
    ]


def test_i6_a_laptop_is_told_of_transmissions(base: Base, tmp_path: Path) -> None:
    poste = Poste(tmp_path / "u3.sqlite", Porte(base.moteur, base.horloge, "u3"), base.horloge, "OF2")
    poste.passer()
    base.rendre("S0", NON)
    poste.passer()
    horloges(base, canaux=(Dossier(tmp_path / "d"),)).tour()
    poste.passer()
    version, corps = poste.base_tenue()["candidature", "S0"]
    assert (version, json.loads(corps)["transmissions"]) == base.dit("OF2", "S0")
    assert json.loads(corps)["transmissions"] == [{"vers": "hub_agora", "le": base.horloge.quand.isoformat()}]
    with Desk.open(poste.chemin, horloge=base.horloge, structure="OF2") as desk:
        suivi = [(evenement.date, evenement.texte) for evenement in desk.candidature("S0").historique]
    assert (JOUR, "Transmise au HUB Agora") in suivi
    poste.base.close()


def test_trx_2_other_financings_owe_nothing(base: Base) -> None:
    base.horloge.quand = a_minuit(ECHEANCE + timedelta(days=1))
    horloges(base).tour()
    assert {ligne[0] for ligne in base.registre()} == {ref for ref in TOUTES if not ref.startswith("H")}


def test_a_webhook_that_fails_is_tried_again_by_whoever_looks_next(base: Base, destinataire: Destinataire) -> None:
    base.rendre("S0", NON)
    canal = Webhook(destinataire.url, SECRET, base.horloge.secondes)
    destinataire.reponse = 503, {"Retry-After": "100"}
    horloges(base, canaux=(canal,)).tour()
    assert base.registre()[0][-1] is False
    destinataire.reponse = 204, {}
    autre = horloges(base, canaux=(canal,))
    autre.tour()
    assert len(destinataire.recus) == 1, "not before what was asked for"
    base.horloge.attendre(100)
    for _ in range(2):
        autre.tour()
    assert len(destinataire.recus) == 2
    (premier, corps), (second, encore) = destinataire.recus
    assert (premier["webhook-id"], corps) == (second["webhook-id"], encore)
    assert base.registre()[0][-1] is True


def test_i8_a_server_that_dies_with_a_remise_leaves_it_to_another(base: Base, tmp_path: Path) -> None:
    base.rendre("S0", NON)

    class Fatal(Dossier):
        def remettre(self, *tout: Any) -> None:
            Dossier(self.chemin).remettre(*tout)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        horloges(base, canaux=(Fatal(tmp_path),)).tour()
    survivant = horloges(base, canaux=(Dossier(tmp_path),))
    survivant.tour()
    assert base.registre()[0][-1] is False, "still the other's"
    base.horloge.attendre(cadence.BAIL)
    survivant.tour()
    assert base.registre()[0][-1] is True
    assert len(list((tmp_path / "hub_agora").iterdir())) == 1, "the same file, once"


def test_both_canaux_hand_over_and_it_is_told_once(base: Base, tmp_path: Path, destinataire: Destinataire) -> None:
    base.rendre("S0", NON)
    canaux = Dossier(tmp_path), Webhook(destinataire.url, SECRET, base.horloge.secondes)
    horloges(base, canaux=canaux).tour()
    (fichier,) = (tmp_path / "hub_agora").iterdir()
    ((entetes, corps),) = destinataire.recus
    assert (entetes["webhook-id"], corps) == (fichier.stem, fichier.read_bytes())
    assert len(base.dit("OF1", "S0")[1]) == 1


def test_i8_transmissions_have_the_ids_of_what_they_say(base: Base) -> None:
    base.rendre("S0", NON)
    ligne = tables_flux.transmission
    with base.moteur.lecture() as conn:
        ids = conn.execute(select(ligne.c.id)).scalars().all()
    assert ids == [str(derived("transmission:hub_agora:1:S0"))]


def test_a_modified_session_owes_nothing(base: Base) -> None:
    base.faire(ModifierSession, session="S", coefficient=Decimal(2))
    assert base.registre() == []
