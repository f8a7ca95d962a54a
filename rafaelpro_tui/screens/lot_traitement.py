"""The one treatment of a lot: what is chosen, the command it makes, how it is said. Knows nothing of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import Enum
from typing import Any, Final

from rafaelpro_tui.core.commands import (
    LotConvoquer,
    LotNoterResultat,
    LotRendreAvis,
    LotRetenirListeAttente,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
    SurLot,
)
from rafaelpro_tui.core.model import Etape, Etat, Motif, Resultat
from rafaelpro_tui.core.modeles import PERSONNELS
from rafaelpro_tui.core.texte import NBSP, date_fr, nombre_fr, pluriel
from rafaelpro_tui.screens.brouillon import Brouillon, Fabrique
from rafaelpro_tui.screens.dernieres import DernieresSaisies
from rafaelpro_tui.widgets.formes import CHAMPS, Forme

DATES: Final = ("entree", "sortie", "intensite")


class EtapeLot(Enum):
    """The guide's tabs, in its order (LOT-2): label, then shorter ones, then the candidatures that it holds."""

    CONVOQUER = "Candidats à convoquer", "À convoquer", "Conv.", Etat.EN_ATTENTE, Etape.A_CONVOQUER
    PRESENCE = (
        "Présence / absence à renseigner",
        "Présence / absence",
        "Prés.",
        Etat.EN_ATTENTE,
        Etape.PRESENCE_A_RENSEIGNER,
    )
    AVIS = "Avis de recrutement en attente", "Avis en attente", "Avis", Etat.EN_ATTENTE, Etape.AVIS_A_RENDRE
    LISTE_ATTENTE = (
        "Candidatures non retenues pour session complète",
        "Session complète",
        "Compl.",
        Etat.REFUS_SESSION_COMPLETE,
        None,
    )

    def __init__(self, libelle: str, court: str, bref: str, etat: Etat, etape: Etape | None) -> None:
        self.libelle = libelle
        self.court = court
        self.bref = bref
        self.etat = etat
        self.etape = etape


