"""All HTTP of the client: another library would change this module alone (ARCHITECTURE).

TLS is verified, always; without it only this computer is spoken to. Answers are bounded and read strictly.
"""

from __future__ import annotations

import ssl
from contextlib import AbstractContextManager, suppress
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any, Final, Protocol, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from pydantic import TypeAdapter, ValidationError

from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.sync.erreurs import (
    CertificatRefuse,
    ErreurServeur,
    HorsLigne,
    NonConnecte,
    Refusee,
    ReponseIllisible,
    ServeurOccupe,
)
from rafaelpro_tui.core.sync.fil import CodeAppareil, Envoi, Jetons, Moi, Page, Probleme, Reponse, Sort

T = TypeVar("T")

OCTETS_MAX: Final = 64 * 1024 * 1024
"""Of one answer, once it is unpacked."""
_LECTURE: Final = 30.0
"""Seconds between two parts of an answer, beyond those that the server was asked to wait."""
DUREE_MAX: Final = 120.0
"""Seconds for a whole answer, beyond the same: one byte now and then would otherwise hold us for ever."""
_GARDEE: Final = 65.0
"""Seconds that a connection is kept for the next request: more than one turn of the app's synchronisation, less than
servers and proxies do.
"""
_JSON: Final = {"Content-Type": "application/json"}
_BOUCLAGE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PATIENTER: Final = frozenset({429, 502, 503, 504})


class Porteur(Protocol):
    """Who keeps the tokens of this user for this server."""

    def jetons(self) -> Jetons | None: ...
    def garder(self, jetons: Jetons) -> None: ...
    def seul(self) -> AbstractContextManager[None]:
        """Nobody else renews them meanwhile, here or in another program: a refresh token serves once."""
        ...


def verifier_adresse(url: str) -> str:
    """The address of a server, without a slash at its end.

    Raises:
        SaisieMalformee: it is not one, or speaks without TLS to another computer.
    """
    try:
        parties = urlsplit(url.strip())
        hote, port = parties.hostname, parties.port
    except ValueError:
        hote = port = None
        parties = urlsplit("")
    del port
    if parties.scheme not in ("http", "https") or not hote or parties.query or parties.fragment or parties.username:
        raise SaisieMalformee(
            f"« {url} » n’est pas l’adresse d’un serveur.", "Donnez une adresse https://…, sans rien après."
        )
    if parties.scheme == "http" and hote not in _BOUCLAGE:
        raise SaisieMalformee(
            f"« {url} » n’est pas chiffrée : les données de personnes y passeraient en clair.",
            "Donnez l’adresse en https:// ; http:// ne sert que pour un serveur de cet ordinateur.",
        )
    return url.strip().rstrip("/")


class _Connexion:
    """The connection of the request under way, which may be cut from another thread.

    A read that waits has no other way to end: closing a socket does not wake who reads it.
    """

    def __init__(self) -> None:
        self._prise: socket | None = None
        self.coupee = False
        """By us, since the request began."""
        self.finie = False
        """No request is to be made any more."""

    def suivre(self, evenement: str, faits: dict[str, Any]) -> None:
        """`httpx`'s « trace »: a new connection, or the same by TLS."""
        if evenement in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._prise = faits["return_value"].get_extra_info("socket")
            if self.coupee or self.finie:
                self.couper()

    def couper(self) -> None:
        self.coupee = True
        if self._prise is not None:
            with suppress(OSError):  # already closed
                socket.shutdown(self._prise, SHUT_RDWR)


