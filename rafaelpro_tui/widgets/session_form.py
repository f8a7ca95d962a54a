"""« Formulaire session »: what comes from the flow, then what the OF sets, with the guide's sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from rafaelpro_tui.core.model import Session
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.formulaires import CHAMPS_SESSION, CONTACTS, ouverte_au_recrutement
from rafaelpro_tui.core.rules.sessions import maximum
from rafaelpro_tui.core.texte import NBSP, date_fr, entier_fr, nombre_fr, pluriel, telephone_fr
from rafaelpro_tui.core.vues_fiches import SessionVue
from rafaelpro_tui.core.vues_formations import FormulaireSession
from rafaelpro_tui.widgets.champ import Champ
from rafaelpro_tui.widgets.coefficient_input import CoefficientInput
from rafaelpro_tui.widgets.contacts_form import ContactsForm
from rafaelpro_tui.widgets.date_input import DateInput
from rafaelpro_tui.widgets.fiche_lue import FicheLue, Lu
from rafaelpro_tui.widgets.formes import ChampTexte
from rafaelpro_tui.widgets.safe_text import content, plain
from rafaelpro_tui.widgets.saisie_lue import SaisieLue

ETIQUETTE: Final = 43
"""Cells of the widest label."""
CHAMPS: Final[Mapping[str, ChampTexte]] = {
    "coefficient": ChampTexte("Coefficient nombre candidatures possibles", "Coefficient"),
    "date_limite_inscription": ChampTexte(
        "Date limite d’inscription",
        "Inscription",
        "Elle permet d’ouvrir ou de fermer la session au recrutement. Le recrutement s’arrête après cette date.",
    ),
    "date_limite_entree_tardive": ChampTexte(
        "Date limite d’entrée tardive",
        "Entrée tardive",
        "Au plus tard la fin de la session. En cas de modification, un ajustement de cette date peut être nécessaire.",
    ),
}
"""The guide's labels and sentences, by key of the commands."""
FLUX: Final = f"Données du flux (EOS pour le PRF et l’HSP){NBSP}: elles ne se modifient pas ici."
"""FOR-2: whatever the dispositif, not all of which are entered in EOS."""


def phrase_maximum(vue: SessionVue, session: Session, aujourdhui: date) -> str:
    """The guide's sentence under the coefficient, with the maximum that it makes now (FOR-4), and what follows."""
    calcul = f"{nombre_fr(session.coefficient)} × {entier_fr(session.effectif_vise)}"
    recrutement = "ouverte" if ouverte_au_recrutement(session, vue.inscrits, aujourdhui) else "fermée"
    bas, haut = nombre_fr(vue.dispositif.coefficient_min), nombre_fr(vue.dispositif.coefficient_max)
    return (
        f"On pourra préinscrire au maximum {pluriel(maximum(session), 'candidat')} (coefficient × effectif visé"
        f"{NBSP}: {calcul}). Le coefficient minimum est de {bas} et le coefficient maximum est de {haut}. "
        f"{pluriel(vue.inscrits, 'inscrit')} à ce jour{NBSP}: session {recrutement} au recrutement."
    )


