"""AVI-7: the texts to send once an avis is final, written from the facts (guide: « A noter : dès validation… »)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rafaelpro_tui.core.model import Avis, ConformiteNon, ConformiteOui, Etat, RecrutementNon, RecrutementOui
from rafaelpro_tui.core.texte import NBSP, date_fr, nombre_fr
from rafaelpro_tui.core.vues import Acteur
from rafaelpro_tui.core.vues_fiches import CandidatureVue

ADRESSE: Final = "offre@cap-metiers.pro"

_RETENU: Final = f"«{NBSP}retenu{NBSP}»"
_NON_RETENU: Final = f"«{NBSP}non retenu{NBSP}»"


@dataclass(frozen=True, slots=True)
class Demande:
    """`consigne` is the guide's way out, `texte` what to send to `destinataire` or to note there, several lines."""

    consigne: str
    destinataire: str
    texte: str


def demande(vue: CandidatureVue, acteur: Acteur) -> Demande | None:
    """What to do about an avis given by mistake, signed; None when there is no avis of an organisme to take back."""
    avis = vue.candidature.avis_courant
    if avis is None:
        return None
    qui = acteur.utilisateur
    signature = f"{qui.prenom} {qui.nom}, {acteur.structure.nom}" if qui else acteur.structure.nom
    if vue.candidature.etat is Etat.NON_RETENUE:
        return _vers_cap_metiers(vue, avis, signature)
    if vue.candidature.etat is Etat.RETENUE:
        return _vers_eos(vue, avis, signature)
    return None


def _vers_cap_metiers(vue: CandidatureVue, avis: Avis, signature: str) -> Demande:
    consigne = (
        f"Si vous avez indiqué {_NON_RETENU} par erreur et qu’il faut modifier cet avis pour le passer en "
        f"{_RETENU}{NBSP}: il faut en faire la demande à {ADRESSE}."
    )
    lignes = (
        f"À{NBSP}: {ADRESSE}",
        f"Objet{NBSP}: candidature {vue.candidature.reference}, {_NON_RETENU} indiqué par erreur",
        "",
        "Bonjour,",
        "",
        f"L’avis de recrutement ci-dessous a été validé {_NON_RETENU} par erreur. "
        f"Pouvez-vous le passer en {_RETENU}{NBSP}?",
        "",
        *_faits(vue),
        *_avis(avis),
        "",
        f"Dates prévisionnelles et intensité à retenir{NBSP}: à préciser",
        "",
        "Cordialement,",
        signature,
    )
    return Demande(consigne, ADRESSE, "\n".join(lignes))


def _vers_eos(vue: CandidatureVue, avis: Avis, signature: str) -> Demande:
    consigne = (
        f"Si vous avez indiqué {_RETENU} par erreur et qu’il faut modifier cet avis pour le passer en "
        f"{_NON_RETENU}{NBSP}: pas de modification sur RafaelPro, il faudra noter cette information directement "
        "dans EOS."
    )
    lignes = (
        f"À noter dans EOS{NBSP}: {_RETENU} indiqué par erreur, à passer en {_NON_RETENU}.",
        "",
        *_faits(vue),
        *_avis(avis),
        "",
        f"Motif de refus à noter{NBSP}: à préciser",
        signature,
    )
    return Demande(consigne, "EOS", "\n".join(lignes))


def _faits(vue: CandidatureVue) -> list[str]:
    session, candidature = vue.session, vue.candidature
    return [
        f"Candidature{NBSP}: {candidature.reference}, déposée le {date_fr(candidature.deposee_le)} "
        f"par {candidature.prescripteur}",
        f"Candidat·e{NBSP}: {vue.candidat.nom_complet}",
        f"Session{NBSP}: {session.reference}, {vue.action.intitule}, {session.commune}, "
        f"du {date_fr(session.debut)} au {date_fr(session.fin)}",
    ]


def _avis(avis: Avis) -> list[str]:
    match avis:
        case RecrutementNon() | ConformiteNon():
            lignes = [f"Motif indiqué{NBSP}: {avis.motif.libelle}"]
            return lignes + ([f"Raison{NBSP}: {avis.raison}"] if avis.raison else [])
        case RecrutementOui() | ConformiteOui():
            return [
                f"Entrée prévue le {date_fr(avis.entree)}, sortie le {date_fr(avis.sortie)}, "
                f"{nombre_fr(avis.intensite)}{NBSP}h par semaine"
            ]
        case _:
            return []
