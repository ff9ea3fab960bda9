"""What a moderator is shown."""

from hypothesis import given
from hypothesis import strategies as st

from bot import evidence
from bot.decisions import Finding, Reason
from tests.builders import comment, planned
from tests.unit.churn.test_judge import judged


def reason(text: str, word: str, weight: float = 1.0) -> Reason:
    start = text.index(word)
    return Reason(head="insult", start=start, end=start + len(word), weight=weight)


def test_a_report_says_what_how_sure_and_which_words() -> None:
    text = "You are a fool, friend."
    told = planned(comment(text=text, parent_local_id=3), reasons=(reason(text, "fool"), reason(text, "friend", -1.0)))

    body, short = evidence.report_texts(told, number="1f3a")

    assert body == (
        'Evenkeel (automatic): likely insult at the person answered, 95%. Words: "fool". Wrong? Resolve without removing;'
        " that counts as a false alarm. (tone-1, policy 1, id 1f3a)"
    )
    assert "fool" not in short


@given(st.text(max_size=4000), st.integers(0, 3900), st.integers(0, 3900))
def test_a_report_never_exceeds_what_lemmy_takes(text: str, start: int, length: int) -> None:
    reasons = tuple(Reason(head="insult", start=start + i, end=start + i + length, weight=1.0) for i in range(8))
    body, short = evidence.report_texts(planned(comment(text=text), reasons=reasons), number="f" * 12)

    assert 0 < len(body) <= evidence.REASON_LIMIT
    assert "\n" not in body
    assert 0 < len(short) <= evidence.REASON_LIMIT


def test_a_long_address_never_pushes_out_what_to_do_about_it() -> None:
    old, new = (f"https://{name}.example/{'a' * 900}" for name in ("source", "free-money"))
    edits = judged((0, f"See {old} for more."), (60, f"See {new} for more."), replies=((5, "Thanks, very useful!"),))
    texts = {1: f"See {old} for more.", 2: f"See {new} for more."}
    findings = tuple(Finding(kind=kind, probability=edits.churn) for kind in edits.findings)
    reason, short = evidence.report_texts(planned(findings=findings, edits=edits, texts=texts), number="1f")

    assert "source.example" in reason
    assert "free-money.example" in reason
    for said in (reason, short):
        assert len(said) <= evidence.REASON_LIMIT
        assert said.endswith("id 1f)")
        assert "Resolve without removing" in said
    one = edits.evidence[0]
    assert [texts[1][start:end] for start, end in one.gone] == [old]
    assert [texts[2][start:end] for start, end in one.come] == [new]