class ClientHttp:
    """A `fil.Serveur` over HTTP. One thread at a time, but for `interrompre`; `fermer` when done.

    Args:
        duree_max: Seconds for a whole answer.
    """

    def __init__(
        self,
        url: str,
        porteur: Porteur | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        duree_max: float = DUREE_MAX,
    ) -> None:
        self.url = verifier_adresse(url)
        self._porteur = porteur
        self._duree_max = duree_max
        self._connexion = _Connexion()
        self._http = httpx.Client(
            base_url=self.url,
            timeout=_delai(0.0),
            follow_redirects=False,
            limits=httpx.Limits(keepalive_expiry=_GARDEE),
            headers={"Accept": "application/json", "User-Agent": "rafaelpro-tui"},
            transport=transport,
            # What is on this computer is not to be asked of a proxy, whatever the environment says.
            mounts={f"all://{f'[{hote}]' if ':' in hote else hote}": None for hote in _BOUCLAGE},
        )

    def fermer(self) -> None:
        self._http.close()

    def interrompre(self) -> None:
        """From another thread: the request under way ends at once, `HorsLigne`, and those after it too."""
        self._connexion.finie = True
        self._connexion.couper()

    # fil.Serveur

    def envoyer(self, envoi: Envoi) -> Reponse:
        corps = _adaptateur(Envoi).dump_json(envoi, exclude_none=True)
        return self._demander(Reponse, "POST", "/v1/commandes", content=corps, headers=_JSON)

    def reponse(self, id: UUID) -> Sort | None:
        try:
            return self._demander(Sort, "GET", f"/v1/commandes/{id}")
        except Refusee as erreur:
            if erreur.statut == 404:
                return None
            raise

    def changements(self, structure: str, curseur: str | None, limite: int, attente: float = 0.0) -> Page:
        parametres: dict[str, str] = {"structure": structure, "limite": str(limite)}
        if curseur is not None:
            parametres["curseur"] = curseur
        if attente:
            parametres["attente"] = f"{attente:g}"
        return self._demander(Page, "GET", "/v1/changements", params=parametres, attente=attente)

    def moi(self) -> Moi:
        return self._demander(Moi, "GET", "/v1/moi")

    # Sign in and out (RFC 8628)

    def demander_code(self, poste: str) -> CodeAppareil:
        """A code that the person approves in a browser."""
        return self._lire(CodeAppareil, self._appeler("POST", "/v1/appareil", json={"poste": poste}))

    def echanger(self, device_code: str) -> Jetons | None:
        """The tokens once the person has approved; None while it is not done.

        Raises:
            Refusee: denied, or the code has expired.
        """
        reponse = self._appeler(
            "POST",
            "/v1/jetons",
            json={"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": device_code},
            attendus=(200, 400),
        )
        if reponse.status_code == 400:
            erreur = _erreur_oauth(reponse)
            if erreur in ("authorization_pending", "slow_down"):
                return None
            raise _refusee(reponse)
        return self._lire(Jetons, reponse)

    def deconnecter(self, *, partout: bool) -> None:
        self._autoriser("DELETE", "/v1/jetons", params={"partout": "1"} if partout else None, attendus=(204, 200))

    # The way there and back

    def _demander(self, type_: type[T], methode: str, chemin: str, **options: Any) -> T:
        return self._lire(type_, self._autoriser(methode, chemin, **options))

    def _autoriser(self, methode: str, chemin: str, **options: Any) -> httpx.Response:
        """With the access token; renewed once when it is too old."""
        jetons = self._porteur.jetons() if self._porteur else None
        if jetons is None:
            raise NonConnecte("Vous n’êtes pas connecté·e à ce serveur.")
        attendus = options.pop("attendus", (200,))
        propres = options.pop("headers", {})
        entetes = {"Authorization": f"Bearer {jetons.access_token}", **propres}
        reponse = self._appeler(methode, chemin, headers=entetes, attendus=(*attendus, 401), **options)
        if reponse.status_code != 401:
            return reponse
        neufs = self._renouveler(jetons)
        entetes = {"Authorization": f"Bearer {neufs.access_token}", **propres}
        reponse = self._appeler(methode, chemin, headers=entetes, attendus=(*attendus, 401), **options)
        if reponse.status_code == 401:
            raise NonConnecte("La connexion au serveur a pris fin.")
        return reponse

    def _renouveler(self, vieux: Jetons) -> Jetons:
        """In place of those that were refused, unless another program has just done it. Kept before they serve."""
        assert self._porteur is not None
        with self._porteur.seul():
            jetons = self._porteur.jetons()
            if jetons is None:
                raise NonConnecte("Vous n’êtes plus connecté·e à ce serveur.")
            if jetons != vieux:
                return jetons
            reponse = self._appeler(
                "POST",
                "/v1/jetons",
                json={"grant_type": "refresh_token", "refresh_token": jetons.refresh_token},
                attendus=(200, 400, 401),
            )
            if reponse.status_code != 200:
                raise NonConnecte("La connexion au serveur a pris fin.")
            neufs = self._lire(Jetons, reponse)
            self._porteur.garder(neufs)
            return neufs

    def _appeler(
        self, methode: str, chemin: str, *, attendus: tuple[int, ...] = (200,), attente: float = 0.0, **options: Any
    ) -> httpx.Response:
        """`attente`: seconds that the server was asked to wait before it answers."""
        reponse = self._recevoir(methode, chemin, attente, options)
        if reponse.status_code in attendus:
            return reponse
        if reponse.status_code in _PATIENTER:
            raise ServeurOccupe("Le serveur demande d’attendre.", _attendre(reponse))
        raise _refusee(reponse)

    def _recevoir(self, methode: str, chemin: str, attente: float, options: dict[str, Any]) -> httpx.Response:
        """A whole answer, whatever it says, within the limits of time and size."""
        connexion = self._connexion
        connexion.coupee = False
        if connexion.finie:
            raise HorsLigne("La demande a été interrompue.")
        minuterie = Timer(self._duree_max + attente, connexion.couper)
        minuterie.daemon = True
        minuterie.start()
        extensions = {"trace": connexion.suivre}
        try:
            with self._http.stream(methode, chemin, timeout=_delai(attente), extensions=extensions, **options) as flux:
                contenu = bytearray()
                for morceau in flux.iter_bytes():
                    contenu += morceau
                    if len(contenu) > OCTETS_MAX:
                        raise ReponseIllisible("La réponse du serveur n’en finit pas.")
                return httpx.Response(flux.status_code, headers=_sans_codage(flux.headers), content=bytes(contenu))
        except httpx.HTTPError as erreur:
            if connexion.coupee:
                raise HorsLigne(f"Le serveur « {self.url} » met trop longtemps à répondre.") from erreur
            raise _de_reseau(self.url, erreur) from erreur
        finally:
            minuterie.cancel()

    def _lire(self, type_: type[T], reponse: httpx.Response) -> T:
        try:
            lu: T = _adaptateur(type_).validate_json(reponse.content)
        except ValidationError as erreur:
            raise ReponseIllisible(f"La réponse du serveur « {self.url} » ne se lit pas.") from erreur
        return lu


