"""The page: one file without scripts or outside resources, so that it can be opened, printed and mailed as it is."""

from html import escape

from bot.evidence import percent
from bot.report.summary import Row, Summary, headline

_STYLE = """
:root { --ink: #1f2933; --soft: #52606d; --line: #d9dee4; --paper: #fff;
  --report: #b42318; --note: #8a5a00; --log: #52606d; --mark: #ffe2ae; --back: #f5f7f9;
  --gone: #fddcd8; --come: #d3f0d8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaee; --soft: #a3aeb9; --line: #38424d; --paper: #1b2128;
  --report: #ff9a8f; --note: #f0c36b; --log: #a3aeb9; --mark: #5c4512; --back: #12171c;
  --gone: #5a2620; --come: #1e4a2b; } }
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.55 system-ui, sans-serif }
main { max-width: 54rem; margin: 0 auto; padding: 2rem 1rem 4rem }
h1 { font-size: 1.5rem; margin: 0 0 .25rem } h2 { font-size: 1.15rem; margin: 2rem 0 .75rem }
p { margin: .25rem 0 } .soft { color: var(--soft) }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .5rem; margin: 1.25rem 0;
  padding: 0 }
.figures div { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem }
.figures dt { color: var(--soft); font-size: .85rem } .figures dd { margin: 0; font-size: 1.4rem; font-weight: 600 }
article { background: var(--paper); border: 1px solid var(--line); border-left: .3rem solid var(--log);
  border-radius: .5rem; padding: .8rem 1rem; margin: .75rem 0 }
article.report { border-left-color: var(--report) } article.note { border-left-color: var(--note) }
.what { font-weight: 600 } .report .what { color: var(--report) } .note .what { color: var(--note) }
blockquote { margin: .6rem 0; padding: .1rem 0 .1rem .8rem; border-left: 2px solid var(--line); white-space: pre-wrap;
  overflow-wrap: anywhere; unicode-bidi: isolate }
del { background: var(--gone); color: inherit; border-radius: .2rem; padding: 0 .1rem;
  text-decoration-color: var(--report) }
ins { background: var(--come); color: inherit; border-radius: .2rem; padding: 0 .1rem; text-decoration: none }
.change { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0 1rem }
ul.why { margin: .3rem 0; padding-left: 1.2rem }
mark { background: var(--mark); color: inherit; border-radius: .2rem; padding: 0 .1rem }
a { color: inherit }
"""

_WHAT = {"report": "Report", "note": "Note", "log": "For the record"}


def render(summary: Summary) -> str:
    """The whole page as HTML. Every text of a person is escaped; nothing in it can run or load anything."""
    dry = (
        "Dry run: nothing was sent. This is what Evenkeel would have done."
        if summary.dry_run
        else "Evenkeel files reports here. Moderators decide; Evenkeel removes nothing."
    )
    figures = (
        ("Comments read", summary.comments),
        ("Edits seen", summary.edits),
        ("Left alone", summary.left_alone),
        ("Not judged (language, no text)", summary.abstained),
        ("Could not be read", summary.failures),
    )
    boxes = "".join(f"<div><dt>{escape(name)}</dt><dd>{number}</dd></div>" for name, number in figures)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Evenkeel on {escape(summary.server)}</title><style>{_STYLE}</style></head><body><main>
<h1>Evenkeel on {escape(summary.server)}</h1>
<p>{escape(headline(summary))}</p>
<p class="soft">{escape(dry)} Communities: {escape(", ".join(summary.communities))}.
Made {summary.made_at:%Y-%m-%d %H:%M} UTC as {escape(summary.account)}.</p>
<dl class="figures">{boxes}</dl>
{_section("Worth a report", "report", summary)}{_section("Worth a note", "note", summary)}
<h2>How to read this</h2>
<p>The percentage is the probability that a moderator would want to see the comment, as estimated by the model
{escape(summary.model)}: reported from {summary.report_at:.0%}, noted from {summary.note_at:.0%}. Marked words are
those that moved the estimate most. Evenkeel can be wrong: it does not know your community's history, irony, or what
was said elsewhere.</p>
</main></body></html>
"""


def _section(title: str, call: str, summary: Summary) -> str:
    rows = [row for row in summary.rows if row.call == call]
    body = "".join(_article(row) for row in rows) or '<p class="soft">Nothing was.</p>'
    return f"<h2>{title} ({len(rows)})</h2>{body}"


def _article(row: Row) -> str:
    edited = ", judged after an edit" if row.edited else ""
    return f"""<article class="{escape(row.call)}">
<p><span class="what">{_title(row)}</span><span class="soft">{edited}</span></p>
{_changes(row) if row.changes else f"{_earlier(row)}<blockquote>{_marked(row)}</blockquote>"}
<p class="soft">{escape(row.author)} in “{escape(row.thread)}” ({escape(row.community)}),
{row.published:%Y-%m-%d %H:%M} UTC · {_link(row.link)}</p>
<p class="soft">{escape(_sentence(row.why))} {escape(_sentence(row.status))}</p></article>
"""


def _title(row: Row) -> str:
    return escape(f"{_WHAT[row.call]}: {row.finding}, {percent(row.attention)}")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _changes(row: Row) -> str:
    """Each edit that stood out, before and after side by side, with what went and what came."""
    parts = []
    for one in row.changes:
        before, after = _with(one.before, one.gone, "del"), _with(one.after, one.come, "ins")
        parts.append(
            f'<p class="soft">{escape(_sentence("edited " + one.why))}</p><div class="change">'
            f'<div><p class="soft">Before</p><blockquote>{before}</blockquote></div>'
            f'<div><p class="soft">After</p><blockquote>{after}</blockquote></div></div>'
        )
    if row.left_behind:
        replies = "1 reply quotes" if row.left_behind == 1 else f"{row.left_behind} replies quote"
        parts.append(f"<p>{replies} words that are no longer there.</p>")
    if row.habit:
        parts.append(f"<p>{escape(row.habit)}</p>")
    told = "".join(
        f'<li>{escape(_sentence(words)[:-1])} <span class="soft">({weight:+.1f})</span></li>'
        for words, weight in sorted(row.measures, key=lambda item: -item[1])
        if abs(weight) >= 0.05
    )
    return "".join(parts) + (f'<ul class="why">{told}</ul>' if told else "")


def _earlier(row: Row) -> str:
    if row.earlier_text is None:
        return ""
    return f'<p class="soft">Before the edit:</p><blockquote class="soft">{escape(row.earlier_text)}</blockquote>'


def _link(url: str) -> str:
    """Only web addresses become links; a server could send anything as an address."""
    if url.startswith(("https://", "http://")):
        return f'<a href="{escape(url)}" rel="noreferrer">open the comment</a>'
    return escape(url)


def _marked(row: Row) -> str:
    return _with(row.text, row.spans, "mark")


def _with(text: str | None, spans: tuple[tuple[int, int], ...], element: str) -> str:
    """``text`` escaped, with an element around each span."""
    if text is None:
        return '<span class="soft">(text no longer kept)</span>'
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [escape(text[at:start]), f"<{element}>", escape(text[start:end]), f"</{element}>"]
            at = end
    return "".join([*parts, escape(text[at:])])
