"""`attente`: the liste d'attente of a session, in its order, and the promotion of the first ones (AVI-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rafaelpro_tui.commandes.base import bureau
from rafaelpro_tui.commandes.sorties import Colonne, dire, ecrire, ecrire_json, ecrire_tableau
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande, Option, Usage, entier
from rafaelpro_tui.core.texte import date_fr, pluriel

if TYPE_CHECKING:
    from rafaelpro_tui.core.attente import ListeAttente
    from rafaelpro_tui.core.desk import Desk


def attente(demande: Demande) -> int:
    """Show the list, after moving one in it; or promote the first ones."""
    propres, session = demande.propres, demande.propres["session"]
    if (propres["rang"] is None) != (propres["candidature"] is None):
        raise Usage("« --candidature » et « --rang » vont ensemble.", "Donnez les deux.")
    with bureau(demande) as desk:
        desk.session(session)  # introuvable: exit 3
        if refus := desk.refus_du_lot(session):
            dire(f"{refus.regle} : {refus.message} {refus.remede}")
            return 1
        if propres["par_date"]:
            desk.attente.par_date(session)
        if propres["candidature"] is not None:
            desk.attente.deplacer(session, propres["candidature"], propres["rang"])
        liste = desk.attente.lire(session)
        if propres["promouvoir"] is not None:
            return _promouvoir(desk, liste, demande)
        _montrer(liste, demande)
    return 0


def _promouvoir(desk: Desk, liste: ListeAttente, demande: Demande) -> int:
    """One lot of the first k, entering today when the session has begun (LOT-3)."""
    from rafaelpro_tui.core.commands import LotRetenirListeAttente
    from rafaelpro_tui.core.rules.lot import par_defaut

    premieres = tuple(ligne.avant.reference for ligne in liste.lignes[: demande.propres["promouvoir"]])
    session = liste.vue.session
    entree = desk.aujourdhui if par_defaut(session) and session.debut < desk.aujourdhui else None
    lot = desk.commande(LotRetenirListeAttente, session=session.reference, candidatures=premieres, entree=entree)
    (resultat,) = desk.simuler([lot]) if demande.propres["simuler"] else list(desk.executer([lot]))
    if demande.json:
        ecrire_json(resultat.to_json())
    for sort in resultat.lignes or ():
        if not demande.json:
            dits = [f"{sort.refus.regle} : {sort.refus.message}"] if sort.refus else []
            dits += [f"▲ {alerte.regle} : {alerte.message}" for alerte in sort.avertissements]
            ecrire("  ".join([f"{sort.issue:<5}", sort.candidature, *dits]))
    if demande.propres["simuler"]:
        dire("Simulation : rien n’a été enregistré.")
    return int(any(sort.refus for sort in resultat.lignes or ()) or not resultat.fait)


def _montrer(liste: ListeAttente, demande: Demande) -> None:
    if demande.json:
        for ligne in liste.lignes:
            ecrire_json(
                {
                    "ordre": ligne.ordre,
                    "candidature": ligne.avant.reference,
                    "candidat": ligne.avant.candidat,
                    "deposee_le": ligne.avant.deposee_le.isoformat(),
                    "rang": ligne.rang,
                    "tient": ligne.tient,
                }
            )
        return
    ecrire_tableau(
        (
            Colonne("Ordre", droite=True),
            Colonne("Candidature"),
            Colonne("Candidat", souple=True),
            Colonne("Place"),
            Colonne("Pourquoi", souple=True),
        ),
        (
            (str(une.ordre), une.avant.reference, une.avant.candidat, "tient" if une.tient else "", une.pourquoi)
            for une in liste.lignes
        ),
    )
    places = pluriel(max(0, liste.libres), "place libre", "places libres")
    quand = f"jusqu’au {date_fr(liste.limite)}" if liste.a_temps else f"passée le {date_fr(liste.limite)}"
    combien = f"{pluriel(len(liste.lignes), 'candidature')} en liste d’attente, {places}"
    dire(f"{combien} ; date limite d’entrée tardive {quand}.")


COMMANDES = (
    Commande(
        nom="attente",
        resume="montre la liste d’attente d’une session, et retient les premières",
        executer=attente,
        arguments=(Argument("SESSION", "la référence de la session"),),
        options=(
            Option("--promouvoir", "retenir les N premières (AVI-10)", "N", entier),
            Option("--simuler", "avec « --promouvoir » : dire ce qui se passerait, sans rien écrire"),
            Option("--candidature", "celle à placer à la main, avec « --rang »", "REF"),
            Option("--rang", "sa place dans la liste, à partir de 1", "N", entier),
            Option("--par-date", "oublier les rangs donnés à la main"),
        ),
        exemples=(
            "rafaelpro-tui attente 00235491",
            "rafaelpro-tui attente 00235491 --candidature C7 --rang 1",
            "rafaelpro-tui attente 00235491 --promouvoir 2 --simuler",
        ),
    ),
)
