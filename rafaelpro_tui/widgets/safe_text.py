"""The one gate between data and anything shown (ARCHITECTURE.md, "Decisions").

A widget never gets a raw string made from data: `content` for a sentence with variables in it, `plain` for a
text alone, `safe` for the rare place which takes a `str` and no markup (window title, a table's cell). The
lint `tests/test_lint_safe_text.py` checks that nothing goes round it.
"""

from functools import lru_cache

from textual.content import Content

from rafaelpro_tui.core.texte_sur import REPLACEMENT, safe

__all__ = ["REPLACEMENT", "content", "plain", "safe"]


def content(template: str, /, **variables: object) -> Content:
    """Content from a markup template written in the code, with variables that are never parsed.

    Args:
        template: A literal, such as `"Avis de [b]$nom[/b] validé"`. Never a text from data.
        **variables: What `$name` stands for in the text, on one line each; `safe` is applied. Inside a `[tag]`,
            `$name` is a colour of the theme.
    """
    return _parsed(template, *((name, safe(str(value))) for name, value in variables.items()))


@lru_cache(maxsize=2_048)  # parsing takes 0.1 ms, and a list says the same things again and again
def _parsed(template: str, /, *variables: tuple[str, str]) -> Content:
    return Content.from_markup(template, **dict(variables))


def plain(text: str, *, multiline: bool = False) -> Content:
    """Content of a text as it stands: no markup is read in it."""
    return Content(safe(text, multiline=multiline))
