"""Words that need no swearing to hurt, words that only sound like it, and names that changed places."""

import pytest

from bot.churn import notes, oneself, veiled
from bot.churn.changes import change_of
from bot.churn.notes import is_wiped
from bot.churn.versions import tokens_of, version_of


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ah, I am such an idiot. The left one.", "The left one."),
        ("The left one. God I'm dumb!", "The left one."),
        ("Ich bin so ein Esel. Der linke.", "Der linke."),
        ("What an idiot I am. The left one.", "The left one."),
        ("I am a complete and utter idiot, three hours. The left one.", "The left one."),
        ("A toddler mated me and apologised to me, the pathetic old loser. The left one.", "The left one."),
        ("Ich bin so ein verdammter Vollidiot. Stand da wie der letzte Depp. Der linke.", "Der linke."),
    ],
)
def test_a_sentence_that_scolds_nobody_but_its_author_is_left_out(text: str, left: str) -> None:
    assert oneself.without(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "You are such an idiot. The left one.",
        "I am an idiot for trusting you, you moron.",
        "I am from Leeds. The left one.",
        "They say I am tall.",
        "Stood there like an idiot, your brother.",
    ],
)
def test_a_sentence_that_names_somebody_else_stays(text: str) -> None:
    assert oneself.without(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "I know where you park your car.",
        "Would be a shame if something happened to it.",
        "People like that should be shot.",
        "They breed like rats.",
        "Go back to where you came from, vermin.",
        "Wir wissen, wo du wohnst.",
        "Against mould: vinegar and a good glug of bleach in one bottle.",
        "White vinegar, leave it an hour, then pour bleach on top.",
        "You can change that switch with the breaker on.",
        "Who helps burn that shed down with her in it?",
        "Lars, baking for our own kind. 14/88",
        "She walks the dog past the lock at ten every night, on her own, no lights there.",
        "Warm white vinegar in a spray bottle, good glug of bleach, shut the door.",
    ],
)
def test_threats_and_words_that_make_no_humans_of_people_are_found_where_they_came_in(text: str) -> None:
    assert veiled.menaces(text, "A fine day at the lake.", text) > 0
    assert veiled.menaces(text, text, text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Slugs should be shot, they breed like mad on my hosta.",
        "I know where the good bakery is.",
        "You should wait for the sale.",
        "The chemo should kill the tumour.",
        "That would be a shame to miss.",
        "'You peasants breed like rats,' said the duke.",
        "Removed overnight: 31 comments ('scum', 'vermin' and friends aren't arguments).",
        "We should talk about the budget.",
    ],
)
def test_everyday_words_menace_nobody(text: str) -> None:
    assert veiled.menaces(text, "A fine day at the lake.", text) == 0


def test_contempt_is_found_where_it_came_in() -> None:
    assert veiled.despises("People like you are a waste of space.", "Nice boat.") == 2
    assert veiled.despises("What a waste of time and paint.", "Nice boat.") == 0


@pytest.mark.parametrize(
    ("before", "after", "exchanged"),
    [
        ("Spain beat Peru in the final.", "Peru beat Spain in the final.", True),
        ("First 10, then 40 minutes.", "First 40, then 10 minutes.", True),
        ("Spain beat Peru in the final.", "Spain beat Chile in the final.", False),
        ("red and blue lines", "blue and red lines", False),
    ],
)
def test_names_and_numbers_that_stand_in_each_others_place(before: str, after: str, exchanged: bool) -> None:
    assert change_of(version_of(before), version_of(after)).exchanged is exchanged


def test_a_wipe_may_be_told_in_a_sentence_of_ones_own() -> None:
    def wiped(text: str) -> bool:
        return is_wiped(tokens_of(text), tokens_of(text))

    assert wiped("I have deleted this, it told too much about my family.")
    assert wiped("Habe ich wieder gelöscht.")
    assert not wiped("The mods deleted your comment because you lie.")
    assert not wiped("I left this up because it is true.")


@pytest.mark.parametrize(
    "text",
    [
        "Mix the vinegar with a good glug of bleach and shut the door.",
        "Run rm -rf / and it is fast again.",
        "Just stop taking your insulin, cinnamon does it.",
        "Somebody should break her legs.",
        "I'll be waiting outside.",
        "Should have been put down at birth.",
    ],
)
def test_deadly_advice_and_plain_threats_are_found(text: str) -> None:
    assert veiled.menaces(text, "A fine day at the lake.", text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "Never ever mix up bleach and vinegar, it makes chlorine gas.",
        "Don't drink bleach.",
        "Keep the water out of the pan.",
        "I broke my legs skiing.",
        "Wait outside the shop.",
        "Pour some water on the roots in the evening.",
        "A drop of bleach in the vase keeps the flowers fresh.",
        "I'll be watching the game tonight.",
        "My microphone is off, nobody can hear me.",
        "Take all the bottles to the depot.",
    ],
)
def test_warnings_and_everyday_words_endanger_nobody(text: str) -> None:
    assert veiled.menaces(text, "A fine day at the lake.", text) == 0


@pytest.mark.parametrize(
    "reply",
    ["+1", "100% this", "Sound advice from Neil.", "Finde ich auch, traumhaft", "Je rejoins Paul.", "Toda la razón."],
)
def test_agreeing_is_known_in_a_sign_and_in_other_languages(reply: str) -> None:
    assert notes.agrees(reply)


@pytest.mark.parametrize(
    ("reply", "asks"),
    [
        ("But please take out the hospital and the manager, they'll identify you in a minute.", True),
        ("maybe don't put staff names on here", True),
        ("Could you put that in a spoiler tag please", True),
        ("And maybe take the names out? People get sacked for less.", True),
        ("I came for the washing machine. But tl;dr please?", True),
        ("I would take out a loan.", False),
        ("We put our names on the list.", False),
    ],
)
def test_a_reply_may_ask_for_details_to_be_taken_out(reply: str, asks: bool) -> None:
    assert notes.asks_for_edit(reply) is asks


def test_a_list_says_in_more_ways_than_one_that_it_grows() -> None:
    assert notes.is_living("- sedum\n- lupins\n\nwill add as I go")
    assert notes.is_living("Vou atualizando aqui: 0x1, 23 min")
    assert notes.is_living("Hochwasser (Stand 11:45): am Bauhof sind genug Leute")


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("Got no answer for weeks, then a brush-off that turned out to be wrong.", False),
        ("Maybe read what I wrote before you shout.", False),
        ("Not what I wrote before, it is the ninth.", True),
        ("Got the dates mixed up.", True),
        ("Mixed up the dates.", True),
    ],
)
def test_what_somebody_got_is_no_slip_of_the_author(text: str, noted: bool) -> None:
    assert notes.speaks_of_change(text) is noted
