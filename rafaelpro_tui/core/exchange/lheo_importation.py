"""What a LHÉO catalogue changes (CONTRATS §5), whatever it is kept in: a local base, or the server's.

Record by record: what cannot make a valid session is left out and named. Idempotent: the same file twice changes
nothing. A newer one updates what the flow owns and keeps what the OF edited: plus, lien web, coefficient, date limits,
contacts. What is gone from it stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Protocol

from rafaelpro_tui.core.exchange import lheo_objets
from rafaelpro_tui.core.exchange.lheo_lecture import Element, Formation
from rafaelpro_tui.core.exchange.lheo_objets import Cadre, Ecart, Laisse
from rafaelpro_tui.core.model import Action, Contact, Dispositif, Session, Structure

Rangeable = Structure | Dispositif | Action | Session

NOMS: Final = ("structure", "dispositif", "action", "session")
DEDUITS: Final = ("PRF", "AUTRE")
"""The dispositifs that an import chooses by itself."""


@dataclass(slots=True)
class Compte:
    crees: int = 0
    modifies: int = 0
    inchanges: int = 0


@dataclass(slots=True)
class Bilan:
    """What an import did. `comptes` is per noun (`NOMS`); the écarts themselves are told as they are met."""

    comptes: dict[str, Compte] = field(default_factory=lambda: {nom: Compte() for nom in NOMS})
    formations: int = 0
    filtrees: int = 0
    """Formations of another Responsable than the one asked for."""
    laisses: int = 0
    """Records left out."""
    remarques: int = 0
    """Values ignored or adjusted in records that were taken."""

    def to_json(self) -> dict[str, Any]:
        comptes = {
            nom: {"crees": c.crees, "modifies": c.modifies, "inchanges": c.inchanges} for nom, c in self.comptes.items()
        }
        return comptes | {
            "formations": self.formations,
            "filtrees": self.filtrees,
            "laisses": self.laisses,
            "remarques": self.remarques,
        }


class Rayon(Protocol):
    """Where a catalogue is kept: each object whole by its public key, None when it is not there."""

    def identite(self, siret: str) -> str:
        """The id under which an organisme is kept, or will be."""
        ...

    def structure(self, id: str) -> Structure | None: ...
    def dispositif(self, code: str) -> Dispositif | None: ...
    def action(self, id: str) -> Action | None: ...
    def session(self, reference: str) -> Session | None: ...
    def champs_edites(self, session: str) -> frozenset[str]:
        """The fields of the session that the OF has set itself."""
        ...

    def peut_passer(self, voulu: Action | Session, avant: Action | Session) -> bool:
        """Whether it can go to another Responsable, or to another action; true when it stays where it is."""
        ...

    def ranger(self, voulu: Rangeable, avant: Rangeable | None) -> None:
        """Keep `voulu`; `avant` is what was there."""
        ...

    def accueillir(self, responsable: Structure) -> None:
        """A Responsable whose formations are taken, after it was kept."""
        ...


class Importation:
    def __init__(
        self,
        rayon: Rayon,
        responsable: str | None,
        dispositif: str | None,
        positionneur: str | None,
        signaler: Callable[[Ecart], None],
    ) -> None:
        self.bilan = Bilan()
        self._rayon = rayon
        self._responsable = responsable
        self._dispositif = dispositif
        self._positionneur = positionneur
        self._dire = signaler
        # What this file has already brought, by hash: eight bytes each, so that memory stays flat.
        self._structures: set[int] = set()
        self._actions: dict[int, int] = {}
        self._sessions: set[int] = set()
        self._dispositifs: dict[str, Dispositif] = {}

    def formation(self, formation: Formation) -> None:
        self.bilan.formations += 1
        element = formation.element
        contacts = lheo_objets.contacts(element, "contact-formation", self._signaler)
        try:
            responsable = self._connue(lheo_objets.responsable(element))
        except Laisse as laisse:
            # Named too: all that is wrong is worth being told to who makes the catalogue.
            for action, _ in formation.actions:
                with self._au_mieux():
                    lheo_objets.formateur(action)
            self._signaler(laisse.ecart)
            return
        if self._responsable is not None and responsable.siret != self._responsable:
            self.bilan.filtrees += 1
            return
        self._structure(responsable)
        self._rayon.accueillir(responsable)
        for action, sessions in formation.actions:
            with self._au_mieux():
                cadre = self._action(action, element, responsable, contacts)
                for session in sessions:
                    with self._au_mieux():
                        self._session(session, cadre)

    @contextmanager
    def _au_mieux(self) -> Iterator[None]:
        """What is left out inside the block is named; the import goes on after it."""
        try:
            yield
        except Laisse as laisse:
            self._signaler(laisse.ecart)

    def _signaler(self, ecart: Ecart) -> None:
        if ecart.laisse:
            self.bilan.laisses += 1
        else:
            self.bilan.remarques += 1
        self._dire(ecart)

    def _action(
        self, element: Element, formation: Element, responsable: Structure, contacts: tuple[Contact, ...]
    ) -> Cadre:
        formateur = self._connue(lheo_objets.formateur(element) or responsable)
        voulue = lheo_objets.action(element, formation, responsable.id, self._dispositif)
        empreinte = hash(voulue.id)
        if self._actions.setdefault(empreinte, hash(responsable.id)) != hash(responsable.id):
            raison = f"l’action « {voulue.id} » est déjà celle d’un autre Responsable : laissée de côté"
            raise Laisse(element.ligne, "action", raison)
        self._structure(formateur)
        positionneur = self._structure_demandee()
        avant = self._rayon.action(voulue.id)
        if avant is not None:
            code = avant.dispositif if self._garder_dispositif(avant) else voulue.dispositif
            voulue = replace(avant, intitule=voulue.intitule, dispositif=code, responsable=responsable.id)
        dispositif = self._dispositif_de(voulue.dispositif)
        self._ranger_sur_place(element, "action", voulue, avant)
        return Cadre(
            action=voulue.id,
            formateur=formateur.id,
            positionneur=positionneur or responsable.id,
            coefficient=dispositif.coefficient_min,
            hsp=dispositif.hsp,
            element=element,
            contacts=contacts,
        )

    def _garder_dispositif(self, avant: Action) -> bool:
        """An option of an earlier import chose it, and this one says nothing."""
        return self._dispositif is None and avant.dispositif not in DEDUITS

    def _session(self, element: Element, cadre: Cadre) -> None:
        voulue = lheo_objets.session(element, cadre, self._signaler)
        if (empreinte := hash(voulue.reference)) in self._sessions:
            raison = f"la session « {voulue.reference} » figure déjà plus haut : laissée de côté"
            raise Laisse(element.ligne, "session", raison)
        self._sessions.add(empreinte)
        avant = self._rayon.session(voulue.reference)
        if avant is not None:
            voulue = self._garder(element, voulue, avant, cadre.hsp)
        self._ranger_sur_place(element, "session", voulue, avant)

    def _ranger_sur_place(
        self, element: Element, nom: str, voulue: Action | Session, avant: Action | Session | None
    ) -> None:
        if avant is not None and not self._rayon.peut_passer(voulue, avant):
            ou = "sous un autre Responsable" if isinstance(voulue, Action) else "dans une autre action"
            raison = f"elle est déjà {ou}, et y reste : laissée de côté"
            raise Laisse(element.ligne, nom, raison)
        self._ranger(nom, voulue, avant)

    def _garder(self, element: Element, flux: Session, avant: Session, hsp: bool) -> Session:
        """The session of the flow with what is the OF's: what it has edited, and what the flow does not say."""
        edites = self._rayon.champs_edites(avant.reference)
        inscription, tardive = self._limites(element, flux, avant, edites, hsp)
        return replace(
            flux,
            positionneur=flux.positionneur if self._positionneur else avant.positionneur,
            annulee=avant.annulee,
            coefficient=avant.coefficient,
            contacts=avant.contacts if "contacts" in edites or not flux.contacts else flux.contacts,
            date_limite_inscription=inscription,
            date_limite_entree_tardive=tardive,
        )

    def _limites(
        self, element: Element, flux: Session, avant: Session, edites: frozenset[str], hsp: bool
    ) -> tuple[date, date]:
        """Date limite d'inscription and d'entrée tardive, brought back within FOR-7 when the new dates ask for it.

        A limit that nobody has edited and which is the default of the old dates becomes that of the new ones.
        """
        inscription, tardive = avant.date_limite_inscription, avant.date_limite_entree_tardive
        dite = lheo_objets.dit_l_inscription(element) or inscription == avant.debut
        if hsp or ("date_limite_inscription" not in edites and dite):  # FOR-6: on HSP it is the flow's
            inscription = flux.date_limite_inscription
        if "date_limite_entree_tardive" not in edites:
            par_defaut = lheo_objets.tardive_par_defaut(avant.debut, avant.date_limite_inscription, avant.fin)
            if tardive == par_defaut:
                tardive = lheo_objets.tardive_par_defaut(flux.debut, inscription, flux.fin)
            tardive = max(tardive, inscription)
        elif hsp:
            tardive = max(tardive, inscription)
        bornee = min(tardive, flux.fin)
        if tardive > bornee or inscription > bornee:
            quoi = f"les dates limites gardées de la session « {flux.reference} »"
            raison = f"{quoi} sont ramenées dans ses nouvelles dates (FOR-7)"
            self._signaler(Ecart(element.ligne, "session", raison, False))
        return min(inscription, bornee), bornee

    def _connue(self, organisme: Structure) -> Structure:
        return replace(organisme, id=self._rayon.identite(organisme.siret))

    def _structure(self, voulue: Structure) -> None:
        """The first name that a file gives to a SIRET is the one: organisations come back in each action."""
        if (empreinte := hash(voulue.id)) not in self._structures:
            self._structures.add(empreinte)
            self._ranger("structure", voulue, self._rayon.structure(voulue.id))

    def _structure_demandee(self) -> str | None:
        if (siret := self._positionneur) is None:
            return None
        demandee = self._connue(Structure(id=siret, siret=siret, nom=siret))
        if self._rayon.structure(demandee.id) is None:
            self._ranger("structure", demandee, None)
        return demandee.id

    def _dispositif_de(self, code: str) -> Dispositif:
        if code not in self._dispositifs:
            connu = self._rayon.dispositif(code)
            self._dispositifs[code] = connu or lheo_objets.dispositif(code)
            self._ranger("dispositif", self._dispositifs[code], connu)
        return self._dispositifs[code]

    def _ranger(self, nom: str, voulu: Rangeable, avant: Rangeable | None) -> None:
        compte = self.bilan.comptes[nom]
        if avant is None:
            compte.crees += 1
        elif avant == voulu:
            compte.inchanges += 1
            return
        else:
            compte.modifies += 1
        self._rayon.ranger(voulu, avant)
