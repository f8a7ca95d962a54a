"""The keys of the plan des convocations, and the one that opens it."""

from typing import Final

from textual.binding import Binding, BindingType

PLAN: Final = Binding(
    "I",
    "plan",
    "Plan",
    show=False,
    tooltip="Plan des convocations : répartir sur des créneaux d’information collective, puis convoquer",
    id="plan",
)

TOUCHES: Final[list[BindingType]] = [
    Binding(
        "f10,ctrl+s",
        "convoquer_le_plan",
        "Convoquer",
        key_display="F10",
        tooltip="Simuler la convocation de chacun·e à la date de son créneau, puis valider",
        id="plan.convoquer",
    ),
    Binding(
        "N",
        "nouveau",
        "Nouveau créneau",
        tooltip="Ajouter un créneau : date, heure, lieu, places",
        id="plan.nouveau",
    ),
    Binding(
        "K",
        "creneaux",
        "Créneaux",
        tooltip="Aller aux créneaux ; ⏎ dit que faire de l’un d’eux",
        id="plan.creneaux",
    ),
    Binding(
        "R",
        "repartir",
        "Répartir",
        tooltip="Répartir ce qui est coché, sinon tout ce qui n’a pas de créneau, dans les places libres",
        id="plan.repartir",
    ),
    Binding(
        "W",
        "retirer",
        "Retirer",
        show=False,
        tooltip="Retirer de leur créneau les candidatures cochées",
        id="plan.retirer",
    ),
]