class SessionForm(Vertical):
    """What is typed is told field by field (`Modifie`); what it is worth is for the desk to say."""

    DEFAULT_CSS = """
    SessionForm {
        height: auto;
        & > Horizontal, & > Vertical { height: auto; }
        & .formulaire--titre { color: $text-primary; text-style: bold; margin: 1 0 0 0; }
        & .formulaire--aide { color: $text-muted; }
        & .formulaire--verrou { color: $text-warning; margin: 1 0 0 0; }
        & .formulaire--alertes { display: none; color: $text-error; margin: 1 0 0 0; }
        & .formulaire--pied { align-horizontal: right; height: 1; margin: 1 0 0 0; }
        & .formulaire--pied > Button { border: none; height: 1; min-width: 20; padding: 0 2; }
        & .formulaire--pied > Button:focus { text-style: bold reverse; }
        & Champ Label { width: 43; }
        & Champ .champ--dit { padding: 0 0 0 2; }
        & Champ .champ--aide { padding: 0 0 0 2; }
    }
    """

    @dataclass
    class Modifie(Message):
        """A field has another value; `illisible` is the sentence for a text that cannot be read (the value is None)."""

        champ: str
        valeur: object
        illisible: str = ""
        quitte: bool = False

    def __init__(self, aujourdhui: date) -> None:
        super().__init__()
        self._aujourdhui = aujourdhui

    async def montrer(self, formulaire: FormulaireSession) -> None:
        """The form of a session, as the base holds it; the cursor stays in its field."""
        garde = self.en_frappe
        await self.remove_children()
        await self.mount_all(self._blocs(formulaire))
        if garde:
            self.viser(garde)

    def _blocs(self, formulaire: FormulaireSession) -> list[Widget]:
        vue, verrous = formulaire.vue, formulaire.verrous
        blocs: list[Widget] = [
            Static(_formation(vue)),
            FicheLue(_du_flux(vue)),
            Static(plain(FLUX), classes="formulaire--aide"),
            Static(plain("Paramètres de la session"), classes="formulaire--titre"),
        ]
        commun = _commun([verrous[nom] for nom in CHAMPS_SESSION])
        if commun is not None:
            blocs.append(Static(_raison(commun), classes="formulaire--verrou"))
        blocs.append(FicheLue(_effectifs(vue.session), etiquette=ETIQUETTE))
        for nom in CHAMPS_SESSION:
            blocs.append(self._champ(nom, vue.session, verrous[nom], muet=commun is not None))
            if nom == "coefficient":
                blocs.append(Static(id="maximum", classes="formulaire--aide"))
        titre = "Contacts de l’organisme Positionneur, en charge du recrutement"
        blocs.append(Static(plain(titre), classes="formulaire--titre"))
        if verrous[CONTACTS] is None:
            blocs.append(ContactsForm(vue.session.contacts))
        else:
            blocs += _contacts(vue.session, verrous[CONTACTS], muet=verrous[CONTACTS] == commun)
        blocs.append(Static(classes="formulaire--alertes"))
        if any(verrou is None for verrou in verrous.values()):
            bouton = Button(plain("Valider les modifications"), variant="primary", id="valider", compact=True)
            blocs.append(Horizontal(bouton, classes="formulaire--pied"))
        return blocs

    def _champ(self, nom: str, session: Session, verrou: Refus | None, *, muet: bool) -> Widget:
        champ, valeur = CHAMPS[nom], getattr(session, nom)
        if verrou is not None:
            ecrite = date_fr(valeur) if isinstance(valeur, date) else nombre_fr(valeur)
            raison = "" if muet else f"{verrou.message} {verrou.remede} ({verrou.regle})"
            return FicheLue((Lu(champ.libelle, ecrite, raison),), etiquette=ETIQUETTE)
        saisie: Widget = (
            DateInput(self._aujourdhui, valeur, id=nom)
            if isinstance(valeur, date)
            else CoefficientInput(valeur, id=nom)
        )
        return Champ(nom, champ, saisie)

    def dire_maximum(self, phrase: str) -> None:
        for zone in self.query("#maximum").results(Static):
            zone.update(plain(phrase))

    def signaler(self, dits: Mapping[str, tuple[str, str]], ailleurs: tuple[str, ...]) -> None:
        """By field: what kind of thing to say ("refus", "alerte", "manque"), and the sentence; the rest apart."""
        for champ in self.query(Champ):
            champ.signaler(*dits.get(champ.nom, ("", "")))
            if champ.nom in dits and champ.has_focus_within:  # What is said of it must be in sight.
                self.call_after_refresh(champ.scroll_visible, animate=False)
        for contacts in self.query(ContactsForm):
            contacts.signaler(*dits.get(CONTACTS, ("", "")))
        for zone in self.query(".formulaire--alertes").results(Static):
            zone.display = bool(ailleurs)
            zone.update(plain("\n".join(f"✗ {phrase}" for phrase in ailleurs), multiline=True))

    @property
    def en_frappe(self) -> str:
        """The field that one types in, "" when the focus is elsewhere."""
        actif = self.screen.focused
        if not isinstance(actif, Input) or self not in actif.ancestors:
            return ""
        return CONTACTS if any(isinstance(autour, ContactsForm) for autour in actif.ancestors) else actif.id or ""

    def viser(self, nom: str) -> None:
        """Put the cursor in a field."""
        for champ in self.query(f"#champ-{nom}").results(Champ):
            champ.saisie.focus()
        if nom == CONTACTS:
            for contacts in self.query(ContactsForm):
                contacts.viser()

    @on(SaisieLue.Lue)
    def _lue(self, message: SaisieLue.Lue) -> None:
        message.stop()
        if message.control.id:
            self.post_message(
                self.Modifie(message.control.id, message.valeur, illisible=message.erreur, quitte=message.quitte)
            )

    @on(SaisieLue.Validee)
    def _suivant(self, message: SaisieLue.Validee) -> None:
        """Entrée goes on to the next field."""
        message.stop()
        self.screen.focus_next()

    @on(ContactsForm.Modifie)
    def _contacts_modifies(self, message: ContactsForm.Modifie) -> None:
        message.stop()
        self.post_message(self.Modifie(CONTACTS, message.contacts, quitte=message.quitte))


