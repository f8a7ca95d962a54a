"""What a server, or the way to it, can do to us: each a sentence, and nothing changed here."""

from __future__ import annotations

from rafaelpro_tui.core.erreurs import Erreur


class ErreurServeur(Erreur):
    """Base of the family. What was validated here is kept, and will be sent."""

    titre = "Serveur"
    remede = "Ce que vous avez validé est gardé sur ce poste et sera envoyé. Recommencez plus tard."


class HorsLigne(ErreurServeur):
    """It cannot be reached, or does not answer in time: a normal state."""

    titre = "Hors ligne"


class ServeurOccupe(HorsLigne):
    """It asks to come back later (429, 503); `attendre` in seconds when it says how much later."""

    titre = "Serveur occupé"

    def __init__(self, message: str, attendre: float | None = None) -> None:
        super().__init__(message)
        self.attendre = attendre


class NonConnecte(ErreurServeur):
    """The tokens are no longer good: the user signs in again."""

    titre = "Connexion à refaire"
    remede = "Connectez-vous de nouveau : « rafaelpro-tui connexion » ; ce que vous avez validé est gardé sur ce poste."


class Refusee(ErreurServeur):
    """It does not accept the request itself; the sentence is its own. `statut`: of HTTP."""

    titre = "Demande refusée"

    def __init__(self, statut: int, message: str, que_faire: str = "") -> None:
        super().__init__(message, que_faire)
        self.statut = statut


class ReponseIllisible(ErreurServeur):
    """It answered something else than what was agreed upon (SYNC, « On the wire »)."""

    titre = "Réponse inattendue"
    remede = "Rien n’a été changé ici. Vérifiez l’adresse du serveur ; si elle est bonne, prévenez qui l’administre."


class AutreVersion(ErreurServeur):
    """The client and the server do not speak the same version of the wire."""

    titre = "Versions différentes"
    remede = "Mettez à jour le plus ancien des deux, le programme ou le serveur ; rien n’a été changé ici."


class CertificatRefuse(ErreurServeur):
    """TLS: the server is not who it says, or cannot prove it."""

    titre = "Certificat refusé"
    remede = "Ne continuez pas : vérifiez l’adresse, ou prévenez qui administre le serveur."
