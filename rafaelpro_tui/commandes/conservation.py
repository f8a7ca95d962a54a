"""`conservation`: whose personal data has been kept long enough, and its erasure (DON-2)."""

from __future__ import annotations

from rafaelpro_tui import settings
from rafaelpro_tui.commandes.base import bureau
from rafaelpro_tui.commandes.sorties import dire, ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Commande, Demande, Option, Usage, entier
from rafaelpro_tui.core.conservation import Effacement
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import date_fr, pluriel


def conservation(demande: Demande) -> int:
    """Say what would be erased; with `--effacer`, erase it (exit 1 when it is refused)."""
    mois = demande.propres["mois"]
    if mois is None:
        mois = settings.lire_preferences().conservation
    if mois is None:
        raise Usage(
            "Aucune durée de conservation n’est choisie.",
            "Donnez « --mois N », ou écrivez « conservation = N » dans vos préférences.",
        )
    with bureau(demande) as desk:
        effacer = demande.propres["effacer"]
        bilan = desk.conservation.effacer(mois) if effacer else desk.conservation.simuler(mois)
    return dire_bilan(bilan, demande, efface=effacer)


def dire_bilan(bilan: Effacement | Refus, demande: Demande, *, efface: bool) -> int:
    """What was, or would be, erased; the exit code."""
    if isinstance(bilan, Refus):
        if demande.json:
            ecrire_json({"issue": "refus", "regle": bilan.regle, "message": bilan.message, "remede": bilan.remede})
        else:
            dire(f"{bilan.regle} : {bilan.message} {bilan.remede}")
        return 1
    if demande.json:
        ecrire_json(
            {
                "issue": "fait",
                "efface": efface,
                "avant": bilan.avant.isoformat(),
                "candidats": bilan.candidats,
                "candidatures": bilan.candidatures,
            }
        )
        return 0
    qui = f"{pluriel(bilan.candidats, 'personne')}, {pluriel(bilan.candidatures, 'candidature')}"
    ecrire(f"{'Effacées' if efface else 'À effacer'} : {qui} (sessions finies avant le {date_fr(bilan.avant)}).")
    if not efface and bilan.candidats:
        dire("Rien n’a été effacé : ajoutez « --effacer » pour le faire. Ce sera définitif.")
    return 0


COMMANDES = (
    Commande(
        nom="conservation",
        resume="efface les données des personnes gardées assez longtemps",
        executer=conservation,
        options=(
            Option(
                "--mois",
                "la durée de conservation après la dernière session (sinon celle des préférences)",
                "N",
                entier,
            ),
            Option("--effacer", "effacer pour de bon ; sans elle, dire seulement ce qui le serait"),
        ),
        precisions="Seules les personnes dont plus rien n’est en attente sont concernées.\n"
        "Les nombres du tableau de bord restent, et le journal se vérifie comme avant.",
        exemples=("rafaelpro-tui conservation --mois 24", "rafaelpro-tui conservation --mois 24 --effacer"),
    ),
)
