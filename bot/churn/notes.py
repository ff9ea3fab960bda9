"""Whether the author says that a text was changed, and what kind of change the words claim."""

import re
from dataclasses import dataclass

_MARK = (
    r"edit(?:ed|s)?(?!or|ion|orial)|eta|upd(?:ate)?(?:d|s)?|correct(?:ion|ed)|fix(?:ed)?|addend(?:um|a)|p\.?\s?s\.?|amended|revised"
    r"|erratum|clarif(?:ication|ied)|typo"
    # German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian
    r"|bearbeitet|bearbeitung|edith?|nachtrag|korrektur|korrigiert|ergänzung|erg[äa]nzt|änderung|geändert|aktualisiert"
    r"|édit(?:é|ion)?|modifi(?:é|cation|cado|cato)|correction|corrigé|mise à jour|màj|maj|ajout"
    r"|editad[oa]|edici[óo]n|correcci[óo]n|corregid[oa]|actualizaci[óo]n|actualizado|añadid[oa]|edito"
    r"|modifica(?:to)?|correzione|corretto|aggiornamento|aggiunta|aggiunto"
    r"|edi[çc][ãa]o|correç[ãa]o|corrigido|atualizaç[ãa]o|atualizado|acréscimo"
    r"|bewerkt|bewerking|aanvulling|gecorrigeerd|correctie|aangepast|toevoeging"
    r"|edyc?ja|edytowano|edytowane|poprawka|poprawiono|aktualizacja|uzupełnienie|dopisek"
    r"|изменено|отредактировано|исправлено|исправил[а]?|правка|ред|upd|апд|дополнение|добавлено|уточнение|обновление|опечатка"
)
_REMOVED = r"[\[(][^\[\]()\n]{0,80}\b(?:removed|redacted|edited out|taken out|deleted|withheld|censored|anonymi[sz]ed)\b[^\[\]()\n]{0,120}[\])]"
_NOTE = re.compile(
    rf"{_REMOVED}|(?<=[.!?…])[ \t]{{1,3}}(?:{_MARK})[ \t]{{0,2}}(?:#?\d{{1,2}})?:"
    rf"|(?:^|[\n(\[*_~—–-])[ \t>*_~(\[]{{0,8}}(?:{_MARK})\b[ \t]{{0,2}}(?:#?\d{{1,2}})?[*_~]{{0,4}}[ \t]{{0,3}}"
    r"(?=[:.,;)\]\-–—=>*]|\bto\b|\bfor\b|\bbecause\b|$|\n)",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:i|we)(?:'ve| have|'m| am)?\s+(?:just\s+|now\s+|since\s+|also\s+|have\s+|only\s+){0,3}(?:edited|editing|corrected|fixed|updated|changed|amended|removed"
    r"|rewrote|rephrased|reworded|replaced|swapped|flipped|stand corrected)\b"
    r"|\b(?:i|we)\s+(?:had\s+)?(?:originally|previously|initially|earlier|first)\s+(?:said|wrote|had|claimed|posted|typed|put)\b"
    r"|\b(?:originally|previously|earlier|first version)\s*(?:,|this|it|i|:)?\s*(?:said|read|wrote|had written)\b"
    r"|\bi (?:was|got (?:it|that)|had (?:it|that)) (?:wrong|mistaken|backwards|mixed up)\b|\bmy (?:mistake|bad)\b|\bi misread\b|\bi stand corrected\b"
    r"|\b(?:have|has|i'?ve|i) (?:now )?(?:taken|took|take) (?:it|that|this|them|.{0,30}) (?:out|back|down)\b"
    r"|\bi apologi[sz]e\b|\bmy apologies\b|\bapologies\b|\bsorry (?:for|about) (?:what|that|my|the|being)\b|\bi(?:'m| am) sorry\b"
    r"|\bi (?:wrote|said|posted) something\b|\bignore (?:what|the) (?:i|above)\b|\bwhat i (?:wrote|said) (?:before|earlier|here|first)\b"
    r"|\b(?:this|my) comment (?:has been|was) (?:edited|corrected|changed|updated)\b|\bsee edit\b",
    re.IGNORECASE,
)
_SURFACE = re.compile(
    r"\b(?:typos?|spell(?:ing)?|misspell\w*|gramm[ae]r|format(?:t?ing|ted)?|punctuation|autocorrect\w*|wording|clarity|readability"
    r"|markdown|line ?breaks?|paragraphs?|whitespace|apostrophes?|commas?|capitali[sz]ation|phrasing|tidied|cleaned up"
    r"|tippfehler|rechtschreibung|formatierung|grammatik|schreibfehler|faute|orthographe|coquille|mise en forme|frappe"
    r"|errata|ortograf[ií]a|formato|gram[áa]tica|errore di battitura|refuso|formattazione|erro de digita\w+|formata\w+|typfout\w*|spelfout\w*"
    r"|opmaak|literówk\w*|formatowani\w*|опечатк\w*|орфограф\w*|форматирован\w*)\b",
    re.IGNORECASE,
)
_LIVING = re.compile(
    r"\blast (?:update|edit)|\bmega ?thread\b|\b(?:i'?ll|i will|we'?ll|will be|going to|gonna|i keep|we keep|i'?m keeping|kept)\b.{0,40}"
    r"\b(?:updat(?:e|es|ed|ing)|edit(?:ing)?|adding|add (?:more|new|to)|up to date|as (?:we|i) (?:learn|hear|know))\b|\(updating\)|\bwill be updated\b|\bwork in progress\b|\bliving (?:list|document)\b|\bupdated (?:daily|weekly|regularly)\b",
    re.IGNORECASE,
)
_LIVING_STEMS = ("updat", "thread", "edit", "up to date", "progress", "living", "as we ", "as i ", "adding", "add ")
_SPEAKING_STEMS = (
    *"""edit correct fix updat chang amend remov rewrote rephras reword replac swap flip original previous earlier initial
    first wrong mistake misread apolog sorry taken took something ignore what""".split(),
    "my bad",
    "mixed up",
    "backwards",
)
_WORDING = re.compile(
    r"\b(?:wording|clarity|clearer|readability|phrasing|reworded|rephrased|rewrote|rewritten|tidied|cleaned|shorter|longer|restructured)\b",
    re.IGNORECASE,
)
_LINK_REPAIR = re.compile(
    r"\b(?:(?:fixed?|broken|dead|wrong|bad|working|updated?|correct(?:ed)?|mirror|archive[ds]?|paywall\w*|new)\s+(?:the\s+|a\s+)?(?:links?|urls?|lien)"
    r"|(?:links?|urls?)\s+(?:fixed|broken|dead|updated|corrected|was|were|is now)|mirror|archived?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Note:
    """What the new part of a text says of the change."""

    said: bool = False
    """An edit is announced: a note at the beginning of a line or in brackets, or in so many words."""
    surface: bool = False
    """It claims that only spelling, format or wording changed."""
    wording: bool = False
    """It says that things were put in other words."""
    link: bool = False
    """It says that a link was mended or that another copy is linked."""
    text: str = ""
    """The last line with a note."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where fresh notes stand in the later text."""


NOTHING = Note()


def note_of(before: str, after: str) -> Note:
    """The note that ``after`` has and ``before`` had not."""
    stood = set(before.split("\n"))
    fresh = _notes(after, stood)
    if fresh:
        told = {text for text, _ in _notes(before, set())}
        fresh = [found for found in fresh if found[0] not in told]
    if not fresh:
        return NOTHING
    text = " ".join(line for line, _ in fresh)
    return Note(
        said=True,
        surface=bool(_SURFACE.search(text)),
        wording=bool(_WORDING.search(text)),
        link=bool(_LINK_REPAIR.search(text)),
        text=fresh[-1][0],
        spans=tuple(span for _, span in fresh),
    )


def _may_speak(line: str) -> bool:
    """A cheap look before the long pattern."""
    lower = line.lower()
    return any(stem in lower for stem in _SPEAKING_STEMS)


def is_living(text: str) -> bool:
    """Whether a text says that it is kept up by its author, such as a list or a thread on an event."""
    lower = text.lower()
    return any(stem in lower for stem in _LIVING_STEMS) and bool(_LIVING.search(lower))


def calls_out(text: str) -> bool:
    """Whether a reply says that the comment was changed behind its back."""
    return bool(_CALLS_OUT.search(text))


def _notes(text: str, known: set[str]) -> list[tuple[str, tuple[int, int]]]:
    """Each note with where it stands: from its mark to the end of the line; a spoken one is the whole line.

    Lines in ``known`` are left out.
    """
    found = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line and line not in known and not line.lstrip().startswith(">"):
            at = _NOTE.search(line)
            if at is not None:
                found.append((line[at.start() :].strip(), (start + at.start(), end)))
            elif _may_speak(line) and _SPEAKS.search(line):
                found.append((line.strip(), (start, end)))
        start = end + 1
    return found


_CALLS_OUT = re.compile(
    r"\b(?:stealth|ninja|sneaky|silent(?:ly)?|quiet(?:ly)?)[ -]?edit\w*|\byou(?:'ve| have| just)? (?:silently |quietly |just )?(?:edited|changed|rewrote|altered|deleted|swapped"
    r"|reworded)\b|\b(?:edited|changed|altered) (?:your|the|his|her|their) (?:comment|post|text|number|link|wording|words|mind)|\bat least say (?:that|you)"
    r"|\b(?:this|that) (?:is|was) not what (?:you|it|they) (?:said|wrote)|\bthat'?s not what (?:you|it|they) (?:said|wrote|was)|\bnice edit\b",
    re.IGNORECASE,
)
_WIPED = frozenset(
    """deleted removed gone nevermind nvm redacted edited . - * deleted-by-user deleted_by_user user-deleted retracted
    [deleted] [removed] [redacted] gelöscht entfernt supprimé borrado eliminado cancellato rimosso apagado verwijderd
    usunięto удалено""".split()
)
_FILLER = frozenset(
    "this comment post was is has been by the user its author own account content text my permanently".split()
)


def is_wiped(tokens: list[str]) -> bool:
    """Whether hardly a word is left, or only words that say so."""
    words = [token for token in tokens if token[0].isalnum()]
    if len(words) <= 1:
        return not words or len(words[0]) <= 2 or words[0] in _WIPED
    rest = [word for word in words if word not in _FILLER]
    return len(words) <= 8 and all(word in _WIPED for word in rest) and bool(rest)
