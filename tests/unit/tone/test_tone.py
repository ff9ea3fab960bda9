"""The shipped model: it spares our innocent cases, catches plain abuse, and its sums are what decides."""

import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import shelf, tone
from bot.errors import ModelError

MODEL = shelf.load()
CASES = Path(__file__).parents[3] / "bot" / "training" / "cases"


def cases(name: str) -> list[str]:
    lines = (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line.strip() and line[0] not in "#="]


def test_none_of_three_hundred_innocent_comments_is_reported() -> None:
    texts = cases("innocent")
    scores = tone.judge_many(MODEL, texts)
    reported = [
        text for text, score in zip(texts, scores, strict=True) if score.attention >= MODEL.thresholds.report_at
    ]

    assert len(texts) >= 300
    assert reported == []


def test_innocent_comments_are_judged_not_skipped() -> None:
    skipped = [text for text in cases("innocent") if tone.judge(MODEL, text).abstained]

    assert len(skipped) <= 5


def test_plain_abuse_is_mostly_seen() -> None:
    scores = tone.judge_many(MODEL, cases("abusive"))

    assert sum(score.attention >= MODEL.thresholds.note_at for score in scores) >= len(scores) // 2


def test_the_card_and_the_manifest_say_what_the_model_does() -> None:
    texts = cases("innocent")
    figures = MODEL.manifest["figures"]["cases"]
    noted = sum(score.attention >= MODEL.thresholds.note_at for score in tone.judge_many(MODEL, texts))

    assert sum(figures[f"innocent, {half}"]["noted"] for half in ("tunable", "frozen")) == noted


def test_profanity_is_a_head_apart_from_hostility() -> None:
    friendly = tone.judge(MODEL, "Holy shit, this is fucking beautiful.")

    assert friendly.heads["profanity"] > 0.9
    assert friendly.heads["hostile"] < 0.2


@pytest.mark.parametrize(
    "text",
    [
        "Ah, crap, that I do. I should look at a map whenever I talk about them.",
        "Edit: Flipped the names. They are now correct.",
    ],
)
def test_the_model_case_gets_nothing(text: str) -> None:
    assert tone.judge(MODEL, text).attention < MODEL.thresholds.log_at


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from("you are a stupid idiot . ! not the cat fuck I".split()), max_size=40).map(" ".join)
)
def test_what_is_shown_sums_to_what_is_decided(text: str) -> None:
    found = tone.explanation(MODEL, text)
    if found.score.abstained:
        return
    attention = found.score.attention
    total = found.intercept + sum(share.log_odds for share in found.shares)

    assert total == pytest.approx(found.log_odds, abs=1e-6)
    assert 1 / (1 + math.exp(-total)) == pytest.approx(attention, abs=1e-6)


def test_a_batch_scores_as_one_by_one_does() -> None:
    texts = cases("abusive")[:10] + cases("innocent")[:10]
    fresh = shelf.load()

    assert tone.judge_many(MODEL, texts) == [tone.judge(fresh, text) for text in texts]


def test_reasons_are_words_of_the_text_strongest_first() -> None:
    text = "> kind words\n\nShut up, you worthless piece of shit."
    reasons = tone.judge(MODEL, text).reasons

    assert "worthless" in [text[reason.start : reason.end] for reason in reasons]
    assert [abs(reason.weight) for reason in reasons] == sorted(
        (abs(reason.weight) for reason in reasons), reverse=True
    )


def test_ignored_words_count_for_nothing() -> None:
    text = "You worthless muppet."
    plain, ignored = tone.explanation(MODEL, text), tone.explanation(MODEL, text, ignore_words=frozenset({"worthless"}))

    assert ignored.score.attention < plain.score.attention
    assert [share.log_odds for share in ignored.shares if share.ignored] == [0.0]


def test_without_a_word_is_what_the_rest_scores() -> None:
    found = tone.explanation(MODEL, "You worthless muppet.")
    strongest = max(found.shares, key=lambda share: share.log_odds)

    assert strongest.without is not None
    assert strongest.without < found.score.attention


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das ist doch wirklich eine sehr schlechte Idee, finde ich.", "de"),
        ("Je pense que c'est une mauvaise idée pour tout le monde.", "fr"),
        ("Ты прав, мост уже открыт, спасибо всем за помощь.", "ru"),
        ("これはとても良い考えだと思います", "ja"),
    ],
)
def test_other_languages_are_not_judged(text: str, language: str) -> None:
    score = tone.judge(MODEL, text)

    assert (score.attention, score.language) == (0.0, language)
    assert score.abstained


@pytest.mark.parametrize("text", ["lol you muppet", "ok", "kys", "You fool.", "F*ck you", "Nope. Wrong."])
def test_short_english_is_judged(text: str) -> None:
    assert not tone.judge(MODEL, text).abstained


@pytest.mark.parametrize("text", ["", "   ", "> only a quote", "https://a.example/b", "12345 ... !!", "\U0001f600"])
def test_nothing_of_the_authors_own_is_not_judged(text: str) -> None:
    score = tone.judge(MODEL, text)

    assert score.attention == 0.0 or not score.abstained


def test_neither_scikit_learn_nor_scipy_nor_a_pickle_runs_in_the_daemon() -> None:
    code = (
        "import sys; from bot import bootstrap, cli, shelf, tone; tone.judge(shelf.load(), 'Das ist gut, you fool');"
        "print([m for m in ('sklearn', 'scipy', 'joblib', 'torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("file", ["arrays.npz", "manifest.json"])
def test_a_flipped_bit_anywhere_is_refused(tmp_path: Path, file: str) -> None:
    source = shelf.shipped() / MODEL.name
    whole = (source / file).read_bytes()
    folder = tmp_path / MODEL.name
    shutil.copytree(source, folder)
    for place in range(0, len(whole), max(1, len(whole) // 100)):
        damaged = bytearray(whole)
        damaged[place] ^= 0x04
        (folder / file).write_bytes(bytes(damaged))
        with pytest.raises(ModelError, match=r"damaged|cannot be read|another version"):
            tone.load(folder)
    (folder / file).write_bytes(whole)
    assert tone.load(folder).name == MODEL.name


def test_a_model_of_another_version_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "tone-9"
    shutil.copytree(shelf.shipped() / MODEL.name, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["versions"]["features"] = 99
    (folder / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(ModelError, match="another version of Evenkeel"):
        tone.load(folder)


def test_a_missing_model_says_what_is_there() -> None:
    with pytest.raises(ModelError, match="there: tone-3"):
        shelf.load(name="tone-99")
