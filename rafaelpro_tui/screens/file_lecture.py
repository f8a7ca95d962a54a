"""The queue as it is read and shown: the next candidature is read before its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual import work
from textual.containers import Container, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.avance import Avance, Lue
from rafaelpro_tui.core.commands import NoterResultat, SurCandidature
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.file import File
from rafaelpro_tui.core.model import Etape, Resultat
from rafaelpro_tui.core.panier import geste
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.screens.brouillon import refus_par_type
from rafaelpro_tui.screens.file_lettres import LettresScreen
from rafaelpro_tui.widgets.candidature_header import CandidatureHeader
from rafaelpro_tui.widgets.file_card import FileCard, motifs_de
from rafaelpro_tui.widgets.file_dossier import FileDossier
from rafaelpro_tui.widgets.safe_text import content


@dataclass
class VueLue(Message, bubble=False):
    lue: Lue
    edition: int


@dataclass
class Preparee(Message, bubble=False):
    """`presente`, `edition`: of `Avance`."""

    lue: Lue
    presente: bool
    edition: int


class LectureScreen(LettresScreen):
    """Where one is in the queue, and what is seen of it; what is decided is `FileScreen`'s."""

    def __init__(self, ids: Sequence[int], position: int) -> None:
        super().__init__()
        self.file = File(ids, position)
        self.lue: Lue | None = None
        """What is shown."""
        self.avance = Avance()
        self._vers = position
        """Where one goes: it is shown once it has been read."""

    def corps(self) -> Iterable[Widget]:
        yield Static(id="file-progres")
        yield CandidatureHeader()
        with Container(id="fiche"):
            with VerticalScroll(id="decision", can_focus=False):
                yield FileCard()
            with VerticalScroll(id="infos", can_focus=False):
                yield FileDossier()

    def on_mount(self) -> None:
        self.relire()

    def relire(self) -> None:
        self.avance.oublier()
        self._lire(self._vers, self.avance.edition)

    def aller(self, position: int) -> None:
        """At once, when it has been read."""
        self._vers = position
        if lue := self.avance.prendre(position):
            self.montrer(lue)
            self.lire_d_avance()
        else:
            self._lire(position, self.avance.edition)

    # Reading

    @work(thread=True, exclusive=True, exit_on_error=False, group="lecture")
    def _lire(self, position: int, edition: int) -> None:
        self.post_message(VueLue(self._lue(position), edition))

    def _lue(self, position: int, *ensuite: SurCandidature) -> Lue:
        """In a worker."""
        panier = self.desk.panier
        reference = self.desk.reference_candidature(self.file.ids[position])
        mises = (*(mise.command for mise in panier.de(reference)), *ensuite)
        return Lue(position, panier.vue(reference, *ensuite), tuple(map(geste, mises)))

    def on_vue_lue(self, message: VueLue) -> None:
        if message.edition != self.avance.edition:  # it has changed while it was read
            self._lire(self._vers, self.avance.edition)
        elif message.lue.position == self._vers:
            self.montrer(message.lue)
            self.lire_d_avance()

    def lire_d_avance(self) -> None:
        """Read what each letter would lead to, once what is shown has been painted."""
        self.une_fois_peint(self._lire_d_avance)

    def _lire_d_avance(self) -> None:
        if self.vue is not None:
            self._preparer(self.avance.edition, self.file.position, self._presence(self.vue), self.file.suivante())

    def _presence(self, vue: CandidatureVue) -> NoterResultat | None:
        """The one command after which one stays on the same candidature, where it is possible."""
        derniere = vue.candidature.derniere
        if derniere is None or refus_par_type(vue)["noter_resultat"] is not None:
            return None
        reference = vue.candidature.reference
        return self.desk.commande(NoterResultat, candidature=reference, rang=derniere.rang, resultat=Resultat.PRESENCE)

    @work(thread=True, exclusive=True, exit_on_error=False, group="avance")
    def _preparer(self, edition: int, ici: int, presence: NoterResultat | None, suivante: int | None) -> None:
        try:
            if presence is not None:
                lue = self._lue(ici, presence)
                if lue.vue.etape is Etape.AVIS_A_RENDRE:
                    self.post_message(Preparee(lue, True, edition))
            if suivante is not None:
                self.post_message(Preparee(self._lue(suivante), False, edition))
        except Erreur:
            return  # It is read again when its turn comes, and then says what is wrong.

    def on_preparee(self, message: Preparee) -> None:
        self.avance.garder(message.lue, presente=message.presente, edition=message.edition)

    # Showing

    def une_fois_peint(self, faire: Callable[[], object]) -> None:
        # Of the card, which has something to paint: the screen has not heard of it yet.
        self.query_one(FileCard).call_after_refresh(faire)

    def montrer(self, lue: Lue) -> None:
        self.lue, self.vue = lue, lue.vue
        self.file.position = self._vers = lue.position
        self.motifs = False
        self.query_one(CandidatureHeader).vue = lue.vue
        self.query_one(FileDossier).montrer(lue.vue)
        self.montrer_les_lettres()
        self.maj_cadre()

    def montrer_les_lettres(self) -> None:
        assert self.lue is not None
        vue = self.lue.vue
        derniere = ", ".join(map(geste, self.a_repeter()))
        motifs = motifs_de(vue) if self.motifs else ()
        self.query_one(FileCard).montrer(vue, refus_par_type(vue), self.lue.mises, derniere, motifs)
        progres = content("$dit", dit=self.file.progression)
        self.query_one("#file-progres", Static).update(progres, layout=False)
        self.refresh_bindings()
