"""The commands on one candidature: for each, its guards in the precedence of REGLES.md, then its fields.

The same table tells a form which buttons are alive, and why not the others (`explain`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rafaelpro_tui.core.commands import (
    CompleterRetenue,
    Convoquer,
    DeplacerConvocation,
    NoterResultat,
    RendreAvis,
    RetenirListeAttente,
    SaisieAvis,
    SaisieConformiteNon,
    SaisieConformiteOui,
    SurCandidature,
)
from rafaelpro_tui.core.rules import avis, completer, convocations, hsp
from rafaelpro_tui.core.rules.candidatures import non_finale
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Decision, Dossier, Refus
from rafaelpro_tui.core.rules.droits import Pieces, agir, pieces
from rafaelpro_tui.core.rules.echeances import dans_les_temps

Garde = Callable[[Pieces, Context], Refus | None]


def _agir(dossier: Pieces, context: Context) -> Refus | None:
    return agir(dossier.sur, context)


GARDES: Final[Mapping[str, tuple[Garde, ...]]] = MappingProxyType(
    {
        "convoquer": (
            _agir,
            non_finale,
            hsp.sans_convocation,
            dans_les_temps,
            convocations.reconvocable,
            convocations.encore_une,
        ),
        "deplacer_convocation": (
            _agir,
            non_finale,
            hsp.sans_convocation,
            dans_les_temps,
            convocations.a_renseigner,
        ),
        "noter_resultat": (
            _agir,
            non_finale,
            hsp.sans_convocation,
            dans_les_temps,
            convocations.a_renseigner,
            convocations.jour_venu,
        ),
        "rendre_avis": (_agir, non_finale, dans_les_temps, avis.presence),
        "retenir_liste_attente": (_agir, avis.liste_attente),
        "completer_retenue": (_agir, completer.a_completer),
    }
)
"""Command type → guards. The first refusal answers; HSP-1 on the shape of an avis stands between CAN-3 and AVI-9."""


@dataclass(frozen=True, slots=True)
class Possibilite:
    """Whether a command on a candidature can be given now; `refus` says why not."""

    type: str
    refus: Refus | None


def garde(type_: str, dossier: Pieces, context: Context) -> Refus | None:
    """The first guard of a command type that refuses."""
    return next((refus for regle in GARDES[type_] if (refus := regle(dossier, context))), None)


def decider(command: SurCandidature, dossier: Dossier, context: Context) -> Decision:
    """DRT-7 and DRT-5, then `passer`."""
    ouvert = pieces(dossier, context, command.candidature)
    if isinstance(ouvert, Refus):
        return ouvert
    return passer(command, ouvert, context)


def passer(command: SurCandidature, dossier: Pieces, context: Context) -> Decision:
    """Guards, then fields."""
    if isinstance(command, RendreAvis):
        refus = garde_avis(command.avis, dossier, context)
    else:
        refus = garde(command.type, dossier, context)
    if isinstance(command, DeplacerConvocation) and refus is not None and refus.regle == "CNV-4":
        refus = convocations.refus_deplacement(command, dossier) or refus  # CNV-3 answers before CNV-4
    if refus is not None:
        return refus
    match command:
        case Convoquer():
            return convocations.convoquer(command, dossier, context)
        case DeplacerConvocation():
            return convocations.deplacer(command, dossier, context)
        case NoterResultat():
            return convocations.noter(command, dossier, context)
        case RetenirListeAttente():
            return avis.retenir_liste_attente(command, dossier, context)
        case CompleterRetenue():
            return completer.completer(command, dossier, context)
        case RendreAvis():
            if isinstance(command.avis, SaisieConformiteOui | SaisieConformiteNon):
                return hsp.conformite(command.avis, dossier, context)
            return avis.recrutement(command.avis, dossier, context)


def garde_avis(saisie: SaisieAvis, dossier: Pieces, context: Context) -> Refus | None:
    """The guards of an avis: HSP-1 on its shape answers before AVI-9 and AVI-1, after DRT-1 and CAN-3."""
    refus = garde("rendre_avis", dossier, context)
    if refus is not None and refus.regle in ("DRT-1", "CAN-3"):
        return refus
    return hsp.forme_de_l_avis(saisie, dossier) or refus


def explain(dossier: Dossier, context: Context) -> tuple[Possibilite, ...]:
    """For each command on the dossier's candidature: can it be given now, and if not, by which rule."""
    reference = dossier.candidature.reference if dossier.candidature else ""
    ouvert = pieces(dossier, context, reference)
    return tuple(
        Possibilite(type_, ouvert if isinstance(ouvert, Refus) else garde(type_, ouvert, context)) for type_ in GARDES
    )
