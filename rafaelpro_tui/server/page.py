"""The pages of the server, `/appareil` and `/mot-de-passe`: plain HTML, in French, without a script; read aloud too.

No cookie, no session: what is asked carries the password that allows it, so that no other site can ask in one's place.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Final

from rafaelpro_tui.core.texte_sur import safe
from rafaelpro_tui.server.comptes import LONGUEUR_MAX, LONGUEUR_MIN

_STYLE: Final = """
:root { color-scheme: light dark;
  --fond: #ffffff; --texte: #1b1b1b; --bord: #6a6a6a; --accent: #1f4fa3; --faute: #a1121b; }
@media (prefers-color-scheme: dark) {
  :root { --fond: #16181d; --texte: #f1f1f1; --bord: #9a9a9a; --accent: #9cc2ff; --faute: #ffb3b3; }
}
body { margin: 0; background: var(--fond); color: var(--texte); font: 1.125rem/1.5 system-ui, sans-serif; }
main { max-width: 32rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input { box-sizing: border-box; width: 100%; padding: .6rem; border: 1px solid var(--bord); border-radius: 4px;
  background: var(--fond); color: var(--texte); font: inherit; }
input.code { letter-spacing: .2em; text-transform: uppercase; }
button { margin: 1.5rem .75rem 0 0; padding: .7rem 1.4rem; border: 2px solid var(--accent); border-radius: 4px;
  background: var(--accent); color: var(--fond); font: inherit; font-weight: 600; cursor: pointer; }
button.autre { background: var(--fond); color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.dit { padding: .75rem 1rem; border-left: 4px solid var(--accent); }
.faute { border-color: var(--faute); color: var(--faute); }
a { color: var(--accent); }
.aide { color: var(--texte); opacity: .85; font-size: 1rem; }
"""

EN_TETES: Final = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    f"style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def demander_le_code(faute: str = "") -> str:
    return _page(
        "Connecter un ordinateur",
        f"""{_faute(faute)}
<p>Saisissez le code que l’application RafaelPro affiche sur l’ordinateur à connecter.</p>
<form method="get" action="appareil">
<label for="code">Code</label>
<input class="code" id="code" name="code" required autocomplete="off" autocapitalize="characters" spellcheck="false"
 maxlength="12" autofocus>
<button type="submit">Continuer</button>
</form>
<p class="aide"><a href="mot-de-passe">Changer mon mot de passe</a></p>""",
    )


def demander_l_accord(code: str, poste: str, faute: str = "", courriel: str = "") -> str:
    """`courriel`: the address that was typed the last time."""
    return _page(
        "Connecter cet ordinateur ?",
        f"""{_faute(faute)}
<p>L’ordinateur <strong>{escape(safe(poste))}</strong> demande à agir en votre nom dans RafaelPro, avec le code
<strong>{escape(code)}</strong>.</p>
<p class="aide">N’approuvez que si vous venez de le demander vous-même et que le code est bien celui qu’il affiche.</p>
<form method="post" action="appareil">
<input type="hidden" name="code" value="{escape(code)}">
{_qui(courriel, "Mot de passe")}
<button type="submit" name="decision" value="approuver">Approuver</button>
<button class="autre" type="submit" name="decision" value="refuser">Refuser</button>
</form>""",
    )


def changer_le_mot_de_passe(faute: str = "", courriel: str = "") -> str:
    """`courriel`: the address that was typed the last time."""
    return _page(
        "Changer mon mot de passe",
        f"""{_faute(faute)}
<form method="post" action="mot-de-passe">
{_qui(courriel, "Mot de passe actuel")}
<label for="nouveau">Nouveau mot de passe</label>
<input id="nouveau" name="nouveau" type="password" required autocomplete="new-password" aria-describedby="longueur">
<p class="aide" id="longueur">De {LONGUEUR_MIN} à {LONGUEUR_MAX} caractères : une phrase de quelques mots.</p>
<label for="encore">Nouveau mot de passe, encore une fois</label>
<input id="encore" name="encore" type="password" required autocomplete="new-password">
<p class="aide">Vos ordinateurs seront tous déconnectés : vous les reconnecterez avec le nouveau.</p>
<button type="submit">Changer le mot de passe</button>
</form>""",
    )


def dire(titre: str, texte: str) -> str:
    return _page(titre, f'<p class="dit" role="status">{escape(texte)}</p>')


def _qui(courriel: str, mot_de_passe: str) -> str:
    """The fields by which one says who one is."""
    a_l_adresse, au_mot_de_passe = ("", " autofocus") if courriel else (" autofocus", "")
    return f"""<label for="courriel">Adresse électronique</label>
<input id="courriel" name="courriel" type="email" required autocomplete="username"
 value="{escape(courriel)}"{a_l_adresse}>
<label for="mot_de_passe">{mot_de_passe}</label>
<input id="mot_de_passe" name="mot_de_passe" type="password" required autocomplete="current-password"
{au_mot_de_passe}>
<label for="totp">Code à six chiffres, si votre compte en a un</label>
<input id="totp" name="totp" inputmode="numeric" autocomplete="one-time-code" maxlength="7">"""


def _faute(texte: str) -> str:
    return f'<p class="dit faute" role="alert">{escape(texte)}</p>' if texte else ""


def _page(titre: str, corps: str) -> str:
    return f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(titre)} – RafaelPro</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(titre)}</h1>
{corps}
</main>
</body>
</html>
"""
