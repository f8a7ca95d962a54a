"""« Traiter à la file »: where one is in the queue, what was decided in it, what was put off (ECRANS §8). No I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from rafaelpro_tui.core.commands import (
    Convoquer,
    NoterResultat,
    RendreAvis,
    SaisieAvis,
    SaisieConformiteNon,
    SaisieConformiteOui,
    SurCandidature,
)
from rafaelpro_tui.core.model import Etape, Etat, Resultat
from rafaelpro_tui.core.modeles import en_modele, reprendre, valeurs
from rafaelpro_tui.core.resultats import Resultat as Reponse
from rafaelpro_tui.core.rules.lot import par_defaut
from rafaelpro_tui.core.texte import entier_fr, pluriel
from rafaelpro_tui.core.vues_fiches import CandidatureVue

Fabrique = Callable[..., SurCandidature]


class Genre(Enum):
    """What is counted of a queue; one decision counts for where it leads."""

    RETENUE = "retenue", "retenues"
    NON = "non", "non"
    CONVOQUEE = "convoquée", "convoquées"
    PRESENTE = "présence", "présences"
    ABSENTE = "absence", "absences"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on one candidature, in order; `rangs` of the basket, `genre` for the totals.

    `commands` are to be repeated: what names the person is in fields (`sans_la_personne`).
    """

    id: int
    rangs: tuple[int, ...]
    commands: tuple[SurCandidature, ...]
    genre: Genre


@dataclass(slots=True)
class File:
    """The row ids of a list, in its order as it was then."""

    ids: Sequence[int]
    position: int = 0
    decisions: list[Decision] = field(default_factory=list)
    passees: set[int] = field(default_factory=set)

    @property
    def id(self) -> int:
        return self.ids[self.position]

    @property
    def place(self) -> tuple[int, int]:
        return self.position + 1, len(self.ids)

    @property
    def decidees(self) -> set[int]:
        return {decision.id for decision in self.decisions}

    @property
    def derniere(self) -> tuple[SurCandidature, ...]:
        """What `.` repeats: all that was decided on the last candidature."""
        if not self.decisions:
            return ()
        dernier = self.decisions[-1].id
        return tuple(command for decision in self.decisions if decision.id == dernier for command in decision.commands)

    def noter(self, decision: Decision) -> None:
        self.decisions.append(decision)
        self.passees.discard(decision.id)

    def passer(self) -> None:
        """Put off the one that is shown."""
        self.passees.add(self.id)

    def reprendre(self) -> Decision | None:
        """Take back the last decision, and go to its candidature."""
        if not self.decisions:
            return None
        derniere = self.decisions.pop()
        self.position = self.ids.index(derniere.id)
        return derniere

    def suivante(self) -> int | None:
        """The next undecided one, then those jumped over, then those put off; None when none is left."""
        faites = self.decidees
        tour = [*range(self.position + 1, len(self.ids)), *range(self.position)]
        restent = [rang for rang in tour if self.ids[rang] not in faites]
        return next((rang for rang in restent if self.ids[rang] not in self.passees), next(iter(restent), None))

    @property
    def progression(self) -> str:
        """« 12 / 41 · 9 retenues · 2 non · 1 passée »."""
        derniers = {decision.id: decision.genre for decision in self.decisions}
        comptes = Counter(derniers.values())
        rang, total = self.place
        parties = [f"{entier_fr(rang)} / {entier_fr(total)}"]
        parties += [pluriel(comptes[genre], *genre.value) for genre in Genre if comptes[genre]]
        if self.passees:
            parties.append(pluriel(len(self.passees), "passée"))
        return " · ".join(parties)


def genre(command: SurCandidature, resultat: Reponse) -> Genre:
    """What a decision counts for."""
    if resultat.etat is Etat.RETENUE:
        return Genre.RETENUE
    if resultat.etat is not Etat.EN_ATTENTE:
        return Genre.NON
    if isinstance(command, NoterResultat):
        return Genre.PRESENTE if command.resultat is Resultat.PRESENCE else Genre.ABSENTE
    return Genre.CONVOQUEE


def oui_par_defaut(vue: CandidatureVue) -> SaisieAvis | None:
    """The « oui » that one letter gives, with the dates and intensité of LOT-3; None where they are to be typed."""
    defaut = par_defaut(vue.session)
    if defaut is None or not vue.dispositif.hsp:
        return defaut
    return SaisieConformiteOui(entree=defaut.entree, sortie=defaut.sortie, intensite=defaut.intensite)


def sans_la_personne(commands: Sequence[SurCandidature], vue: CandidatureVue) -> tuple[SurCandidature, ...]:
    """What was decided on a candidature, the comment made a template of: nobody else is called by that name."""
    connues = valeurs(vue)
    return tuple(_commenter(command, lambda texte: en_modele(texte, connues)) for command in commands)


def _commenter(command: SurCandidature, ecrire: Callable[[str], str]) -> SurCandidature:
    if not isinstance(command, RendreAvis) or isinstance(command.avis, SaisieConformiteNon):
        return command
    return replace(command, avis=replace(command.avis, commentaire=ecrire(command.avis.commentaire)))


def repetees(derniere: Sequence[SurCandidature], vue: CandidatureVue, fabrique: Fabrique) -> list[SurCandidature]:
    """What was decided last, for another candidature: with its dates, motif and comment.

    A step that this one has already passed is left out: the presence, where the avis is to be given.
    """
    suite: list[SurCandidature] = []
    reference = vue.candidature.reference
    connues = valeurs(vue)
    for repetee in derniere:
        command = _commenter(repetee, lambda texte: reprendre(texte, connues))
        match command:
            case NoterResultat():
                if vue.etape is Etape.PRESENCE_A_RENSEIGNER and vue.candidature.derniere is not None:
                    rang = vue.candidature.derniere.rang
                    suite.append(fabrique(NoterResultat, candidature=reference, rang=rang, resultat=command.resultat))
            case Convoquer():
                suite.append(fabrique(Convoquer, candidature=reference, date=command.date))
            case RendreAvis():
                suite.append(fabrique(RendreAvis, candidature=reference, avis=command.avis))
            case _:
                pass
    return suite
