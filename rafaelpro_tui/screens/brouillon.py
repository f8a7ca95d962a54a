"""The draft of a decision: what is typed, what command it makes, what it would write. Knows nothing of the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from rafaelpro_tui.core import panier
from rafaelpro_tui.core.commands import (
    Command,
    CompleterRetenue,
    RendreAvis,
    RetenirListeAttente,
    SaisieConformiteNon,
    SaisieConformiteOui,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.model import Etat, Motif, MotifHsp
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import NBSP, date_fr, fold, nombre_fr
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.widgets.formes import CHAMPS, Forme

Fabrique = Callable[..., Command]
"""`Desk.commande`: a class of command and its fields."""

_MOTIFS: Final[Mapping[Forme, type[Motif] | type[MotifHsp]]] = {
    Forme.RECRUTEMENT: Motif,
    Forme.CONFORMITE: MotifHsp,
}
_NOMS: Final = (
    ("entree", "entree"),
    ("sortie", "sortie"),
    ("intensite", "intensite"),
    ("commentaire", "commentaires"),
    ("motif", "motif"),
    ("raison", "raison"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brouillon:
    """Values by the names of the commands' keys; `reponse` is "oui", "non" or None.

    `illisibles` holds, by field, the sentence for a text that cannot be read.
    """

    reponse: str | None = None
    entree: date | None = None
    sortie: date | None = None
    intensite: Decimal | None = None
    commentaire: str = ""
    motif: str | None = None
    raison: str = ""
    illisibles: Mapping[str, str] = field(default_factory=dict)

    def avec(self, champ: str, valeur: Any, illisible: str = "") -> Brouillon:
        """This draft with another value in a field."""
        illisibles = {nom: phrase for nom, phrase in self.illisibles.items() if nom != champ}
        if illisible:
            illisibles[champ] = illisible
        modifie: Brouillon = replace(self, **{champ: valeur, "illisibles": illisibles})
        return modifie

    @property
    def vide(self) -> bool:
        """Whether nothing would be lost."""
        return replace(self, reponse=None) == Brouillon() and self.reponse is None

    def champs(self, forme: Forme) -> tuple[str, ...]:
        """The fields shown for the answer given."""
        return forme.champs_oui if self.oui(forme) else forme.champs_non if self.reponse == "non" else ()

    def oui(self, forme: Forme) -> bool:
        return self.reponse == "oui" or not forme.question

    def manque(self, champ: str) -> bool:
        """Whether a field is still to be filled."""
        return champ not in self.illisibles and not getattr(self, champ)

    def commande(self, fabrique: Fabrique, forme: Forme, candidature: str) -> Command | None:
        """The command that this draft makes; None while the question has no answer, or a text cannot be read."""
        champs = self.champs(forme)
        if not champs or any(nom in self.illisibles for nom in champs):
            return None
        valeurs = {nom: getattr(self, nom) for nom in champs}
        if valeurs.get("motif"):
            valeurs["motif"] = _MOTIFS[forme].__members__[self._membre(forme)]
        match forme, self.oui(forme):
            case Forme.COMPLETER, _:
                return fabrique(CompleterRetenue, candidature=candidature, **valeurs)
            case Forme.LISTE_ATTENTE, _:
                return fabrique(RetenirListeAttente, candidature=candidature, **valeurs)
            case Forme.CONFORMITE, True:
                avis: Any = SaisieConformiteOui(**valeurs)
            case Forme.CONFORMITE, False:
                avis = SaisieConformiteNon(**valeurs)
            case _, True:
                avis = SaisieRecrutementOui(**valeurs)
            case _:
                avis = SaisieRecrutementNon(**valeurs)
        return fabrique(RendreAvis, candidature=candidature, avis=avis)

    def resume(self, forme: Forme) -> tuple[tuple[str, str], ...]:
        """Label and value of each thing that would be written, in the form's order."""
        lignes = []
        if forme.question and self.reponse:
            lignes.append((forme.question, "Oui" if self.oui(forme) else "Non"))
        for nom in self.champs(forme):
            valeur = getattr(self, nom)
            if valeur:
                lignes.append((CHAMPS[nom].court, self._ecrit(forme, nom, valeur)))
        return tuple(lignes)

    def repris(self, forme: Forme) -> Brouillon | None:
        """This draft as the start of another candidature's; None when its answer has no place in that form."""
        if forme.question and self.reponse is None:
            return None
        if not forme.question and self.reponse == "non":
            return None
        if self.motif is not None and self.motif not in [option.id for option in forme.motifs]:
            return None
        return self

    def _membre(self, forme: Forme) -> str:
        return next(nom for nom, motif in _MOTIFS[forme].__members__.items() if motif == self.motif)

    def _ecrit(self, forme: Forme, nom: str, valeur: Any) -> str:
        if isinstance(valeur, date):
            return date_fr(valeur)
        if isinstance(valeur, Decimal):
            return f"{nombre_fr(valeur)}{NBSP}h"
        if nom == "motif":
            return next(option.libelle for option in forme.motifs if option.id == valeur)
        return str(valeur).strip()


