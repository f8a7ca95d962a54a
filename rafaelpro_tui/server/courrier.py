"""The alert of ECH-2 by e-mail: counts and references, no personal data beyond the addresses it goes to."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from rafaelpro_tui.core.texte import NBSP, date_fr, pluriel
from rafaelpro_tui.core.texte_sur import safe

DELAI: Final = 30.0
"""Seconds that the SMTP server has for each of its answers."""
PASSAGE: Final = "avis non transmis"
REFERENCES_MAX: Final = 20
"""Candidatures cited by session."""
_ADRESSE: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)
"""What any SMTP server takes: ASCII, no quotes, no comment."""

Securite = Literal["starttls", "tls", "aucune"]


class EchecDeCourrier(Exception):
    """Nobody received the mail this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneAlerte:
    """A session whose échéance is near: those who wait, and the last day to handle them (ECH-1)."""

    session: str
    candidatures: tuple[str, ...]
    dernier_jour: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerte:
    """One mail to one structure; `id` is the same whatever is sent again, and tells a double at the receiver's."""

    id: UUID
    structure: str
    destinataires: tuple[str, ...]
    lignes: tuple[LigneAlerte, ...]


def composer(alerte: Alerte, expediteur: str, maintenant: datetime) -> EmailMessage:
    """The mail of `alerte`, in the guide's words; `maintenant` is Europe/Paris, naive."""
    message = EmailMessage()
    message["Subject"] = f"Passage en « {PASSAGE} » à venir de certaines candidatures"
    message["From"] = expediteur
    message["To"] = [Address(addr_spec=adresse) for adresse in alerte.destinataires]
    message["Date"] = maintenant.replace(tzinfo=ZoneInfo("Europe/Paris"))
    message["Message-ID"] = f"<{alerte.id}@{message['From'].addresses[0].domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_texte(alerte))
    return message


def _texte(alerte: Alerte) -> str:
    total = sum(len(ligne.candidatures) for ligne in alerte.lignes)
    attend, passera = ("attend", "elle passera") if total < 2 else ("attendent", "elles passeront")
    sessions = "\n".join(_session(ligne) for ligne in sorted(alerte.lignes, key=lambda ligne: ligne.dernier_jour))
    return (
        "Bonjour,\n\n"
        f"{pluriel(total, 'candidature')} de {safe(alerte.structure)} {attend} encore votre réponse. Sans elle, "
        f"{passera} automatiquement en « {PASSAGE} »{NBSP}:\n\n"
        f"{sessions}\n\n"
        f"Vous les trouverez dans les onglets « Sessions terminées ». Passé ce délai, plus rien ne sera possible.\n\n"
        f"Message automatique{NBSP}: n’y répondez pas.\n"
    )


def _session(ligne: LigneAlerte) -> str:
    cites = [safe(reference) for reference in ligne.candidatures[:REFERENCES_MAX]]
    if (autres := len(ligne.candidatures) - len(cites)) > 0:
        cites.append(f"et {pluriel(autres, 'autre')}")
    return (
        f"- session {safe(ligne.session)}{NBSP}: {pluriel(len(ligne.candidatures), 'candidature')} à traiter "
        f"jusqu’au {date_fr(ligne.dernier_jour)} inclus ({', '.join(cites)})"
    )


def adresses_valables(courriels: Iterable[str]) -> tuple[str, ...]:
    """Those that a mail can be sent to, each once."""
    return tuple(sorted({courriel for courriel in courriels if _ADRESSE.fullmatch(courriel)}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facteur:
    """The SMTP server that takes our mail. Without a user, no authentication."""

    hote: str
    expediteur: str
    port: int
    securite: Securite = "starttls"
    utilisateur: str = ""
    mot_de_passe: str = field(default="", repr=False)

    def envoyer(self, message: EmailMessage) -> int:
        """How many of the addressees were refused while others were served.

        Raises:
            EchecDeCourrier: nobody was served.
        """
        try:
            with self._connexion() as smtp:
                return len(smtp.send_message(message))
        except (OSError, smtplib.SMTPException) as erreur:  # an SMTPException may quote addresses: not told
            code = getattr(erreur, "smtp_code", None)
            raise EchecDeCourrier(f"{type(erreur).__name__}{f' {code}' if code else ''}") from erreur

    def _connexion(self) -> smtplib.SMTP:
        if self.securite == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self.hote, self.port, timeout=DELAI, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(self.hote, self.port, timeout=DELAI)
        try:
            if self.securite == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if self.utilisateur:
                smtp.login(self.utilisateur, self.mot_de_passe)
        except BaseException:
            smtp.close()
            raise
        return smtp
