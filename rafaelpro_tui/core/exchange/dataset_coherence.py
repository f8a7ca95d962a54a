"""Whether a candidature of a dataset can have happened: its state, its convocations and its avis agree.

CAN-4 and CAN-5 are not looked at: a dataset is a past, not a request (CONTRATS §3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rafaelpro_tui.core.commands import (
    SaisieAvis,
    SaisieConformiteNon,
    SaisieConformiteOui,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.exchange.dataset_formes import FormeCandidature
from rafaelpro_tui.core.exchange.dataset_valeurs import (
    COMMENTAIRE_MAX,
    RAISON_MAX,
    date_plausible,
    intensite_juste,
    texte_libre,
)
from rafaelpro_tui.core.exchange.fautes import FauteDite
from rafaelpro_tui.core.exchange.json_strict import cite
from rafaelpro_tui.core.model import Etat, Motif, MotifHsp, Resultat, TypeEntrees

CONVOCATIONS_MAX: Final = 3
"""CNV-1."""
_SANS_PRESENCE: Final = (Motif.ABSENCE_NON_JUSTIFIEE, Motif.CANDIDAT_INDISPONIBLE, Motif.AVIS_NON_TRANSMIS)
"""AVI-1: the automatic refusals (CNV-5, CNV-6, ECH-1)."""
_MOTIFS_COMMUNS: Final = (Motif.SESSION_COMPLETE, Motif.AVIS_NON_TRANSMIS)
"""HSP has no word of its own for these two: they may be written in either shape."""


def fautes(forme: FormeCandidature, *, hsp: bool, type_entrees: TypeEntrees) -> Iterator[FauteDite]:
    """What cannot be in a candidature, in the order of its fields; paths are within it."""
    yield from date_plausible("deposee_le", forme.deposee_le)
    yield from _convocations(forme, hsp)
    yield from _etat(forme)
    if forme.avis is not None:
        yield from _forme_de_l_avis(forme, forme.avis, hsp)
        yield from _contenu(forme.avis, forme.etat, type_entrees)
        yield from _presence(forme, forme.avis, hsp)


def _convocations(forme: FormeCandidature, hsp: bool) -> Iterator[FauteDite]:
    if forme.convocations and hsp:
        yield FauteDite("convocations", "L’HSP n’a pas de convocation (HSP-1).", "Videz cette liste.")
    if len(forme.convocations) > CONVOCATIONS_MAX:
        raison = f"Il y a {len(forme.convocations)} convocations, pour {CONVOCATIONS_MAX} au plus (CNV-1)."
        yield FauteDite("convocations", raison, "Gardez-en trois.")
    for rang, convocation in enumerate(forme.convocations):
        yield from date_plausible(f"convocations[{rang}].date", convocation.date)
        derniere = rang == len(forme.convocations) - 1
        if not derniere and convocation.resultat is not Resultat.ABSENCE_JUSTIFIEE:
            yield FauteDite(
                f"convocations[{rang}].resultat",
                "Une convocation n’en suit une autre qu’après une absence justifiée (CNV-2).",
                "Écrivez « absence_justifiee », ou retirez les convocations suivantes.",
            )


def _etat(forme: FormeCandidature) -> Iterator[FauteDite]:
    avis, derniere = forme.avis, forme.convocations[-1].resultat if forme.convocations else None
    match forme.etat:
        case Etat.EN_ATTENTE:
            if avis is not None:
                yield FauteDite(
                    "avis",
                    "Une candidature en attente n’a pas d’avis.",
                    "Écrivez null, ou corrigez « etat ».",
                )
            if derniere is Resultat.ABSENCE_NON_JUSTIFIEE:
                yield FauteDite(
                    "etat",
                    "Une absence non justifiée refuse d’elle-même : « en_attente » est impossible (CNV-5).",
                    "Écrivez « non_retenue » avec le motif « absence_non_justifiee ».",
                )
        case Etat.RETENUE if not isinstance(avis, SaisieRecrutementOui | SaisieConformiteOui):
            yield FauteDite("avis", "Une candidature retenue a un avis « oui ».", "Donnez cet avis.")
        case Etat.NON_RETENUE if not _est_non(avis) or _motif(avis) is Motif.SESSION_COMPLETE:
            raison = "Une candidature non retenue a un avis « non », d’un autre motif que « session_complete »."
            yield FauteDite("avis", raison, "Donnez cet avis.")
        case Etat.REFUS_SESSION_COMPLETE if _motif(avis) is not Motif.SESSION_COMPLETE:
            raison = "L’état « refus_session_complete » demande un avis « non » de motif « session_complete »."
            yield FauteDite("avis", raison, "Donnez cet avis.")
        case Etat.AVIS_NON_TRANSMIS if avis is not None and _motif(avis) is not Motif.AVIS_NON_TRANSMIS:
            raison = "L’état « avis_non_transmis » n’a pas d’avis, ou un avis de motif « avis_non_transmis »."
            yield FauteDite("avis", raison, "Écrivez null.")


def _forme_de_l_avis(forme: FormeCandidature, avis: SaisieAvis, hsp: bool) -> Iterator[FauteDite]:
    conformite = isinstance(avis, SaisieConformiteOui | SaisieConformiteNon)
    if conformite and not hsp:
        raison = "La conformité administrative n’existe que pour l’HSP (HSP-1)."
        yield FauteDite("avis.conformite", raison, "Écrivez « recrutement ».")
    if hsp and not conformite and _motif(avis) not in _MOTIFS_COMMUNS:
        raison = "L’HSP n’a pas de recrutement, mais une conformité administrative (HSP-1)."
        yield FauteDite("avis.recrutement", raison, "Écrivez « conformite ».")


def _contenu(avis: SaisieAvis, etat: Etat, type_entrees: TypeEntrees) -> Iterator[FauteDite]:
    if not isinstance(avis, SaisieConformiteNon):
        yield from texte_libre("avis.commentaire", avis.commentaire, COMMENTAIRE_MAX)
    if isinstance(avis, SaisieRecrutementOui | SaisieConformiteOui):
        yield from _oui(avis, type_entrees)
        return
    yield from texte_libre("avis.raison", avis.raison, RAISON_MAX)
    attendus = Motif if isinstance(avis, SaisieRecrutementNon) else MotifHsp
    if avis.motif is None:
        yield FauteDite("avis.motif", "Un avis « non » a un motif (AVI-4).", "Ajoutez cette clé.")
    elif not isinstance(avis.motif, attendus) and avis.motif not in _MOTIFS_COMMUNS:
        raison = f"Le motif {cite(str(avis.motif))} n’est pas de cette forme d’avis (AVI-5, HSP-3)."
        permis = ", ".join(f"« {motif} »" for motif in attendus)
        yield FauteDite("avis.motif", raison, f"Choisissez parmi {permis}.")
    if avis.motif in (Motif.AUTRES, MotifHsp.NON_CONFORMITE) and not avis.raison.strip():
        raison = f"Le motif {cite(str(avis.motif))} demande une raison (AVI-4, HSP-3)."
        yield FauteDite("avis.raison", raison, "Écrivez-la.")


def _oui(avis: SaisieRecrutementOui | SaisieConformiteOui, type_entrees: TypeEntrees) -> Iterator[FauteDite]:
    valeurs = {"entree": avis.entree, "sortie": avis.sortie, "intensite": avis.intensite}
    manquants = [cle for cle, valeur in valeurs.items() if valeur is None]
    a_completer = (
        len(manquants) == len(valeurs)
        and isinstance(avis, SaisieRecrutementOui)
        and type_entrees is not TypeEntrees.DATES_FIXES
    )
    if manquants and not a_completer:
        raison = "Un avis « oui » a une date d’entrée, une date de sortie et une intensité (AVI-2)."
        remede = (
            "Ajoutez cette clé."
            if type_entrees is TypeEntrees.DATES_FIXES
            else "Ajoutez cette clé, ou retirez les trois si la retenue est à compléter (LOT-4)."
        )
        yield FauteDite(f"avis.{manquants[0]}", raison, remede)
    for cle, jour in (("entree", avis.entree), ("sortie", avis.sortie)):
        if jour is not None:
            yield from date_plausible(f"avis.{cle}", jour)
    if avis.entree and avis.sortie and avis.entree > avis.sortie:
        raison = f"La sortie ({avis.sortie}) précède l’entrée ({avis.entree}) (AVI-2)."
        yield FauteDite("avis.sortie", raison, "Corrigez l’une des deux dates.")
    if avis.intensite is not None:
        yield from intensite_juste("avis.intensite", avis.intensite)


def _presence(forme: FormeCandidature, avis: SaisieAvis, hsp: bool) -> Iterator[FauteDite]:
    """AVI-1: an avis follows a presence."""
    if hsp or forme.etat is Etat.REFUS_SESSION_ANNULEE or _motif(avis) in _SANS_PRESENCE:
        return
    if not forme.convocations or forme.convocations[-1].resultat is not Resultat.PRESENCE:
        raison = "Un avis de recrutement suit une convocation avec une présence (AVI-1)."
        yield FauteDite("convocations", raison, "Notez « presence » à la dernière convocation, ou corrigez l’avis.")


def _est_non(avis: SaisieAvis | None) -> bool:
    return isinstance(avis, SaisieRecrutementNon | SaisieConformiteNon)


def _motif(avis: SaisieAvis | None) -> Motif | MotifHsp | None:
    return avis.motif if isinstance(avis, SaisieRecrutementNon | SaisieConformiteNon) else None
