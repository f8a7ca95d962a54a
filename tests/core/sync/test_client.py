"""The way to a server: answers without end, requests that are cut short, proxies, tokens that two programs renew."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from rafaelpro_tui.cli import main
from rafaelpro_tui.core.commands import Convoquer
from rafaelpro_tui.core.sync import envoi
from rafaelpro_tui.core.sync.client import ClientHttp
from rafaelpro_tui.core.sync.erreurs import HorsLigne, NonConnecte, Refusee
from rafaelpro_tui.core.sync.fil import Envoi, Jetons, Moi, Reponse
from rafaelpro_tui.core.sync.jetons_gardes import JetonsGardes
from rafaelpro_tui.core.sync.profil import creer
from rafaelpro_tui.core.verrou_de_fichier import verrou
from tests.core.atelier import JOUR
from tests.core.sync.autorite import Autorite
from tests.core.sync.test_replique import Poste, autorite, poste

__all__ = ["autorite", "poste"]

MOI = {"utilisateur": "u1", "nom": "Martin", "prenom": "Léa", "courriel": "", "attachements": [], "epoque": "e"}


@pytest.fixture(autouse=True)
def sans_trousseau(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def gardes(tmp_path: Path) -> JetonsGardes:
    gardes = JetonsGardes(tmp_path / "r.sqlite", "p")
    gardes.garder(Jetons(access_token="acces-0", refresh_token="suite-0", expires_in=900))
    return gardes


@contextmanager
def prise(repondre: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server of one connection, which says what it likes."""

    def servir() -> None:
        with suppress(OSError):
            connexion, _ = ecoute.accept()
            with connexion:
                connexion.recv(65536)
                repondre(connexion)

    with socket.create_server(("127.0.0.1", 0)) as ecoute:
        fil = threading.Thread(target=servir)
        fil.start()
        yield f"http://127.0.0.1:{ecoute.getsockname()[1]}"
    fil.join()


@pytest.mark.parametrize("debut", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"], ids=["en-tête", "corps"])
def test_an_answer_that_drips_is_not_waited_for(gardes: JetonsGardes, debut: bytes) -> None:
    """Each byte comes in time; the whole never would."""

    def goutte(connexion: socket.socket) -> None:
        connexion.sendall(debut)
        for octet in b"HTTP/1.1 200 OK\r\n" + b"X-Lent: " + b"a" * 100_000:
            connexion.sendall(bytes([octet]))
            time.sleep(0.02)

    with prise(goutte) as url:
        client = ClientHttp(url, gardes, duree_max=0.3)
        debut_a = time.monotonic()
        with pytest.raises(HorsLigne, match="trop longtemps"):
            client.moi()
        assert time.monotonic() - debut_a < 5
        client.fermer()


def test_a_refusal_nested_without_end_is_told(gardes: JetonsGardes) -> None:
    corps = b"[" * 200_000

    def refuser(connexion: socket.socket) -> None:
        connexion.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n%b" % (len(corps), corps))
        while connexion.recv(65536):  # closed before all is read, it would be a cut
            pass

    with prise(refuser) as url:
        client = ClientHttp(url, gardes)
        with pytest.raises(Refusee, match="a répondu « 400 »"):
            client.echanger("code")
        client.fermer()


def test_who_waits_is_interrupted(gardes: JetonsGardes) -> None:
    """A long poll ends at once when the app closes, and leaves no thread."""
    recue, avant = threading.Event(), threading.active_count()

    def se_taire(connexion: socket.socket) -> None:
        recue.set()
        connexion.recv(1)  # until it is cut

    with prise(se_taire) as url:
        client = ClientHttp(url, gardes)
        with ThreadPoolExecutor(1) as fil:
            attente = fil.submit(client.changements, "OF1", "c", 1, 25.0)
            assert recue.wait(10)
            debut = time.monotonic()
            client.interrompre()
            with pytest.raises(HorsLigne):
                attente.result(10)
            assert time.monotonic() - debut < 2
        with pytest.raises(HorsLigne):
            client.moi()
        client.fermer()
    limite = time.monotonic() + 5
    while threading.active_count() > avant and time.monotonic() < limite:
        time.sleep(0.01)
    assert threading.active_count() == avant


class Jetonnier(BaseHTTPRequestHandler):
    """Knows one access token at a time; a refresh token serves once, and its reuse signs everybody out."""

    protocol_version = "HTTP/1.1"
    rang: ClassVar[int] = 1
    ferme: ClassVar[bool] = False
    _seul: ClassVar[threading.Lock] = threading.Lock()

    def do_GET(self) -> None:
        bon = not self.ferme and self.headers["Authorization"] == f"Bearer acces-{self.rang}"
        self._dire(200 if bon else 401, MOI if bon else {})

    def do_POST(self) -> None:
        recu = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["refresh_token"]
        with self._seul:
            rang = Jetonnier.rang
            if recu != f"suite-{rang - 1}":
                Jetonnier.ferme = True
                self._dire(400, {"error": "invalid_grant"})
                return
            Jetonnier.rang += 1
            suivants = {"access_token": f"acces-{rang + 1}", "refresh_token": f"suite-{rang}", "expires_in": 900}
        self._dire(200, suivants)

    def _dire(self, statut: int, corps: object) -> None:
        contenu = json.dumps(corps).encode()
        self.send_response(statut)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(contenu)))
        self.end_headers()
        self.wfile.write(contenu)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def jetonnier() -> Iterator[str]:
    Jetonnier.rang, Jetonnier.ferme = 1, False
    with ThreadingHTTPServer(("127.0.0.1", 0), Jetonnier) as service:
        fil = threading.Thread(target=service.serve_forever)
        fil.start()
        yield f"http://127.0.0.1:{service.server_port}"
        service.shutdown()
        fil.join()


