"""Settings of transmissions and mail: what is wrong is named, secrets come from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rafaelpro_tui.core.erreurs import Erreur, FichierInaccessible
from rafaelpro_tui.server.courrier import Facteur
from rafaelpro_tui.server.reglages_flux import ReglagesFlux, lire
from rafaelpro_tui.server.remises import Dossier, Webhook

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SMTP = {"RAFAELPRO_SMTP_HOTE": "smtp.example.org", "RAFAELPRO_SMTP_EXPEDITEUR": "Alertes <alertes@example.org>"}
WEBHOOK = {"RAFAELPRO_WEBHOOK_URL": "https://example.org/r", "RAFAELPRO_WEBHOOK_SECRET": SECRET}


def reglages(variables: dict[str, str]) -> ReglagesFlux:
    return lire(variables, lambda: 0.0)


def test_nothing_set_is_nothing_sent() -> None:
    assert reglages({}) == ReglagesFlux()


def test_all_of_them(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("mot de passe\n", encoding="utf-8")
    lus = reglages(
        {"RAFAELPRO_DOSSIER_ENVOI": str(tmp_path)}
        | WEBHOOK
        | SMTP
        | {"RAFAELPRO_SMTP_UTILISATEUR": "rafael", "RAFAELPRO_SMTP_MOT_DE_PASSE_FICHIER": str(secret)}
    )
    dossier, webhook = lus.canaux
    assert dossier == Dossier(tmp_path)
    assert isinstance(webhook, Webhook)
    assert len(webhook.secret) == 24
    assert lus.facteur == Facteur(
        hote="smtp.example.org",
        port=587,
        securite="starttls",
        expediteur="Alertes <alertes@example.org>",
        utilisateur="rafael",
        mot_de_passe="mot de passe",
    )
    assert "mot de passe" not in repr(lus)


@pytest.mark.parametrize(
    ("variables", "nomme"),
    [
        (SMTP | {"RAFAELPRO_SMTP_SECURITE": "ssl"}, "RAFAELPRO_SMTP_SECURITE"),
        (SMTP | {"RAFAELPRO_SMTP_PORT": "70000"}, "RAFAELPRO_SMTP_PORT"),
        (SMTP | {"RAFAELPRO_SMTP_PORT": "²"}, "RAFAELPRO_SMTP_PORT"),
        (SMTP | {"RAFAELPRO_SMTP_EXPEDITEUR": "personne"}, "RAFAELPRO_SMTP_EXPEDITEUR"),
        ({"RAFAELPRO_SMTP_HOTE": "smtp.example.org"}, "RAFAELPRO_SMTP_EXPEDITEUR"),
        (WEBHOOK | {"RAFAELPRO_WEBHOOK_SECRET": "secret"}, "whsec_"),
        (WEBHOOK | {"RAFAELPRO_WEBHOOK_URL": "http://example.org"}, "https"),
    ],
)
def test_what_is_wrong_is_named(variables: dict[str, str], nomme: str) -> None:
    with pytest.raises(Erreur) as erreur:
        reglages(variables)
    assert nomme in erreur.value.message


def test_a_missing_file_of_a_secret_is_named() -> None:
    with pytest.raises(FichierInaccessible) as erreur:
        reglages(WEBHOOK | {"RAFAELPRO_WEBHOOK_SECRET_FICHIER": "/nulle/part"})
    assert "RAFAELPRO_WEBHOOK_SECRET_FICHIER" in erreur.value.message
