"""How a base is: what a support sheet says of it. Counts, versions and dates; never a name, nor a free text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rafaelpro_tui.core.store import coherence, driver, journal, migrations
from rafaelpro_tui.core.store.base import Base

SAINE: Final = "ok"
_TABLES: Final = ("structure", "utilisateur", "action", "session", "candidat", "candidature", "depart", "journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sante:
    """`genre`: locale, demo or replique. `saisies`: commands by statut. `synchronisee_le`: of the oldest structure.

    `integrite` is "ok", or what SQLite found wrong; `journal`: the first broken line, None when it is whole; `ecarts`:
    how many rows do not agree with what is said of them elsewhere, by table and column.
    """

    genre: str
    schema: int
    octets: int
    lecture_seule: bool
    chiffree: bool
    moteur: str
    lignes: Mapping[str, int]
    saisies: Mapping[str, int]
    synchronisee_le: str | None
    integrite: str
    journal: str | None
    ecarts: Mapping[str, int]

    @property
    def saine(self) -> bool:
        return self.integrite == SAINE and self.journal is None and not self.ecarts


def examiner(base: Base) -> Sante:
    """Read everything once: some seconds for each hundred megabytes. Raises the errors of `Base.read`."""
    with base.read() as conn:
        (integrite,) = conn.execute("PRAGMA integrity_check (1)").fetchone()
        (pages,), (taille,) = (conn.execute(f"PRAGMA {nom}").fetchone() for nom in ("page_count", "page_size"))
        (recue,) = conn.execute("SELECT min(le) FROM abonnement").fetchone()
        lignes = {table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _TABLES}
        saisies = dict(conn.execute("SELECT statut, count(*) FROM depart GROUP BY statut ORDER BY statut").fetchall())
        return Sante(
            genre=base.lire_meta("genre") or "locale",
            schema=migrations.version(conn),
            octets=pages * taille,
            lecture_seule=base.lecture_seule,
            chiffree=base.chiffree,
            moteur=".".join(map(str, driver.VERSION)),
            lignes=lignes,
            saisies=saisies,
            synchronisee_le=recue,
            integrite=integrite,
            journal=journal.verifier(conn).defaut,
            ecarts=coherence.examiner(conn),
        )
