"""Joins what is measured with what it calls for: a batch of revisions in, decisions or failures out. Pure."""

from collections.abc import Callable, Sequence
from itertools import groupby

from bot import policy, tone
from bot.comments import ActorId
from bot.decisions import Call, Decision, Failure, Score, ToJudge
from bot.policy import Rules


def judge_many(
    batch: Sequence[ToJudge], model: tone.Model, rules_of: Callable[[ActorId], Rules]
) -> list[Decision | Failure]:
    """One result a revision, in the same order. A comment that cannot be judged is a Failure, never an exception."""
    results: list[Decision | Failure] = []
    for community, items in groupby(batch, key=lambda item: item.comment.community.actor_id):
        results.extend(_judge_community(list(items), model, rules_of(community)))
    return results


def _judge_community(items: list[ToJudge], model: tone.Model, rules: Rules) -> list[Decision | Failure]:
    try:
        scores = tone.judge_many(
            model,
            [item.comment.text for item in items],
            parents=[item.parent_text for item in items],
            ignore_words=rules.ignore_words,
            explain_from=rules.thresholds.log_at,
        )
    except Exception as error:  # noqa: BLE001  a poison text must not cost its neighbours their judgement
        if len(items) == 1:
            return [_failure(items[0], error, model)]
        return [result for item in items for result in _judge_community([item], model, rules)]
    return [policy.decide(item, score, rules, model=model.name) for item, score in zip(items, scores, strict=True)]


def _failure(item: ToJudge, error: Exception, model: tone.Model) -> Failure:
    return Failure(
        comment_ap_id=item.comment.ap_id, revision=item.revision, error=type(error).__name__, model=model.name
    )


def call_of(score: Score, rules: Rules) -> Call:
    """What a bare text would call for, for `score` and `explain`, where there is no author."""
    return Call.NONE if score.abstained else policy.call_for(score.attention, rules.thresholds)
