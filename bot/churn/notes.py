"""Whether the author says that a text was changed, and what kind of change the words claim.

Patterns are of lower case and texts are lowered for them: so they are found several times as fast as with any case.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from bot.text import lowered

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
_SURFACE_WORDS = (
    r"(?:typos?|sp|spell(?:ing)?|reword(?:ed|ing)?|rephras(?:ed|ing)|misspell\w*|gramm[ae]r|format(?:t?ing|ted)?|punctuation|autocorrect\w*|wording|clarity|readability"
    r"|minor(?: \w+)?|small (?:edit|fix|correction|change|tweak|mistake|slip)|tiny \w+|cosmetic\w*|tidy(?:ing|ied)?(?: up)?|clean(?:ed|ing)? ?up|layout|quick fix|fat[- ]?finger\w*|nothing (?:else|important)"
    r"|missing (?:word|letter|comma)|missed a (?:word|letter|comma)|letters?|emojis?|brackets?|quotes?|hyphens?|umlauts?|accents?|markdown|line ?breaks?|paragraphs?|whitespace|apostrophes?|commas?|capitali[sz]ation|phrasing|tidied|cleaned up"
    r"|tippfehler|rechtschreibung|formatierung|grammatik|schreibfehler|faute|orthographe|coquille|mise en forme|frappe"
    r"|errata|ortograf[ií]a|formato|gram[áa]tica|errore di battitura|refuso|formattazione|erro de digita\w+|formata\w+|typfout\w*|spelfout\w*"
    r"|opmaak|literówk\w*|formatowani\w*|опечатк\w*|орфограф\w*|форматирован\w*)"
)
_SURFACE = re.compile(rf"\b{_SURFACE_WORDS}\b")
_FILLERS = r"(?:(?:an?|the|some|my|this|that|just|only|few|two|couple|of|another|one|small|minor|bad|stupid|ein|eine|einen|une|de|un|una)[ \t]{1,2}){0,4}"
_NOTE = re.compile(
    rf"{_REMOVED}|(?<=[.!?…])[ \t]{{1,3}}[*_~(\[]{{0,3}}(?:{_MARK})[ \t]{{0,2}}(?:#?\d{{1,2}})?(?=:|[ \t]{{0,2}}[-–—=>,]|[ \t](?:to|for|because)\b)"
    rf"|(?:^|[\n(\[*_~—–-])[ \t>*_~(\[]{{0,8}}(?:{_MARK})\b[ \t]{{0,2}}(?:#?\d{{1,2}})?[*_~]{{0,4}}[ \t]{{0,3}}"
    r"(?=[:.,;)\]\-–—=>*]|\bto\b|\bfor\b|\bbecause\b|$|\n)"
    rf"|(?:^|[\n(\[*_~—–-]|(?<=[.!?…])[ \t])[ \t>*_~(\[]{{0,8}}(?:(?:e:|(?:(?:last|minor|small|quick|tiny|just|now)[ \t]){{0,2}}(?:{_MARK}|changed|removed))[:,\t -]{{1,4}}{_FILLERS}{_SURFACE_WORDS}\b"
    rf"|(?:sorry,? ){_FILLERS}{_SURFACE_WORDS}\b"
    rf"|{_SURFACE_WORDS}[ \t](?:fixed|corrected|mistakes?|errors?|removed|korrigiert|behoben|corrigée?|corregid[oa]|corrett[oi]|corrigid[oa]|gecorrigeerd|poprawion[ae]|исправлен[аы])\b)"
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
    r"|\b(?:this|my) comment (?:has been|was) (?:edited|corrected|changed|updated)\b|\bsee edit\b"
    r"|\bscratch that\b|\b(?:it )?turns out\b|\bcontrary to what i\b|\b(?:i|we) (?:mixed|confused|swapped|muddled|misremembered|misread|mistyped|misspoke)\b"
    r"|\b(?:as|not) (?:i|we) (?:\w+ )?(?:said|wrote|claimed|thought) (?:before|earlier|here|above|first|yesterday)\b|\bnot \W?[\w.,:%€$£-]+\W?,? as i (?:first )?(?:said|wrote|had)\b"
    r"|\b(?:sorry|my|i)\b[^.?!\n]{0,60}\btypo\b|\btypo\b[^.?!\n]{0,40}\b(?:my|i|sorry|instead)\b"
    r"|\bi (?:had|have) (?:now )?(?:changed my mind|come round)\b|\bchanged my mind\b|\bsorry,? (?:\S+ )?(?:typo|wrong|my)\b|\b(?:was|that'?s|were) a typo\b"
    r"|\b(?:is|are|you'?re|was|were) right(?: (?:about|that|of course))?\b[^.?!]{0,30}[:,;.!-]|\bthanks?(?: you)?,? (?:to )?(?:for|@)[^.?!\n]{0,30}\b(?:correct\w+|pointing|spotting|catching|noticing|heads.up)\b"
    r"|\b(?:now|since|here) (?:corrected|fixed|updated|re-?uploaded)\b|\bre-?uploaded (?:here|it|to)\b|\b(?:year|number|date|name|price|link|figure|time|title|figures|numbers) (?:fixed|corrected|updated)\b"
    r"|\bthis comment (?:first |earlier |originally )?(?:showed|said|read|had|stood|gave)\b|\bformer(?:ly)? (?:said|read|version)\b"
    # German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian
    r"|\bich (?:korrigiere|nehme (?:das|alles) zurück|hatte mich|hab(?:e)? mich (?:geirrt|vertan|verschrieben|verlesen|verrechnet))\b|\bmein fehler\b|\bda lag ich falsch\b|\bhatte? ich (?:falsch|verwechselt)\b"
    r"|\bje (?:me )?(?:corrige|rectifie|suis trompée?)\b|\bj'?(?:ai|avais) (?:corrigé|modifié|confondu|mal lu)\b|\bje me suis trompée?\b|\bau temps pour moi\b|\bautant pour moi\b|\brectificati(?:f|on)\b"
    r"|\b(?:me )?(?:corrijo|rectifico|equivoqu[ée]|retracto)\b|\bme (?:he )?(?:equivoqu[ée]|equivocado|confund[íi])\b|\bfe de erratas\b"
    r"|\bmi (?:correggo|ero sbagliat[oa]|sono sbagliat[oa])\b|\brettifica\b|\bho (?:corretto|sbagliato|confuso|modificato)\b|\berrore mio\b"
    r"|\b(?:me )?(?:corrigindo|retificando|corrijo-me|enganei(?:-me)?|confundi)\b|\bme enganei\b|\berro meu\b|\bcorrigi\b"
    r"|\bik (?:had het mis|vergiste me|heb me vergist|corrigeer)\b|\bmijn fout\b|\brectificatie\b"
    r"|\b(?:poprawiam|sprostowanie|pomyliłem|pomyliłam|mój błąd|errata|zmieniłem|zmieniłam)\b"
    r"|\b(?:поправка|поправил[аи]?|исправляюсь|ошиб(?:ся|лась)|был[а]? неправ[а]?|перепутал[а]?|моя ошибка)\b"
)
_LIVING = re.compile(
    r"^\W{0,4}(?:\w+ )?(?:live|status|ticker|live ?ticker|score|standings|so far|current(?:ly)?|today)\b[^\n]{0,30}:|\bcounting is still\b|\bstill counting\b"
    r"|\blast (?:update|edit)|\bmega ?thread\b|\b(?:i'?ll|i will|we'?ll|will be|going to|gonna|i keep|we keep|i'?m keeping|kept)\b.{0,40}"
    r"\b(?:updat(?:e|es|ed|ing)|edit(?:ing)?|adding|add (?:more|new|to)|up to date|as (?:we|i) (?:learn|hear|know))\b|\(updating\)|\bwill be updated\b|\bwork in progress\b|\bliving (?:list|document)\b|\bupdated (?:daily|weekly|regularly)\b"
)
_WILL = re.compile(
    r"\b(?:i'?ll|i will|let me|going to|gonna|i'?m|just)\s+(?:\w+\s+)?(?:edit|correct|fix|updat|chang|amend|add|clarif)\w*\b"
    r"|\b(?:edited|corrected|fixed|updated|changed|amended|added|clarified)\b[^.?!\n]{0,30}\b(?:above|now|thanks|thank you|it|that|post|comment)\b"
    r"|\b(?:good|fair) (?:catch|point|spot)\b|\b(?:korrigiert|ist geändert|corrigé|corregido|corretto|corrigido|aangepast|poprawione|исправил[а]?)\b"
)
_LIVING_STEMS = (
    "live",
    "status",
    "ticker",
    "score",
    "standings",
    "so far",
    "current",
    "today",
    "counting",
    "updat",
    "thread",
    "edit",
    "up to date",
    "progress",
    "living",
    "as we ",
    "as i ",
    "adding",
    "add ",
)
_STEM = 4
_STEMS = frozenset(
    word[:_STEM]
    for word in """edit edith eta upd update apd correct fix addendum p ps amend revise erratum errata clarif typo bearbeit nachtrag
    korrek korrig ergänz änder geänd aktual édit modif corrig mise màj maj ajout edic correc corregid actual añad edito
    corrett corregg correz aggiorn aggiunt ediç correç corrigid atualiz acrésc bewerk aanvul gecorr correctie aangep
    toevoeg edyt edycja poprawk poprawi aktualiz uzupeł dopis измен отред исправ правк ред апд дополн добавл уточн обновл
    опечат removed redact taken deleted withheld censor anonym originally previous earlier first wrote said claimed posted
    typed put rewr rephras reword replac swap flip stand chang mistak wrong backward mixed bad misread took take apolog
    sorry ignore comment see scratch turns contrary confus muddl misremem mistyp misspok thought mind right thank
    upload year number date name price link figure time title former rückg nehme geirrt vertan verschrieb verles verrechn
    fehler falsch verwechs rectif tromp confond confondu lu temps autant equivoq retract confund confond fe sbagli rettif
    modific error errore retific engan erro vergis mis fout sprostow pomyl błąd zmien поправ ошиб неправ перепут
    spell sp missp gramm format punct autocor wording clarity read minor small tiny cosmet tidy tidied clean layout quick
    fat nothing missing missed letter emoji bracket quote hyphen umlaut accent markdown line paragraph whitespace apost
    comma capital phras tippf rechtsch gramat schreib faute orthog coquil frappe ortog gramá refus formatt digita
    typf spelf opmaak literów орфограф формат e reupload""".split()
)
"""Beginnings of the words of which every note that is looked for has at least one."""
_WORDING = re.compile(
    r"\b(?:wording|clarity|clearer|readability|phrasing|reworded|rephrased|rewrote|rewritten|tidied|cleaned|shorter|longer|restructured)\b"
)
_SMALL = re.compile(
    r"\b(?:add(?:ed|ing)?|adds|link(?:ed|s)?|source[sd]?|image|picture|photo|date|year|number|price|figure|name|time|thanks?|thank you"
    r"|upvotes|ergänzt|hinzugefügt|quelle|ajouté|ajout|source|añadid[oa]|fuente|aggiunt[oa]|fonte|adicionad[oa]|toegevoegd|bron|dodan[oey]|źródło|добавлен[оа]|источник)\b"
)
_OWNS_UP = re.compile(
    r"\b(?:wrong|mistake[sn]?|mixed|error|misread|opposite|not|reword\w*|rewr\w+|rephras\w*|chang\w+|flipped|swapped|clarif\w+|reversed|removed|mind|instead"
    r"|falsch|fehler|geändert|erreur|trompée?|error|equivo\w+|sbagliat\w+|errore|erro|errado|fout|błąd|ошиб\w+)\b"
)
_LINK_REPAIR = re.compile(
    r"\b(?:(?:fixed?|broken|dead|wrong|bad|working|updated?|correct(?:ed)?|mirror|archive[ds]?|paywall\w*|new)\s+(?:the\s+|a\s+)?(?:links?|urls?|lien)"
    r"|(?:links?|urls?)\s+(?:fixed|broken|dead|updated|corrected|was|were|is now)|mirror|archived?)\b"
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
    small: bool = False
    """It tells of an addition, a source or one number, and owns up to nothing more."""
    link: bool = False
    """It says that a link was mended or that another copy is linked."""
    text: str = ""
    """The last line with a note."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where fresh notes stand in the later text."""


