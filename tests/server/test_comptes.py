"""Who somebody is: passwords, the second factor, and what slows down who guesses. On both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import argon2
import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from rafaelpro_tui.core.erreurs import Introuvable, SaisieMalformee
from rafaelpro_tui.core.model import Droit, Rattachement, Utilisateur
from rafaelpro_tui.server import administration, comptes, freins
from rafaelpro_tui.server.comptes import Bloque
from rafaelpro_tui.server.store import personnes
from rafaelpro_tui.server.store.evenements import PARTI
from rafaelpro_tui.server.store.moteur import Moteur
from rafaelpro_tui.server.store.tables import evenement
from rafaelpro_tui.server.store.tables_comptes import compte, essai
from tests.core.atelier import HorlogeDeTest
from tests.server.connexion import COURRIEL, LEGER, MOT_DE_PASSE, ouvrir_compte
from tests.server.porte import Porte
from tests.server.poste import Poste
from tests.server.test_verite import plier

LEURRE = comptes._LEURRE
FAUX = "une phrase qui n’est pas la bonne"


class Guichet:
    """Somebody at the page, with the test's clock. `verifies`: the passwords that were looked at."""

    def __init__(self, moteur: Moteur, horloge: HorlogeDeTest) -> None:
        self.moteur, self.horloge = moteur, horloge
        self.verifies: list[str] = []

    def identifier(
        self, mot_de_passe: str = MOT_DE_PASSE, *, courriel: str = COURRIEL, code: str = "", adresse: str = "192.0.2.1"
    ) -> str | Bloque | None:
        return comptes.identifier(self.moteur, courriel, mot_de_passe, code, adresse, self.horloge.secondes())

    def attente(self, **champs: str) -> float:
        """Seconds that a try has to wait."""
        recu = self.identifier(**champs)
        assert isinstance(recu, Bloque), recu
        return recu.secondes


@pytest.fixture
def guichet(moteur: Moteur, horloge: HorlogeDeTest, monkeypatch: pytest.MonkeyPatch) -> Guichet:
    ouvrir_compte(moteur)
    ici = Guichet(moteur, horloge)
    verifier = comptes._verifier

    def compter(empreinte: str, mot_de_passe: str) -> bool:
        ici.verifies.append(empreinte)
        return verifier(empreinte, mot_de_passe)

    monkeypatch.setattr(comptes, "_verifier", compter)
    monkeypatch.setattr(comptes, "_LEURRE", LEGER)
    return ici


def test_a_password_opens_the_account_of_its_address_alone(guichet: Guichet) -> None:
    assert guichet.identifier() == "lea"
    assert guichet.identifier(courriel="LEA@Example.org") == "lea"
    assert guichet.identifier(FAUX) is None
    assert guichet.identifier(courriel="zoe@example.org") is None
    comptes.activer(guichet.moteur, "lea", actif=False)
    assert guichet.identifier() is None
    comptes.activer(guichet.moteur, "lea", actif=True)
    assert guichet.identifier() == "lea"


