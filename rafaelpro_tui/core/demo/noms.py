"""First names and family names of the demo's people: invented combinations, real French spelling."""

from __future__ import annotations

from typing import Final


def _liste(texte: str) -> tuple[str, ...]:
    return tuple(" ".join(nom.split()) for nom in texte.split(","))


PRENOMS_FEMININS: Final = _liste(
    """
    Adèle, Agnès, Aïcha, Alizée, Amélie, Anaïs, Anne-Laure, Aurélie, Bérénice, Camille, Cécile, Chloé,
    Clémence, Cyrielle, Daphné, Éléonore, Élise, Élodie, Émilie, Estelle, Fanny, Fatoumata, Françoise,
    Gaëlle, Géraldine, Hélène, Inès, Irène, Jeanne, Joëlle, Joséphine, Justine, Khadija, Laëtitia, Léa,
    Leïla, Léonie, Lucie, Maëlle, Maïté, Manon, Margaux, Marie-Ange, Marion, Maud, Mélanie, Mireille,
    Myriam, Nadège, Naïma, Noémie, Océane, Pauline, Rachel, Rokhaya, Salomé, Séverine, Solène,
    Stéphanie, Valérie, Yaëlle, Ysé, Zélie, Zoé
    """
)

PRENOMS_MASCULINS: Final = _liste(
    """
    Abdoulaye, Adrien, Aimé, Alexis, Ambroise, Amadou, Anaël, André, Antonin, Aurélien, Baptiste,
    Benoît, Beñat, Cédric, Célestin, Clément, Cyprien, Damien, Désiré, Didier, Édouard, Éric, Étienne,
    Fabrice, Félix, François, Gaël, Gérald, Grégoire, Guénolé, Guy, Hervé, Ibrahim, Jean-Baptiste,
    Jean-Noël, Jérémy, Joël, Joris, Julien, Karim, Kévin, Léandre, Loïc, Ludovic, Maël, Marc-Antoine,
    Mathéo, Maxence, Mehdi, Mickaël, Moïse, Nathanaël, Noël, Noé, Olivier, Pascal, Paul-Émile, Quentin,
    Raphaël, Rémi, Romuald, Sébastien, Stéphane, Théo, Thibault, Tristan, Ugo, Yannick, Yoann, Zinédine
    """
)

NOMS: Final = _liste(
    """
    ABADIE, AGUERRE, ALLARD, ANDRÉ, ARRIETA, AUBRY, BACHELIER, BARBÉ, BARTHÉLEMY, BEAUSOLEIL, BELLOCQ,
    BEN SAÏD, BÉRARD, BERNIÈRE, BESSON, BOISSEAU, BONNAFÉ, BORDENAVE, BOUCHÉ, BOUDJEMAA, BRÉMOND,
    CAMARA, CARRÈRE, CASTAING, CAZENAVE, CHASTAGNER, CHÂTENET, CHÉRON, CISSÉ, COMBES-LACAZE, COSTE,
    COULIBALY, COURRÈGES, D’ARTIGUES, D’ORNANO, DA COSTA, DA SILVA, DARRIGADE, DE LA TOUR, DE MONTBRON,
    DE SAINT-LÉGER, DELAGE, DES MOULINS, DESCHAMPS, DIALLO, DOS SANTOS, DU PUY, DUBERNET, DUCASSE,
    DUMÉNIL, DURAND, DUVIGNAU, ÉLIE, ESPIAUBE, ETCHEGARAY, ETCHEVERRY, FAUCHÉ, FERNÁNDEZ, FOFANA, FORÊT,
    FRANÇOIS, GAÜZÈRE, GÉRAUD, GIRAUDEAU, GONÇALVES, GOURSAUD, GRÉGOIRE, GUÉRIN, GUILBAUD, HADDAD,
    HAMIDI, HÉBRARD, HÉRAULT, IBARBOURE, ITURRALDE, JOLLIVET, JOUBERT-MÉRY, KADDOURI, KERMARREC, KONATÉ,
    L’HÉRITIER, L’HOSTIS, LABARRÈRE, LABORDE, LACOSTE, LAFARGUE, LAGRÈZE, LAMARQUE, LASSERRE, LE BRIS,
    LE GOFF-ÉTIENNE, LE MAÎTRE, LEFÈVRE, LEMOINE, LÉVÊQUE, MAÏGA, MALLET, MARCHÉ, MARQUÈS, MARTIN,
    MBAYE, MÉRIGNAC, MESSAOUDI, MOUNIER, N’DIAYE, N’GUESSAN, NAUDÉ, NGUYEN, NOËL, O’NEILL, OUÉDRAOGO,
    PÉDEBOSCQ, PELLETIER, PÉREZ, PETIT, PINEAU, POIRIER, PRÉVÔT, QUÉRÉ, RAMBAUD, RÉJOU, RENAUDIE,
    ROBERT, ROCHÉ, ROUMÉGOUX, SAINT-AMAND, SAINTE-MARIE, SALLÉ, SANCHEZ, SARRAZIN, SÉGUÉLA, SOW, TAÏEB,
    TAUZIN, TEXIER, THÉVENIN, TOURÉ, TRAORÉ, URRUTIA, VALLÉE, VAN DEN BERGHE, VERGNE, VIDEAU, VIGNÉ,
    YILDIZ, ZAÏDI, ZÜRCHER
    """
)
