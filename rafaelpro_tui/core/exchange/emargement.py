"""The papers of an information collective: the sheet to sign, and the table that a mail merge reads."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from rafaelpro_tui.core.exchange.provenance import Provenance
from rafaelpro_tui.core.exchange.tableur import ecrire_tableau
from rafaelpro_tui.core.store import fichier
from rafaelpro_tui.core.texte import date_fr, pluriel, telephone_fr
from rafaelpro_tui.core.texte_sur import safe
from rafaelpro_tui.core.vues_plan import Creneau, Invite

TITRES: Final = (
    "Référence",
    "Nom",
    "Prénom",
    "Courriel",
    "Téléphone",
    "Code postal",
    "Commune",
    "Organisme prescripteur",
    "Formation",
    "Session",
    "Date",
    "Heure",
    "Lieu",
)
_PAGE: Final = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{titre}</title>
<style>
@page {{ size: A4; margin: 15mm; }}
body {{ font: 11pt sans-serif; color: #000; }}
h1 {{ font-size: 15pt; margin: 0 0 2mm; }}
p {{ margin: 0 0 1.5mm; }}
table {{ width: 100%; border-collapse: collapse; margin-top: 5mm; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
th, td {{ border: 1px solid #000; padding: 2mm; text-align: left; }}
td {{ height: 9mm; }}
th.signature {{ width: 34%; }}
</style>
</head>
<body>
<h1>Feuille d’émargement</h1>
<p><strong>{formation}</strong>, session {session}</p>
<p>Information collective du <strong>{quand}</strong></p>
<p>{combien}</p>
<table>
<thead><tr><th>N°</th><th>Nom et prénom</th><th>Référence</th><th class="signature">Signature</th></tr></thead>
<tbody>
{lignes}
</tbody>
</table>
</body>
</html>
"""


def ecrire_emargement(
    sortie: Path,
    formation: str,
    session: str,
    creneau: Creneau,
    invites: Sequence[Invite],
    provenance: Provenance,
) -> int:
    """A page that loads nothing and runs nothing: name, reference and signature, no more (minimisation).

    Raises:
        FichierInaccessible, DisquePlein.
    """
    lignes = "\n".join(
        f"<tr><td>{rang}</td><td>{_html(invite.candidat.nom_complet)}</td><td>{_html(invite.reference)}</td><td></td></tr>"
        for rang, invite in enumerate(invites, 1)
    )
    page = _PAGE.format(
        titre=_html(f"Émargement {session} {date_fr(creneau.date)}"),
        formation=_html(formation),
        session=_html(session),
        quand=_html(creneau.nom),
        combien=_html(
            f"{pluriel(len(invites), 'personne attendue', 'personnes attendues')}, {pluriel(creneau.places, 'place')}"
        ),
        lignes=lignes,
    )
    with fichier.en_chantier(sortie, remplacer=True) as provisoire:
        provisoire.write_text(page, encoding="utf-8")
    provenance.accompagner(sortie, len(invites))
    return len(invites)


def ecrire_publipostage(
    sortie: Path,
    formation: str,
    session: str,
    creneau: Creneau,
    invites: Sequence[Invite],
    provenance: Provenance,
) -> int:
    """One row for each person, with all that a letter needs.

    Raises:
        FichierInaccessible, DisquePlein.
    """
    lignes = (
        (
            safe(invite.reference),
            safe(invite.candidat.nom_usage or invite.candidat.nom_naissance),
            safe(invite.candidat.prenom),
            safe(invite.candidat.courriel),
            telephone_fr(safe(invite.candidat.telephone)),
            safe(invite.candidat.code_postal),
            safe(invite.candidat.commune),
            safe(invite.prescripteur),
            safe(formation),
            safe(session),
            creneau.date,
            creneau.heure,
            safe(creneau.lieu),
        )
        for invite in invites
    )
    return ecrire_tableau(sortie, TITRES, lignes, provenance)


def _html(texte: str) -> str:
    return escape(safe(texte))