def test_the_same_work_is_done_for_who_has_no_account(guichet: Guichet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time must not tell which addresses have one: one hash of the same cost, in every case."""
    monkeypatch.setattr(comptes, "_LEURRE", LEURRE)
    comptes.donner_mot_de_passe(guichet.moteur, "lea", comptes.hacher(MOT_DE_PASSE))
    cas = (guichet.identifier(FAUX), guichet.identifier(courriel="nul@example.org"))
    comptes.activer(guichet.moteur, "lea", actif=False)
    assert (*cas, guichet.identifier()) == (None, None, None)
    assert len(guichet.verifies) == 3
    un, *autres = map(argon2.extract_parameters, guichet.verifies)
    assert autres == [un, un]
    assert un.type is argon2.Type.ID


# What slows down


@given(st.integers(0, 10_000), st.integers(1, 100))
def test_waits_double_up_to_an_hour(echecs: int, libres: int) -> None:
    ici, apres = freins.attente(echecs, libres), freins.attente(echecs + 1, libres)
    assert (ici == 0) == (echecs < libres)
    assert apres == (min(ici * 2, freins.ATTENTE_MAX) if ici else apres)
    assert apres in (0, freins.ATTENTE) or ici


@pytest.mark.parametrize("courriel", [COURRIEL, "nul@example.org"], ids=["un compte", "aucun compte"])
def test_guessing_an_account_waits_longer_and_longer(guichet: Guichet, courriel: str) -> None:
    for _ in range(5):
        assert guichet.identifier(FAUX, courriel=courriel) is None
    assert guichet.attente(courriel=courriel, adresse="192.0.2.9") == 30, "even right, even from elsewhere"
    assert len(guichet.verifies) == 5, "a try that waits is not looked at"
    guichet.horloge.attendre(30)
    assert guichet.identifier(FAUX, courriel=courriel) is None
    assert guichet.attente(courriel=courriel) == 60
    guichet.horloge.attendre(60)
    assert guichet.identifier(courriel=courriel) == ("lea" if courriel == COURRIEL else None)


def test_who_finds_the_password_again_starts_anew(guichet: Guichet) -> None:
    for _ in range(3):
        for _ in range(4):
            assert guichet.identifier(FAUX) is None
        assert guichet.identifier() == "lea"


def test_many_accounts_from_one_network_address_wait_too(guichet: Guichet) -> None:
    """Success does not wash the address: who guesses may have an account of their own."""
    for rang in range(50):
        assert guichet.identifier(FAUX, courriel=f"{rang}@example.org") is None
        if rang % 10 == 0:
            assert guichet.identifier() == "lea"
    assert guichet.attente() == 30
    assert guichet.identifier(adresse="198.51.100.7") == "lea"


def test_a_quiet_day_forgets(guichet: Guichet) -> None:
    for rang in range(7):
        guichet.identifier(FAUX, courriel=f"{rang}@example.org")
    for _ in range(6):
        guichet.identifier(FAUX)
    guichet.horloge.attendre(freins.OUBLI + 30)
    assert guichet.identifier() == "lea"
    with guichet.moteur.lecture() as conn:
        restes = conn.execute(select(func.count(), func.sum(essai.c.echecs)).select_from(essai)).one()
    assert tuple(restes) == (1, 0), "the address that has just come, and nothing against it"


def test_many_tries_at_once_are_no_way_round(guichet: Guichet) -> None:
    with ThreadPoolExecutor(8) as fils:
        recus = list(fils.map(lambda _: guichet.identifier(FAUX), range(16)))
    assert sum(isinstance(recu, Bloque) for recu in recus) == 11
    assert len(guichet.verifies) == 5


# The second factor


def test_a_code_of_the_moment_serves_once(guichet: Guichet) -> None:
    adresse = comptes.donner_totp(guichet.moteur, "lea")
    (secret,) = parse_qs(urlsplit(adresse).query)["secret"]
    totp = pyotp.TOTP(secret)

    def code(decalage: int = 0) -> str:
        return totp.at(int(guichet.horloge.secondes()) + decalage)

    assert guichet.identifier() is None
    assert guichet.identifier(code="12345é") is None
    assert guichet.identifier(code=code(-90)) is None, "too old"
    assert guichet.identifier(FAUX, code=code()) is None
    assert guichet.identifier(code=f"{code()[:3]} {code()[3:]}") == "lea"
    assert guichet.identifier(code=code()) is None, "read over the shoulder"
    assert guichet.identifier(code=code(-30)) is None, "nor one from before it"
    assert guichet.identifier(code=code(30)) == "lea", "a phone that is ahead"
    comptes.retirer_totp(guichet.moteur, "lea")
    assert guichet.identifier() == "lea"


# What an administrator does


def test_passwords_are_long_and_kept_hashed(guichet: Guichet) -> None:
    for trop in ("courte", "x" * 201):
        with pytest.raises(SaisieMalformee, match="il en faut de 12 à 200"):
            comptes.hacher(trop)
    comptes.donner_mot_de_passe(guichet.moteur, "lea", comptes.hacher("une autre phrase, de Léa"))
    assert guichet.identifier() is None
    assert guichet.identifier("une autre phrase, de Léa") == "lea"
    with guichet.moteur.lecture() as conn:
        (hache,) = conn.execute(select(compte.c.mot_de_passe)).scalars()
    assert hache.startswith("$argon2id$")


@pytest.mark.parametrize(
    "devine",
    ["motdepasse1234", "azertyuiop1234", "123456789012", "Password1234", "x" * 40, "1qaz2wsx3edc", "formation2024"],
)
def test_what_is_soon_guessed_is_no_password(devine: str) -> None:
    """Leaked, a row of keys, repeated: ASVS 2.1.7."""
    with pytest.raises(SaisieMalformee, match="se devine"):
        comptes.hacher(devine)


def test_an_account_is_of_somebody(moteur: Moteur) -> None:
    for geste in (
        lambda: comptes.donner_mot_de_passe(moteur, "personne", "x"),
        lambda: comptes.activer(moteur, "u1", actif=False),
        lambda: comptes.donner_totp(moteur, "u1"),
    ):
        with pytest.raises(Introuvable):
            geste()


@pytest.mark.parametrize("courriel", ["LEA@EXAMPLE.ORG", "", "sans arobase", "a@b\r\nBcc: c@d", "a@b, c@d"], ids=repr)
def test_an_address_is_one_and_of_one_person(moteur: Moteur, courriel: str) -> None:
    ouvrir_compte(moteur)
    with pytest.raises(SaisieMalformee):
        administration.creer_personne(moteur, Utilisateur(id="zoe", nom="Durand", prenom="Zoé", courriel=courriel))
    assert moteur.lire(lambda conn: personnes.utilisateur(conn, "zoe")) is None


def test_attachments_are_of_what_exists(moteur: Moteur, horloge: HorlogeDeTest) -> None:
    ouvrir_compte(moteur)
    quand: datetime = horloge.maintenant()
    administration.rattacher(moteur, Rattachement(utilisateur="lea", structure="OF2", droit=Droit.GENERAL), quand)
    moi = moteur.lire(lambda conn: personnes.moi(conn, "lea"))
    assert moi is not None
    assert [(lien.structure, lien.droit) for lien in moi.attachements] == [("OF2", Droit.GENERAL)]
    for lien in (("personne", "OF2"), ("lea", "OF9")):
        with pytest.raises(Introuvable):
            administration.rattacher(
                moteur, Rattachement(utilisateur=lien[0], structure=lien[1], droit=Droit.AUCUN), quand
            )
    administration.detacher(moteur, "lea", "OF2", quand)
    with pytest.raises(Introuvable):
        administration.detacher(moteur, "lea", "OF2", quand)


def test_a_structure_keeps_a_referent(moteur: Moteur, horloge: HorlogeDeTest) -> None:
    """DRT-6, for an administrator too: u1 is the one of OF1, where u2 is; u3 is alone in OF2."""
    quand = horloge.maintenant()
    sans_etoile = Rattachement(utilisateur="u1", structure="OF1", droit=Droit.GENERAL)
    with pytest.raises(SaisieMalformee, match="DRT-6"):
        administration.detacher(moteur, "u1", "OF1", quand)
    with pytest.raises(SaisieMalformee, match="DRT-6"):
        administration.rattacher(moteur, sans_etoile, quand)
    u2 = Rattachement(utilisateur="u2", structure="OF1", droit=Droit.GENERAL, referent=True)
    administration.rattacher(moteur, u2, quand)
    administration.rattacher(moteur, sans_etoile, quand)
    administration.detacher(moteur, "u1", "OF1", quand)
    administration.detacher(moteur, "u3", "OF2", quand)
    assert moteur.lire(lambda conn: personnes.rattachement(conn, "u1", "OF1")) is None


def test_comings_and_goings_reach_a_replica_and_refold(moteur: Moteur, horloge: HorlogeDeTest, tmp_path: Path) -> None:
    """I6, I9: who is attached, is no longer, is again; each time an event, and a line of the feed."""
    ouvrir_compte(moteur)
    poste = Poste(tmp_path / "poste.sqlite", Porte(moteur, horloge, "u1"), horloge, "OF1")
    quand, lea = horloge.maintenant(), Rattachement(utilisateur="lea", structure="OF1", droit=Droit.CATALOGUE)

    def collegues() -> set[str]:
        poste.passer()  # which checks the empreinte of what the server tells
        plier(moteur)
        return {cle for genre, cle in poste.base_tenue() if genre == "utilisateur"}

    assert collegues() == {"u1", "u2"}
    for _ in range(2):
        administration.rattacher(moteur, lea, quand)
        assert collegues() == {"u1", "u2", "lea"}
        administration.detacher(moteur, "lea", "OF1", quand)
        assert collegues() == {"u1", "u2"}
    with moteur.lecture() as conn:
        faits = conn.execute(
            select(evenement.c.version, evenement.c.image)
            .where(evenement.c.genre == "rattachement", evenement.c.utilisateur == administration.ADMINISTRATION)
            .order_by(evenement.c.version)
        ).all()
    assert [version for version, _ in faits] == [1, 2, 3, 4]
    assert [image == PARTI for _, image in faits] == [False, True, False, True]
