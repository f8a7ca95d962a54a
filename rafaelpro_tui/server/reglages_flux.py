"""Settings of transmissions and mail, from the environment: a secret is never on a command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Final, cast, get_args

from rafaelpro_tui.core.erreurs import FichierInaccessible, SaisieMalformee
from rafaelpro_tui.server.courrier import Facteur, Securite, adresses_valables
from rafaelpro_tui.server.remises import Canal, Dossier, Webhook, lire_secret, verifier_url

PORTS: Final[dict[Securite, int]] = {"starttls": 587, "tls": 465, "aucune": 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReglagesFlux:
    """Without a canal, transmissions wait to be read and acknowledged; without a facteur, alerts wait."""

    canaux: tuple[Canal, ...] = ()
    facteur: Facteur | None = None


def lire(variables: Mapping[str, str], secondes: Callable[[], float]) -> ReglagesFlux:
    """The settings of `variables` (`os.environ`); `secondes` is the clock that dates what is signed.

    Raises:
        SaisieMalformee: naming the variable at fault; FichierInaccessible: a file of a secret.
    """
    return ReglagesFlux(canaux=tuple(_canaux(variables, secondes)), facteur=_facteur(variables))


def _canaux(variables: Mapping[str, str], secondes: Callable[[], float]) -> list[Canal]:
    canaux: list[Canal] = []
    if dossier := variables.get("RAFAELPRO_DOSSIER_ENVOI"):
        canaux.append(Dossier(Path(dossier)))
    if url := variables.get("RAFAELPRO_WEBHOOK_URL"):
        try:
            secret = lire_secret(_secret(variables, "RAFAELPRO_WEBHOOK_SECRET"))
            canaux.append(Webhook(verifier_url(url), secret, secondes))
        except ValueError as erreur:
            raise SaisieMalformee(str(erreur), "Corrigez les variables RAFAELPRO_WEBHOOK_…, puis relancez.") from None
    return canaux


def _facteur(variables: Mapping[str, str]) -> Facteur | None:
    if not (hote := variables.get("RAFAELPRO_SMTP_HOTE")):
        return None
    securite = variables.get("RAFAELPRO_SMTP_SECURITE", "starttls")
    if securite not in get_args(Securite):
        raise _malformee("RAFAELPRO_SMTP_SECURITE", securite, "starttls, tls ou aucune")
    port = variables.get("RAFAELPRO_SMTP_PORT", str(PORTS[cast(Securite, securite)]))
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise _malformee("RAFAELPRO_SMTP_PORT", port, "un numéro de port")
    expediteur = variables.get("RAFAELPRO_SMTP_EXPEDITEUR", "")
    if not adresses_valables([parseaddr(expediteur)[1]]):
        raise _malformee("RAFAELPRO_SMTP_EXPEDITEUR", expediteur, "une adresse, telle que alertes@exemple.fr")
    utilisateur = variables.get("RAFAELPRO_SMTP_UTILISATEUR", "")
    return Facteur(
        hote=hote,
        port=int(port),
        securite=cast(Securite, securite),
        expediteur=expediteur,
        utilisateur=utilisateur,
        mot_de_passe=_secret(variables, "RAFAELPRO_SMTP_MOT_DE_PASSE") if utilisateur else "",
    )


def _secret(variables: Mapping[str, str], nom: str) -> str:
    """The variable `nom`, or the first line of the file that `nom_FICHIER` names."""
    if not (chemin := variables.get(f"{nom}_FICHIER")):
        return variables.get(nom, "")
    try:
        return Path(chemin).read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as erreur:
        raise FichierInaccessible(f"Le fichier « {chemin} » de {nom}_FICHIER ne peut pas être lu.") from erreur


def _malformee(nom: str, valeur: str, attendu: str) -> SaisieMalformee:
    quoi = f"vaut « {valeur} », qui n’est pas {attendu}" if valeur else f"manque : donnez {attendu}"
    return SaisieMalformee(f"La variable {nom} {quoi}.", "Corrigez-la, puis relancez le serveur.")
