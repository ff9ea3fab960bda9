"""Joins what is measured with what it calls for: a batch of revisions in, decisions or failures out. Pure.

Tone and churn meet here: churn takes an edited comment apart, tone scores the pieces, churn judges; neither knows the
other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot import churn, policy, tone
from bot.comments import ActorId, Revision
from bot.decisions import Call, Decision, EditScore, Failure, Score, ToJudge
from bot.policy import Rules

REPOSTED = EditScore(churn=0.0, harm=0.0, openness=0.0, kind="none", findings=("reposted",))
"""Kept in the records only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What judges."""

    tone: tone.Model
    churn: churn.ChurnModel

    @property
    def name(self) -> str:
        """As it stands in each decision."""
        return self.tone.name


def judge_many(
    batch: Sequence[ToJudge], models: Models, rules_of: Callable[[ActorId], Rules]
) -> list[Decision | Failure]:
    """One result a revision, in the same order. A comment that cannot be judged is a Failure, never an exception."""
    results: list[Decision | Failure] = []
    for community, items in groupby(batch, key=lambda item: item.comment.community.actor_id):
        results.extend(_judge_community(list(items), models, rules_of(community)))
    return results


def _judge_community(items: list[ToJudge], models: Models, rules: Rules) -> list[Decision | Failure]:
    try:
        scores = tone.judge_many(
            models.tone,
            [item.comment.text for item in items],
            parents=[item.parent_text for item in items],
            ignore_words=rules.ignore_words,
            explain_from=rules.thresholds.log_at,
        )
        cases = [churn.case_of(history) if (history := _history(item)) else None for item in items]
        edits = [
            REPOSTED if item.reposted else score
            for item, score in zip(items, edit_scores(cases, models, ignore_words=rules.ignore_words), strict=True)
        ]
    except Exception as error:  # noqa: BLE001  a poison text must not cost its neighbours their judgement
        if len(items) == 1:
            return [_failure(items[0], error, models)]
        return [result for item in items for result in _judge_community([item], models, rules)]
    return [
        policy.decide(item, score, edited, rules, model=models.name)
        for item, score, edited in zip(items, scores, edits, strict=True)
    ]


def edit_scores(
    cases: Sequence[churn.Case | None], models: Models, *, ignore_words: frozenset[str] = frozenset()
) -> list[EditScore | None]:
    """What the edits of each history come to; None where there is no history, or no edit in it."""
    texts = [churn.texts_of(case) if case is not None and case.steps else [] for case in cases]
    attention = _attention([text for group in texts for text in group], models.tone, ignore_words)
    edited = [case for case in cases if case is not None and case.steps]
    scores = churn.judge_many(edited, [[next(attention) for _ in group] for group in texts if group], models.churn)
    found = iter(scores)
    return [next(found) if group else None for group in texts]


def _attention(texts: Sequence[str], model: tone.Model, ignore_words: frozenset[str]) -> Iterator[float]:
    """Attention of each text; what stands twice, such as a text and the sentence that is all of it, is scored once."""
    unique = list(dict.fromkeys(texts))
    scores = tone.judge_many(model, unique, ignore_words=ignore_words, explain_from=2.0) if unique else []
    known = {text: score.attention for text, score in zip(unique, scores, strict=True)}
    return (known[text] for text in texts)


def _history(item: ToJudge) -> churn.History | None:
    """What is known of a comment's edits; None where we saw only one text of it."""
    if not item.earlier:
        return None
    comment = item.comment
    newest = Revision(at=item.at or item.observed_at, text=comment.text, n=item.revision)
    return churn.History(
        published=comment.published,
        author=comment.author.actor_id,
        revisions=(*item.earlier, newest),
        replies=item.replies,
        reported_at=item.reported_at,
        elsewhere=item.elsewhere,
        known=item.history_known,
    )


def _failure(item: ToJudge, error: Exception, models: Models) -> Failure:
    return Failure(
        comment_ap_id=item.comment.ap_id, revision=item.revision, error=type(error).__name__, model=models.name
    )


def call_of(score: Score, rules: Rules) -> Call:
    """What a bare text would call for, for `score` and `explain`, where there is no author."""
    return Call.NONE if score.abstained else policy.call_for(score.attention, rules.thresholds)
