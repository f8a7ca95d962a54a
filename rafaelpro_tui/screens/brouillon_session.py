"""The draft of « Formulaire session »: what is typed, the commands it makes, what it would change (FOR-9).

Knows nothing of the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, Self

from rafaelpro_tui.core.commands import AnyCommand, Command, ModifierContacts, ModifierSession, ValeursSession
from rafaelpro_tui.core.model import Contact, Session
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules.decision import Avertissement, Refus
from rafaelpro_tui.core.rules.formulaires import CHAMPS_SESSION, CONTACTS, ouverte_au_recrutement
from rafaelpro_tui.core.rules.sessions import maximum
from rafaelpro_tui.core.texte import NBSP, date_fr, entier_fr, fold, nombre_fr, pluriel, telephone_fr

Fabrique = Callable[..., Command]
"""`Desk.commande`: a class of command and its fields."""

LIBELLES: Final[Mapping[str, str]] = {
    "coefficient": "Coefficient nombre candidatures possibles",
    "date_limite_inscription": "Date limite d’inscription",
    "date_limite_entree_tardive": "Date limite d’entrée tardive",
    "contacts": "Contacts du Positionneur",
}
"""The guide's words, by key of the commands."""
_NOMS: Final = {
    "coefficient": fold("coefficient"),
    "date_limite_inscription": fold("date limite d’inscription"),
    "date_limite_entree_tardive": fold("date limite d’entrée tardive"),
}
"""How the rules name the fields, folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrouillonSession:
    """What is typed, over the session as the user saw it (`vu`, SYN-1).

    `illisibles` holds, by field, the sentence for a text that cannot be read, or is missing.
    """

    vu: Session
    coefficient: Decimal | None
    date_limite_inscription: date | None
    date_limite_entree_tardive: date | None
    contacts: tuple[Contact, ...]
    illisibles: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def de(cls, session: Session) -> Self:
        """Nothing typed yet."""
        return cls(
            vu=session,
            coefficient=session.coefficient,
            date_limite_inscription=session.date_limite_inscription,
            date_limite_entree_tardive=session.date_limite_entree_tardive,
            contacts=session.contacts,
        )

    def avec(self, champ: str, valeur: Any, illisible: str = "") -> Self:
        """This draft with another value in a field; no field may be left empty."""
        illisibles = {nom: phrase for nom, phrase in self.illisibles.items() if nom != champ}
        if illisible:
            illisibles[champ] = illisible
        elif valeur is None:
            actuelle = _ecrit(getattr(self.vu, champ))
            illisibles[champ] = f"Ce champ ne peut pas rester vide. Valeur enregistrée{NBSP}: {actuelle}."
        modifie: Self = replace(self, **{champ: valeur, "illisibles": illisibles})
        return modifie

    def repris(self, command: AnyCommand, ouverts: Collection[str]) -> Self:
        """This draft with the values that a command gave to the fields that may be edited (`ouverts`)."""
        dits = {nom: getattr(command, nom, None) for nom in (*CHAMPS_SESSION, CONTACTS) if nom in ouverts}
        modifie: Self = replace(self, **{nom: valeur for nom, valeur in dits.items() if valeur is not None})
        return modifie

    @property
    def modifie(self) -> bool:
        return bool(self.illisibles) or self.apres != self.vu

    @property
    def apres(self) -> Session:
        """The session as typed; what cannot be read stays as it was."""
        dits = {nom: getattr(self, nom) for nom in (*CHAMPS_SESSION, CONTACTS)}
        return replace(self.vu, **{nom: valeur for nom, valeur in dits.items() if valeur is not None})

    def commandes(self, fabrique: Fabrique) -> tuple[Command, ...]:
        """What would write this draft, as far as it can be read: nothing, one command or two."""
        session, apres, commandes = self.vu.reference, self.apres, []
        changes = {nom: getattr(apres, nom) for nom in CHAMPS_SESSION if getattr(apres, nom) != getattr(self.vu, nom)}
        if changes:
            avant = ValeursSession(**{nom: getattr(self.vu, nom) for nom in CHAMPS_SESSION})
            commandes.append(fabrique(ModifierSession, session=session, avant=avant, **changes))
        if self.contacts != self.vu.contacts:
            commandes.append(fabrique(ModifierContacts, session=session, contacts=self.contacts))
        return tuple(commandes)


def changements(avant: Session, apres: Session) -> Iterator[tuple[str, str, str]]:
    """Label, value before, value after, of each field that changes (FOR-9)."""
    for nom in (*CHAMPS_SESSION, CONTACTS):
        vieux, neuf = getattr(avant, nom), getattr(apres, nom)
        if vieux != neuf:
            yield LIBELLES[nom], _ecrit(vieux), _ecrit(neuf)


def effets(avant: Session, apres: Session, inscrits: int, aujourdhui: date) -> Iterator[str]:
    """What the changes do: another maximum, a session that opens or closes to recruitment (FOR-9)."""
    if maximum(avant) != maximum(apres):
        vieux, neuf = entier_fr(maximum(avant)), entier_fr(maximum(apres))
        yield f"Maximum de candidatures{NBSP}: {vieux} → {neuf}, pour {pluriel(inscrits, 'inscrit')}."
    ouverte, sera = (ouverte_au_recrutement(session, inscrits, aujourdhui) for session in (avant, apres))
    if ouverte and not sera:
        yield "La session se ferme au recrutement."
    if sera and not ouverte:
        yield "La session s’ouvre au recrutement."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to say of a draft: by field (kind, sentence), and about no one field."""

    champs: Mapping[str, tuple[str, str]]
    ailleurs: tuple[str, ...] = ()

    @property
    def fautif(self) -> str | None:
        """The first field at fault, in the form's order."""
        refuses = [nom for nom, (genre, _) in self.champs.items() if genre == "refus"]
        return min(refuses, key=list(LIBELLES).index, default=None)


