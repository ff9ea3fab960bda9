"""Markdown to the author's own words, each with its span of the raw text. Pure.

Quotations, code, link targets, addresses, mentions and struck-out text are not the author's present words. They are
blanked in place, so that every position stays what it was in the raw text.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

VERSION = 1
"""Raised whenever the same text could give other words; stands in every model's manifest."""

_SPECIAL = re.compile(r"[>`~@!\[<\\]|https?:|www\.|:::")
_FENCE = re.compile(r"^[ ]{0,3}(```+|~~~+)[^\n]*\n.*?(?:^[ ]{0,3}\1[`~]*[ ]*$|\Z)", re.MULTILINE | re.DOTALL)
_QUOTE = re.compile(r"^[ ]{0,3}>[^\n]*$", re.MULTILINE)
_INLINE_CODE = re.compile(r"(`{1,3})(?!`)[^`]{1,2000}?\1(?!`)")
_LINK_TARGET = re.compile(r"(?<=\])\([^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?(?:\s+\"[^\"\n]{0,500}\")?\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\]]+", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w/])[!@][\w.-]+@[\w.-]+|(?<![\w/])/?[cu]/[\w@.-]+")
_STRUCK = re.compile(r"~~(?=\S)[^~\n]{1,2000}?~~")
_SPOILER = re.compile(r"^:::[^\n]*$", re.MULTILINE)
_HTML = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u200b-\u200d\u00ad'’]|[*$@#!_](?=[^\W_]))*")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[\s\"')\]]+|\n+")
_SENTENCE_PARTS = re.compile(f"({_SENTENCE_END.pattern})")
_BLANK_LINES = re.compile(r"\n{3,}")
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F))
"""Invisible signs; the joiners of Arabic, of Indian scripts and of emoji are not among them."""
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_LEET = str.maketrans({"@": "a", "$": "s", "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "!": "i"})
_MASKED = ("fuck", "fucking", "fucker", "shit", "bitch", "cunt", "asshole", "bastard", "dick", "cock", "whore", "slut")
_RUN = re.compile(r"(.)\1{2,}")
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 40
_PART = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST_PIECED = 60


class Word(NamedTuple):
    """One word of the author."""

    text: str
    """Normalised: lower case, plain letters, masked spelling undone."""
    start: int
    end: int
    sentence: int
    """From 0."""
    loud: bool
    """In capitals, of at least three letters."""


class Tokens(NamedTuple):
    """The author's own words as written, without their places: what a score needs, quickly."""

    written: list[str]
    sentences: list[int]
    """Words of each sentence that has any."""
    questions: list[bool]
    """For each sentence, whether it ends as a question."""

    def without(self, at: int) -> "Tokens":
        """The same without one word."""
        sizes, end = list(self.sentences), 0
        for number, size in enumerate(sizes):
            end += size
            if at < end:
                sizes[number] -= 1
                break
        kept = [(size, asked) for size, asked in zip(sizes, self.questions, strict=True) if size]
        return Tokens(self.written[:at] + self.written[at + 1 :], [size for size, _ in kept], [a for _, a in kept])


def canonical(raw: str) -> str:
    """The text by which an edit is told: two with the same canonical text differ in nothing that anybody wrote."""
    if raw.isascii():
        text = raw.replace("\r\n", "\n") if "\r" in raw else raw
    else:
        text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n")).translate(_UNSEEN)
    if " \n" in text or "\t\n" in text:
        text = "\n".join([line.rstrip(" \t") for line in text.split("\n")])
    return _BLANK_LINES.sub("\n\n", text).strip()


def lowered(raw: str) -> str:
    """In lower case, with every sign where it was."""
    lower = raw.lower()
    return (
        lower if len(lower) == len(raw) else "".join([char if len(char.lower()) > 1 else char.lower() for char in raw])
    )


def letters_of(text: str) -> list[str]:
    """Runs of letters, without signs and digits."""
    return _LETTERS.findall(text)


def put_in(before: str, after: str) -> str:
    """What stands in ``after`` between the beginning and the end that both share, in lower case and single spaces."""
    old, new = canonical(before), canonical(after)
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    end = next((at for at in range(shorter - start) if old[-1 - at] != new[-1 - at]), shorter - start)
    return " ".join(new[start : len(new) - end].lower().split())


def own_text(raw: str) -> str:
    """``raw`` with everything blanked that is not the author's present words; of the same length."""
    if not _SPECIAL.search(raw):
        return raw
    text = raw
    patterns = (_FENCE, _QUOTE, _INLINE_CODE, _LINK_TARGET, _ADDRESS, _MENTION, _STRUCK, _SPOILER, _HTML)
    for pattern in patterns:
        text = pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def words(raw: str) -> list[Word]:
    """The author's own words in order."""
    text = own_text(raw)
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    found: list[Word] = []
    sentence = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while sentence < len(ends) and start >= ends[sentence]:
            sentence += 1
        written = match.group()
        found.append(Word(normal(written[:_LONGEST_WORD]), start, end, sentence, is_loud(written)))
    return found


def tokens(raw: str) -> Tokens:
    """The same words as ``words`` finds, as written."""
    text = own_text(raw)
    written: list[str] = []
    sizes: list[int] = []
    questions: list[bool] = []
    parts = _SENTENCE_PARTS.split(text)
    parts.append("")
    for at in range(0, len(parts), 2):
        found = _WORD.findall(parts[at])
        if found:
            written += found
            sizes.append(len(found))
            questions.append("?" in parts[at + 1] or parts[at].rstrip().endswith("?"))
    return Tokens(written, sizes, questions)


def is_loud(written: str) -> bool:
    """In capitals, of at least three letters."""
    return len(written) > 2 and written.isupper()


@lru_cache(maxsize=65536)
def normal(written: str) -> str:
    """One word in its plain form; never empty."""
    if written.isascii() and written.isalpha():
        word = written.lower()
    else:
        word = unicodedata.normalize("NFKC", written.translate(_INVISIBLE)).casefold().replace("’", "'")
        word = unmasked("".join(char for char in word if not unicodedata.combining(char)))
    word = _RUN.sub(r"\1\1", word)
    return word.removesuffix("'s") or written


def unmasked(word: str) -> str:
    """Undo `f*ck` and `sh1t`: only where letters and signs mix, and only to a known oath."""
    if word.isalpha() or not word.isascii() or not any(char.isalpha() for char in word):
        return word
    if "*" in word or "#" in word:
        pattern = "".join(
            "[a-z]+" if char in "*#" else re.escape(char.translate(_LEET)) for char in re.sub(r"[*#]+", "*", word)
        )
        return next((oath for oath in _MASKED if re.fullmatch(pattern, oath)), word)
    plain = word.translate(_LEET)
    return plain if plain in _MASKED else word


def pieces_of(word: str, known: Mapping[str, int]) -> list[int]:
    """Word pieces by the longest match from the left (WordPiece); a part that has none gives nothing."""
    found: list[int] = []
    for match in _PART.finditer(word[:_LONGEST_PIECED]):
        part, start = match.group(), 0
        pieces: list[int] = []
        while start < len(part):
            end = len(part)
            while end > start and ("##" if start else "") + part[start:end] not in known:
                end -= 1
            if end == start:
                pieces = []
                break
            pieces.append(known[("##" if start else "") + part[start:end]])
            start = end
        found += pieces
    return found
