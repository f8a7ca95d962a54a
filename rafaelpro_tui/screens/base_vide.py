"""What the lists of a base say when nothing is in it yet: how it is filled."""

from textual.content import Content

from rafaelpro_tui.core.vues import Acteur
from rafaelpro_tui.widgets.safe_text import content


def vide(acteur: Acteur, quoi: str) -> Content:
    """« Aucune session en cours pour Horizon Formation », or that the whole base is empty."""
    if not acteur.structure.id:
        return content(
            "Cette base est vide\u00a0: elle n’a encore ni structure, ni session.\n"
            "«\u00a0rafaelpro-tui importer-lheo\u00a0» y met un catalogue LHÉO,\n"
            "«\u00a0rafaelpro-tui charger\u00a0» un jeu de données."
        )
    return content(
        "$quoi pour $nom.\n"
        "Formations et sessions arrivent par un catalogue LHÉO ou un jeu de données\u00a0:\n"
        "«\u00a0rafaelpro-tui importer-lheo\u00a0» ou «\u00a0rafaelpro-tui charger\u00a0».\n"
        "F2 change de structure.",
        quoi=quoi,
        nom=acteur.structure.nom,
    )
