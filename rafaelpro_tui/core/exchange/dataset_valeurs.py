"""The limits of the values that a dataset may bring: texts, dates, numbers (CONTRATS §3, REGLES.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from rafaelpro_tui.core.exchange.fautes import FauteDite
from rafaelpro_tui.core.exchange.json_strict import cite
from rafaelpro_tui.core.model import Action, Candidat, Dispositif, Session, Structure
from rafaelpro_tui.core.rules.textes import COMMENTAIRE_MAX, RAISON_MAX, caractere_de_controle, propre

__all__ = ["COMMENTAIRE_MAX", "RAISON_MAX"]

ANNEES: Final = range(1900, 2200)
INTENSITE_MAX: Final = Decimal(40)
"""AVI-2."""
COEFFICIENT_MAX: Final = Decimal(100)
EFFECTIF_MAX: Final = 1_000_000
TEXTE_MAX: Final = 20_000
PLUS_MAX: Final = 10_000
_SIRET: Final = re.compile(r"\d{14}", re.ASCII)
_LIEN: Final = re.compile(r"https?://\S+", re.IGNORECASE)


def structure(objet: Structure) -> Iterator[FauteDite]:
    yield from identifiant("id", objet.id)
    if not _SIRET.fullmatch(objet.siret):
        raison = f"Le SIRET {cite(objet.siret)} n’a pas 14 chiffres."
        yield FauteDite("siret", raison, "Écrivez ses 14 chiffres, sans espace.")
    yield from texte("nom", objet.nom, requis=True)


def dispositif(objet: Dispositif) -> Iterator[FauteDite]:
    yield from identifiant("code", objet.code)
    yield from texte("libelle", objet.libelle)
    yield from coefficient("coefficient_min", objet.coefficient_min)
    yield from coefficient("coefficient_max", objet.coefficient_max)
    if objet.coefficient_min > objet.coefficient_max:
        raison = f"Le coefficient minimal ({objet.coefficient_min}) dépasse le maximal ({objet.coefficient_max})."
        yield FauteDite("coefficient_min", raison, "Corrigez l’un des deux.")


def action(objet: Action) -> Iterator[FauteDite]:
    yield from identifiant("id", objet.id)
    yield from texte("intitule", objet.intitule, requis=True)
    yield from texte_libre("plus", objet.plus, PLUS_MAX)
    if objet.lien_web and not _LIEN.fullmatch(objet.lien_web):
        raison = f"Le lien {cite(objet.lien_web)} n’est pas une adresse http ou https (FOR-2)."
        yield FauteDite("lien_web", raison, "Corrigez-le, ou laissez-le vide.")
    yield from texte("lien_web", objet.lien_web)


def session(objet: Session) -> Iterator[FauteDite]:
    yield from identifiant("reference", objet.reference)
    for cle in ("commune", "code_postal"):
        yield from texte(cle, getattr(objet, cle))
    for cle in ("debut", "fin", "date_limite_inscription", "date_limite_entree_tardive"):
        yield from date_plausible(cle, getattr(objet, cle))
    yield from _dates_de_session(objet)
    for cle in ("effectif_minimal", "effectif_vise", "capacite_accueil"):
        if not 0 <= (effectif := getattr(objet, cle)) <= EFFECTIF_MAX:
            yield FauteDite(cle, f"L’effectif {effectif} est impossible.", f"Écrivez de 0 à {EFFECTIF_MAX}.")
    yield from coefficient("coefficient", objet.coefficient)
    if objet.intensite_hebdomadaire is not None:
        yield from intensite_juste("intensite_hebdomadaire", objet.intensite_hebdomadaire)
    for rang, contact in enumerate(objet.contacts):
        for cle in ("nom", "telephone", "courriel"):
            yield from texte(f"contacts[{rang}].{cle}", getattr(contact, cle))


def _dates_de_session(objet: Session) -> Iterator[FauteDite]:
    """FOR-7 is not looked at: it is for who changes a date, and what the flow brought may be in another order."""
    if objet.debut > objet.fin:
        raison = f"La session finit ({objet.fin}) avant de commencer ({objet.debut})."
        yield FauteDite("fin", raison, "Corrigez l’une des deux dates.")


def candidat(objet: Candidat) -> Iterator[FauteDite]:
    yield from identifiant("id", objet.id)
    yield from texte("nom_naissance", objet.nom_naissance, requis=True)
    yield from texte("prenom", objet.prenom, requis=True)
    for cle in ("nom_usage", "telephone", "courriel", "commune", "code_postal"):
        yield from texte(cle, getattr(objet, cle) or "")
    if objet.naissance is not None:
        yield from date_plausible("naissance", objet.naissance)


def identifiant(cle: str, valeur: str) -> Iterator[FauteDite]:
    if not valeur.strip():
        yield FauteDite(cle, "Cet identifiant est vide.", "Donnez-en un.")
    if caractere_de_controle(valeur) is not None or "\n" in valeur:
        yield FauteDite(cle, f"L’identifiant {cite(valeur)} contient un caractère de contrôle.", "Effacez-le.")
    yield from texte(cle, valeur)


def texte(cle: str, valeur: str, *, requis: bool = False) -> Iterator[FauteDite]:
    """One line of text. What other systems let into it is kept, and shown harmlessly (`texte_sur`)."""
    if requis and not valeur.strip():
        yield FauteDite(cle, "Ce texte est vide.", "Écrivez-le.")
    if len(valeur) > TEXTE_MAX:
        raison = f"Ce texte compte {len(valeur)} caractères, pour {TEXTE_MAX} au plus."
        yield FauteDite(cle, raison, "Raccourcissez-le.")


def texte_libre(cle: str, valeur: str, maximum: int) -> Iterator[FauteDite]:
    """A text which may have several lines (AVI-8)."""
    net = propre(valeur)
    if len(net) > maximum:
        raison = f"Ce texte compte {len(net)} caractères, pour {maximum} au plus (AVI-8)."
        yield FauteDite(cle, raison, "Raccourcissez-le.")
    if (fautif := caractere_de_controle(net)) is not None:
        raison = f"Ce texte contient le caractère de contrôle U+{ord(fautif):04X} (AVI-8)."
        yield FauteDite(cle, raison, "Effacez-le.")


def date_plausible(cle: str, valeur: date) -> Iterator[FauteDite]:
    if valeur.year not in ANNEES:
        raison = f"La date {valeur} est hors du temps : l’année va de {ANNEES[0]} à {ANNEES[-1]}."
        yield FauteDite(cle, raison, "Corrigez-la.")


def intensite_juste(cle: str, valeur: Decimal) -> Iterator[FauteDite]:
    """AVI-2: 0 < h ≤ 40, two decimals at most."""
    if not 0 < valeur <= INTENSITE_MAX or not _deux_decimales(valeur):
        raison = f"L’intensité {valeur:f} h est impossible (AVI-2)."
        yield FauteDite(cle, raison, "Écrivez plus de 0 et au plus 40 heures, avec deux décimales au plus.")


def coefficient(cle: str, valeur: Decimal) -> Iterator[FauteDite]:
    if not 0 < valeur <= COEFFICIENT_MAX or not _deux_decimales(valeur):
        raison = f"Le coefficient {valeur:f} est impossible (FOR-3)."
        yield FauteDite(cle, raison, "Écrivez un nombre positif, avec deux décimales au plus.")


def _deux_decimales(valeur: Decimal) -> bool:
    return valeur == round(valeur, 2)
