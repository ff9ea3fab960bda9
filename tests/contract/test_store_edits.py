"""What every store must remember of edits: earlier texts, who answered, reports, the same text again, habits."""

from dataclasses import replace
from datetime import timedelta

from bot.comments import ActorId, Comment, LocalId, OpenReport
from bot.decisions import Call, EditEvidence, EditReason, EditScore, Finding
from bot.storage import Store
from tests.builders import COMMUNITY, NOW, comment, decision, person
from tests.contract.test_store import later, see

SCORE = EditScore(
    churn=0.9,
    harm=0.95,
    openness=0.2,
    kind="meaning",
    findings=("bait-and-switch",),
    stranded=(0,),
    intercept=-1.0,
    reasons=(EditReason(name="bait", axis="harm", weight=3.2, words="new words are ruder"),),
    evidence=(
        EditEvidence(
            findings=("bait-and-switch",),
            at=NOW,
            earlier=1,
            later=2,
            gone=((0, 5),),
            come=((0, 4),),
            replies_before=1,
            why="an hour after it was posted",
        ),
    ),
    edits=1,
)


def edited(store: Store) -> Comment:
    """A comment with an answer, edited an hour later, both seen."""
    first = comment(1, "a calm question")
    answer = comment(2, "a calm answer", parent_local_id=LocalId(1), author=person("bob"), minutes_ago=3)
    see(store, first, answer)
    after = replace(first, text="something else", updated=later(55))
    see(store, after, after_min=60)
    return after


def test_an_edit_comes_with_what_stood_before_and_who_answered(store: Store) -> None:
    edited(store)
    item = next(item for item in store.to_judge(10) if item.revision == 2)

    assert [(one.n, one.text) for one in item.earlier] == [(1, "a calm question")]
    assert [(reply.author, reply.text) for reply in item.replies] == [(person("bob").actor_id, "a calm answer")]
    assert item.at == later(55)


def test_what_the_author_replied_to_an_answer_is_known_and_what_others_said_there_is_not(store: Store) -> None:
    first = edited(store)
    owned_up = comment(3, "you are right, corrected", parent_local_id=LocalId(2), author=first.author, minutes_ago=2)
    aside = comment(4, "how kind", parent_local_id=LocalId(2), author=person("eve"), minutes_ago=1)
    elsewhere = comment(5, "something", parent_local_id=LocalId(4), author=first.author, minutes_ago=1)
    see(store, owned_up, aside, elsewhere, after_min=61)
    item = next(item for item in store.to_judge(10) if item.revision == 2)

    assert [reply.text for reply in item.replies] == ["a calm answer", "you are right, corrected"]


def test_a_time_that_cannot_be_is_when_we_saw_it(store: Store) -> None:
    first = comment(1, "one")
    see(store, first)
    see(store, replace(first, text="two", updated=later(600)), after_min=60)
    see(store, replace(first, text="three", updated=NOW - timedelta(days=3)), after_min=90)

    assert [item.at for item in store.to_judge(10) if item.revision > 1] == [later(60), later(90)]


def test_only_another_canonical_text_is_a_revision(store: Store) -> None:
    first = comment(1, "one line\n\nanother")
    see(store, first)
    for number, text in enumerate(
        ("one line\r\n\r\nanother", "one line \n\n\n\nanother\n", "one l\u200bine\n\nanother"), 1
    ):
        see(store, replace(first, text=text, updated=later(number)), after_min=number)

    assert [item.revision for item in store.to_judge(10)] == [1]


def test_what_edits_come_to_is_kept_whole_and_points_into_the_texts(store: Store) -> None:
    after = edited(store)
    told = replace(
        decision(after, revision=2), edits=SCORE, findings=(Finding(kind="bait-and-switch", probability=0.9),)
    )
    store.record([told], NOW)
    (planned,) = store.undispatched(10)
    (row,) = [row for row in store.findings(limit=10) if row.revision == 2]

    assert planned.edits == row.edits == SCORE
    assert planned.texts == row.texts == {1: "a calm question", 2: "something else"}


def test_the_first_report_of_a_comment_is_remembered(store: Store) -> None:
    edited(store)

    def report(minutes: float) -> OpenReport:
        return OpenReport(
            report_id=LocalId(int(minutes)),
            comment_ap_id=comment(1).ap_id,
            comment_local_id=LocalId(1),
            community=COMMUNITY.actor_id,
            reporter=ActorId("http://here.example/u/carol"),
            reason="rude",
            resolved=False,
            resolver=None,
            published=later(minutes),
        )

    store.note_reports([report(30), report(20)])
    store.note_reports([report(40)])
    item = next(item for item in store.to_judge(10) if item.revision == 2)

    assert item.reported_at == later(20)


def test_the_very_same_text_again_after_a_deletion_is_told(store: Store) -> None:
    first = comment(1, "buy my book")
    see(store, first)
    see(store, replace(first, text="", deleted=True), after_min=10)
    see(
        store,
        comment(2, "buy my book "),
        comment(3, "buy another"),
        comment(4, "buy my book", author=person("bob")),
        after_min=20,
    )

    assert {item.comment.local_id: item.reposted for item in store.to_judge(10)} == {2: True, 3: False, 4: False}


def test_a_habit_counts_comments_that_were_watched_for_a_day(store: Store) -> None:
    see(store, *(comment(number, f"text {number}") for number in range(10, 20)))
    after = edited(store)
    told = replace(
        decision(after, revision=2), edits=SCORE, findings=(Finding(kind="bait-and-switch", probability=0.9),)
    )
    store.record([told], NOW + timedelta(days=2))
    (row,) = [row for row in store.findings(limit=10) if row.revision == 2]

    assert row.habit is not None
    assert (row.habit.changed, row.habit.comments) == (1, 11)
    assert row.habit.rate == 1 / 12


def test_a_decision_without_edits_has_none(store: Store) -> None:
    see(store, comment(1))
    store.record([decision(comment(1), Call.NOTE)], NOW)

    assert store.undispatched(1)[0].edits is None


def test_the_same_words_put_into_other_comments_are_counted(store: Store) -> None:
    advert = " Best prices on everything at https://outlet.example"
    texts = ["The third lock is slow.", "Soak the beans overnight.", "It opens at nine."]
    firsts = [comment(n, text) for n, text in enumerate(texts, 1)]
    other = comment(9, "A short one.", author=person("bob"))
    see(store, *firsts, other)
    for n, first in enumerate([*firsts, other]):
        see(store, replace(first, text=first.text + advert, updated=later(60 + n)), after_min=61 + n)

    found = {item.comment.ap_id: item.elsewhere for item in store.to_judge(20) if item.revision == 2}

    assert [found[first.ap_id] for first in firsts] == [0, 1, 2]
    assert found[other.ap_id] == 0


def test_short_words_in_several_comments_are_chance(store: Store) -> None:
    firsts = [comment(1, "One thing."), comment(2, "Two things.")]
    see(store, *firsts)
    for n, first in enumerate(firsts):
        see(store, replace(first, text=f"{first.text} Thanks!", updated=later(60 + n)), after_min=61 + n)

    assert all(item.elsewhere == 0 for item in store.to_judge(20))