NOTHING = Note()
MOST = 5
"""Spoken notes of one line that are looked at."""


def note_of(before: str, after: str) -> Note:
    """The note that ``after`` has and ``before`` had not."""
    fresh = _notes(after, set(before.split("\n")))
    if fresh:
        told = {found.words for found in _notes(before, set())}
        fresh = [found for found in fresh if found.words not in told]
    if not fresh:
        return NOTHING
    text = lowered(" ".join([found.text for found in fresh]))
    return Note(
        said=True,
        surface=bool(_SURFACE.search(text)),
        wording=bool(_WORDING.search(text)),
        small=bool(_SMALL.search(text)) and not _OWNS_UP.search(text),
        link=bool(_LINK_REPAIR.search(text)),
        text=fresh[-1].text,
        spans=tuple(found.span for found in fresh),
    )


def may_note(come: Iterable[str]) -> bool:
    """Whether new words (tokens in lower case) can be a note: a cheap look before the long patterns."""
    return not _STEMS.isdisjoint([token[:_STEM] for token in come])


def speaks_of_change(text: str) -> bool:
    """Whether an author's own reply owns up to a change: it says so, or agrees and promises to."""
    text = lowered(text)
    return bool(_NOTE.search(text) or _SPEAKS.search(text) or _WILL.search(text))


