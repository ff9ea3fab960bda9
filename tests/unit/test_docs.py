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


def test_the_model_card_is_the_one_that_its_manifest_makes() -> None:
    import json

    from bot import shelf
    from bot.training import card

    for name in shelf.names(shelf.shipped()):
        folder = shelf.shipped() / name
        assert (folder / "card.md").read_text() == card.render(json.loads((folder / "manifest.json").read_text()))
