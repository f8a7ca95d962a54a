"""AVI — the avis. HSP's own shape is in `hsp`; what both share (AVI-2, 3, 8, 10, 11) is here (HSP-5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Protocol

from rafaelpro_tui.core.commands import (
    RetenirListeAttente,
    SaisieRecrutement,
    SaisieRecrutementNon,
)
from rafaelpro_tui.core.model import (
    Avis,
    AvisRendu,
    ConformiteOui,
    Etat,
    Motif,
    RecrutementNon,
    RecrutementOui,
    Resultat,
)
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Avertissement, Changement, Decision, Refus
from rafaelpro_tui.core.rules.droits import Pieces
from rafaelpro_tui.core.rules.phrases import accorde, guillemets, jour, nombre
from rafaelpro_tui.core.rules.textes import (
    COMMENTAIRE_MAX,
    RAISON_MAX,
    avertissements_texte,
    propre,
    refus_texte,
)

INTENSITE_MAX: Final = Decimal(40)
JOURS_OUVRES: Final = 5

COMMENTAIRE: Final = "Commentaires et précisions sur l’avis de recrutement"
RAISON: Final = "Raison"

_CENTIEME: Final = Decimal("0.01")


class Retenue(Protocol):
    """What a « oui » gives, whatever command carries it: a typed avis, AVI-10 or LOT-4."""

    @property
    def entree(self) -> date | None: ...
    @property
    def sortie(self) -> date | None: ...
    @property
    def intensite(self) -> Decimal | None: ...


def intensite_sur_cinq_jours(heures: Decimal, jours: Decimal) -> Decimal:
    """AVI-3: hours brought back to a week of 5 jours ouvrés, half up, two decimals. 18 h over 3 days → 30 h.

    Raises ValueError when `jours` is not between 0 (excluded) and 7.
    """
    if not 0 < jours <= 7:
        raise ValueError(f"le nombre de jours {nombre(jours)} doit être au-dessus de 0, jusqu’à 7")
    return (heures * JOURS_OUVRES / jours).quantize(_CENTIEME, rounding=ROUND_HALF_UP)


def presence(pieces: Pieces, context: Context) -> Refus | None:
    """AVI-1: an avis needs a convocation with `presence`; HSP selects nobody (HSP-1)."""
    derniere = pieces.candidature.derniere
    if pieces.sur.dispositif.hsp or (derniere is not None and derniere.resultat is Resultat.PRESENCE):
        return None
    return Refus(
        "AVI-1",
        f"La candidature {pieces.candidature.reference} n’a pas de convocation avec présence.",
        "Convoquez la personne et notez sa présence avant de rendre l’avis.",
    )


def liste_attente(pieces: Pieces, context: Context) -> Refus | None:
    """AVI-10: `refus_session_complete` → `retenue` until the date limite d'entrée tardive, included."""
    etat, limite = pieces.candidature.etat, pieces.sur.session.date_limite_entree_tardive
    if etat is not Etat.REFUS_SESSION_COMPLETE:
        return Refus(
            "AVI-10",
            f"La candidature {pieces.candidature.reference} est {guillemets(etat.libelle)}, "
            "elle n’est pas en liste d’attente.",
            "Seule une candidature « Refus : session complète » peut être retenue ainsi.",
        )
    if context.aujourdhui > limite:
        return Refus(
            "AVI-10",
            f"La date limite d’entrée tardive, le {jour(limite)}, est passée.",
            "Plus rien n’est possible ici ; écrivez à offre@cap-metiers.pro.",
        )
    return None


def refus_oui(saisie: Retenue) -> Iterator[Refus]:
    """AVI-2: date d'entrée, date de sortie, intensité hebdomadaire; all required."""
    if saisie.entree is None:
        yield _manque("La date d’entrée en formation")
    if saisie.sortie is None:
        yield _manque("La date de sortie de formation")
    if saisie.entree and saisie.sortie and saisie.entree > saisie.sortie:
        yield Refus(
            "AVI-2",
            f"La date d’entrée {jour(saisie.entree)} est après la date de sortie {jour(saisie.sortie)}.",
            "Corrigez l’une des deux dates.",
        )
    intensite = saisie.intensite
    if intensite is None:
        yield _manque("L’intensité hebdomadaire")
    elif not intensite.is_finite() or not 0 < intensite <= INTENSITE_MAX:
        yield Refus(
            "AVI-2",
            f"L’intensité hebdomadaire {nombre(intensite)} h n’est pas comprise entre 0 et 40 h.",
            "Donnez un nombre d’heures au-dessus de 0, jusqu’à 40.",
        )
    elif intensite != intensite.quantize(_CENTIEME):
        yield Refus(
            "AVI-2",
            f"L’intensité hebdomadaire {nombre(intensite)} h a plus de deux décimales.",
            "Arrondissez-la à deux décimales.",
        )