def test_programs_that_find_their_tokens_too_old_renew_them_once(jetonnier: str, tmp_path: Path) -> None:
    """The app, its long poll and `synchroniser` at once: one renews, the others read what it was given."""
    gardes = JetonsGardes(tmp_path / "r.sqlite", "p")
    gardes.garder(Jetons(access_token="acces-0", refresh_token="suite-0", expires_in=900))
    depart = threading.Barrier(6)

    def demander(_: int) -> Moi:
        client = ClientHttp(jetonnier, JetonsGardes(tmp_path / "r.sqlite", "p"))
        try:
            depart.wait(10)
            return client.moi()
        finally:
            client.fermer()

    with ThreadPoolExecutor(6) as fils:
        assert [moi.utilisateur for moi in fils.map(demander, range(6))] == ["u1"] * 6
    assert Jetonnier.rang == 2, "once"


def test_a_lock_holds_over_programs(tmp_path: Path) -> None:
    code = "import pathlib, sys\nfrom rafaelpro_tui.core.verrou_de_fichier import verrou\n"
    code += "with verrou(pathlib.Path(sys.argv[1])): print('pris')"
    with verrou(tmp_path / "v"):
        autre = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "v")], stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            autre.wait(1.5)
    assert autre.communicate(timeout=20)[0] == "pris\n"


@pytest.mark.parametrize("nom", ["127.0.0.1", "localhost"])
def test_this_computer_is_not_asked_of_a_proxy(
    jetonnier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nom: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ferme:
        mandataire = f"http://127.0.0.1:{ferme.getsockname()[1]}"
    for variable in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(variable, mandataire)
    monkeypatch.delenv("no_proxy", raising=False)
    gardes = JetonsGardes(tmp_path / "r.sqlite", "p")
    gardes.garder(Jetons(access_token="acces-1", refresh_token="suite-0", expires_in=900))
    client = ClientHttp(jetonnier.replace("127.0.0.1", nom), gardes)
    assert client.moi().utilisateur == "u1"
    client.fermer()


def test_what_is_sent_together_is_bounded(autorite: Autorite, poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    """In size too; one that is too large by itself leaves alone."""
    for reference in ("S0", "S1", "S2", "S3"):
        assert poste.faire(Convoquer, candidature=reference, date=JOUR).fait
    envois: list[int] = []
    vrai = Autorite.recevoir

    def noter(ici: Autorite, recu: Envoi, utilisateur: str) -> Reponse:
        envois.append(len(recu.commandes))
        return vrai(ici, recu, utilisateur)

    monkeypatch.setattr(Autorite, "recevoir", noter)
    with poste.base.read() as conn:
        ((taille,),) = conn.execute("SELECT max(length(corps)) FROM depart").fetchall()
    monkeypatch.setattr(envoi, "CARACTERES_MAX", 2 * taille)
    assert poste.sync.passer().acceptees == 4
    assert envois == [2, 2]
    envois.clear()
    monkeypatch.setattr(envoi, "CARACTERES_MAX", 1)
    for reference in ("T0", "T1"):
        assert poste.faire(Convoquer, candidature=reference, date=JOUR).fait
    assert poste.sync.passer().acceptees == 2
    assert envois == [1, 1]


@pytest.mark.parametrize(("mots", "code"), [((), 0), (("--partout",), 4)])
def test_signing_out_offline_forgets_the_tokens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mots: tuple[str, ...], code: int
) -> None:
    """And says what the server does not know; signing the others out needs it."""
    with socket.create_server(("127.0.0.1", 0)) as ferme:
        url = f"http://127.0.0.1:{ferme.getsockname()[1]}"
    chemin = tmp_path / "r.sqlite"
    creer(chemin, url, Moi(**MOI), "p", chiffrer=False)  # type: ignore[arg-type]
    gardes = JetonsGardes(chemin, "p")
    gardes.garder(Jetons(access_token="a", refresh_token="b", expires_in=900))
    assert main(["deconnexion", "--base", str(chemin), *mots]) == code
    dit = capsys.readouterr()
    assert "Déconnecté·e." in dit.out
    assert "n’a pas pu être prévenu" in dit.err
    assert not gardes.fichier.exists()
    client = ClientHttp(url, gardes)
    with pytest.raises(NonConnecte):
        client.moi()
    client.fermer()
