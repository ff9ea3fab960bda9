"""Histories of edits: what is found, what is left alone, and that the sums are what decides."""

import json
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import churn, scoring, shelf
from bot.churn.history import History
from bot.comments import Reply, Revision
from bot.errors import ModelError

MODELS = scoring.Models(tone=shelf.load(), churn=shelf.load_churn())
POSTED = datetime(2026, 5, 1, 10, tzinfo=UTC)


def minutes(number: float) -> datetime:
    return POSTED + timedelta(minutes=number)


def judged(
    *texts: tuple[float, str],
    replies: tuple[tuple[float, str], ...] = (),
    own: tuple[tuple[float, str], ...] = (),
    reported: float | None = None,
    elsewhere: int = 0,
):
    """Texts, replies of another and of the author with minutes after posting; the first text stands from the start."""
    history = History(
        published=POSTED,
        author="ann@a.example",
        revisions=tuple(Revision(at=minutes(at), text=text) for at, text in texts),
        replies=tuple(
            Reply(at=minutes(at), author=author, text=text)
            for author, said in (("bob@b.example", replies), ("ann@a.example", own))
            for at, text in said
        ),
        reported_at=None if reported is None else minutes(reported),
        elsewhere=elsewhere,
    )
    (found,) = scoring.edit_scores([churn.case_of(history)], MODELS)
    return found


def called(score) -> str:
    if score is None or not score.churn:
        return "nothing"
    if score.churn >= MODELS.churn.report_at:
        return "report"
    return "note" if score.churn >= MODELS.churn.note_at else "nothing"


BAIT = "Does anybody know whether the school is open tomorrow?"
ABUSE = "You stupid fucking idiots, everybody who answered here is a worthless moron."


def test_a_bait_and_switch_is_found_with_its_evidence() -> None:
    score = judged((0, BAIT), (60, ABUSE), replies=((10, "It is, from ten."),))

    assert score.findings[0] == "bait-and-switch"
    assert called(score) == "report"
    assert score.evidence[0].replies_before == 1
    assert (score.evidence[0].earlier, score.evidence[0].later) == (1, 2)


def test_a_swapped_link_is_found() -> None:
    score = judged(
        (0, "Get it from [the project](https://project.example/get)."),
        (300, "Get it from [the project](https://cheap-shop.example/buy?ref=7)."),
        replies=((20, "Thanks, works."),),
    )

    assert score.findings == ("link-swap",)
    assert called(score) != "nothing"
    assert "project.example/get became cheap-shop.example/buy?ref=7" in score.evidence[0].why


def test_a_dropped_not_under_a_reply_that_quotes_it_is_found() -> None:
    score = judged(
        (0, "I do not think that the mayor should resign over this affair."),
        (90, "I think that the mayor should resign over this affair."),
        replies=((30, "> I do not think that the mayor should resign over this affair.\n\nHow can you say so?"),),
    )

    assert score.findings == ("rewritten-under-replies",)
    assert score.stranded == (0,)
    assert called(score) != "nothing"


def test_the_model_case_is_a_transparent_correction() -> None:
    score = judged(
        (0, "Three members have left it, including Azerbaijan, when Armenia took land in late 2022."),
        (
            40,
            (
                "Three members have left it, including ~~Azerbaijan~~ Armenia, when ~~Armenia~~ Azerbaijan took land"
                " in late 2022.\n\nEdit: Flipped the names. They are now correct."
            ),
        ),
        replies=((20, "You mean the other way round, Armenia left it."),),
    )

    assert called(score) == "nothing"
    assert score.disclosed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Teh bridge opens on Monday.", "The bridge opens on Monday."),
        (
            "Long text in one block. And more. And more still.",
            "- Long text in one block.\n- And more.\n- And more still.",
        ),
        ("The bridge opens on Monday.", "The bridge opens on Monday.\n\nThanks for all the kind words!"),
        ("You are a stupid idiot if you believe that.", "I don't believe that."),
        ("My name is on this one and I want it gone.", "."),
        ("My name is on this one and I want it gone.", "deleted by user"),
        ("See http://news.example/a", "See https://news.example/a"),
        ("I think it is fine, really.", "I was wrong about this and have changed my mind.\n\nEdit: rewritten."),
        ("Fixed it.", "Fixed it. Ah crap, wrong thread."),
    ],
)
def test_look_alikes_are_left_alone(before: str, after: str) -> None:
    assert called(judged((0, before), (120, after), replies=((60, "I see what you mean, thanks."),))) == "nothing"


