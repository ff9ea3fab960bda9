"""Rude words that attack nobody: those in which an author scolds oneself, and those that somebody is said to have sent."""

import re

from bot.churn.lexicon import HARSH, INSULTS
from bot.text import letters_of, lowered

_SCOLDS = HARSH | frozenset(
    """dumbass dumbarse dumbfuck muppet twit prat numpty donkey ass arse shithead dimwit klutz goof goofball pillock plonker knob
    knobhead tit failure disaster mess blind dense thick silly doofus dork dunce dummy nitwit git noob dingus goose
    depp esel dussel trottel vollidiot vollidiotin vollpfosten vollhonk hohlkopf dödel doof blödmann hornochse con conne cons couillon andouille bête nul nulle cornichon burro
    tonto tonta bruto bestia gilipollas boludo pirla scemo scema asino fesso anta besta idioot sukkel ezel oen stommerd
    idiota kretyn kretynem idiotą idiotka idiotką osioł osłem gapa балбес дурак дура болван тормоз идиот""".split()
)
_BETWEEN = (
    "(?:(?:such|just|really|so|an?|the|that|this|total|totally|complete|completely|absolute|absolutely|fucking|bloody|damn|damned|goddamn|freaking|utter|right|proper|big|biggest|massive|fat|old|silly|stupid|dumb|pathetic|poor|sad|little|and"
    "|blind|lazy|clumsy|being|too|also|apparently|clearly|obviously|officially|always|still|a bit of an?|ein|eine|einer|so|echt|wirklich|voll|halt|manchmal|verdammt(?:er|e|es)?|total(?:er|e)?|komplett(?:er|e)?|absolut(?:er|e)?|riesen|der letzte|die letzte|un|une|vraiment|tellement|quel|quelle|gros|proprio|uno|una|davvero|um|uma|muito"
    "|een|wat|zo'n|echt|такой|такая|просто|полный|тот ещё|też|ale|ostatnim|kompletnym|skończonym)[ ,]+){0,6}"
)
_BEGINS = re.compile(
    r"\b(?:i ?'?m|i am|i was|i'?ve been|i feel like|i must be|i can be|call me|makes me|(?:to|at|for|on|of|with|from) me,(?= (?:the|an?|this|such|der|die|ein|eine|le|la|un|une|el|il|uno?|o|um|een) )|color me|colour me|ich bin|bin ich|ich war|war ich|ich|je suis|j'étais|soy|fui|sono|ero|sou|fui|ik ben|ben ik|ik was|jestem|byłem|byłam|ze mnie|я|ну я и|какой я|какая я)[ ,]+"
    rf"{_BETWEEN}([^\W\d_]+)"
)
_ENDS = re.compile(
    r"\b([^\W\d_]+)[ ,]+(?:that |che |que |dat |wie )?(?:(?:i am|i was|am i|was i|ich bin|bin ich|je suis|soy|sono|sou|ik ben|ben ik|ze mnie|я)(?=[.!?)\n]|$)|(?:me|of me)(?:[ ,.!?]|$))"
)
_LIKE = re.compile(
    rf"\b(?:like|wie|comme|como|come|als|jak|как) (?:an?|the|der|die|ein|eine|un|une|el|il|o|een) (?:last |letzte[rn]? |dernier |último |ultimo )?{_BETWEEN}([^\W\d_]+)"
)
_MARKS = '"“„«'
_CITED = re.compile(
    r"((?<!\bi )(?<!\bi've )(?<!\bi just )\b(?:sent|send|sends|wrote|writes|called|calls|told|tells|said|says|messaged?|messages?|dms?|replied|posted|yelled|shouted|screamed|geschrieben|schrieb|geschickt|genannt|sagte|écrit|envoyé|dit|traité|escrib\w+|envi\w+|dijo|llam\w+"
    r"|scritto|mandato|detto|chiamat\w+|escreveu|mandou|disse|chamou|schreef|stuurde|noemde|zei|napisał\w*|wysłał\w*|nazwał\w*|написал\w*|прислал\w*|назвал\w*|сказал\w*)\b[^.!?\n\"“„«]{0,40}[:,]? ?)[\"“„«][^\"“”«»„\n]{3,400}[\"”»“]",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+|\n|$)")
_YOU = re.compile(
    r"\b(?:you|your|you're|they|them|he|she|his|her|their|u|ur|du|ihr|dich|tu|toi|vous|usted|ustedes|voi|você|vocês|jij|jullie|wy|ty|ты|вы|all of)\b"
)


