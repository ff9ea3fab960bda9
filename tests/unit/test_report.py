"""The page and the lines: everything shown is escaped, nothing can run."""

from datetime import timedelta
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot import report
from bot.report import Row, Summary
from tests.builders import NOW


def row(text: str | None = "you fool", **more: object) -> Row:
    values: dict[str, object] = {
        "call": "report",
        "finding": "likely insult",
        "attention": 0.95,
        "text": text,
        "spans": ((4, 8),),
        "words": ("fool",),
        "author": "bob@here.example",
        "community": "news@here.example",
        "thread": "A thread",
        "link": "https://here.example/comment/1",
        "published": NOW - timedelta(hours=1),
        "edited": False,
        "status": "dry run: a report, not sent",
        "why": "attention 95%",
    }
    return Row(**(values | more))  # type: ignore[arg-type]


def summary(*rows: Row) -> Summary:
    return Summary(
        server="here.example",
        account="evenkeel",
        made_at=NOW,
        dry_run=True,
        communities=("news",),
        comments=10,
        edits=1,
        judged=11,
        abstained=1,
        failures=0,
        left_alone=9,
        model="tone-1",
        report_at=0.9,
        note_at=0.5,
        rows=rows,
    )


class Tags(HTMLParser):
    """Collects tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@given(st.text(max_size=200), st.text(max_size=50))
def test_nothing_that_people_write_becomes_markup(text: str, name: str) -> None:
    hostile = f"<script>alert(1)</script><img src=x onerror=y>{text}"
    page = report.render(
        summary(row(hostile, author=name + "<b>", thread=hostile, link="javascript:alert(1)", earlier_text=hostile))
    )
    tags = Tags()
    tags.feed(page)

    assert not {"script", "img", "b"} & {tag for tag, _ in tags.seen}
    assert not [attrs for _, attrs in tags.seen if any(name.startswith("on") for name in attrs)]
    assert not [attrs for tag, attrs in tags.seen if tag == "a" and (attrs["href"] or "").startswith("javascript")]


def test_the_words_are_marked() -> None:
    assert "you <mark>fool</mark>" in report.render(summary(row()))


def test_a_forgotten_text_says_so() -> None:
    assert "text no longer kept" in report.render(summary(row(None)))


def test_the_lines_tell_what_and_why() -> None:
    lines = list(report.lines(summary(row())))

    assert lines[0].startswith("Evenkeel read 10 comments")
    assert any("likely insult - bob@here.example" in line for line in lines)
    assert list(report.lines(summary()))[-1] == "Nothing stood out."
