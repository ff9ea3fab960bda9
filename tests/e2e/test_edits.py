"""Edits from the sandbox to a report: found with their evidence, the innocent ones left alone, and once only."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.world import World

QUESTION = "Does anybody know whether the school is open tomorrow?"
ABUSE = "You stupid fucking idiots, everybody who answered here is a worthless moron."


def test_a_bait_and_switch_is_reported_with_both_wordings(here: World) -> None:
    here.run(1)
    asked = here.say(QUESTION)
    here.say("It is, from ten o'clock.", who=here.alice, parent=asked)
    here.run(1)
    here.sandbox.state.edit(here.bob, asked, ABUSE)
    here.run(2)

    ((comment, reason),) = here.reports()
    assert comment == asked.id
    assert "turned rude" in reason
    assert 'Was: "Does anybody know' in reason
    assert 'Now: "You stupid fucking idiots' in reason
    assert "after 1 reply" in reason


def test_a_swapped_link_is_found_and_says_where_it_leads(here: World) -> None:
    here.run(1)
    linked = here.say("This helped: [the guide](https://docs.meadow.example/memory)")
    here.say("Thank you, it works.", who=here.alice, parent=linked)
    here.run(1)
    here.sandbox.state.edit(here.bob, linked, "This helped: [the guide](https://cheap-pills.gulch.example/buy)")
    here.run(1)

    (found,) = [row for row in here.findings() if row.comment.local_id == linked.id]
    assert found.findings[0].kind == "link-swap"
    assert found.edits is not None
    assert "docs.meadow.example/memory became cheap-pills.gulch.example/buy" in found.edits.evidence[0].why


def test_an_announced_correction_a_typo_and_a_wipe_are_left_alone(here: World) -> None:
    here.run(1)
    named = here.say("Three members left, and Azerbaijan was one of them.")
    spelt = here.say("The brigde is open agian.")
    gone = here.say("My name is on this and I want it gone.")
    for comment in (named, spelt, gone):
        here.say("I see, thanks.", who=here.alice, parent=comment)
    here.run(1)
    state = here.sandbox.state
    state.edit(
        here.bob,
        named,
        "Three members left, and ~~Azerbaijan~~ Armenia was one of them.\n\nEdit: Flipped the names. They are now correct.",
    )
    state.edit(here.bob, spelt, "The bridge is open again.")
    state.edit(here.bob, gone, "deleted by user")
    here.run(2)

    assert here.reports() == []
    assert [row.findings for row in here.findings() if row.call.gravity >= 2] == []


def test_the_server_saying_edited_without_an_edit_is_no_revision(here: World) -> None:
    here.run(1)
    said = here.say("Nothing happens here.")
    here.run(1)
    here.sandbox.state.edit(here.bob, said, None, language_id=37)
    here.run(1)
    here.sandbox.state.edit(here.bob, said, "Nothing happens here. ")
    here.run(1)

    assert sum(tick.tally.kept.edited for tick in here.ticks if tick.tally) == 0


def test_a_later_finding_on_a_reported_comment_becomes_a_note(here: World) -> None:
    here.run(1)
    asked = here.say(QUESTION)
    here.say("It is, from ten o'clock.", who=here.alice, parent=asked)
    here.run(1)
    here.sandbox.state.edit(here.bob, asked, ABUSE)
    here.run(2)
    here.sandbox.state.edit(here.bob, asked, "You are all worthless pathetic morons and I hope you choke.")
    here.run(2)

    assert len(here.reports()) == 1
    assert all(row.demoted for row in here.findings() if row.call == "report" and row.revision == 3)


def test_abuse_taken_out_after_a_report_is_told(here: World) -> None:
    here.run(1, report_at=0.9999, note_at=0.9999)
    said = here.say(ABUSE)
    here.say("Charming.", who=here.alice, parent=said)
    here.run(1, report_at=0.9999, note_at=0.9999)
    here.sandbox.state.report(here.alice, said, "rude")
    here.sandbox.state.edit(here.bob, said, "Let us all calm down a little.")
    here.run(2, report_at=0.9999, note_at=0.9999)

    (found,) = [row for row in here.findings() if row.revision == 2]
    assert found.edits is not None
    assert "edited-after-report" in found.edits.findings


@pytest.mark.parametrize(("reported_first", "ours"), [(True, 1), (False, 0)])
def test_an_open_report_on_the_old_text_does_not_hide_what_came(
    here: World, *, reported_first: bool, ours: int
) -> None:
    here.run(1)
    asked = here.say(QUESTION)
    here.say("It is, from ten o'clock. Thanks for asking!", who=here.alice, parent=asked)
    here.run(1)
    if reported_first:
        here.sandbox.state.report(here.alice, asked, "off topic")
    here.sandbox.state.edit(here.bob, asked, ABUSE)
    if not reported_first:
        here.sandbox.state.report(here.alice, asked, "rude")
    here.run(2)

    assert len(here.reports()) == ours
    assert all("after it was posted" in reason for _, reason in here.reports())


@pytest.mark.parametrize("ending", ["deleted", "removed"])
def test_gone_is_no_edit(here: World, ending: str) -> None:
    here.run(1)
    said = here.say("A calm sentence that stands for a while.")
    here.run(1)
    if ending == "deleted":
        here.sandbox.state.delete(here.bob, said, deleted=True)
    else:
        here.sandbox.state.remove(here.moderator, said, removed=True, reason="rule 1")
    here.run(2)

    assert sum(tick.tally.kept.edited for tick in here.ticks if tick.tally) == 0


def test_the_command_judges_histories_line_by_line(tmp_path: Path) -> None:
    start = "2026-05-01T10:00:00Z"
    history = {
        "id": "a",
        "published": start,
        "author": "ann@a.example",
        "revisions": [{"at": start, "text": QUESTION}, {"at": "2026-05-01T12:00:00Z", "text": ABUSE}],
        "replies": [{"at": "2026-05-01T10:20:00Z", "author": "bob@b.example", "text": "From ten."}],
    }
    lines = [json.dumps(history), "nope", json.dumps({"id": 2, "published": "x"})]
    command = [str(Path(sys.executable).with_name("evenkeel")), "churn", "-"]
    done = subprocess.run(
        command,
        input="\n".join(lines),
        capture_output=True,
        text=True,
        env={"EVENKEEL_HOME": str(tmp_path)},
        check=False,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 1
    assert rows[0]["findings"][0] == "bait-and-switch"
    assert rows[0]["decision"] in ("note", "report")
    assert [row.get("error") is not None for row in rows] == [False, True, True]
