"""LOT — by lot: each candidature of one session passes exactly the rules it would pass alone (LOT-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from rafaelpro_tui.core.commands import (
    Convoquer,
    LotConvoquer,
    LotNoterResultat,
    LotRendreAvis,
    LotRetenirListeAttente,
    NoterResultat,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
    SurLot,
)
from rafaelpro_tui.core.model import (
    Candidature,
    Etat,
    RecrutementACompleter,
    Session,
    TypeEntrees,
)
from rafaelpro_tui.core.rules import avis, individuel
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Compte, Decision, Dossier, Ligne, Refus
from rafaelpro_tui.core.rules.droits import Pieces, SessionVisible, agir, introuvable, session_visible
from rafaelpro_tui.core.rules.hsp import hors_lot
from rafaelpro_tui.core.rules.textes import COMMENTAIRE_MAX, avertissements_texte, propre, refus_texte

INTENSITE_PAR_DEFAUT: Final = Decimal(35)


def refus_du_lot(command: SurLot, dossier: Dossier, context: Context) -> Refus | SessionVisible:
    """What refuses the lot as a whole: DRT-7, DRT-5, DRT-1, HSP-4; else the session it is about."""
    sur = session_visible(dossier, context, command.session)
    if isinstance(sur, Refus):
        return sur
    return agir(sur, context) or hors_lot(sur, context) or sur


def lot(command: SurLot, dossier: Dossier, context: Context) -> Decision:
    """LOT-5: best effort, row by row; what passes is done, what does not is named with its rule."""
    sur = refus_du_lot(command, dossier, context)
    if isinstance(sur, Refus):
        return sur
    lignes = tuple(lignes_du_lot(command, sur, dossier.lignes, context))
    changements = tuple(c for ligne in lignes if isinstance(ligne.decision, Accord) for c in ligne.decision.changements)
    return Accord(changements=changements, lignes=lignes)


def lignes_du_lot(
    command: SurLot,
    sur: SessionVisible,
    candidatures: tuple[tuple[str, Candidature | None], ...],
    context: Context,
) -> Iterator[Ligne]:
    """Decide row after row; each sees the effects of those before it (counts, and itself when named twice)."""
    courantes: dict[str, Candidature] = {}
    for reference, trouvee in candidatures:
        candidature = courantes.get(reference, trouvee)
        decision = _ligne(command, candidature, reference, sur, context)
        if isinstance(decision, Accord) and candidature is not None:
            for changement in decision.changements:
                if isinstance(changement.apres, Candidature):
                    courantes[reference] = changement.apres
                    if changement.apres.etat is not candidature.etat:
                        sur = replace(sur, compte=_recompte(sur.compte, candidature.etat, changement.apres.etat))
        yield Ligne(reference, decision)


def _ligne(
    command: SurLot, candidature: Candidature | None, reference: str, sur: SessionVisible, context: Context
) -> Decision:
    if candidature is None:
        return introuvable("Candidature", reference)
    if candidature.session != sur.session.reference:
        return Refus(
            "LOT-1",
            f"La candidature {reference} est sur la session {candidature.session}, pas {sur.session.reference}.",
            "Un lot porte sur une seule session : traitez-la depuis la sienne.",
        )
    pieces = Pieces(candidature, sur)
    match command:
        case LotConvoquer():
            return individuel.passer(
                Convoquer(
                    id=command.id,
                    structure=command.structure,
                    utilisateur=command.utilisateur,
                    candidature=reference,
                    date=command.date,
                ),
                pieces,
                context,
            )
        case LotNoterResultat():
            return individuel.passer(
                NoterResultat(
                    id=command.id,
                    structure=command.structure,
                    utilisateur=command.utilisateur,
                    candidature=reference,
                    rang=candidature.derniere.rang if candidature.derniere else 1,
                    resultat=command.resultat,
                ),
                pieces,
                context,
            )
        case LotRendreAvis():
            if refus := individuel.garde_avis(command.avis, pieces, context):
                return refus
            if isinstance(command.avis, SaisieRecrutementNon):
                return avis.recrutement(command.avis, pieces, context)
            assert isinstance(command.avis, SaisieRecrutementOui)  # HSP-1 has answered otherwise
            return _retenir(command.avis, command.avis.commentaire, pieces, context)
        case LotRetenirListeAttente():
            if refus := individuel.garde("retenir_liste_attente", pieces, context):
                return refus
            return _retenir(command, "", pieces, context)


def _retenir(saisie: avis.Retenue, commentaire: str, pieces: Pieces, context: Context) -> Decision:
    session = pieces.sur.session
    defaut = par_defaut(session)
    if defaut is not None:
        return avis.retenir(_avec_defaut(saisie, defaut), commentaire, pieces, context)
    if saisie.entree is not None or saisie.sortie is not None or saisie.intensite is not None:
        return Refus(
            "LOT-4",
            f"La session {session.reference} est en « {session.type_entrees.libelle} » : "
            "pas de dates ni d’intensité par lot.",
            "Retenez sans dates, puis complétez chaque candidature individuellement.",
        )
    if refus := next(refus_texte(avis.COMMENTAIRE, commentaire, COMMENTAIRE_MAX), None):
        return refus
    return avis.rendre(
        RecrutementACompleter(commentaire=propre(commentaire)),
        Etat.RETENUE,
        pieces,
        context,
        tuple(avertissements_texte(avis.COMMENTAIRE, commentaire)),
    )


def par_defaut(session: Session) -> SaisieRecrutementOui | None:
    """What is retained « sans modification » gets: the session's début, fin and intensité, else 35 h (LOT-3).

    None where dates and intensité are filled one by one, after the lot (LOT-4).
    """
    if session.type_entrees is not TypeEntrees.DATES_FIXES:
        return None
    return SaisieRecrutementOui(
        entree=session.debut, sortie=session.fin, intensite=session.intensite_hebdomadaire or INTENSITE_PAR_DEFAUT
    )


def _avec_defaut(saisie: avis.Retenue, defaut: SaisieRecrutementOui) -> SaisieRecrutementOui:
    """LOT-3 « avec modification »: what is not given is by default."""
    return SaisieRecrutementOui(
        entree=saisie.entree or defaut.entree,
        sortie=saisie.sortie or defaut.sortie,
        intensite=defaut.intensite if saisie.intensite is None else saisie.intensite,
    )


def _recompte(compte: Compte, avant: Etat, apres: Etat) -> Compte:
    def delta(etat: Etat) -> int:
        return (apres is etat) - (avant is etat)

    return Compte(en_attente=compte.en_attente + delta(Etat.EN_ATTENTE), retenues=compte.retenues + delta(Etat.RETENUE))
