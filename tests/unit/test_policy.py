"""From a score to a decision."""

import pytest

from bot import policy
from bot.comments import ActorId
from bot.decisions import Call, Score, Thresholds, ToJudge
from bot.policy import Rules
from tests.builders import NOW, comment, person

RULES = Rules(
    churn_note_at=0.5,
    churn_report_at=0.8,
    thresholds=Thresholds(log_at=0.2, note_at=0.5, report_at=0.9),
    own=ActorId("http://here.example/u/evenkeel"),
    exempt=frozenset({"helper@here.example"}),
)


def decide(attention: float = 0.95, **of: object) -> policy.Decision:
    item = ToJudge(comment=comment(**of), revision=1, observed_at=NOW)  # type: ignore[arg-type]
    score = Score(attention=attention, heads={"insult": 0.8, "threat": 0.1, "profanity": 0.9})
    return policy.decide(item, score, None, RULES, model="tone-1")


@pytest.mark.parametrize(
    ("attention", "call"),
    [(0.95, Call.REPORT), (0.9, Call.REPORT), (0.89, Call.NOTE), (0.5, Call.NOTE), (0.49, Call.LOG), (0.1, Call.NONE)],
)
def test_thresholds_include_their_own_value(attention: float, call: Call) -> None:
    assert decide(attention).call is call


@pytest.mark.parametrize(
    "of",
    [
        {"author": person("evenkeel")},
        {"author_is_moderator": True},
        {"author_is_admin": True},
        {"author": person("Helper")},
    ],
)
def test_the_exempt_are_never_reported_and_the_decision_says_why(of: dict[str, object]) -> None:
    decision = decide(1.0, **of)

    assert (decision.call, decision.exempt) == (Call.NONE, True)
    assert decision.why


def test_the_bot_box_exempts_nobody() -> None:
    assert decide(1.0, author=person(bot_account=True)).call is Call.REPORT


def test_findings_are_actionable_heads_and_profanity_is_none() -> None:
    assert [finding.kind for finding in decide().findings] == ["insult"]


def test_an_abstained_score_calls_for_nothing() -> None:
    item = ToJudge(comment=comment(), revision=1, observed_at=NOW)

    assert policy.decide(item, Score(attention=0.0, abstained="the language"), None, RULES, model="m").call is Call.NONE
