"""Pulling: pages are kept aside, then put in place together under the pending commands, which are run again (SYNC).

Nothing that a server says is believed before it is looked at: each object must be one of ours, with its own key, seen
by the structure that it is told to; and the whole must have the server's empreinte. Else nothing changes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from rafaelpro_tui.core import images
from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.core.model import Action, Candidature, Comptes, Rattachement, Session, Suivi
from rafaelpro_tui.core.rules.sessions import roles
from rafaelpro_tui.core.store import comptes, driver, envois, nouvelles, rangement, replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import charger
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.replique import Cle, Ecart
from rafaelpro_tui.core.sync import fil
from rafaelpro_tui.core.sync.erreurs import AutreVersion, ReponseIllisible
from rafaelpro_tui.core.sync.fil import Page, Serveur

PAGE: Final = 1_000
"""Objects asked for at once."""
_DES_CANDIDATS: Final = frozenset({"candidat", "candidature", "suivi"})
_MODULO: Final = 2**64
_ENTIER_MAX: Final = 2**63 - 1
"""Beyond it SQLite has no integer."""

_NOUVELLES: Final[Mapping[str, Callable[..., None]]] = {
    "candidature": nouvelles.noter,
    "suivi": nouvelles.noter_suivi,
}
"""What is news, by genre, and how it is noted."""

Rebase = Callable[[Connection, Callable[[], None]], None]
"""Changes the base under the pending commands, which are taken back before and run again after (`core.execution`)."""
Progression = Callable[[int], None]
"""Told how many objects have come so far."""


class EmpreinteFausse(ReponseIllisible):
    """What is held is not what the server says one must hold: everything is asked for again."""


def tirer(
    base: Base,
    serveur: Serveur,
    structure: str,
    rebase: Rebase,
    *,
    progression: Progression | None = None,
) -> tuple[Cle, ...]:
    """Bring the replica to what the server now says to a structure; what has changed, by genre and key.

    It is asked for again whole when it does not add up.

    Raises:
        ErreurServeur, and the errors of the base; nothing is then changed.
    """
    try:
        return _tirer(base, serveur, structure, rebase, progression)
    except EmpreinteFausse:
        with base.write.transaction() as conn:
            replique.recommencer(conn, structure, "")
        return _tirer(base, serveur, structure, rebase, progression)


def _tirer(
    base: Base,
    serveur: Serveur,
    structure: str,
    rebase: Rebase,
    progression: Progression | None,
) -> tuple[Cle, ...]:
    with base.read() as conn:
        connu = replique.abonnements(conn).get(structure)
    curseur = connu.curseur if connu else None
    recus = 0
    while True:
        page = serveur.changements(structure, curseur, PAGE)
        _verifier(page)
        recus += len(page.objets)
        with base.write.transaction() as conn:
            if curseur is None or page.complet:
                replique.recommencer(conn, structure, page.epoque)
            replique.mettre_de_cote(
                conn,
                structure,
                ((o.genre, o.cle, o.version, dumps(o.corps)) for o in page.objets),
                ((r.genre, r.cle) for r in page.retires),
                page.curseur,
            )
        if progression is not None:
            progression(recus)
        if page.fin:
            break
        if page.curseur == curseur:
            raise ReponseIllisible("Le serveur redit sans fin la même page.")
        curseur = page.curseur
    return _mettre_en_place(base, structure, page, rebase)


def _verifier(page: Page) -> None:
    if page.schema != fil.SCHEMA:
        raise AutreVersion(f"Le serveur parle la version {page.schema} du protocole, ce programme la {fil.SCHEMA}.")
    for objet in page.objets:
        _lire(objet.genre, objet.cle, objet.corps)
        if not 0 <= objet.version <= _ENTIER_MAX:
            raise ReponseIllisible(f"Le serveur a donné à un objet « {objet.genre} » une version impossible.")


def _lire(genre: str, cle: str, corps: Mapping[str, Any]) -> Any:
    """The noun of an object that was received. Raises `ReponseIllisible`: it is none of ours, or another one."""
    try:
        objet = images.lire(images.GENRES_TOUS[genre], dumps(corps["image"]))
        if images.cle(objet) != cle:
            raise ValueError(cle)
        dumps(corps).encode()
        _verifier_a_part(corps)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as erreur:
        raise ReponseIllisible(f"Le serveur a envoyé un objet « {genre} » qui ne se lit pas.") from erreur
    return objet


def _verifier_a_part(corps: Mapping[str, Any]) -> None:
    """What the server alone knows has the shapes of `fil.ObjetRecu`. Raises ValueError, or what reading it raises."""
    compte = corps.get("en_cours")
    if compte is not None and not all(
        type(compte[nom]) is int and 0 <= compte[nom] <= _ENTIER_MAX for nom in ("total", "hsp")
    ):
        raise ValueError(f"{compte!r}")
    if (fait := corps.get("fait")) is not None:
        datetime.fromisoformat(fait["le"])
        if not isinstance(fait["commande"], str) or not isinstance(fait["par"], str):
            raise TypeError(f"{fait!r}")
    for envoi in corps.get("transmissions") or ():
        if not isinstance(envoi["vers"], str) or not isinstance(envoi["le"], str):
            raise TypeError(f"{envoi!r}")


def _mettre_en_place(base: Base, structure: str, page: Page, rebase: Rebase) -> tuple[Cle, ...]:
    with base.write.transaction() as conn:
        acceptees = envois.acceptees(conn)
        ecarts = replique.ecarts(conn, structure)
        tout = replique.recommence(conn, structure)
        if not ecarts and not acceptees:
            replique.appliquer(conn, structure, (), page.horloge)
            _comparer(replique.cumuls(conn, structure), page)
            return ()

        def changer() -> None:
            _noter_les_nouvelles(conn, ecarts, page, tout=tout)
            replique.appliquer(conn, structure, ecarts, page.horloge)
            cumuls = _cumuler(replique.cumuls(conn, structure), ecarts)
            replique.noter_cumuls(conn, structure, cumuls)
            _comparer(cumuls, page)
            for ecart in ecarts:
                if ecart.apres is not None:
                    _exiger_visible(conn, structure, ecart)
            try:
                materialiser(base, conn, [(ecart.genre, ecart.cle) for ecart in ecarts])
            except (SaisieMalformee, ValueError, ArithmeticError) as erreur:  # 1.234 where two decimals are kept
                raise ReponseIllisible("Le serveur a envoyé une valeur hors limites.") from erreur
            nouvelles.elaguer(conn)
            # What was accepted before the pull began is in what it has told: its effects are the base's own now.
            envois.confirmer(conn, acceptees)

        try:
            rebase(conn, changer)
        except driver.IntegrityError as erreur:  # an object refers to one that is not told, or breaks an invariant
            raise ReponseIllisible("Le serveur a envoyé des objets qui ne tiennent pas ensemble.") from erreur
    return tuple((ecart.genre, ecart.cle) for ecart in ecarts)


def _noter_les_nouvelles(conn: Connection, ecarts: Iterable[Ecart], page: Page, *, tout: bool) -> None:
    """What others have done since, on top of what was held; `tout`: what is new is so to this laptop only."""
    for ecart in ecarts:
        noter = _NOUVELLES.get(ecart.genre)
        if noter is None or ecart.apres is None:
            continue
        avant = replique.dernier(conn, ecart.genre, ecart.cle)
        version, corps = ecart.apres[0], json.loads(ecart.apres[1])
        if (avant is None and not tout) or (avant is not None and avant[0] < version):
            connue = None if avant is None else _lire(ecart.genre, ecart.cle, avant[1])
            objet = _lire(ecart.genre, ecart.cle, corps)
            noter(conn, connue, objet, version, corps.get("fait") or {}, page.horloge)


def _cumuler(cumuls: dict[str, tuple[int, int]], ecarts: Iterable[Ecart]) -> dict[str, tuple[int, int]]:
    for ecart in ecarts:
        n, somme = cumuls.get(ecart.genre, (0, 0))
        for sens, dit in ((-1, ecart.avant), (1, ecart.apres)):
            if dit is not None:
                n += sens
                somme += sens * fil.resume(ecart.genre, ecart.cle, dit[0], json.loads(dit[1]))
        cumuls[ecart.genre] = n, somme % _MODULO
    return cumuls


def _comparer(cumuls: Mapping[str, tuple[int, int]], page: Page) -> None:
    if page.empreinte is None:
        raise ReponseIllisible("Le serveur n’a pas dit ce que la réplique doit contenir.")
    tenus = {genre: (n, f"{somme:016x}") for genre, (n, somme) in cumuls.items() if n}
    dits = {genre: (dit.n, dit.somme) for genre, dit in page.empreinte.items() if dit.n}
    if tenus != dits:
        raise EmpreinteFausse("La réplique n’est pas ce que le serveur dit qu’elle doit être.")


def _exiger_visible(conn: Connection, structure: str, ecart: Ecart) -> None:
    """I7: what the structure has no role on (DRT-5, DRT-9) is not to be told to it."""
    assert ecart.apres is not None
    objet = _lire(ecart.genre, ecart.cle, json.loads(ecart.apres[1]))
    match objet:
        case Session():
            action = _noun(conn, structure, "action", objet.action)
            vu = isinstance(action, Action) and bool(roles(structure, objet, action))
        case Candidature():
            session = _noun(conn, structure, "session", objet.session)
            action = _noun(conn, structure, "action", session.action) if isinstance(session, Session) else None
            vu = (
                isinstance(session, Session)
                and isinstance(action, Action)
                and structure in (action.responsable, session.positionneur)
            )
        case Comptes():
            vu = _noun(conn, structure, "session", objet.session) is not None
        case Rattachement():
            vu = objet.structure == structure
        case Suivi():  # SUI-4
            vu = objet.structure == structure and _noun(conn, structure, "candidature", objet.candidature) is not None
        case _:
            vu = True
    if not vu:
        raise ReponseIllisible("Le serveur a envoyé ce qui n’est pas à cette structure.")


def _noun(conn: Connection, structure: str, genre: str, cle: str) -> Any:
    corps = replique.corps(conn, structure, genre, cle)
    return None if corps is None else _lire(genre, cle, corps)


def materialiser(base: Base, conn: Connection, cles: Sequence[Cle]) -> None:
    """Make the tables that screens read say what the server said of these objects, latest version first."""
    comptees = {cle for genre, cle in cles if genre == "comptes"}
    cles = [cle for cle in cles if cle[0] != "comptes"]
    if replique.vide(conn):
        charger(base, _en_ordre(conn, cles))  # an empty replica: all at once
        for genre, cle in cles:
            if genre in ("candidat", "candidature"):
                dit = replique.dernier(conn, genre, cle)
                replique.noter_a_part(conn, genre, cle, dit and dit[1])
        _compter(conn, comptees)
        return
    candidatures = [cle for genre, cle in cles if genre == "candidature"]
    comptees |= comptes.sessions_de(conn, candidatures)
    disparus: list[Cle] = []
    for genre, cle in sorted(cles, key=_rang):
        dit = replique.dernier(conn, genre, cle)
        replique.noter_a_part(conn, genre, cle, dit and dit[1])
        if dit is None:
            disparus.append((genre, cle))
        else:
            rangement.ranger(conn, _lire(genre, cle, dit[1]))
    for genre, cle in reversed(disparus):
        rangement.retirer(conn, genre, cle)
    _compter(conn, comptees | comptes.sessions_de(conn, candidatures))


def _compter(conn: Connection, sessions: Iterable[str]) -> None:
    """From the candidatures that are here; where there is none, as the server says: they may be for others to read."""
    for session in sessions:
        dit = replique.dernier(conn, "comptes", session)
        comptes.recompter(conn, session, None if dit is None else _lire("comptes", session, dit[1]))


def _en_ordre(conn: Connection, cles: Iterable[Cle]) -> Iterator[Any]:
    for genre, cle in sorted(cles, key=_rang):
        dit = replique.dernier(conn, genre, cle)
        if dit is not None:
            yield _lire(genre, cle, dit[1])


def _rang(cle: Cle) -> int:
    return fil.GENRES.index(cle[0])


def purger(base: Base, structure: str, rebase: Rebase) -> None:
    """I7: the user is no longer attached to the structure: what was told to it alone goes."""
    with base.write.transaction() as conn:
        tenus = replique.cles(conn, structure)

        def changer() -> None:
            replique.oublier(conn, structure)
            materialiser(base, conn, tenus)
            nouvelles.elaguer(conn)

        rebase(conn, changer)