def test_an_edit_in_grace_is_nothing() -> None:
    score = judged((0, "It costs 15 euros."), (2, "It costs 50 euros."))

    assert score.findings == ()


def test_taking_abuse_back_is_evidence_only_after_a_report() -> None:
    texts = ((0, ABUSE), (60, "Let us calm down, all of us."))
    replies = ((10, "Charming."),)

    assert "edited-after-report" in judged(*texts, replies=replies, reported=30).findings
    assert called(judged(*texts, replies=replies)) == "nothing"


def test_to_and_fro_is_churn() -> None:
    one, other = "The council voted against it, all of them.", "The council voted for it, every single one."
    score = judged((0, one), (20, other), (40, one), (60, other), replies=((10, "Against?"),))

    assert "churn" in score.findings


def test_what_was_undone_does_not_stand() -> None:
    score = judged((0, BAIT), (60, ABUSE), (61, BAIT), replies=((10, "It is, from ten."),))

    assert "bait-and-switch" not in score.findings


def test_a_first_text_alone_says_nothing() -> None:
    assert judged((0, ABUSE)) is None


def test_texts_that_differ_in_nothing_are_no_edit() -> None:
    assert judged((0, "The same."), (60, "The same. \r\n")) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(max_size=80) | st.sampled_from([BAIT, ABUSE, "ok", "not ok"]), min_size=2, max_size=6), st.data()
)
def test_contributions_sum_to_what_decides(texts: list[str], data: st.DataObject) -> None:
    times = data.draw(st.lists(st.integers(-50, 5000), min_size=len(texts), max_size=len(texts)))
    score = judged(*zip(times, texts, strict=True), replies=((3, texts[0]), (40, f"> {texts[0]}")), reported=30)
    if score is None:
        return
    total = score.intercept + sum(reason.weight for reason in score.reasons)

    assert 0.0 <= score.harm <= 1.0
    assert 0.0 <= score.openness <= 1.0
    if any(name in churn.REPORTABLE for name in score.findings):
        assert score.churn == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-9)
    else:
        assert score.churn == 0.0


def test_revisions_out_of_order_are_put_in_order() -> None:
    forth = judged((0, BAIT), (60, ABUSE), replies=((10, "It is."),))
    back = judged((60, ABUSE), (0, BAIT), replies=((10, "It is."),))

    assert forth.findings == back.findings


def test_many_revisions_are_judged_in_bounded_time() -> None:
    texts = [(float(number), f"Version {number} of the text, with other words {number * 7}.") for number in range(600)]

    assert judged(*texts).edits <= 200


def test_rows_that_are_no_histories_say_why() -> None:
    good = {"published": "2026-05-01T10:00:00Z", "revisions": [{"at": "2026-05-01T10:00:00Z", "text": "x"}]}

    assert churn.history_of(good).revisions[0].text == "x"
    for change, why in (
        ({"published": None}, "no time published"),
        ({"published": "yesterday"}, "no time such as"),
        ({"revisions": []}, "revisions is missing"),
        ({"revisions": ["x"]}, "no list of objects"),
        ({"revisions": [{"at": "2026-05-01T10:00:00Z"}]}, "has no text"),
        ({"replies": [{"at": "2026-05-01T10:00:00Z", "text": 3}]}, "has no text"),
        ({"author": 3}, "author is no text"),
    ):
        with pytest.raises(churn.BadRowError, match=why):
            churn.history_of(good | change)


def test_a_damaged_or_missing_file_is_refused(tmp_path: Path) -> None:
    whole = (shelf.shipped() / shelf.CHURN / "churn.json").read_text()
    with pytest.raises(ModelError, match="There is no"):
        churn.load(tmp_path)
    for damaged in (whole[:-50], whole.replace(f'"{shelf.CHURN}"', '"churn-0"'), "{}", json.dumps({"format": 1})):
        (tmp_path / "churn.json").write_text(damaged)
        with pytest.raises(ModelError, match=r"damaged|cannot be read"):
            churn.load(tmp_path)


def test_a_file_made_for_another_judge_is_refused(tmp_path: Path) -> None:
    content = json.loads((shelf.shipped() / shelf.CHURN / "churn.json").read_text()) | {"judge": 1}
    (tmp_path / "churn.json").write_text(json.dumps(content | {"seal": churn.model.seal(content)}))

    with pytest.raises(ModelError, match="another version"):
        churn.load(tmp_path)