_CITED_IN_A_ROW = re.compile(
    r"(\b(?:got|get|getting|received|receive|inbox|messages?|mails?|dms?|one (?:ordinary|normal|typical)|was told|hear|heard|bekomm\w+|reçus?|recib\w+|ricev\w+|receb\w+|krijg\w*|dostaj\w+|получ\w+)\b[^:.!?\n]{0,60}):"
    r"[ \n](?:[\"“„«][^\"“”«»„\n]{8,400}[\"”»“][,;.]?(?: (?:and|und|et|y|e|en|i|и))?[ \n]?){2,}",
    re.IGNORECASE,
)


_LINES = re.compile(r"^[ \t]*([*_]{1,3})[^\n]+\1[ \t]*$", re.MULTILINE)
"""Lines in italics or bold."""
_VERSE = 3
_SONG = re.compile(
    r"\b(?:verses?|chorus|lyrics?|songs?|poems?|refrain|riff|stanzas?|haiku|limerick|ballad|strophen?|gedicht|liedtext|songtext|paroles|couplets?|chanson"
    r"|poème|letra|estribillo|canción|poema|testo|ritornello|canzone|poesia|refrão|música|tekst|refren|liedje|piosenk\w*|wiersz\w*|песн\w*|припев\w*|стих\w*)\b"
)
_SAID = (
    r"(?:said|says|asked|whispered|replied|shouted|answered|muttered|growled|hissed|sagte|fragte|flüsterte|rief|antwortete|murmelte|dit|demanda|murmura|répondit|cria"
    r"|dijo|preguntó|susurró|respondió|gritó|disse|chiese|sussurrò|rispose|perguntou|sussurrou|respondeu|zei|vroeg|fluisterde|riep|powiedział\w*|szepnął\w*|сказал\w*|прошептал\w*)"
)
_SPOKEN = re.compile(rf"[,.!?…][\"”»“] (?!(?:i|ich|je|yo|io|eu|ik|я) )(?:(?:[\w'-]+ ){{0,3}}{_SAID})\b", re.IGNORECASE)
"""Speech, and whose it is, as stories have it."""
_SPEECH = re.compile(r"[\"“„«][^\"“”«»„\n]{1,400}[\"”»“]")


def without(text: str) -> str:
    """``text`` without such sentences; the same text where there is none."""
    lower = lowered(text)
    if _SCOLDS.isdisjoint(letters_of(lower)) or not any(_scolds(pattern, lower) for pattern in (_BEGINS, _ENDS)):
        return text
    sentences = _SENTENCE.findall(text)
    others = [sentence for sentence in sentences if not _only_oneself(sentence)]
    scolded = len(others) < len(sentences)
    kept = [sentence for sentence in others if not (scolded and _goes_on(sentence))]
    return " ".join(part.strip() for part in kept).strip()


def without_cited(text: str) -> str:
    """``text`` without what it says in quotation marks that somebody else wrote or said: who tells of abuse is no abuser.

    Nor is who tells a story in which people speak, or gives a song's lines.
    """
    if len(_LINES.findall(text)) >= _VERSE and _SONG.search(lowered(text)):
        text = _LINES.sub("", text)
    if not any(mark in text for mark in _MARKS):
        return text
    if _SPOKEN.search(text):
        return _SPEECH.sub("", text)
    return _CITED.sub(lambda cited: cited.group(1), _CITED_IN_A_ROW.sub(lambda cited: cited.group(1), text))


def _only_oneself(sentence: str) -> bool:
    lower = lowered(sentence)
    if _YOU.search(lower) or not any(_scolds(pattern, lower) for pattern in (_BEGINS, _ENDS)):
        return False
    scolded = {word for pattern in (_BEGINS, _ENDS) for word in pattern.findall(lower)}
    return not INSULTS.intersection(letters_of(lower)).difference(scolded)


def _goes_on(sentence: str) -> bool:
    """Whether a sentence beside one that scolds oneself goes on with it: "stood there like the last fool"."""
    lower = lowered(sentence)
    return _scolds(_LIKE, lower) and not _YOU.search(lower)


def _scolds(pattern: re.Pattern[str], lower: str) -> bool:
    return any(match.group(1) in _SCOLDS for match in pattern.finditer(lower))