def _commun(verrous: Sequence[Refus | None]) -> Refus | None:
    """The one reason that locks all of them, said once; None where reasons differ or something is open."""
    premier, *autres = verrous
    return premier if premier is not None and all(autre == premier for autre in autres) else None


def _raison(refus: Refus) -> Content:
    return content(
        "▲ Lecture seule. $message $remede ($regle)", message=refus.message, remede=refus.remede, regle=refus.regle
    )


def _formation(vue: SessionVue) -> Content:
    return content(
        "[b]$intitule[/b] [$text-muted]·[/] $dispositif [$text-muted]·[/] session $reference",
        intitule=vue.action.intitule,
        dispositif=vue.dispositif.code,
        reference=vue.session.reference,
    )


def _du_flux(vue: SessionVue) -> tuple[Lu, ...]:
    session = vue.session
    return (
        Lu("Début", date_fr(session.debut)),
        Lu("Fin", f"{date_fr(session.fin)} · {vue.etat.libelle.lower()}"),
        Lu("Commune", f"{session.commune} ({session.code_postal})"),
        Lu("Type d’entrées", session.type_entrees.libelle),
        Lu("Organisme Responsable", vue.responsable.nom),
        Lu("Organisme Formateur", vue.formateur.nom),
        Lu("Organisme Positionneur", vue.positionneur.nom),
    )


def _effectifs(session: Session) -> tuple[Lu, ...]:
    return (
        Lu("Effectif minimal de mise en œuvre", entier_fr(session.effectif_minimal)),
        Lu("Effectif visé", f"{entier_fr(session.effectif_vise)} (nombre de places)"),
        Lu("Capacité d’accueil", entier_fr(session.capacite_accueil)),
    )


def _contacts(session: Session, verrou: Refus | None, *, muet: bool) -> list[Widget]:
    """The contacts, only to be read, and why."""
    lus = [
        Lu(contact.nom, " · ".join(partie for partie in (telephone_fr(contact.telephone), contact.courriel) if partie))
        for contact in session.contacts
    ]
    if not lus:
        lus.append(Lu("Aucun contact n’est donné.", " "))
    fiche = FicheLue(lus)
    if verrou is None or muet:
        return [fiche]
    raison = content("· $message $remede ($regle)", message=verrou.message, remede=verrou.remede, regle=verrou.regle)
    return [fiche, Static(raison, classes="formulaire--aide")]
