"""Nouvelle-Aquitaine: communes with their postal codes, and who prescribes there, by département."""

from __future__ import annotations

from typing import Final

Commune = tuple[str, str]
"""Name and postal code."""

COMMUNES: Final[dict[str, tuple[Commune, ...]]] = {
    "16": (
        ("Angoulême", "16000"),
        ("Cognac", "16100"),
        ("Confolens", "16500"),
        ("Soyaux", "16800"),
    ),
    "17": (
        ("La Rochelle", "17000"),
        ("Saintes", "17100"),
        ("Royan", "17200"),
        ("Rochefort", "17300"),
        ("Saint-Jean-d’Angély", "17400"),
        ("Jonzac", "17500"),
    ),
    "19": (("Tulle", "19000"), ("Brive-la-Gaillarde", "19100"), ("Ussel", "19200")),
    "23": (("Guéret", "23000"), ("Aubusson", "23200"), ("La Souterraine", "23300")),
    "24": (
        ("Périgueux", "24000"),
        ("Bergerac", "24100"),
        ("Sarlat-la-Canéda", "24200"),
        ("Nontron", "24300"),
        ("Ribérac", "24600"),
    ),
    "33": (
        ("Bordeaux", "33000"),
        ("Arcachon", "33120"),
        ("Bègles", "33130"),
        ("Villenave-d’Ornon", "33140"),
        ("Cenon", "33150"),
        ("Gradignan", "33170"),
        ("Langon", "33210"),
        ("La Teste-de-Buch", "33260"),
        ("Lormont", "33310"),
        ("Lesparre-Médoc", "33340"),
        ("Blaye", "33390"),
        ("Talence", "33400"),
        ("Libourne", "33500"),
        ("Pessac", "33600"),
        ("Mérignac", "33700"),
    ),
    "40": (
        ("Mont-de-Marsan", "40000"),
        ("Dax", "40100"),
        ("Mimizan", "40200"),
        ("Aire-sur-l’Adour", "40800"),
        ("Saint-Paul-lès-Dax", "40990"),
    ),
    "47": (
        ("Agen", "47000"),
        ("Marmande", "47200"),
        ("Villeneuve-sur-Lot", "47300"),
        ("Tonneins", "47400"),
        ("Nérac", "47600"),
    ),
    "64": (
        ("Pau", "64000"),
        ("Bayonne", "64100"),
        ("Biarritz", "64200"),
        ("Orthez", "64300"),
        ("Oloron-Sainte-Marie", "64400"),
        ("Saint-Jean-de-Luz", "64500"),
        ("Anglet", "64600"),
        ("Hendaye", "64700"),
    ),
    "79": (("Niort", "79000"), ("Thouars", "79100"), ("Parthenay", "79200"), ("Bressuire", "79300")),
    "86": (
        ("Poitiers", "86000"),
        ("Châtellerault", "86100"),
        ("Loudun", "86200"),
        ("Montmorillon", "86500"),
    ),
    "87": (("Limoges", "87000"), ("Saint-Junien", "87200")),
}

DEPARTEMENTS: Final = tuple(COMMUNES)

Prescripteur = tuple[str, bool]
"""Name, and whether it is France Travail."""

PRESCRIPTEURS: Final[dict[str, tuple[Prescripteur, ...]]] = {
    departement: (
        *((f"Mission locale – {commune}", False) for commune, _ in communes[:3]),
        *((f"France Travail – {commune}", True) for commune, _ in communes[:4]),
        (f"Cap emploi {departement}", False),
        (f"CIDFF {departement}", False),
        (f"PLIE – {communes[0][0]}", False),
        (f"SPIP – {communes[0][0]}", False),
        (f"CCAS – {communes[1][0]}", False),
        (f"Service insertion du département ({departement})", False),
    )
    for departement, communes in COMMUNES.items()
}
