"""Handing over: files that are whole or not there, webhooks that the receiver can verify."""

from __future__ import annotations

import base64
import hashlib
import hmac
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from rafaelpro_tui.core.rules.transmissions import Destination
from rafaelpro_tui.server.remises import Dossier, EchecDeRemise, Webhook, lire_secret, signer, verifier_url
from tests.server.destinataire import Destinataire, a_l_ecoute

CONTENU = '{"id":"é"}\n'.encode()
SECRET = b"0123456789abcdef01234567"


@pytest.fixture
def destinataire() -> Iterator[Destinataire]:
    with a_l_ecoute() as serveur:
        yield serveur


# The outbox folder


def test_a_file_is_whole_and_its_owner_s_alone(tmp_path: Path) -> None:
    envoi = uuid4()
    Dossier(tmp_path / "depart").remettre(envoi, Destination.EOS, CONTENU)
    dossier = tmp_path / "depart" / "eos"
    assert [f.name for f in dossier.iterdir()] == [f"{envoi}.ndjson"]
    fichier = dossier / f"{envoi}.ndjson"
    assert fichier.read_bytes() == CONTENU
    assert stat.S_IMODE(fichier.stat().st_mode) == 0o600
    assert stat.S_IMODE(dossier.stat().st_mode) == 0o700


def test_i8_made_again_it_is_the_same_file(tmp_path: Path) -> None:
    envoi, dossier = uuid4(), Dossier(tmp_path)
    dossier.remettre(envoi, Destination.HUB_AGORA, CONTENU)
    dossier.remettre(envoi, Destination.HUB_AGORA, CONTENU)
    assert [f.read_bytes() for f in (tmp_path / "hub_agora").iterdir()] == [CONTENU]


def test_a_folder_that_cannot_be_written_is_told_and_left_clean(tmp_path: Path) -> None:
    (tmp_path / "eos").write_text("a file where a folder should be")
    with pytest.raises(EchecDeRemise, match="FileExistsError"):
        Dossier(tmp_path).remettre(uuid4(), Destination.EOS, CONTENU)
    assert [f.name for f in tmp_path.iterdir()] == ["eos"]


# The webhook


def verifier(secret: bytes, entetes: dict[str, str], corps: bytes) -> bool:
    """What a receiver does, written from the specification and not from our code."""
    signe = b".".join((entetes["webhook-id"].encode(), entetes["webhook-timestamp"].encode(), corps))
    attendue = base64.b64encode(hmac.new(secret, signe, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(s, f"v1,{attendue}") for s in entetes["webhook-signature"].split(" "))


def test_the_vector_of_the_specification() -> None:
    """From the reference libraries of Standard Webhooks."""
    entetes = signer(
        lire_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert entetes["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_receiver_can_verify_what_it_gets(destinataire: Destinataire) -> None:
    envoi = uuid4()
    Webhook(destinataire.url, SECRET, lambda: 1_700_000_000.9).remettre(envoi, Destination.EOS, CONTENU)
    ((entetes, corps),) = destinataire.recus
    assert corps == CONTENU
    assert entetes["webhook-id"] == str(envoi)
    assert entetes["webhook-timestamp"] == "1700000000"
    assert entetes["content-type"] == "application/x-ndjson"
    assert entetes["rafaelpro-destination"] == "eos"
    assert verifier(SECRET, entetes, corps)
    assert not verifier(SECRET, entetes, corps + b" ")
    assert not verifier(SECRET, entetes | {"webhook-timestamp": "1700000001"}, corps)
    assert not verifier(b"x" * 24, entetes, corps)


@pytest.mark.parametrize(
    ("reponse", "attendre"),
    [
        ((500, {}), None),
        ((503, {"Retry-After": "120"}), 120.0),
        ((429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), None),
        ((404, {}), None),
        ((302, {"Location": "/ailleurs"}), None),
    ],
)
def test_anything_but_2xx_is_to_be_tried_again(
    destinataire: Destinataire, reponse: tuple[int, dict[str, str]], attendre: float | None
) -> None:
    destinataire.reponse = reponse
    with pytest.raises(EchecDeRemise, match=f"HTTP {reponse[0]}") as echec:
        Webhook(destinataire.url, SECRET, lambda: 0.0).remettre(uuid4(), Destination.EOS, CONTENU)
    assert echec.value.attendre == attendre
    assert len(destinataire.recus) == 1


def test_nobody_there_is_to_be_tried_again() -> None:
    with a_l_ecoute() as parti:
        url = parti.url
    with pytest.raises(EchecDeRemise, match="ConnectError"):
        Webhook(url, SECRET, lambda: 0.0).remettre(uuid4(), Destination.EOS, CONTENU)


@pytest.mark.parametrize("secret", ["", "whsec_", "0123456789abcdef01234567", "whsec_YWJj", "whsec_###"])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        lire_secret(secret)


def test_a_secret_is_never_shown() -> None:
    assert SECRET.decode() not in repr(Webhook("https://example.org", SECRET, lambda: 0.0))


@pytest.mark.parametrize("url", ["http://example.org/", "ftp://example.org", "example.org", "https://"])
def test_people_s_data_only_go_over_tls(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        verifier_url(url)
    assert verifier_url("http://127.0.0.1:8080/x")
