"""Documentation that names things names all of them."""

import re
from pathlib import Path

from bot.events import Event

ROOT = Path(__file__).parents[2]


def test_every_log_event_is_explained_and_none_is_invented() -> None:
    text = (ROOT / "docs" / "reference" / "contracts.md").read_text()
    told = set(re.findall(r"`([a-z-]+\.[a-z-]+)`", text.split("## Logs")[1]))

    assert told == {event.value for event in Event}


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        (page.name, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text())
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_the_page_of_coverage_says_the_times_that_the_code_has() -> None:
    from bot import coverage, discover
    from bot.revisit import urgent, view
    from bot.revisit.plan import REST_S

    text = " ".join((ROOT / "docs" / "why" / "coverage.md").read_text().split())
    answer, case, nearly = (
        " and ".join(f"{wait.seconds // 60}" for wait in waits)
        for waits in (urgent.AFTER_ANSWER, urgent.AFTER_CASE, urgent.AFTER_NEARLY)
    )

    for told in (
        f"in the last {view.MARKED_FOR.days} days | {answer} minutes later",
        f"noted or reported by Evenkeel | {case} minutes later",
        f"nearly stood out | {nearly} minutes later",
    ):
        assert told in text
    assert (discover.ROUND_EVERY_S, discover.AUDIT_EVERY_S, REST_S) == (15 * 60, 12 * 60, 60)
    assert (discover.HORIZON.days, discover.MOST_GAPS, coverage.ENOUGH_AUDITED, view.MARKED) == (4, 20, 20, 20)


def test_the_model_card_is_the_one_that_its_manifest_makes() -> None:
    import json

    from bot import shelf
    from bot.training import card

    for name in shelf.names(shelf.shipped()):
        folder = shelf.shipped() / name
        assert (folder / "card.md").read_text() == card.render(json.loads((folder / "manifest.json").read_text()))