@dataclass(frozen=True, slots=True, kw_only=True)
class Traitement:
    """What is given to all the candidatures of a lot. The names of fields are those of the form.

    `defaut` is what a retenue « sans modification » gets; None where it stays to be completed (LOT-3, LOT-4). `avis`
    holds what is the same as on one candidature.
    """

    etape: EtapeLot
    defaut: SaisieRecrutementOui | None = None
    date: date | None = None
    resultat: str | None = None
    modification: str = "sans"
    avis: Brouillon = field(default_factory=Brouillon)

    def avec(self, champ: str, valeur: Any, illisible: str = "") -> Traitement:
        """This treatment with another value in a field; `illisible` says why a text cannot be read."""
        if champ in _PROPRES:
            lisibles = self.avis.avec("reponse", self.avis.reponse).illisibles
            autres = {nom: phrase for nom, phrase in lisibles.items() if nom != champ}
            avis = replace(self.avis, illisibles=autres | ({champ: illisible} if illisible else {}))
            modifie: Traitement = replace(self, **{champ: valeur, "avis": avis})
            return modifie
        return replace(self, avis=self.avis.avec(champ, valeur, illisible))

    def valeur(self, champ: str) -> Any:
        return getattr(self if champ in _PROPRES else self.avis, champ)

    @property
    def vide(self) -> bool:
        """Whether nothing would be lost."""
        return self == Traitement(etape=self.etape, defaut=self.defaut)

    @property
    def sans_dates(self) -> bool:
        """Whether it retains without dates nor intensité, to be completed one by one (LOT-4)."""
        return self.avis.reponse == "oui" and self.defaut is None

    @property
    def champs(self) -> tuple[str, ...]:
        """The fields shown, in order."""
        match self.etape, self.avis.reponse:
            case EtapeLot.CONVOQUER, _:
                return ("date",)
            case EtapeLot.PRESENCE, _:
                return ("resultat",)
            case _, "non":
                return ("reponse", "motif", "raison", "commentaire")
            case _, "oui":
                modification = ("modification",) if self.defaut else ()
                commentaire = ("commentaire",) if self.etape is EtapeLot.AVIS else ()
                return ("reponse", *modification, *self._dates, *commentaire)
        return ("reponse",)

    @property
    def _dates(self) -> tuple[str, ...]:
        return DATES if self.defaut and self.modification == "avec" else ()

    @property
    def manque(self) -> tuple[str, str] | None:
        """The first field that keeps it from being simulated, and what to do about it."""
        for champ in self.champs:
            if phrase := self.avis.illisibles.get(champ):
                return champ, phrase
            if champ in _OBLIGATOIRES and not self.valeur(champ):
                return champ, _OBLIGATOIRES[champ]
        return None

    def commande(self, fabrique: Fabrique, session: str, candidatures: Sequence[str]) -> SurLot:
        """The command for these candidatures; to be asked when nothing is missing (`manque`)."""
        sur: dict[str, Any] = {"session": session, "candidatures": tuple(candidatures)}
        dates = {nom: getattr(self.avis, nom) for nom in self._dates}
        match self.etape:
            case EtapeLot.CONVOQUER:
                commande = fabrique(LotConvoquer, date=self.date, **sur)
            case EtapeLot.PRESENCE:
                commande = fabrique(LotNoterResultat, resultat=Resultat(self.resultat or ""), **sur)
            case EtapeLot.LISTE_ATTENTE:
                commande = fabrique(LotRetenirListeAttente, **dates, **sur)
            case EtapeLot.AVIS:
                commande = fabrique(LotRendreAvis, avis=self._avis(dates), **sur)
        assert isinstance(commande, SurLot)
        return commande

    def _avis(self, dates: dict[str, Any]) -> SaisieRecrutementOui | SaisieRecrutementNon:
        if self.avis.reponse == "oui":
            return SaisieRecrutementOui(commentaire=self.avis.commentaire, **dates)
        return SaisieRecrutementNon(
            motif=Motif(self.avis.motif) if self.avis.motif else None,
            raison=self.avis.raison,
            commentaire=self.avis.commentaire,
        )

    # What `r` repeats

    def retenir(self, dernieres: DernieresSaisies) -> None:
        """It has been given: a candidature, or another lot, can take it up."""
        match self.etape:
            case EtapeLot.CONVOQUER:
                dernieres.convocation = self.date
            case EtapeLot.PRESENCE:
                dernieres.resultat = self.resultat
            case _:
                retenus = (
                    {nom: self._retenu(nom) for nom in DATES} if self.avis.reponse == "oui" and self.defaut else {}
                )
                dernieres.avis = replace(self.avis, **retenus)
                dernieres.sans_modification = not self._dates

    def repris(self, dernieres: DernieresSaisies) -> Traitement | None:
        """This tab's treatment, as the last one; None when nothing of it has its place here."""
        match self.etape, dernieres.avis:
            case EtapeLot.CONVOQUER, _:
                return replace(self, date=dernieres.convocation) if dernieres.convocation else None
            case EtapeLot.PRESENCE, _:
                return replace(self, resultat=dernieres.resultat) if dernieres.resultat else None
            case _, None:
                return None
            case _, avis:
                assert avis is not None
                conforme = avis.repris(Forme.RECRUTEMENT)
                if conforme is None or (self.etape is EtapeLot.LISTE_ATTENTE and avis.reponse != "oui"):
                    return None
                memes = self.defaut is None or all(getattr(avis, nom) == getattr(self.defaut, nom) for nom in DATES)
                avec = avis.reponse == "oui" and not (memes or dernieres.sans_modification)
                change: dict[str, Any] = {} if avec else dict.fromkeys(DATES)
                if any(f"{{{nom}}}" in avis.commentaire for nom in PERSONNELS):
                    change["commentaire"] = ""  # it named somebody, and a lot has the same one for all
                return replace(self, avis=replace(conforme, **change), modification="avec" if avec else "sans")

    def phrase(self, nombre: int) -> str:
        """« Convoquer 5 candidatures le 15/07/2024 »."""
        combien = pluriel(nombre, "candidature")
        match self.etape, self.avis.reponse:
            case EtapeLot.CONVOQUER, _:
                return f"Convoquer {combien} le {date_fr(self.date)}" if self.date else f"Convoquer {combien}"
            case EtapeLot.PRESENCE, _:
                return f"Noter «{NBSP}{Resultat(self.resultat or '').libelle}{NBSP}» pour {combien}"
            case _, "non":
                return f"Ne pas retenir {combien}"
        return f"Retenir {combien}"

    def resume(self) -> tuple[tuple[str, str], ...]:
        """Label and value of what the sentence does not say."""
        if self.etape in (EtapeLot.CONVOQUER, EtapeLot.PRESENCE):
            return ()
        lignes = tuple(ligne for ligne in self.avis.resume(Forme.RECRUTEMENT) if ligne[0] not in _TUES)
        if self.avis.reponse == "non":
            return lignes
        if self.defaut is None:
            return (*lignes, (DATES_ET_INTENSITE, "à compléter une par une, après le lot (LOT-4)"))
        commentaire = tuple(ligne for ligne in lignes if ligne[0] == CHAMPS["commentaire"].court)
        return (*((CHAMPS[nom].court, _ecrit(self._retenu(nom))) for nom in DATES), *commentaire)

    def _retenu(self, nom: str) -> Any:
        """The value given, else the one by default (LOT-3)."""
        donne = getattr(self.avis, nom) if nom in self._dates else None
        return getattr(self.defaut, nom) if donne is None else donne


DATES_ET_INTENSITE: Final = "Dates et intensité"

_PROPRES: Final = frozenset(champ.name for champ in fields(Traitement)) - {"avis", "etape", "defaut"}
_TUES: Final = (Forme.RECRUTEMENT.question,)
_OBLIGATOIRES: Final = {
    "date": "Donnez la date du rendez-vous (touche c).",
    "resultat": f"Dites d’abord ce qu’il en est{NBSP}: p présence, a absence justifiée, x absence non justifiée.",
    "reponse": "Répondez d’abord oui ou non (touches o et n).",
}
"""What makes no command without a value; what a rule requires, the simulation says."""


def _ecrit(valeur: Any) -> str:
    return date_fr(valeur) if isinstance(valeur, date) else f"{nombre_fr(valeur)}{NBSP}h"
