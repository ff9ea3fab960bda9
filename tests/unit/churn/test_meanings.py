"""What turns a meaning and what only says it otherwise; notes in their many forms; who is never reported."""

from dataclasses import replace

import pytest

from bot.churn import notes
from bot.churn.changes import change_of
from bot.churn.versions import version_of
from bot.decisions import Call
from bot.policy import call_for_edits
from bot.text import put_in
from bot.training import edits
from tests.unit.churn.test_judge import judged
from tests.unit.test_policy import RULES


def change(before: str, after: str):
    return change_of(version_of(before), version_of(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I don't think that machines should write it.", "I think that machines should write it."),
        ("Yes", "No"),
        ("I agree with the council.", "I disagree with the council."),
        ("These biscuits contain nuts, so don't serve them.", "These biscuits contain no nuts, so do serve them."),
        ("Je suis pour le vote à seize ans.", "Je suis contre le vote à seize ans."),
        ("Ich würde den Vertrag so nicht unterschreiben.", "Ich würde den Vertrag so unterschreiben."),
        ("The meeting is on 4 May in the hall.", "The meeting is on 5 May in the hall."),
        ("He paid 40 for it, I was there.", "He paid 400 for it, I was there."),
    ],
)
def test_one_word_turns_a_meaning(before: str, after: str) -> None:
    assert change(before, after).pivots > 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I don't think that it is the reason.", "I think that it isn't the reason."),
        ("There's hardly a shop that hasn't closed.", "Almost every shop has closed."),
        ("It's unlikely that they'll open before May.", "They probably won't open before May."),
        ("Ours isn't open on Saturdays any more.", "Ours is closed on Saturdays now."),
        ("We had 12 miles to go and a quart of water.", "We had 19 km to go and a litre of water."),
        ("It is on from 7 to 9 pm.", "It is on from 19:00 to 21:00."),
        ("Paid 1.299,00 for the frame.", "Paid 1,299 euros for the frame."),
        ("I used to bake but I couldn't make enough dough.", "I used to bake, but the work was too kneady."),
        ("このアプリは無料で、広告もありません。", "This app is free and has no ads at all."),
    ],
)
def test_the_same_in_other_words_turns_nothing(before: str, after: str) -> None:
    assert change(before, after).pivots == 0


FORMS = """edit: typo|(fixed a typo)|(typo fixed)|Fixed typos.|fixed spelling|*edited for grammar*|[edit: spelling]|edit - fixed formatting
    |Edit for spelling|e: spelling|edit typo|Edit (typo)|edit 2: typos|Spelling corrected.|Edit: sp.|Tippfehler korrigiert|Édit: coquille
    |Editado: errata|Sorry, autocorrect.|Last edit: commas|EDIT formatting|I fixed a typo.|Just fixed the formatting.""".replace(
    "\n    ", ""
).split("|")


@pytest.mark.parametrize("note", FORMS)
@pytest.mark.parametrize("join", ["\n\n", " "])
def test_a_note_of_spelling_is_known_in_its_many_forms(note: str, join: str) -> None:
    found = change("The bridge opens in May.", f"The bridge opens in June.{join}{note}").note

    assert found.said
    assert found.surface


@pytest.mark.parametrize(
    "after",
    [
        "Scratch that, Hesper is right: since this month you need an appointment.",
        "You need an appointment since this month. I mixed up the two offices.",
        "Turns out you need an appointment, contrary to what I claimed here.",
        "Mi correggo: dal mese scorso serve un appuntamento.",
        "Retificando: desde este mês é preciso marcar hora.",
    ],
)
def test_an_author_who_speaks_of_the_change_has_announced_it(after: str) -> None:
    assert change("You can register it without an appointment, they do it on the spot.", after).note.said


@pytest.mark.parametrize(
    "text", ["You have a typo in the title.", "I am sorry to hear that.", "The format of the show is great."]
)
def test_words_that_stood_before_are_no_note(text: str) -> None:
    assert not change(f"{text} It rains.", f"{text} It snows.").note.said