def is_living(text: str) -> bool:
    """Whether a text says that it is kept up by its author, such as a list or a thread on an event."""
    text = lowered(text)
    return any(stem in text for stem in _LIVING_STEMS) and bool(_LIVING.search(text))


def agrees(text: str) -> bool:
    """Whether a reply is of one mind with the comment: it agrees or thanks, and asks and doubts nothing."""
    text = lowered(text[:600])
    return "?" not in text and bool(_AGREES.search(text)) and not _DOUBTS.search(text)


def calls_out(text: str) -> bool:
    """Whether a reply says that the comment was changed behind its back."""
    return bool(_CALLS_OUT.search(lowered(text)))


class _Found(NamedTuple):
    """One note."""

    words: str
    """What makes it one: the note itself, or the words that were spoken."""
    text: str
    span: tuple[int, int]


def _notes(text: str, known: set[str]) -> list[_Found]:
    """Each note with where it stands: from its mark to the end of the line; a spoken one is its sentence.

    Lines in ``known`` are left out.
    """
    found = []
    start = 0
    for line, lower in zip(text.split("\n"), lowered(text).split("\n"), strict=True):
        end = start + len(line)
        if line and line not in known and not line.lstrip().startswith(">"):
            at = _NOTE.search(lower)
            if at is not None:
                note = line[at.start() :].strip()
                found.append(_Found(note, note, (start + at.start(), end)))
            else:
                found += [_sentence(spoken, line, start) for spoken in islice(_SPEAKS.finditer(lower), MOST)]
        start = end + 1
    return found


