"""What changed between two texts: spans, kept words, turned meanings, links, notes."""

import time

import pytest

from bot.churn.changes import change_of
from bot.churn.links import links_of
from bot.churn.notes import calls_out, is_living, is_wiped
from bot.churn.versions import version_of
from bot.text import canonical


def note_between(before: str, after: str):
    return change(before, after).note


def change(before: str, after: str):
    return change_of(version_of(before), version_of(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a line\r\nanother", "a line\nanother"),
        ("word ", "word"),
        ("zero\u200bwidth", "zerowidth"),
        ("one\n\n\n\n\ntwo", "one\n\ntwo"),
        ("cafe\u0301", "caf\u00e9"),
    ],
)
def test_what_nobody_wrote_is_no_edit(before: str, after: str) -> None:
    assert canonical(before) == canonical(after)


@pytest.mark.parametrize(("before", "after"), [("a man", "a woman"), ("\u06cc\u200c\u06a9", "\u06cc\u06a9"), ("", "x")])
def test_what_somebody_wrote_is_one(before: str, after: str) -> None:
    assert canonical(before) != canonical(after)


def test_spans_point_at_the_words_as_written() -> None:
    found = change("The **bridge** opens on Monday.", "The **bridge** opens on Friday, they say.")

    assert [found.before.text_of(*span) for span in found.deleted] == ["Monday"]
    assert [found.after.text_of(*span) for span in found.inserted] == ["Friday, they say"]


@pytest.mark.parametrize(
    ("before", "after", "negations", "turned"),
    [
        ("I support it.", "I do not support it.", 1, 0),
        ("I don't like it.", "I like it.", 1, 0),
        ("We do not sort it.", "We don't sort it.", 0, 0),
        ("That is legal here.", "That is illegal here.", 0, 1),
        ("a reasonable rule", "an unreasonable rule", 0, 1),
        ("Das ist gut.", "Das ist nicht gut.", 1, 0),
    ],
)
def test_a_turned_meaning_is_counted(before: str, after: str, negations: int, turned: int) -> None:
    found = change(before, after)

    assert (found.negations, found.turned) == (negations, turned)


@pytest.mark.parametrize(
    ("before", "after", "swapped"),
    [
        ("It costs 15 euros.", "It costs 150 euros.", True),
        ("The fee is 0.15% a year.", "The fee is 1.5% a year.", True),
        ("They lent 2500000.", "They lent 2,500,000.", False),
        ("over 10 years", "over ten years", False),
        ("at 8pm on the 14th", "at 20:00 on the 14", False),
    ],
)
def test_a_number_is_another_only_when_its_value_is(before: str, after: str, swapped: bool) -> None:
    assert bool(change(before, after).numbers[0]) is swapped


def test_names_that_change_places_are_seen() -> None:
    found = change("In 2022 Armenia attacked them.", "In 2022 Azerbaijan attacked them.")

    assert found.names == (frozenset({"armenia"}), frozenset({"azerbaijan"}))


@pytest.mark.parametrize(
    ("before", "after"),
    [("Teh cat sat.", "The cat sat."), ("its late", "it's late"), ("recieve", "receive"), ("a b", "A b!")],
)
def test_spelling_is_only_spelling(before: str, after: str) -> None:
    assert change(before, after).spelling


@pytest.mark.parametrize(("before", "after"), [("I can go", "I can't go"), ("in 1998", "in 1999"), ("a dog", "a wolf")])
def test_what_says_something_else_is_no_spelling(before: str, after: str) -> None:
    assert not change(before, after).spelling


def test_struck_words_count_as_kept() -> None:
    found = change("It was Armenia.", "It was ~~Armenia~~ Azerbaijan.")

    assert found.struck
    assert found.kept == 1.0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Read this: https://a.example/x", "Read this: **https://a.example/x**"),
        ("a list", "- a list"),
        ("say `this`", "say this"),
    ],
)
def test_marks_alone_are_formatting(before: str, after: str) -> None:
    assert change(before, after).formatting


@pytest.mark.parametrize(
    ("before", "after", "swapped"),
    [
        ("[study](https://uni.example/a)", "[study](https://shop.example/a)", True),
        ("http://www.uni.example/a/", "https://uni.example/a", False),
        ("https://uni.example/a?utm_source=x", "https://uni.example/a", False),
        ("https://uni.example/a", "https://web.archive.org/web/2026/https://uni.example/a", False),
        ("https://uni.example/a", "https://uni.example/b", False),
        (
            "https://uni.example/a.png",
            "https://l.example/api/v3/image_proxy?url=https%3A%2F%2Funi.example%2Fa.png",
            False,
        ),
        ("https://vault.example/in", "https://vau1t.example/in", True),
    ],
)
def test_a_link_is_swapped_only_when_it_leads_to_another_site(before: str, after: str, swapped: bool) -> None:
    found = change(before, after)

    assert bool(found.swapped_links) is swapped