def de_la_commande(command: Command) -> Brouillon | None:
    """What a command that gives an avis said; None for another one."""
    match command:
        case RendreAvis(avis=SaisieRecrutementOui() | SaisieConformiteOui() as oui):
            return Brouillon(
                reponse="oui",
                entree=oui.entree,
                sortie=oui.sortie,
                intensite=oui.intensite,
                commentaire=oui.commentaire,
            )
        case RendreAvis(avis=SaisieRecrutementNon() | SaisieConformiteNon() as non):
            commentaire = non.commentaire if isinstance(non, SaisieRecrutementNon) else ""
            motif = None if non.motif is None else non.motif.value
            return Brouillon(reponse="non", motif=motif, raison=non.raison, commentaire=commentaire)
        case RetenirListeAttente() | CompleterRetenue():
            commentaire = command.commentaire if isinstance(command, RetenirListeAttente) else ""
            return Brouillon(
                reponse="oui",
                entree=command.entree,
                sortie=command.sortie,
                intensite=command.intensite,
                commentaire=commentaire,
            )
        case _:
            return None


def forme_possible(vue: CandidatureVue) -> tuple[Forme, Refus | None]:
    """What can be decided now, or the form that would be and why it cannot."""
    refus = refus_par_type(vue)
    if refus["completer_retenue"] is None:
        return Forme.COMPLETER, None
    if refus["retenir_liste_attente"] is None:
        return Forme.LISTE_ATTENTE, None
    return (Forme.CONFORMITE if vue.dispositif.hsp else Forme.RECRUTEMENT), refus["rendre_avis"]


def suite(vue: CandidatureVue) -> Refus | None:
    """What is said of a candidature on which nothing more is decided; None while something is, or will be."""
    refus = refus_par_type(vue)
    if vue.etape is not None or forme_possible(vue)[1] is None:
        return None
    # AVI-10 says until when a waiting list could be taken from; elsewhere CAN-3 says where to write.
    en_liste = vue.candidature.etat is Etat.REFUS_SESSION_COMPLETE
    return refus["retenir_liste_attente"] if en_liste else refus["rendre_avis"]


def refus_par_type(vue: CandidatureVue) -> dict[str, Refus | None]:
    """By type of command, why it cannot be given; None when it can."""
    return {possibilite.type: possibilite.refus for possibilite in vue.possibilites}


def interdiction(vue: CandidatureVue) -> Refus | None:
    """The one rule that forbids every command here (a right); None when something can be done or reasons differ."""
    refus = [possibilite.refus for possibilite in vue.possibilites]
    premier = refus[0] if refus else None
    return premier if premier and all(autre is not None and autre.regle == premier.regle for autre in refus) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to say of a draft: `champs` by field (kind, sentence), the rest about no one field."""

    champs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    refus: tuple[str, ...] = ()
    alertes: tuple[str, ...] = ()


def verdict(brouillon: Brouillon, forme: Forme, resultat: Resultat | None, *, valide: bool, sauf: str = "") -> Verdict:
    """Lay out the desk's answer to a draft beside its fields.

    Until one validates (`valide`), what is only missing yet is no error yet, nor is the one typed in (`sauf`).
    """
    visibles = brouillon.champs(forme)
    champs = {nom: ("refus", phrase) for nom, phrase in brouillon.illisibles.items() if nom in visibles and nom != sauf}
    if resultat is None:
        return Verdict(champs=champs)
    ailleurs: list[str] = []
    par_champ: dict[str, list[str]] = {}
    for alerte in resultat.avertissements:
        nom = champ_nomme(alerte.message, visibles)
        phrase = f"{alerte.message} ({alerte.regle})"
        if nom is None:
            ailleurs.append(phrase)
        else:
            par_champ.setdefault(nom, []).append(phrase)
    champs |= {nom: ("alerte", " ".join(phrases)) for nom, phrases in par_champ.items()}
    if resultat.refus is None:
        return Verdict(champs=champs, alertes=tuple(ailleurs))
    phrase = f"{resultat.refus.message} {resultat.refus.remede} ({resultat.refus.regle})"
    nom = champ_nomme(resultat.refus.message, visibles)
    if nom is None:
        return Verdict(champs=champs, refus=(phrase,), alertes=tuple(ailleurs))
    if brouillon.manque(nom) and not valide:
        return Verdict(
            champs=champs | {nom: ("manque", f"à remplir ({resultat.refus.regle})")}, alertes=tuple(ailleurs)
        )
    return Verdict(champs=champs | {nom: ("refus", phrase)}, alertes=tuple(ailleurs))


def champ_nomme(phrase: str, champs: tuple[str, ...]) -> str | None:
    """The field that a refus or an avertissement names first (a rule's sentence always names the field at fault)."""
    plie = fold(phrase)
    places = {nom: place for nom, mot in _NOMS if nom in champs and (place := plie.find(mot)) >= 0}
    return min(places, key=lambda nom: places[nom]) if places else None


def ce_qui_a_change(avant: CandidatureVue, apres: CandidatureVue) -> list[str]:
    """In French, what somebody else did to the candidature between two readings."""
    dits = list(panier.ce_qui_a_change(avant.candidature, apres.candidature))
    return dits if avant.session == apres.session else [*dits, "paramètres de la session"]
