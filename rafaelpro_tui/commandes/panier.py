"""`panier`: the decisions that wait to be validated together; list, simulate, validate, send back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rafaelpro_tui.commandes.base import bureau
from rafaelpro_tui.commandes.sorties import Colonne, dire, ecrire, ecrire_json, ecrire_tableau
from rafaelpro_tui.commandes.syntaxe import Commande, Demande, Option, Usage
from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.texte import NBSP, pluriel

if TYPE_CHECKING:
    from rafaelpro_tui.core.panier import Contenu, Deposee, Panier
    from rafaelpro_tui.core.resultats import Resultat


def panier(demande: Demande) -> int:
    """One action at a time; without any, the list."""
    propres = demande.propres
    demandees = [nom for nom in ("valider", "simuler", "vider", "retirer") if propres[nom]]
    if len(demandees) > 1:
        raise Usage(
            f"«\u00a0--{demandees[0]}\u00a0» et «\u00a0--{demandees[1]}\u00a0» ne vont pas ensemble.",
            "Donnez-les l’une après l’autre.",
        )
    with bureau(demande) as desk:
        if propres["vider"]:
            dire(f"Panier vidé{NBSP}: {pluriel(desk.panier.vider(), 'candidature')}.")
            return 0
        if reference := propres["retirer"]:
            return _retirer(desk.panier, reference)
        contenu = desk.panier.contenu()
        if propres["valider"]:
            return _valider(desk.panier, contenu, demande)
        _lister(contenu, demande)
    refusees = sum(not deposee.a_valider for deposee in contenu.deposees)
    return int(bool(refusees)) if propres["simuler"] else 0


def _retirer(panier: Panier, reference: str) -> int:
    mises = panier.de(reference)
    if not mises:
        raise Introuvable(
            f"La candidature «\u00a0{reference}\u00a0» n’est pas dans le panier.",
            "«\u00a0rafaelpro-tui panier\u00a0» montre ce qu’il a.",
        )
    panier.retirer([mise.rang for mise in mises])
    dire(f"Retirée du panier{NBSP}: {reference}.")
    return 0


def _valider(panier: Panier, contenu: Contenu, demande: Demande) -> int:
    """What passes and that nobody has changed since; the rest stays in the basket, named."""
    sorts = {deposee.candidature: resultat for deposee, resultat in panier.valider(_a_valider(contenu))}
    for deposee in contenu.deposees:
        resultat = sorts.get(deposee.candidature)
        if demande.json:
            ecrire_json(_json(deposee, resultat or deposee.resultat) | {"valide": bool(resultat and resultat.fait)})
        else:
            ecrire(_phrase(deposee, resultat))
    faites = sum(resultat.fait for resultat in sorts.values())
    restent = len(contenu.deposees) - faites
    dire(f"{pluriel(faites, 'validée')}, {pluriel(restent, 'gardée')} dans le panier.")
    return int(restent > 0)


def _a_valider(contenu: Contenu) -> Sequence[Deposee]:
    return [deposee for deposee in contenu.deposees if deposee.a_valider]


def _phrase(deposee: Deposee, resultat: Resultat | None) -> str:
    quoi = f"{deposee.candidature} {deposee.candidat} – {deposee.gestes}"
    if deposee.change:
        return f"garde  {quoi} – modifiée entre-temps{NBSP}: {', '.join(deposee.change)}"
    sort = resultat or deposee.resultat
    if sort.refus is not None:
        return f"refus  {quoi} – {sort.refus.regle}{NBSP}: {sort.refus.message} {sort.refus.remede}"
    alertes = "".join(f" ▲ {alerte.regle}{NBSP}: {alerte.message}" for alerte in sort.avertissements)
    return f"fait   {quoi}{alertes}"


def _lister(contenu: Contenu, demande: Demande) -> None:
    if demande.json:
        for deposee in contenu.deposees:
            ecrire_json(_json(deposee, deposee.resultat))
        return
    if not contenu.deposees:
        ecrire("Le panier est vide\u00a0: «\u00a0T\u00a0», sur une liste de candidatures, les traite à la file.")
        return
    ecrire_tableau(
        (
            Colonne("Référence"),
            Colonne("Candidat·e", souple=True),
            Colonne("Session"),
            Colonne("Décision", souple=True),
            Colonne("Sort", souple=True),
        ),
        (
            (deposee.candidature, deposee.candidat, deposee.session, deposee.gestes, _sort(deposee))
            for deposee in contenu.deposees
        ),
    )
    for total in contenu.totaux:
        trop = " ▲ au-delà de la capacité" if total.trop else ""
        ecrire(
            f"Session {total.session.reference}{NBSP}: {pluriel(total.retenues, 'retenue')}"
            f" + {total.ajoutees} au panier = {total.ensuite}{trop} (effectif visé {total.session.effectif_vise},"
            f" capacité {total.session.capacite_accueil})"
        )


def _sort(deposee: Deposee) -> str:
    if deposee.change:
        return f"▲ modifiée entre-temps{NBSP}: {', '.join(deposee.change)}"
    if deposee.resultat.refus is not None:
        return f"✕ {deposee.resultat.refus.regle}{NBSP}: {deposee.resultat.refus.message}"
    regles = ", ".join(dict.fromkeys(alerte.regle for alerte in deposee.resultat.avertissements))
    return f"▲ {regles}" if regles else "✓"


def _json(deposee: Deposee, resultat: Resultat) -> dict[str, object]:
    sortie = resultat.to_json()
    del sortie["id"], sortie["type"]
    return {
        "candidature": deposee.candidature,
        "session": deposee.session,
        "decisions": [mise.command.type for mise in deposee.mises],
        "change": list(deposee.change),
    } | sortie


COMMANDES = (
    Commande(
        nom="panier",
        resume="montre, valide ou vide le panier des décisions qui attendent",
        executer=panier,
        options=(
            Option("--valider", "valider ce qui passe et que personne n’a modifié depuis\u00a0; le reste est gardé"),
            Option("--simuler", "dire ce que donnerait la validation, sans rien écrire (code 1 si tout ne passe pas)"),
            Option("--retirer", "retirer du panier ce qui attend pour cette candidature", "REF"),
            Option("--vider", "retirer tout du panier"),
        ),
        precisions="Le panier se remplit dans l’application\u00a0: «\u00a0T\u00a0», sur une liste de candidatures.\n"
        "Chacun a le sien, pour chaque structure\u00a0; rien n’en est transmis avant d’être validé.",
        exemples=("rafaelpro-tui panier", "rafaelpro-tui panier --valider", "rafaelpro-tui panier --retirer C12"),
    ),
)
