"""A score taken apart: what every word added, which sentence was the worst, and what the score were without a word."""

from dataclasses import dataclass

import numpy as np

from bot import text as texts
from bot.decisions import Score
from bot.tone.judge import judge, measure
from bot.tone.model import Model

WITHOUT = 3
"""For so many words the score without them is computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one word added to the log-odds of attention."""

    start: int
    end: int
    written: str
    log_odds: float
    ignored: bool = False
    """The community's configuration takes this word out."""
    without: float | None = None
    """Attention if this word were not there; only for the strongest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """``intercept`` plus the log-odds of ``shares`` is ``log_odds``, which is the logit of the score's attention."""

    score: Score
    intercept: float
    shares: tuple[Share, ...]
    """In the order of the text."""
    log_odds: float
    sentence: str
    """The active sentence, which counts twice, as written."""


def explanation(model: Model, text: str, *, ignore_words: frozenset[str] = frozenset()) -> Explanation:
    """Take the score of ``text`` apart. Empty shares where the model abstained."""
    score = judge(model, text, ignore_words=ignore_words)
    if score.abstained:
        return Explanation(score=score, intercept=0.0, shares=(), log_odds=0.0, sentence="")
    words, tokens = texts.words(text), texts.tokens(text)
    measured = measure(model, [tokens], ignore_words)
    added = measured.shares(0)[:, -1]
    strongest = {int(i) for i in np.argsort(-added, kind="stable")[:WITHOUT] if added[i] > 0}
    shares = tuple(
        Share(
            start=word.start,
            end=word.end,
            written=text[word.start : word.end],
            log_odds=float(added[i]),
            ignored=word.text in ignore_words,
            without=_without(model, tokens, i, ignore_words) if i in strongest else None,
        )
        for i, word in enumerate(words)
    )
    first = sum(tokens.sentences[: int(measured.worst[0])])
    last = first + tokens.sentences[int(measured.worst[0])] - 1
    return Explanation(
        score=score,
        intercept=float(model.intercepts[-1]),
        shares=shares,
        log_odds=float(measured.log_odds[0, -1]),
        sentence=text[words[first].start : words[last].end],
    )


def _without(model: Model, tokens: texts.Tokens, at: int, ignore_words: frozenset[str]) -> float:
    rest = tokens.without(at)
    log_odds = measure(model, [rest], ignore_words).log_odds[0, -1] if rest.written else model.intercepts[-1]
    return float(1.0 / (1.0 + np.exp(-log_odds)))