def test_a_promise_in_an_own_reply_announces_the_change() -> None:
    texts = (
        (0, "The grant covers 60 % of the windows for everybody."),
        (90, "The grant covers 40 % of the windows for everybody."),
    )
    asked = (20, "60? I read 40 in the leaflet.")

    silent = judged(*texts, replies=(asked,))
    owned = judged(*texts, replies=(asked,), own=((40, "You're right, it's 40. I'll correct it above."),))

    assert not silent.disclosed
    assert owned.disclosed
    assert owned.churn < silent.churn


def test_turning_what_people_agreed_with_weighs_more_than_what_they_doubted() -> None:
    texts = ((0, "I don't think that machines should write it."), (90, "I think that machines should write it."))

    agreed = judged(*texts, replies=((10, "I agree completely."), (20, "Absolutely with you on that.")))
    doubted = judged(*texts, replies=((10, "Are you sure?"), (20, "But they write well.")))

    assert sum(reason.weight for reason in agreed.reasons) > sum(reason.weight for reason in doubted.reasons) + 1
    assert "agreed" in {reason.name for reason in agreed.reasons}


@pytest.mark.parametrize(
    ("texts", "reported"),
    [
        (("Anybody who buys it is a moron, a complete and utter moron.", "I don't see why anybody buys it."), 10),
        (
            (
                "The bus leaves at nine from the north gate, and there is no return before six.",
                "Edit: that was last year. It leaves at ten from the south gate, and returns whenever you like.",
            ),
            None,
        ),
        (("I live in the yellow house by the mill, number four.", "[removed]"), 10),
    ],
)
def test_softened_announced_and_emptied_is_never_reported(texts: tuple[str, str], reported: float | None) -> None:
    score = judged((0, texts[0]), (90, texts[1]), replies=((5, "I agree, thanks!"), (6, "So true.")), reported=reported)

    assert call_for_edits(score, replace(RULES, churn_note_at=0.01, churn_report_at=0.01)) is not Call.REPORT


def test_an_announcement_excuses_no_insult() -> None:
    score = judged(
        (0, "I voted for the compromise, everybody got something."),
        (90, "Edit: changed my mind. You are all worthless fucking idiots and should be shot."),
        replies=((5, "I think it was the best one could get."),),
    )

    assert "bait-and-switch" in score.findings
    assert not score.spared


def test_insults_in_a_language_that_tone_abstains_on_are_found() -> None:
    score = judged(
        (0, "Спасибо, очень подробно объяснили, попробую вечером."),
        (90, "Лидия, ты тупая дура, сдохни уже, никто плакать не будет."),
        replies=((5, "Пожалуйста, пишите, если что."),),
    )

    assert "bait-and-switch" in score.findings


def test_every_note_that_is_found_passes_the_cheap_look() -> None:
    told = 0
    for one in edits.own_histories():
        for old, new in zip(one.history.revisions, one.history.revisions[1:], strict=False):
            note = notes.note_of(old.text, new.text, (0, len(new.text)))
            told += note.said
            assert change(old.text, new.text).note.said == note.said, new.text
    assert told > 100


def test_words_put_into_many_comments_stand_out_unless_announced() -> None:
    texts = ((0, "The third lock is the slow one, bring a book."),)
    advert = "Best prices on everything at https://outlet.example/deal"

    alone = judged(*texts, (2000, f"{texts[0][1]} {advert}"))
    many = judged(*texts, (2000, f"{texts[0][1]} {advert}"), elsewhere=5)
    told = judged(*texts, (2000, f"{texts[0][1]}\n\nEdit: solved, see my comment below."), elsewhere=5)

    assert many.churn > alone.churn
    assert "5 other comments" in many.evidence[0].why
    assert "elsewhere" not in {reason.name for reason in told.reasons}


@pytest.mark.parametrize(
    ("before", "after", "came"),
    [
        ("It rains.", "It rains. Buy now!", "buy now!"),
        ("It rains.", "Buy now! It rains.", "buy now!"),
        ("It rains.", "It rains.", ""),
        ("aaa", "aaaa", "a"),
        ("", "Hello  there", "hello there"),
        ("Hello", "", ""),
    ],
)
def test_what_was_put_in_stands_between_what_both_share(before: str, after: str, came: str) -> None:
    assert put_in(before, after) == came
