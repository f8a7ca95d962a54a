"""`web`: the same app in a browser of this machine, and to nobody else; in a real headless Chromium."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from PIL import Image

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import HorlogeFixe
from rafaelpro_tui.core.model import Etat
from tests.terminal.navigateur import CHROMIUM, navigateur
from tests.terminal.terminal import PROGRAMME

JOUR = "2022-04-30"


@pytest.fixture
def adresse(base: Path, environnement: dict[str, str]) -> Iterator[str]:
    """Where the program serves the small base, on a port that is free."""
    commande = [
        str(PROGRAMME),
        "web",
        "--port",
        "0",
        "--base",
        str(base),
        "--aujourdhui",
        JOUR,
        "--utilisateur",
        "u1",
        "--json",
    ]
    with subprocess.Popen(commande, env=environnement, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as serveur:
        assert serveur.stdout is not None
        yield str(json.loads(serveur.stdout.readline())["adresse"])
        serveur.send_signal(signal.SIGINT)
        _, erreurs = serveur.communicate(timeout=20)
    assert serveur.returncode == 0, erreurs
    assert b"Traceback" not in erreurs


# ── to this machine alone ────────────────────────────────────────────────────────────────────────────────────


def test_no_other_address_is_served(rafaelpro: Callable[..., Any], base: Path) -> None:
    """It has no authentication."""
    for hote in ("0.0.0.0", "::", "192.168.1.10", "exemple.fr"):
        fin = rafaelpro("web", "--hote", hote, "--base", base)
        assert (fin.returncode, fin.stdout) == (2, "")
        assert "sans mot de passe" in fin.stderr


def test_it_listens_on_loopback_only(adresse: str) -> None:
    port = urlsplit(adresse).port
    autres = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)} - {"127.0.0.1"}
    for hote in autres:
        with socket.socket() as prise:
            prise.settimeout(2)
            assert prise.connect_ex((str(hote), port)) != 0


async def test_a_page_of_another_site_is_refused(adresse: str) -> None:
    """DNS rebinding (another Host), and a page open beside (another Origin)."""
    port = urlsplit(adresse).port
    async with ClientSession() as session:

        async def code(chemin: str = "", **entetes: str) -> int:
            async with session.get(adresse + chemin, headers=entetes) as reponse:
                return reponse.status

        assert await code() == 200
        assert await code(Host=f"localhost:{port}") == 200
        for hote in ("piege.example", f"piege.example:{port}", "127.0.0.1", f"127.0.0.1:{(port or 0) + 1}"):
            assert await code(Host=hote) == 403
        assert await code(Origin="http://piege.example") == 403
        assert await code("static/js/textual.js", Origin="null") == 403
        for origine in ("http://piege.example", f"https://127.0.0.1:{port}", "null", None):
            entetes = {} if origine is None else {"Origin": origine}
            with pytest.raises(WSServerHandshakeError) as refus:
                await session.ws_connect(f"{adresse}ws", headers=entetes)
            assert refus.value.status == 403
        async with session.get(adresse) as reponse:
            assert "default-src 'self'" in reponse.headers["Content-Security-Policy"]
            assert "http" not in (await reponse.text()).replace(f"http://127.0.0.1:{port}", "").replace("ws://", "")


def test_a_port_that_is_taken_says_so(rafaelpro: Callable[..., Any], base: Path) -> None:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        fin = rafaelpro("web", "--port", str(prise.getsockname()[1]), "--base", base)
    assert fin.returncode == 4
    assert "Choisissez un autre port" in fin.stderr


# ── in Chromium ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium n’est pas installé (paquet Debian chromium)")
async def test_an_avis_is_validated_in_chromium(adresse: str, base: Path, tmp_path: Path) -> None:
    """Open, filter, render an avis, and what was seen: the screenshot."""
    async with navigateur(tmp_path / "profil") as nav:
        await nav.ouvrir(adresse)
        await nav.voir("00235491")
        await nav.demander("Runtime.evaluate", expression="document.querySelector('textarea').focus()")
        await nav.taper("f", "00235491")
        await nav.voir("1 session")
        await nav.taper("Enter", "Enter")
        await nav.voir("En attente de traitement")
        await nav.taper("f", "neill")
        await nav.voir("1 candidature")
        await nav.taper("Enter", "Enter")
        await nav.voir("Recrutement accepté")
        await nav.taper("n", "8")
        await nav.voir("Candidat indisponible")
        await nav.taper("F10")
        await nav.voir("vous ne pourrez plus le modifier")
        await nav.taper("ArrowRight", "Enter")
        await nav.voir("Validé sur ce poste")
        await nav.photographier(tmp_path / "avis.png")
        hotes = {urlsplit(une).netloc for une in nav.adresses} - {""}
        assert hotes == {urlsplit(adresse).netloc}, "nothing comes from elsewhere"
    with Desk.open(base, horloge=HorlogeFixe(date.fromisoformat(JOUR)), utilisateur="u1") as desk:
        assert desk.candidature("C1").candidature.etat is Etat.NON_RETENUE
    with Image.open(tmp_path / "avis.png") as image:
        assert image.size[0] > 1000
        couleurs = image.convert("RGB").getcolors(1_000_000)
        assert couleurs is not None
        assert len(couleurs) > 50, "something is drawn"
