"""`suivi REF`: what the structure keeps for itself on a candidature; a note, a drapeau, a colleague in charge (SUI)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rafaelpro_tui.commandes.base import bureau
from rafaelpro_tui.commandes.fiche import lignes_suivi, suivi_json
from rafaelpro_tui.commandes.sorties import dire, ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande, Option
from rafaelpro_tui.core.model import Drapeau

if TYPE_CHECKING:
    from rafaelpro_tui.core.commands import Command
    from rafaelpro_tui.core.desk import Desk

MOI, PERSONNE = "moi", "personne"


def suivi(demande: Demande) -> int:
    """What is asked, then what is kept; a refus: exit 1, the rest not done."""
    reference = demande.propres["reference"]
    with bureau(demande) as desk:
        for command in _commandes(desk, reference, demande):
            resultat = desk.executer_une(command)
            if resultat.refus is not None:
                dire(f"{resultat.refus.regle}\u00a0: {resultat.refus.message} {resultat.refus.remede}")
                return 1
            for alerte in resultat.avertissements:
                dire(f"▲ {alerte.regle}\u00a0: {alerte.message}")
        tenu = desk.candidature(reference).suivi
    if demande.json:
        ecrire_json({"candidature": reference} | suivi_json(tenu))
    elif tenu.vide:
        ecrire("Aucune note, aucun drapeau, personne en charge.")
    else:
        for ligne in lignes_suivi(tenu):
            ecrire(ligne)
    return 0


def _commandes(desk: Desk, reference: str, demande: Demande) -> list[Command]:
    from rafaelpro_tui.core.commands import Affecter, EcrireNote, PoserDrapeau

    propres = demande.propres
    commandes: list[Command] = []
    if propres["note"] is not None:
        commandes.append(desk.commande(EcrireNote, candidature=reference, texte=propres["note"]))
    if propres["drapeau"]:
        commandes.append(desk.commande(PoserDrapeau, candidature=reference, drapeau=Drapeau(propres["drapeau"])))
    if propres["a"]:
        moi = desk.acteur.utilisateur
        qui = {MOI: moi.id if moi else "", PERSONNE: ""}.get(propres["a"], propres["a"])
        commandes.append(desk.commande(Affecter, candidature=reference, a=qui))
    return commandes


COMMANDES = (
    Commande(
        nom="suivi",
        resume="montre ou complète le suivi interne d’une candidature (notes, drapeau, personne en charge)",
        executer=suivi,
        arguments=(Argument("REFERENCE", "la référence de la candidature"),),
        options=(
            Option("--note", "écrire une note interne", "TEXTE"),
            Option("--drapeau", "poser ce drapeau, ou l’ôter (aucun)", "DRAPEAU", choix=tuple(map(str, Drapeau))),
            Option("--a", "confier la candidature\u00a0: moi, personne, ou l’identifiant d’un·e collègue", "QUI"),
        ),
        precisions="Le suivi interne reste dans votre structure\u00a0: il n’est ni transmis, ni vu d’une autre.\n"
        "« candidatures --filtre 'a:moi drapeau:urgent' » le retrouve.",
        exemples=(
            "rafaelpro-tui suivi C12",
            'rafaelpro-tui suivi C12 --note "Rappeler lundi." --drapeau a_rappeler --a moi',
            "rafaelpro-tui suivi C12 --drapeau aucun --a personne",
        ),
    ),
)
