"""Who is spoken to: by TLS that is verified, or on this computer alone."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.sync.client import ClientHttp, verifier_adresse
from rafaelpro_tui.core.sync.erreurs import CertificatRefuse


@pytest.mark.parametrize(
    "url",
    [
        "http://rafael.example.org",
        "http://127.0.0.1.example.org",
        "http://localhost@rafael.example.org",
        "https://lea:secret@rafael.example.org",
        "https://rafael.example.org?a=1",
        "ftp://localhost",
        "file:///etc/passwd",
        "rafael.example.org",
        "https://",
        "https://rafael.example.org:99999",
    ],
)
def test_an_address_that_is_none_or_speaks_in_clear_is_refused(url: str) -> None:
    with pytest.raises(SaisieMalformee):
        verifier_adresse(url)


@pytest.mark.parametrize("url", ["https://rafael.example.org/", "http://localhost:8470", "http://[::1]:8470"])
def test_tls_or_this_computer(url: str) -> None:
    assert verifier_adresse(url) == url.rstrip("/")


@pytest.fixture
def sans_autorite(tmp_path: Path) -> Iterator[str]:
    """A server by TLS, with a certificate that nobody vouches for."""
    cle, nom = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=localhost")
    maintenant = datetime.now(UTC)
    certificat = (
        x509.CertificateBuilder(nom, nom, cle.public_key(), x509.random_serial_number())
        .not_valid_before(maintenant - timedelta(days=1))
        .not_valid_after(maintenant + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(cle, hashes.SHA256())
    )
    fichier = tmp_path / "serveur.pem"
    fichier.write_bytes(
        cle.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificat.public_bytes(serialization.Encoding.PEM)
    )
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.load_cert_chain(fichier)
    serveur = HTTPServer(("localhost", 0), BaseHTTPRequestHandler)
    serveur.socket = contexte.wrap_socket(serveur.socket, server_side=True)
    fil = Thread(target=serveur.serve_forever, args=(0.01,), daemon=True)
    fil.start()
    yield f"https://localhost:{serveur.server_port}"
    serveur.shutdown()
    fil.join()
    serveur.server_close()


def test_a_certificate_that_nobody_vouches_for_is_refused(sans_autorite: str) -> None:
    client = ClientHttp(sans_autorite)
    try:
        with pytest.raises(CertificatRefuse):
            client.demander_code("poste")
    finally:
        client.fermer()
