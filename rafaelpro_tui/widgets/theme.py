"""The two themes of the app: sober, every text at 4.5:1 or more on every ground it is drawn on (WCAG AA).

Colours in hex are written here and nowhere else; styles use the tokens.
"""

from textual.theme import Theme

CLAIR = Theme(
    name="rafael-clair",
    dark=False,
    primary="#1d4f8c",
    secondary="#4a5568",
    accent="#7a3e9d",
    success="#1e6b3a",
    warning="#8a4b00",
    error="#a61b29",
    foreground="#1a1f26",
    background="#f4f5f7",
    surface="#ffffff",
    panel="#e3e7ee",
    variables={
        "text": "#1a1f26",
        "text-muted": "#4d5766",
        "text-disabled": "#5a6472",
        "text-primary": "#1d4f8c",
        "text-secondary": "#4a5568",
        "text-accent": "#7a3e9d",
        "text-success": "#1e6b3a",
        "text-warning": "#8a4b00",
        "text-error": "#a61b29",
        "foreground-muted": "#4d5766",
        "foreground-disabled": "#5a6472",
        "block-cursor-background": "#1d4f8c",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#d3dff0",
        "block-cursor-blurred-foreground": "#1a1f26",
        "border": "#1d4f8c",
        "border-blurred": "#8792a2",
        "footer-key-foreground": "#1d4f8c",
        "button-color-foreground": "#ffffff",
        "input-selection-background": "#bcd2ee",
        "input-selection-foreground": "#1a1f26",
    },
)

SOMBRE = Theme(
    name="rafael-sombre",
    dark=True,
    primary="#8ab8f0",
    secondary="#aab4c2",
    accent="#d0a6ea",
    success="#86d19b",
    warning="#f0b866",
    error="#ff9aa0",
    foreground="#e6e9ee",
    background="#14171c",
    surface="#1a1e25",
    panel="#262c36",
    variables={
        "text": "#e6e9ee",
        "text-muted": "#a7b0bd",
        "text-disabled": "#97a1ae",
        "text-primary": "#8ab8f0",
        "text-secondary": "#aab4c2",
        "text-accent": "#d0a6ea",
        "text-success": "#86d19b",
        "text-warning": "#f0b866",
        "text-error": "#ff9aa0",
        "foreground-muted": "#a7b0bd",
        "foreground-disabled": "#97a1ae",
        "block-cursor-background": "#8ab8f0",
        "block-cursor-foreground": "#10141a",
        "block-cursor-blurred-background": "#34425a",
        "block-cursor-blurred-foreground": "#e6e9ee",
        "border": "#8ab8f0",
        "border-blurred": "#667080",
        "footer-key-foreground": "#8ab8f0",
        "button-color-foreground": "#10141a",
        "input-selection-background": "#3a5680",
        "input-selection-foreground": "#e6e9ee",
    },
)

THEMES = (CLAIR, SOMBRE)
