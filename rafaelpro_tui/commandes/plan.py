"""`plan`: the slots of information collective of a session, who is in them, their papers, and what convenes them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rafaelpro_tui.commandes.base import bureau
from rafaelpro_tui.commandes.sorties import Colonne, dire, ecrire, ecrire_json, ecrire_tableau
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande, Option, Usage, entier, jour
from rafaelpro_tui.core.model import Etape
from rafaelpro_tui.core.texte import date_fr, pluriel

if TYPE_CHECKING:
    from rafaelpro_tui.core.desk import Desk
    from rafaelpro_tui.core.vues_plan import Creneau


def plan(demande: Demande) -> int:
    """Show the plan, after doing what the options ask for, in their order below."""
    propres, session = demande.propres, demande.propres["session"]
    with bureau(demande) as desk:
        if refus := desk.refus_du_lot(session):  # DRT, HSP-4: the same as for the lots that it prepares
            dire(f"{refus.regle} : {refus.message} {refus.remede}")
            return 3 if refus.regle == "DRT-5" else 1
        if propres["ajouter"] is not None:
            _ajouter(desk, session, propres)
        if propres["repartir"]:
            a_placer = [ligne.reference for _, ligne in _a_convoquer(desk, session)]
            repartition = desk.plan.repartir(session, a_placer)
            placees = sum(map(len, repartition.placees.values()))
            dire(f"{pluriel(placees, 'candidature répartie', 'candidatures réparties')}.")
            if repartition.sans_place:
                dire(f"Sans place : {', '.join(repartition.sans_place)}. Ajoutez un créneau avec « --ajouter ».")
        creneaux = desk.plan.creneaux(session)
        if propres["feuilles"] is not None:
            _feuilles(desk, session, creneaux, propres["feuilles"])
        code = _convoquer(desk, session, creneaux, demande) if propres["convoquer"] else 0
        if not propres["convoquer"]:
            _montrer(creneaux, demande)
    return code


def _ajouter(desk: Desk, session: str, propres: Mapping[str, Any]) -> None:
    from rafaelpro_tui.core.plan import lire_heure
    from rafaelpro_tui.core.vues_plan import Creneau

    try:
        heure = lire_heure(propres["heure"] or "")
    except ValueError as erreur:
        raise Usage(str(erreur)) from None
    places = propres["places"]
    creneau = Creneau(
        date=propres["ajouter"], heure=heure, lieu=propres["lieu"] or "", places=12 if places is None else places
    )
    desk.plan.garder(session, creneau)


def _a_convoquer(desk: Desk, session: str) -> list[tuple[int, Any]]:
    source = desk.candidatures(session=session, etape=Etape.A_CONVOQUER)
    return list(source.first(source.count()))


def _feuilles(desk: Desk, session: str, creneaux: tuple[Creneau, ...], dossier: Path) -> None:
    """Both papers of each slot where somebody is expected."""
    dossier.mkdir(parents=True, exist_ok=True)
    for creneau in creneaux:
        if creneau.candidatures:
            nom = f"{session}-{creneau.date.isoformat()}-{creneau.heure.replace(':', 'h') or creneau.id}"
            provenance = desk.provenance(f"feuille d’émargement, session {session}, {creneau.nom}")
            desk.plan.emargement(session, creneau, dossier / f"emargement-{nom}.html", provenance)
            provenance = desk.provenance(f"publipostage, session {session}, {creneau.nom}")
            desk.plan.publipostage(session, creneau, dossier / f"publipostage-{nom}.csv", provenance)
            dire(f"{creneau.nom} : feuille d’émargement et publipostage dans « {dossier} ».")


def _convoquer(desk: Desk, session: str, creneaux: tuple[Creneau, ...], demande: Demande) -> int:
    """One lot for each day, of those who are still to be convened."""
    from rafaelpro_tui.core.commands import LotConvoquer

    attendent = {ligne.reference for _, ligne in _a_convoquer(desk, session)}
    lots = []
    for date, du_jour in groupby(creneaux, key=lambda creneau: creneau.date):
        gens = tuple(r for creneau in du_jour for r in creneau.candidatures if r in attendent)
        if gens:
            lots.append(desk.commande(LotConvoquer, session=session, candidatures=gens, date=date))
    resultats = desk.simuler(lots) if demande.propres["simuler"] else list(desk.executer(lots))
    refus = False
    for lot, resultat in zip(lots, resultats, strict=True):
        if demande.json:
            ecrire_json({"date": lot.date.isoformat() if lot.date else None} | resultat.to_json())
        for sort in resultat.lignes or ():
            refus |= sort.refus is not None
            if not demande.json:
                dit = f"{sort.refus.regle} : {sort.refus.message}" if sort.refus else ""
                ecrire(f"{sort.issue:<5}  {sort.candidature}  {date_fr(lot.date) if lot.date else ''}  {dit}".rstrip())
    if not lots:
        dire("Personne n’est à convoquer dans un créneau : « --repartir » remplit les places libres.")
    if demande.propres["simuler"]:
        dire("Simulation : rien n’a été enregistré.")
    return int(refus)


def _montrer(creneaux: tuple[Creneau, ...], demande: Demande) -> None:
    if demande.json:
        for creneau in creneaux:
            ecrire_json(
                {
                    "id": creneau.id,
                    "date": creneau.date.isoformat(),
                    "heure": creneau.heure,
                    "lieu": creneau.lieu,
                    "places": creneau.places,
                    "candidatures": list(creneau.candidatures),
                }
            )
    elif creneaux:
        ecrire_tableau(
            (Colonne("Créneau", souple=True), Colonne("Inscrits", droite=True), Colonne("Candidatures", souple=True)),
            ((c.nom, f"{len(c.candidatures)}/{c.places}", ", ".join(c.candidatures)) for c in creneaux),
        )
    else:
        dire("Aucun créneau : ajoutez-en un avec « --ajouter AAAA-MM-JJ ».")


COMMANDES = (
    Commande(
        nom="plan",
        resume="répartit les candidatures à convoquer sur des créneaux d’information collective",
        executer=plan,
        arguments=(Argument("SESSION", "la référence de la session"),),
        options=(
            Option("--ajouter", "ajouter un créneau ce jour-là", "AAAA-MM-JJ", jour),
            Option("--heure", "son heure, par exemple 9h30", "HEURE"),
            Option("--lieu", "son lieu", "TEXTE"),
            Option("--places", "ses places (12 par défaut)", "N", entier),
            Option("--repartir", "remplir les places libres, dans l’ordre des dates de candidature"),
            Option(
                "--feuilles", "écrire la feuille d’émargement et le publipostage de chaque créneau", "DOSSIER", Path
            ),
            Option("--convoquer", "convoquer chacun·e à la date de son créneau"),
            Option("--simuler", "avec « --convoquer » : dire ce qui se passerait, sans rien écrire"),
        ),
        exemples=(
            'rafaelpro-tui plan 00235491 --ajouter 2026-09-01 --heure 9h30 --lieu "Salle 2" --places 12',
            "rafaelpro-tui plan 00235491 --repartir",
            "rafaelpro-tui plan 00235491 --convoquer --simuler",
            "rafaelpro-tui plan 00235491 --feuilles feuilles",
        ),
    ),
)