def verdict(brouillon: BrouillonSession, resultats: Sequence[Resultat], *, en_frappe: str = "") -> Verdict:
    """Lay out the desk's answers beside the fields; a text still being typed (`en_frappe`) is not shouted at."""
    champs = {nom: ("refus", phrase) for nom, phrase in brouillon.illisibles.items()}
    ailleurs = []
    for resultat in resultats:
        dits: list[tuple[str, Refus | Avertissement]] = [("alerte", alerte) for alerte in resultat.avertissements]
        if resultat.refus is not None:
            dits.insert(0, ("refus", resultat.refus))
        for genre, dit in dits:
            remede = f" {dit.remede}" if isinstance(dit, Refus) else ""
            phrase = f"{dit.message}{remede} ({dit.regle})"
            nom = CONTACTS if resultat.type == "modifier_contacts" else _champ_nomme(dit)
            if nom is None:
                ailleurs.append(phrase)
            else:
                champs.setdefault(nom, (genre, phrase))
    if en_frappe in champs and champs[en_frappe][0] == "refus":
        champs[en_frappe] = ("manque", champs[en_frappe][1])
        if en_frappe in brouillon.illisibles:
            del champs[en_frappe]
    return Verdict(champs, tuple(ailleurs))


def _champ_nomme(dit: Refus | Avertissement) -> str | None:
    """The field that a sentence names first (a rule's sentence always names the field at fault)."""
    if dit.regle == "FOR-5":  # It tells the maximum, which only the coefficient makes here.
        return "coefficient"
    plie = fold(dit.message)
    places = {nom: place for nom, mot in _NOMS.items() if (place := plie.find(mot)) >= 0}
    return min(places, key=lambda nom: places[nom]) if places else None


def _ecrit(valeur: Any) -> str:
    match valeur:
        case date():
            return date_fr(valeur)
        case Decimal():
            return nombre_fr(valeur)
        case tuple():
            return f"{NBSP}; ".join(map(ecrire_contact, valeur)) or "aucun"
    return str(valeur)


def ecrire_contact(contact: Contact) -> str:
    """« Accueil, 05 56 00 00 00, accueil@example.org »."""
    parties = (contact.nom, telephone_fr(contact.telephone), contact.courriel)
    return ", ".join(partie for partie in parties if partie)
