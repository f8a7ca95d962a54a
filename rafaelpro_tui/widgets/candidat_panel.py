"""Who the candidat·e is, and the other candidatures en cours or past (guide: « Vous accédez alors »)."""

from collections.abc import Iterable, Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from rafaelpro_tui.core.model import Candidat, Dispositif
from rafaelpro_tui.core.rules.candidatures import EN_COURS_HSP_MAX, EN_COURS_MAX
from rafaelpro_tui.core.rules.transmissions import visible_a_france_travail
from rafaelpro_tui.core.texte import date_fr, pluriel, telephone_fr
from rafaelpro_tui.core.vues_fiches import AutreCandidature, CandidatureVue
from rafaelpro_tui.widgets.safe_text import content

INCONNU: Final = "[$text-muted]non renseigné[/]"


class CandidatPanel(Vertical):
    """Three blocks: Candidat·e, Candidatures en cours, Historique du candidat."""

    DEFAULT_CSS = """
    CandidatPanel {
        height: auto;
        & > Static {
            height: auto; padding: 0 1; border: round $border-blurred;
            border-title-color: $text-primary; border-title-style: bold;
        }
    }
    """

    def compose(self) -> ComposeResult:
        for id_, titre in (
            ("candidat", "Candidat·e"),
            ("en-cours", "Candidatures en cours"),
            ("passees", "Historique du candidat"),
        ):
            bloc = Static(id=id_)
            bloc.border_title = titre
            yield bloc

    def montrer(self, vue: CandidatureVue) -> None:
        self.query_one("#candidat", Static).update(Content("\n").join(identite(vue.candidat, vue.dispositif)))
        bloc = self.query_one("#en-cours", Static)
        bloc.border_title = titre_en_cours(vue)
        bloc.update(Content("\n").join(en_cours(vue)))
        self.query_one("#passees", Static).update(Content("\n").join(passees(vue)))


def identite(candidat: Candidat, dispositif: Dispositif) -> Iterable[Content]:
    if candidat.naissance:
        naissance = content("Né·e le $jour", jour=date_fr(candidat.naissance))
    else:
        naissance = content("Date de naissance [$text-muted]non renseignée[/]")
    commune = f"{candidat.commune} ({candidat.code_postal})" if candidat.code_postal else candidat.commune
    yield Content.assemble(naissance, content(" [$text-muted]·[/] $commune", commune=commune) if commune else "")
    yield (
        content("☎ $numero", numero=telephone_fr(candidat.telephone)) if candidat.telephone else content(f"☎ {INCONNU}")
    )
    yield content("@ $courriel", courriel=candidat.courriel) if candidat.courriel else content(f"@ {INCONNU}")
    yield content(
        "Inscrit·e à France Travail\N{NO-BREAK SPACE}: [b]$oui[/b]",
        oui="oui" if candidat.inscrit_france_travail else "non",
    )
    if dispositif.finance_region:
        visible = visible_a_france_travail(candidat, dispositif)
        yield content(
            "[$text-muted]$vue dans Kairos (TRX-3)[/]",
            vue="Visible" if visible else "Pas visible",
        )


def titre_en_cours(vue: CandidatureVue) -> Content:
    return content(
        "Candidatures en cours $total/$maximum (HSP $hsp/$maximum_hsp)",
        total=vue.en_cours.total,
        maximum=EN_COURS_MAX,
        hsp=vue.en_cours.hsp,
        maximum_hsp=EN_COURS_HSP_MAX,
    )


def en_cours(vue: CandidatureVue) -> Sequence[Content]:
    """CAN-4: details of those that may be seen, a count of the others."""
    moi = vue.candidature
    lignes = []
    if vue.etape is not None:
        lignes.append(
            content("$dispositif $session [b]celle-ci[/b]", dispositif=vue.dispositif.code, session=moi.session)
        )
    lignes += [
        content(
            "$dispositif $session $etat [$text-muted]$intitule[/]",
            dispositif=autre.dispositif,
            session=autre.session,
            etat=_etat(autre),
            intitule=autre.intitule,
        )
        for autre in vue.autres
    ]
    ailleurs = vue.en_cours.total - len(lignes)
    if ailleurs > 0:
        organismes = "dans un autre organisme" if ailleurs == 1 else "dans d’autres organismes"
        lignes.append(content("[$text-muted]$nombre $ou[/]", nombre=pluriel(ailleurs, "autre"), ou=organismes))
    return lignes or [_vide("Aucune candidature en cours.")]


def passees(vue: CandidatureVue) -> Sequence[Content]:
    return [_passee(autre) for autre in vue.passees] or [_vide("Aucune candidature passée.")]


def _passee(autre: AutreCandidature) -> Content:
    return content(
        "$annee $dispositif $session [b]$etat[/b] [$text-muted]$intitule[/]",
        annee=autre.deposee_le.year,
        dispositif=autre.dispositif,
        session=autre.session,
        etat=_etat(autre),
        intitule=autre.intitule,
    )


def _etat(autre: AutreCandidature) -> str:
    return (autre.etape or autre.etat).libelle.lower()


def _vide(phrase: str) -> Content:
    return content("[$text-muted]$phrase[/]", phrase=phrase)
