"""One text of a comment as edits are compared by it: visible words in place, links, quotations, what was struck out."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from bot.churn.links import ADDRESS, Link, links_of
from bot.text import canonical

LONGEST = 10_000
"""Characters that are compared: Lemmy takes no more."""

_QUOTE = re.compile(r"^[ \t]{0,3}>[^\n]*$", re.MULTILINE)
_TARGET = re.compile(r"(?<=\])\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]{1,2000}?)~~")
_BULLET = re.compile(r"^[ \t]*(?:[-+*]|\d{1,3}[.)])[ \t]", re.MULTILINE)
_SPOILER = re.compile(r"^:::[ \t]*(?:spoiler\b)?", re.MULTILINE)
_TOKEN = re.compile(
    r"([\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|\d+(?:[.,:]\d+)+(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*|[.,;:!?…\"“”()%€$£/=<-]|[\U0001f300-\U0001faff\u2600-\u27bf])"
)
SIGNS = frozenset('.,;:!?…"()%€$£/=<-“”') | {chr(code) for code in (*range(0x1F300, 0x1FB00), *range(0x2600, 0x27C0))}
"""Tokens that are no words."""
_SPECIAL = re.compile(r"[>\[~:]|www\.|\.\w{2,3}/|^[ \t]*(?:[-+*]|\d{1,3}[.)])[ \t]", re.MULTILINE)


@dataclass(slots=True)
class Version:
    """One text of a comment, never changed once made.

    Tokens are words in lower case, single characters of scripts without spaces, and signs.
    """

    raw: str
    canon: str
    tokens: list[str]
    bounds: list[int]
    """Where the tokens stand in ``raw``: begin and end of the first, of the second, and so on."""
    words: int
    """Tokens that are no signs."""
    struck_spans: tuple[tuple[int, int], ...]
    links: tuple[Link, ...]

    @property
    def padded(self) -> str:
        """Words alone, each between spaces."""
        return f" {' '.join([token for token in self.tokens if token not in SIGNS])} "

    def begin(self, token: int) -> int:
        """Where a token begins in ``raw``."""
        return self.bounds[2 * token]

    def end(self, token: int) -> int:
        """Where it ends."""
        return self.bounds[2 * token + 1]

    def text_of(self, first: int, last: int) -> str:
        """The raw text from token ``first`` up to, not including, ``last``."""
        return self.raw[self.bounds[2 * first] : self.bounds[2 * last - 1]] if last > first else ""


@lru_cache(maxsize=512)
def version_of(raw: str) -> Version:
    """Take one text apart. Quoted lines and link targets are no visible words; anchors, code and struck words are."""
    raw = raw[:LONGEST]
    visible = raw
    links: tuple[Link, ...] = ()
    struck_spans: tuple[tuple[int, int], ...] = ()
    if _SPECIAL.search(raw):
        links = links_of(raw)
        struck_spans = tuple(match.span() for match in _STRUCK.finditer(raw)) if "~~" in raw else ()
        for pattern in (_QUOTE, _TARGET, ADDRESS, _SPOILER, _BULLET):
            visible = pattern.sub(_blank, visible)
    if visible.isascii():
        parts = _TOKEN.split(visible.lower())
        tokens = parts[1::2]
    else:
        parts = _TOKEN.split(visible)
        tokens = list(map(plain, parts[1::2]))
    bounds = list(accumulate(map(len, parts)))
    words = len(tokens) - sum(map(SIGNS.__contains__, tokens))
    return Version(raw, canonical(raw), tokens, bounds, words, struck_spans, links)


@lru_cache(maxsize=1 << 16)
def plain(token: str) -> str:
    """One token as it is compared."""
    if token.isascii():
        return token.lower()
    return (
        unicodedata.normalize("NFKC", token).casefold().replace("’", "'").replace("“", '"').replace("”", '"') or token
    )


def tokens_of(text: str) -> list[str]:
    """Tokens of a piece of text, such as a quotation."""
    return [plain(token) for token in _TOKEN.findall(text)]


def quoted_words(raw: str) -> list[str]:
    """Tokens of the quoted lines of a text."""
    return [token for line in _QUOTE.findall(raw[:LONGEST]) for token in tokens_of(line) if token not in SIGNS]


def _blank(match: re.Match[str]) -> str:
    found = match.group()
    return " " * len(found) if "\n" not in found else "".join("\n" if char == "\n" else " " for char in found)
