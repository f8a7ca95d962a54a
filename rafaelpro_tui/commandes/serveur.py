"""`serveur`: the reference server (extra `[server]`), on an embedded base with no set-up, or on PostgreSQL."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rafaelpro_tui import settings
from rafaelpro_tui.commandes.ecoute import ecouter
from rafaelpro_tui.commandes.sorties import dire, ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande, Option, Usage, entier
from rafaelpro_tui.core.erreurs import BaseTropRecente, Erreur

if TYPE_CHECKING:
    from types import FrameType

    from rafaelpro_tui.server.store.moteur import Moteur

HOTE: Final = "127.0.0.1"
PORT: Final = 8470
_BOUCLAGE: Final = frozenset({"127.0.0.1", "::1", "localhost"})
DONNEES: Final = Option(
    "--donnees", "la base du serveur : postgresql://… ou sqlite:///FICHIER (sinon embarquée)", "URL"
)


class ServeurAbsent(Erreur):
    """The extra `[server]` is not installed."""

    titre = "Serveur absent"
    remede = "Installez-le : pip install 'rafaelpro-tui[server]'."


@contextmanager
def moteur(demande: Demande, *, monter: bool = False) -> Iterator[Moteur]:
    """The base named, else the embedded one of the user's data folder; of the last schema, and with an epoch.

    Raises:
        ServeurAbsent, BaseServeurInaccessible, BaseTropRecente; Usage: a PostgreSQL base is to be brought up to date.
    """
    if any(find_spec(nom) is None for nom in ("fastapi", "sqlalchemy", "alembic", "uvicorn", "argon2")):
        raise ServeurAbsent("La partie serveur de RafaelPro n’est pas installée.")
    from rafaelpro_tui.server.store import meta, migrations
    from rafaelpro_tui.server.store.moteur import Moteur

    donnees: str | Path | None = demande.propres["donnees"]
    if donnees is None:
        dossier = settings.dossier_donnees() / "serveur"
        dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
        donnees = dossier / "serveur.sqlite"
    ouvert = Moteur.de(donnees)
    if ouvert.url.password:
        dire("Le mot de passe de la base est sur la ligne de commande, que d’autres voient : « ~/.pgpass » le garde.")
    try:
        version = migrations.version(ouvert)
        if version is not None and version not in migrations.connues():
            raise BaseTropRecente(f"La base du serveur est à la version {version}, que ce programme ignore.")
        if ouvert.embarque or version is None or monter:
            migrations.monter(ouvert)
        elif version != migrations.derniere():
            raise Usage(
                "La base du serveur n’est pas à la version de ce programme.",
                "Lancez d’abord « rafaelpro-tui serveur migrer » avec le même « --donnees ».",
            )
        ouvert.ecrire(meta.commencer)
        yield ouvert
    finally:
        ouvert.fermer()


def serveur(demande: Demande) -> int:
    """Serve until it is asked to stop."""
    hote, port = demande.propres["hote"] or HOTE, demande.propres["port"] or PORT
    if not 0 < port < 65536:
        raise Usage(f"Le port {port} n’existe pas.", "Donnez un nombre de 1 à 65535.")
    with moteur(demande) as ouvert:
        import uvicorn

        from rafaelpro_tui.server.application import creer
        from rafaelpro_tui.server.journalisation import configuration
        from rafaelpro_tui.server.reglages_flux import lire

        reglages = lire(os.environ, demande.horloge.secondes)
        prise = ecouter(hote, port)  # Not left to uvicorn, which would end the program without a sentence.
        if hote not in _BOUCLAGE:
            dire("Attention : sans TLS, les données de personnes passent en clair. Placez un mandataire TLS devant.")
        dire(f"Serveur RafaelPro sur http://{hote}:{port} – Ctrl+C pour l’arrêter.")
        app = creer(ouvert, horloge=demande.horloge, reglages=reglages)

        class Service(uvicorn.Server):
            def handle_exit(self, sig: int, frame: FrameType | None) -> None:
                app.state.serveur.arret.set()
                super().handle_exit(sig, frame)

        reglage = uvicorn.Config(
            app,
            log_config=configuration(),
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,  # longer than a laptop, or the proxy in front, waits before it asks again
            timeout_graceful_shutdown=10,
        )
        service = Service(reglage)
        _finir_avec_le_terminal()
        with suppress(KeyboardInterrupt):  # which it gives again once it has stopped
            service.run(sockets=[prise])
        if not service.started:
            return 4
    return 0


def _finir_avec_le_terminal() -> None:
    """Its terminal closed, the server stops as when it is asked to; under `nohup`, it goes on."""
    ferme = getattr(signal, "SIGHUP", None)
    if ferme is not None and signal.getsignal(ferme) is signal.SIG_DFL:
        signal.signal(ferme, lambda *_: signal.raise_signal(signal.SIGTERM))


def charger(demande: Demande) -> int:
    """A dataset into an empty server."""
    with moteur(demande) as ouvert:
        from sqlalchemy.exc import IntegrityError

        from rafaelpro_tui.core.exchange.dataset import lire_dataset
        from rafaelpro_tui.server.chargement import charger as ranger

        nouns = list(lire_dataset(Path(demande.propres["fichier"])).objets())
        try:
            comptes = ouvert.ecrire(lambda conn: ranger(conn, nouns))
        except IntegrityError as erreur:
            raise Usage(
                "Ce jeu de données a un objet que le serveur a déjà : rien n’a été chargé.",
                "Chargez-le dans un serveur vide.",
            ) from erreur
    if demande.json:
        ecrire_json(dict(comptes))
    else:
        ecrire(", ".join(f"{genre} : {n}" for genre, n in comptes.items()))
    return 0


def migrer(demande: Demande) -> int:
    """Bring the base to the last schema."""
    with moteur(demande, monter=True):
        ecrire("La base du serveur est à jour.")
    sys.stdout.flush()
    return 0


COMMANDES = (
    Commande(
        nom="serveur",
        resume="lance le serveur que plusieurs postes partagent",
        executer=serveur,
        options=(
            Option("--hote", f"l’adresse où écouter ({HOTE} : cet ordinateur seulement)", "H"),
            Option("--port", f"le port ({PORT})", "P", entier),
            DONNEES,
        ),
        precisions="Sans « --donnees », la base est un fichier du dossier de données : rien à préparer.",
        exemples=(
            "rafaelpro-tui serveur",
            "rafaelpro-tui serveur --port 8000 --donnees postgresql://rafael@localhost/rafael",
        ),
    ),
    Commande(
        nom="serveur charger",
        resume="charge un jeu de données dans un serveur vide",
        executer=charger,
        arguments=(Argument("FICHIER", "le jeu de données, en JSON"),),
        options=(DONNEES,),
        exemples=("rafaelpro-tui serveur charger donnees.json",),
    ),
    Commande(
        nom="serveur migrer",
        resume="met la base du serveur à niveau",
        executer=migrer,
        options=(DONNEES,),
        exemples=("rafaelpro-tui serveur migrer --donnees postgresql://rafael@localhost/rafael",),
    ),
)