def refus_non(saisie: SaisieRecrutementNon) -> Iterator[Refus]:
    """AVI-4, AVI-5, AVI-8, in the form's order."""
    if saisie.motif is None:
        yield Refus("AVI-4", "Le motif de refus est vide.", "Choisissez un des motifs du guide.")
    elif saisie.motif is Motif.AUTRES and not propre(saisie.raison):
        yield Refus("AVI-4", "La raison est vide, pour le motif « Autres ».", "Précisez la raison.")
    elif not isinstance(saisie.motif, Motif):
        yield Refus(
            "AVI-5",
            f"Le motif {guillemets(saisie.motif.libelle)} est réservé à l’HSP.",
            "Choisissez un des huit motifs de refus du recrutement.",
        )
    elif saisie.motif is Motif.AVIS_NON_TRANSMIS:
        yield Refus(
            "AVI-5",
            "Le motif « Avis non transmis » est attribué par le système seul.",
            "Choisissez un autre motif.",
        )
    yield from refus_texte(RAISON, saisie.raison, RAISON_MAX)
    yield from refus_texte(COMMENTAIRE, saisie.commentaire, COMMENTAIRE_MAX)


def recrutement(saisie: SaisieRecrutement, pieces: Pieces, context: Context) -> Decision:
    """AVI-2, AVI-4 … AVI-8, AVI-11, once the guards have passed."""
    if isinstance(saisie, SaisieRecrutementNon):
        if refus := next(refus_non(saisie), None):
            return refus
        assert isinstance(saisie.motif, Motif)  # refus_non has answered otherwise
        non = RecrutementNon(motif=saisie.motif, raison=propre(saisie.raison), commentaire=propre(saisie.commentaire))
        etat = Etat.REFUS_SESSION_COMPLETE if saisie.motif is Motif.SESSION_COMPLETE else Etat.NON_RETENUE
        return rendre(
            non,
            etat,
            pieces,
            context,
            (
                *avertissements_texte(RAISON, saisie.raison),
                *avertissements_texte(COMMENTAIRE, saisie.commentaire),
            ),
        )
    return retenir(saisie, saisie.commentaire, pieces, context)


def retenir_liste_attente(command: RetenirListeAttente, pieces: Pieces, context: Context) -> Decision:
    """AVI-10: the same fields as OUI; the first avis stays in the history."""
    return retenir(command, command.commentaire, pieces, context)


def retenir(saisie: Retenue, commentaire: str, pieces: Pieces, context: Context) -> Decision:
    """A « oui », on HSP or elsewhere (HSP-2, HSP-5)."""
    refus = next(refus_oui(saisie), None) or next(refus_texte(COMMENTAIRE, commentaire, COMMENTAIRE_MAX), None)
    if refus:
        return refus
    oui = avis_oui(saisie, commentaire, pieces)
    alertes = (*avertissements_oui(oui, pieces), *avertissements_texte(COMMENTAIRE, commentaire))
    return rendre(oui, Etat.RETENUE, pieces, context, alertes)


def avis_oui(saisie: Retenue, commentaire: str, pieces: Pieces) -> RecrutementOui | ConformiteOui:
    """The typed « oui » of what AVI-2 has found complete."""
    assert saisie.entree
    assert saisie.sortie
    assert saisie.intensite
    genre = ConformiteOui if pieces.sur.dispositif.hsp else RecrutementOui
    return genre(
        entree=saisie.entree,
        sortie=saisie.sortie,
        intensite=saisie.intensite.quantize(_CENTIEME),
        commentaire=propre(commentaire),
    )


def rendre(
    avis: Avis, etat: Etat, pieces: Pieces, context: Context, avertissements: tuple[Avertissement, ...] = ()
) -> Accord:
    """The candidature with one more avis in its history, in its new state."""
    candidature = pieces.candidature
    if etat is Etat.RETENUE and (capacite := _surnombre(pieces)) is not None:
        avertissements = (*avertissements, capacite)
    rendu = AvisRendu(rang=len(candidature.avis) + 1, avis=avis, par=context.utilisateur, le=context.maintenant)
    apres = replace(candidature, etat=etat, avis=(*candidature.avis, rendu))
    return Accord(changements=(Changement(candidature, apres),), avertissements=avertissements)


def avertissements_oui(oui: RecrutementOui | ConformiteOui, pieces: Pieces) -> Iterator[Avertissement]:
    """AVI-11: dates outside the session, or an entry after the date limite d'entrée tardive."""
    session = pieces.sur.session
    for champ, valeur in (("Entrée", oui.entree), ("Sortie", oui.sortie)):
        if valeur < session.debut:
            yield Avertissement("AVI-11", f"{champ} avant le début de la session ({jour(session.debut)}).")
        if valeur > session.fin:
            yield Avertissement("AVI-11", f"{champ} après la fin de la session ({jour(session.fin)}).")
    if oui.entree > session.date_limite_entree_tardive:
        yield Avertissement(
            "AVI-11",
            f"Entrée après la date limite d’entrée tardive ({jour(session.date_limite_entree_tardive)}).",
        )


def _surnombre(pieces: Pieces) -> Avertissement | None:
    """AVI-11: more retenues than the capacité d'accueil."""
    retenues, capacite = pieces.sur.compte.retenues + 1, pieces.sur.session.capacite_accueil
    if retenues <= capacite:
        return None
    combien = accorde(retenues, "retenue", "retenues")
    return Avertissement("AVI-11", f"{combien} pour une capacité d’accueil de {capacite}.")


def _manque(champ: str) -> Refus:
    return Refus("AVI-2", f"{champ} est vide.", "Ce champ est obligatoire quand la réponse est « oui ».")
