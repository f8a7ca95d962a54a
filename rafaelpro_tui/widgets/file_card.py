"""A candidature of the queue: its convocations, what each letter would do, what waits for it in the basket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content

from rafaelpro_tui.core.commands import SaisieConformiteOui, SaisieRecrutementOui
from rafaelpro_tui.core.file import oui_par_defaut
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import date_fr, nombre_fr
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.widgets.formes import Forme, Option
from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.page import Page
from rafaelpro_tui.widgets.safe_text import content

REPONSES = (("p", "Présence"), ("a", "Absence justifiée"), ("x", "Absence non justifiée"))


class FileCard(Page):
    """One text, painted at once: nothing is built again from one candidature to the next."""

    BORDER_TITLE = "À décider"

    def montrer(
        self,
        vue: CandidatureVue,
        possibles: Mapping[str, Refus | None],
        mises: Sequence[str],
        derniere: str,
        motifs: Sequence[Option],
    ) -> None:
        """`mises`: what waits in the basket; `derniere`: what `.` repeats; `motifs`: those to choose one of, if any."""
        blocs = [*_convocations(vue), *(_choix(motifs) if motifs else _lettres(vue, possibles))]
        if derniere:
            comme = content("[b]r[/b] Comme la dernière\u00a0: $derniere", derniere=derniere)
            blocs.append(_cliquable("r", comme))
        if mises:
            blocs.append(Content())
            blocs.append(content("[b $text-success]▣ Au panier\u00a0: $mises[/]", mises=", ".join(mises)))
        self.ecrire(lambda largeur: blocs)


def _convocations(vue: CandidatureVue) -> Iterator[Content]:
    for convocation in vue.candidature.convocations:
        yield content(
            "Convocation $rang le [b]$jour[/b] · $reponse",
            rang=convocation.rang,
            jour=date_fr(convocation.date),
            reponse=convocation.resultat.libelle if convocation.resultat else "réponse à noter",
        )
    if not vue.candidature.convocations and not vue.dispositif.hsp:
        yield content("[$text-muted]Aucune convocation.[/]")
    if not vue.dispositif.hsp:
        yield Content()


def _lettres(vue: CandidatureVue, possibles: Mapping[str, Refus | None]) -> Iterator[Content]:
    """What is not possible is dimmed, and its reason said once."""
    dites: set[str] = set()
    if not vue.dispositif.hsp:
        yield _ligne("c", "Convoquer", possibles["convoquer"], dites)
        if refus := possibles["noter_resultat"]:
            yield _ligne("p a x", "Présence, absence", refus, dites)
        else:
            yield from (_ligne(lettre, nom, None, dites) for lettre, nom in REPONSES)
    quoi = "Conformité" if vue.dispositif.hsp else "Recrutement"
    yield _ligne("o", f"{quoi}\u00a0: oui, {_dates(vue)}", possibles["rendre_avis"], dites)
    yield _ligne("n", f"{quoi}\u00a0: non, puis le numéro du motif", possibles["rendre_avis"], dites)


def _ligne(lettre: str, nom: str, refus: Refus | None, dites: set[str]) -> Content:
    if refus is None:
        return _cliquable(lettre, content("[b]$lettre[/b] $nom", lettre=lettre, nom=nom))
    pourquoi = "" if refus.message in dites else f" · {refus.message} ({refus.regle})"
    dites.add(refus.message)
    return content("[$text-disabled]$lettre $nom$pourquoi[/]", lettre=lettre, nom=nom, pourquoi=pourquoi)


def _cliquable(touche: str, dit: Content) -> Content:
    return linked(dit, f"app.simulate_key({touche!r})")


def _dates(vue: CandidatureVue) -> str:
    """LOT-3, shown before it is given."""
    defaut = oui_par_defaut(vue)
    if not isinstance(defaut, SaisieRecrutementOui | SaisieConformiteOui):
        return "dates et intensité à saisir"
    assert defaut.entree is not None
    assert defaut.sortie is not None
    assert defaut.intensite is not None
    return f"du {date_fr(defaut.entree)} au {date_fr(defaut.sortie)}, {nombre_fr(defaut.intensite)}\u00a0h"


def _choix(motifs: Sequence[Option]) -> Iterator[Content]:
    """In the place of the letters: all of them are seen, however small the screen."""
    yield content("[b $text-primary]Motif de refus principal de la candidature\u00a0?[/]")
    yield from map(_motif, motifs)


def _motif(option: Option) -> Content:
    if option.interdit:
        return content(
            "[$text-disabled]  $n $nom · $pourquoi[/]", n=option.touche, nom=option.libelle, pourquoi=option.interdit
        )
    return _cliquable(option.touche, content("  [b]$n[/b] $nom", n=option.touche, nom=option.libelle))


def motifs_de(vue: CandidatureVue) -> tuple[Option, ...]:
    """Those of a « non », numbered (AVI-5, HSP-3)."""
    return (Forme.CONFORMITE if vue.dispositif.hsp else Forme.RECRUTEMENT).motifs
