"""« Contacts du Positionneur »: one row a contact, rows to add and to take away (FOR-10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, Input, Static

from rafaelpro_tui.core.model import Contact
from rafaelpro_tui.core.texte import telephone_fr
from rafaelpro_tui.widgets.champ_sur import LigneSure
from rafaelpro_tui.widgets.safe_text import content, plain


class ContactRow(Horizontal):
    """Nom, téléphone, courriel; « Retirer » asks for the row to go."""

    DEFAULT_CSS = """
    ContactRow {
        height: 1;
        & > LigneSure { width: 1fr; background: $panel; padding: 0 1; margin: 0 1 0 0; }
        & > .contact--telephone { width: 20; }
        & > LigneSure:focus { background-tint: $primary 20%; text-style: underline; }
        & > Button { min-width: 11; width: 11; border: none; height: 1; }
        & > Button:focus { text-style: bold reverse; }
    }
    """

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            LigneSure(contact.nom, placeholder="nom", compact=True, max_length=200, classes="contact--nom"),
            LigneSure(
                telephone_fr(contact.telephone),
                placeholder="téléphone",
                compact=True,
                max_length=60,
                classes="contact--telephone",
            ),
            LigneSure(contact.courriel, placeholder="courriel", compact=True, max_length=200),
            Button(plain("✕ Retirer"), compact=True, classes="contact--retirer"),
        )
        self._contact = contact

    @property
    def contact(self) -> Contact:
        """As typed; what was only shown in pairs is given back as it was."""
        nom, telephone, courriel = (champ.value.strip() for champ in self.query(LigneSure))
        if telephone == telephone_fr(self._contact.telephone):
            telephone = self._contact.telephone
        return Contact(nom=nom, telephone=telephone, courriel=courriel)


class ContactsForm(Vertical):
    """What is typed is told whole (`Modifie`); rows left blank are not told."""

    DEFAULT_CSS = """
    ContactsForm {
        height: auto;
        & > Vertical { height: auto; }
        & #contacts-dits { height: auto; display: none; }
        & #contacts-dits.-refus { display: block; color: $text-error; }
        & #contacts-dits.-manque { display: block; color: $text-muted; }
        & > #contact-ajouter { min-width: 22; border: none; height: 1; margin: 0; }
        & > #contact-ajouter:focus { text-style: bold reverse; }
    }
    """

    @dataclass
    class Modifie(Message):
        """`quitte` when the user has left a field."""

        contacts: tuple[Contact, ...]
        quitte: bool = False

    def __init__(self, contacts: Sequence[Contact]) -> None:
        super().__init__(
            Vertical(*[ContactRow(contact) for contact in contacts], id="contacts-lignes"),
            Static(id="contacts-dits"),
            Button(plain("+ Ajouter un contact"), compact=True, id="contact-ajouter"),
        )

    @property
    def contacts(self) -> tuple[Contact, ...]:
        lignes = [ligne.contact for ligne in self.query(ContactRow)]
        return tuple(contact for contact in lignes if contact != Contact(nom=""))

    def signaler(self, genre: str, phrase: str = "") -> None:
        """`genre`: "refus", "manque", or "" to say nothing any more."""
        dits = self.query_one("#contacts-dits", Static)
        dits.set_class(genre == "refus", "-refus")
        dits.set_class(genre == "manque", "-manque")
        dits.update(content("$signe $phrase", signe="✗" if genre == "refus" else "○", phrase=phrase))

    def viser(self) -> None:
        """Put the cursor in the first row, or on the button that adds one."""
        (next(iter(self.query(LigneSure)), None) or self.query_one("#contact-ajouter")).focus()

    @on(Input.Changed)
    def _tape(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Modifie(self.contacts))

    def on_descendant_blur(self) -> None:
        self.post_message(self.Modifie(self.contacts, quitte=True))

    @on(Input.Submitted)
    def _suivant(self, event: Input.Submitted) -> None:
        """Entrée goes on to the next field."""
        event.stop()
        self.screen.focus_next()

    @on(Button.Pressed, "#contact-ajouter")
    async def _ajouter(self, event: Button.Pressed) -> None:
        event.stop()
        ligne = ContactRow(Contact(nom=""))
        await self.query_one("#contacts-lignes").mount(ligne)
        ligne.query(LigneSure).first().focus()

    @on(Button.Pressed, ".contact--retirer")
    async def _retirer(self, event: Button.Pressed) -> None:
        event.stop()
        ligne = event.button.parent
        assert isinstance(ligne, ContactRow)
        await ligne.remove()
        self.viser()
        self.post_message(self.Modifie(self.contacts))