def test_a_link_knows_its_anchor_and_its_registered_domain() -> None:
    found = links_of("See [the Docs](https://docs.python.org/3/), and www.news.bbc.co.uk/1.")

    assert [(link.anchor, link.domain) for link in found] == [("the docs", "python.org"), ("", "bbc.co.uk")]


@pytest.mark.parametrize(
    "note",
    [
        "Edit: typo",
        "**ETA:** more",
        "edit 2: and more",
        "(edited for clarity)",
        "UPDATE: it works",
        "Bearbeitet: Tippfehler",
        "\u00c9dit : faute de frappe",
        "Editado: ortograf\u00eda",
        "Modifica: errore di battitura",
        "\u0418\u0441\u043f\u0440\u0430\u0432\u043b\u0435\u043d\u043e: \u043e\u043f\u0435\u0447\u0430\u0442\u043a\u0430",
        "Edi\u00e7\u00e3o: data",
        "Bewerkt: typefout",
        "Edycja: liter\u00f3wka",
        "I had originally said ten, it is twelve.",
        "[name removed at her request]",
    ],
)
def test_a_note_is_seen_in_many_languages(note: str) -> None:
    assert note_between("The text.", f"The text.\n\n{note}").said


@pytest.mark.parametrize(
    "text",
    [
        "The editor is slow.",
        "I edit videos for a living",
        "Updates are slow today",
        "the edition of 1998",
        "He was corrected by her",
    ],
)
def test_the_word_alone_is_no_note(text: str) -> None:
    assert not note_between("Something.", f"Something. {text}").said


def test_a_note_that_stood_before_says_nothing_of_this_edit() -> None:
    assert not note_between("a\n\nEdit: typo", "b\n\nEdit: typo").said


def test_a_note_says_what_it_claims() -> None:
    found = note_between("x", "x\nEdit: fixed the broken link")

    assert (found.surface, found.link) == (False, True)
    assert note_between("x", "x\nEdit: spelling").surface


def test_living_texts_wipes_and_complaints_are_told_apart() -> None:
    assert is_living("I'll update this list as we learn more.")
    assert not is_living("I like lists.")
    assert is_wiped(["deleted", "by", "user"], [])
    assert is_wiped(["."], [])
    assert not is_wiped(["deleted", "the", "folder", "by", "mistake", "sorry"], ["deleted"])
    assert calls_out("You silently edited your comment!")
    assert not calls_out("I changed my mind.")


def test_ten_thousand_characters_of_words_are_compared_quickly() -> None:
    before = " ".join(f"word{number}" for number in range(1250))
    after = " ".join(f"other{number * 7 % 1250}" for number in range(1200))
    version_of.cache_clear()
    begun = time.process_time()
    found = change(before, after)

    assert found.kept < 0.1
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    "after", ["", "x", "\u0e01\u0e02\u0e03" * 3000, ">" * 9000, "[" * 9000, "~~" * 4000, "a*" * 5000]
)
def test_hostile_texts_are_only_slow_to_write(after: str) -> None:
    begun = time.process_time()
    change("A calm text of ten words that nobody minds at all.", after)

    assert time.process_time() - begun < 1.0


def test_scripts_without_spaces_are_compared_by_character() -> None:
    found = change("\u6211\u559c\u6b22\u8fd9\u4e2a\u4e3b\u610f", "\u6211\u8ba8\u538c\u8fd9\u4e2a\u4e3b\u610f")

    assert 0.5 < found.kept < 1.0


HOSTILE = {
    "one word": "fuck" * 2500,
    "marks": "a" + "\u0301" * 100_000,
    "blank lines": "\n" * 9000,
    "spaces": " \n" * 5000,
    "signs": "?" * 10_000,
    "brackets": "[a](" * 2500,
    "links": "[x](http://a.example) " * 450,
    "notes": "(edit" * 2000,
    "speech": "i was " * 1700,
    "numbers": "1," * 5000,
    "addresses": "http://a" * 1200,
    "words": "word " * 2000,
    "deep": ">" * 5000 + " hi",
    "NUL": "you\0fool",
    "surrogate": "\ud800 you fool",
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_histories_are_judged_within_a_second(name: str) -> None:
    from bot import churn, scoring, shelf

    text = HOSTILE[name]
    models = scoring.Models(tone=shelf.load(), churn=shelf.load_churn())
    at = "2026-05-01T1{}:00:00Z"
    row = {
        "published": at.format(0),
        "revisions": [
            {"at": at.format(0), "text": "A calm text with several words in it."},
            {"at": at.format(2), "text": text},
            {"at": at.format(3), "text": text[::-1]},
        ],
        "replies": [{"at": at.format(1), "author": "x", "text": reply} for reply in (text, f"> {text}")],
    }
    begun = time.process_time()
    scoring.edit_scores([churn.case_of(churn.history_of(row))], models)

    assert time.process_time() - begun < 1.0


def test_non_denies_what_stood_without_it() -> None:
    assert change("The fit is linear in x.", "The fit is non-linear in x.").negations == 1
    assert change("List the OTC things.", "List the non-prescription things.").negations == 0
    assert change("It needs salt.", "It needs a little salt.").negations == 0
