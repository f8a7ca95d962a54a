"""`Ctrl+G`: the comment templates; the comment being typed can be kept as one."""

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui import modeles
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.modeles import OUI, Modele, ModeleFautif, en_modele, libelle_pour, remplir
from rafaelpro_tui.core.rules.textes import COMMENTAIRE_MAX, longueur
from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.fichier_du_poste import nom_propre
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.choice_list import Choice, ChoiceList
from rafaelpro_tui.widgets.safe_text import content, plain

MODELES: Final = Binding(
    "ctrl+g",
    "modeles",
    "Modèles",
    tooltip=f"Les modèles de commentaires{NBSP}: en prendre un, ou garder le commentaire saisi",
    id="modeles",
)
GARDER: Final = "+"
"""Ids of the choices that keep the comment begin with it; the templates' begin with « = »."""


class ModelesScreen(Dialogue[str]):
    """Answers with the comment: what was typed, then the template chosen, its fields filled.

    Args:
        valeurs: What the fields stand for (`core.modeles.valeurs`).
        pour: « oui », a motif, or "" when nothing is answered yet.
        commentaire: What is typed so far.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "retirer", "Retirer", tooltip="Ne plus garder le modèle surligné", id="modeles.retirer")
    ]

    def __init__(self, valeurs: Mapping[str, str], pour: str, commentaire: str) -> None:
        super().__init__()
        self._valeurs, self._pour, self._commentaire = valeurs, pour, commentaire.strip()
        self._a_garder = en_modele(self._commentaire, valeurs)
        self._gardes: dict[str, Modele] = {}

    @property
    def titre(self) -> Content:
        pour = f" · {libelle_pour(self._pour)}" if self._pour else ""
        return content("Modèles de commentaires$pour", pour=pour)

    def corps(self) -> Iterable[Widget]:
        aide = "Nom d’un modèle, ou nouveau nom…" if self._commentaire else "Nom d’un modèle…"
        yield ChoiceList((), placeholder=aide)
        yield Static(id="modeles-note", classes="dialogue-paragraphe")

    def on_mount(self) -> None:
        self._lire()

    @property
    def _choix(self) -> ChoiceList:
        return self.query_one(ChoiceList)

    @property
    def _session(self) -> str:
        return self._valeurs["session"]

    def _lire(self) -> None:
        try:
            proposes = modeles.proposes(self._pour, self._session)
        except Erreur as erreur:
            self.dismiss(None)
            self.hote.signaler(erreur)
            return
        self._gardes = {modele.nom: modele for modele in proposes}
        self._choix.set_choices([self._propose(modele) for modele in proposes])
        self._noter()

    def _propose(self, modele: Modele) -> Choice:
        """Its name, how long the comment would be, the comment."""
        try:
            texte = remplir(modele.texte, self._valeurs)
            n = longueur(self._avec(texte))
            compte = f"{'▲ ' if n > COMMENTAIRE_MAX else ''}{n}{NBSP}/{NBSP}{COMMENTAIRE_MAX}"
        except ModeleFautif as faute:
            texte, compte = f"{faute.message} {faute.que_faire}", "✕"
        label = content(
            "[b]$nom[/b]$portee  $compte  $texte",
            nom=modele.nom,
            portee=f", {_portee(modele.pour, modele.session)}" if modele.rang else "",
            compte=compte,
            texte=" ".join(texte.split()),
        )
        return Choice(f"={modele.nom}", label, f"{modele.nom} {modele.texte}")

    def _avec(self, texte: str) -> str:
        return f"{self._commentaire} {texte}" if self._commentaire else texte

    def _noter(self) -> None:
        note = self.query_one("#modeles-note", Static)
        if self._commentaire:
            note.update(
                content("Pour garder « $texte »\N{NO-BREAK SPACE}: tapez un nom, puis ⏎.", texte=self._a_garder)
            )
        elif not self._gardes:
            note.update(
                plain(
                    "Aucun modèle ici. Tapez d’abord un commentaire, avec des champs comme {prenom}, {session} ou "
                    "{formation}, puis revenez ici lui donner un nom."
                )
            )
        else:
            note.update(plain("Pour en garder un autre\N{NO-BREAK SPACE}: tapez d’abord le commentaire."))

    @on(ChoiceList.Typed)
    def _tape(self, message: ChoiceList.Typed) -> None:
        nom = nom_propre(message.text)
        if not nom or not self._commentaire:
            self._choix.set_found(())
            return
        quoi = "Remplacer" if nom in self._gardes else "Garder sous le nom"
        self._choix.set_found(
            [
                Choice(
                    f"{GARDER}{rang}",
                    content("$quoi [b]$nom[/b], $portee", quoi=quoi, nom=nom, portee=_portee(pour, session)),
                    "",
                )
                for rang, (pour, session) in enumerate(self._portees())
            ]
        )

    def _portees(self) -> list[tuple[str, str]]:
        """What a new template may be for: an answer, a session; the title says which answer."""
        seules = [("", ""), ("", self._session)]
        return [(self._pour, ""), (self._pour, self._session), *seules] if self._pour else seules

    @on(ChoiceList.Chosen)
    def _choisi(self, message: ChoiceList.Chosen) -> None:
        if message.id.startswith(GARDER):
            self._garder(*self._portees()[int(message.id[1:])])
            return
        self._faire(lambda: self.dismiss(self._avec(remplir(self._gardes[message.id[1:]].texte, self._valeurs))))

    def _garder(self, pour: str, session: str) -> None:
        """The comment becomes a template; where it had fields, it is filled from now on."""
        nom = nom_propre(self._choix.text)
        modele = Modele(nom=nom, texte=self._a_garder, pour=pour, session=session)
        rempli = ""

        def garder() -> None:
            nonlocal rempli
            rempli = remplir(self._commentaire, self._valeurs)
            modeles.garder(modele)

        if self._faire(garder):
            self.dismiss(rempli)
            self.hote.dire(f"Modèle « {nom} » gardé. Ctrl+G le retrouve.")

    def action_retirer(self) -> None:
        choix = self._choix.highlighted
        if choix is None or choix.startswith(GARDER):
            return
        nom = choix[1:]
        if self._faire(lambda: modeles.oublier(nom)):
            self.hote.dire(f"Modèle « {nom} » retiré.")
            self._lire()

    def _faire(self, geste: Callable[[], object]) -> bool:
        """Do it; what goes wrong is said: here, what is about the template, or by the app."""
        try:
            geste()
        except ModeleFautif as faute:
            note = self.query_one("#modeles-note", Static)
            note.update(content("[$text-warning]▲ $message $remede[/]", message=faute.message, remede=faute.que_faire))
            return False
        except Erreur as erreur:
            self.hote.signaler(erreur)
            return False
        return True


def _portee(pour: str, session: str) -> str:
    """« pour ce motif, sur cette session »: only those for what is being decided are shown."""
    quoi = "pour un oui" if pour == OUI else "pour ce motif" if pour else "pour tout avis"
    return f"{quoi}, sur cette session" if session else quoi