def _sentence(spoken: re.Match[str], line: str, start: int) -> _Found:
    """The sentence in which the author speaks of the change; ``start`` is where its ``line`` begins."""
    ended = max(line.rfind(end, 0, spoken.start()) for end in _ENDINGS)
    first = ended + 2 if ended >= 0 else 0
    stop = _STOP.search(line, spoken.end() - 1)
    last = stop.end() if stop else len(line)
    return _Found(spoken.group(), line[first:last].strip(), (start + first, start + last))


_ENDINGS = (". ", "! ", "? ", "… ")
_STOP = re.compile(r"[.!?…](?=\s|$|[\"')\]])")
_AGREES = re.compile(
    r"\b(?:agree[ds]?|agreed|exactly|seconded|second that|same(?: here| opinion)?|absolutely|well said|so true|very true|true|yes|yep|yeah|\+1|this|indeed|right"
    r"|me too|me neither|count me in|thanks?|thank you|cheers|glad|good to (?:hear|know)|love (?:it|this|that)|nice|great|wonderful|solidarity|with you|couldn'?t (?:have|agree)"
    r"|where do i sign|sounds good|i'?m in|hear hear|of course|noted|will do"
    r"|genau|stimmt|danke|einverstanden|sehe ich auch so|so ist es|ganz deiner meinung|richtig|ja|würde ich auch"
    r"|d'accord|tout à fait|exactement|merci|pareil|oui|bien dit|de acuerdo|exacto|gracias|totalmente|sí|cierto|concordo|d'accordo|esatto|grazie|giusto|infatti|sì"
    r"|obrigad[oa]|exato|verdade|isso mesmo|sim|eens|precies|bedankt|klopt|inderdaad|zgadzam się|dokładnie|dzięki|tak|racja|согласен|согласна|точно|спасибо|да|верно)(?![\w'])"
)
_DOUBTS = re.compile(
    r"\b(?:no|not|but|wrong|disagree|actually|isn'?t|doesn'?t|wasn'?t|don'?t|nope|nein|nicht|aber|falsch|non|pas|mais|pero|però|ma|mas|não|niet|maar|nie|ale|нет|не|но)\b"
)
_CALLS_OUT = re.compile(
    r"\b(?:stealth|ninja|sneaky|silent(?:ly)?|quiet(?:ly)?)[ -]?edit\w*|\byou(?:'ve| have| just)? (?:silently |quietly |just )?(?:edited|changed|rewrote|altered|deleted|swapped"
    r"|reworded)\b|\b(?:edited|changed|altered) (?:your|the|his|her|their) (?:comment|post|text|number|link|wording|words|mind)|\bat least say (?:that|you)"
    r"|\b(?:this|that) (?:is|was) not what (?:you|it|they) (?:said|wrote)|\bthat'?s not what (?:you|it|they) (?:said|wrote|was)|\bnice edit\b"
)
_WIPED = frozenset(
    """deleted removed gone nevermind nvm redacted edited . - * deleted-by-user deleted_by_user user-deleted retracted
    [deleted] [removed] [redacted] gelöscht entfernt supprimé borrado eliminado cancellato rimosso apagado verwijderd
    usunięto удалено""".split()
)
_FILLER = frozenset(
    "this comment post was is has been by the user its author own account content text my permanently".split()
)


_MISPLACED = re.compile(
    r"\b(?:wrong (?:thread|post|comment|person|community|sub|place|window|tab)|ignore (?:me|this)|never ?mind|disregard|posted by (?:mistake|accident)"
    r"|meant for (?:another|someone|somebody)|falscher (?:faden|thread|beitrag)|mauvais fil|hilo equivocado)\b"
)
_BREAKS = frozenset(".,:;!-")


def is_wiped(tokens: list[str]) -> bool:
    """Whether hardly a word is left, or only words that say so."""
    words = [token for token in tokens if token[0].isalnum()]
    if len(words) <= 1:
        return not words or len(words[0]) <= 2 or words[0] in _WIPED
    if len(words) <= 10 and _MISPLACED.search(" ".join(words)):
        return True
    if len(words) <= 10 and tokens[0] in _WIPED and tokens[0] != "edited" and tokens[1] in _BREAKS:
        return True
    rest = [word for word in words if word not in _FILLER]
    return len(words) <= 8 and all(word in _WIPED for word in rest) and bool(rest)