def _delai(attente: float) -> httpx.Timeout:
    return httpx.Timeout(connect=5.0, read=_LECTURE + attente, write=_LECTURE, pool=5.0)


_ADAPTATEURS: Final[dict[type[Any], TypeAdapter[Any]]] = {}


def _adaptateur(type_: type[Any]) -> TypeAdapter[Any]:
    if type_ not in _ADAPTATEURS:
        _ADAPTATEURS[type_] = TypeAdapter(type_)
    return _ADAPTATEURS[type_]


def _sans_codage(entetes: httpx.Headers) -> dict[str, str]:
    """What says how the content was packed: it no longer is."""
    return {nom: valeur for nom, valeur in entetes.items() if nom not in ("content-encoding", "content-length")}


def _de_reseau(url: str, erreur: httpx.HTTPError) -> ErreurServeur:
    cause: BaseException | None = erreur
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CertificatRefuse(f"Le certificat de « {url} » n’est pas valable.")
        cause = cause.__cause__ or cause.__context__
    if isinstance(erreur, httpx.DecodingError):
        return ReponseIllisible(f"La réponse de « {url} » ne se décompresse pas.")
    if isinstance(erreur, httpx.TimeoutException):
        return HorsLigne(f"Le serveur « {url} » ne répond pas à temps.")
    return HorsLigne(f"Le serveur « {url} » ne peut pas être joint.")


def _refusee(reponse: httpx.Response) -> Refusee:
    try:
        probleme = _adaptateur(Probleme).validate_json(reponse.content)
        return Refusee(reponse.status_code, probleme.detail, probleme.remede)
    except ValidationError:
        return Refusee(reponse.status_code, f"Le serveur a répondu « {reponse.status_code} ».", "")


def _erreur_oauth(reponse: httpx.Response) -> str:
    try:
        corps = reponse.json()
    except (ValueError, RecursionError):  # not JSON, or nested without end
        return ""
    return str(corps.get("error", "")) if isinstance(corps, dict) else ""


def _attendre(reponse: httpx.Response) -> float | None:
    apres = reponse.headers.get("retry-after", "")
    return float(apres) if apres.isascii() and apres.isdigit() else None
