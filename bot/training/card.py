"""The card that goes with a model, in plain words, from its manifest: nothing in it is typed in."""

from collections.abc import Callable
from typing import Any

from bot.training.dataset import CORPORA

Row = dict[str, Any]

_CARD = """# {name}

A light model of tone for English comments. It says how probable it is that a moderator would want to see a comment,
and which words made it think so. It reports nothing by itself: a moderator decides.

**Use it** to draw moderators' attention to likely insults, attacks on groups of people, and threats.
**Do not use it** to remove comments or punish people without a person looking, to rate people, or for languages other
than English.

## Where it reports
Reports from {report_at:.1%}, notes from {note_at:.1%}. Percentages hold where about {base_rate:.0%} of comments deserve
a look.

| calm comments, nothing fitted to them | comments | reported | upper bound (95 %) | noted |
|---|---|---|---|---|
{alarms}

Thresholds were chosen on these same calm comments, so the table shows what was asked for, not an independent proof.
The cases of our own below that are marked frozen were not read for it.

| our own cases | cases | reported | at least noted |
|---|---|---|---|
{cases}

## What it misses
| nothing fitted to them | comments | bad | ranking (AUC) | bad ones reported | bad ones at least noted |
|---|---|---|---|---|---|
{ranking}

It misses most of what is veiled, ironic, or only bad in its context, and much that swears at things rather than
people. That is the price of few false alarms.

## Heads
{heads}. Profanity is a head of its own: swearing alone is no attack.

## Data
Fitted to the texts below; none of them is in the model, which holds numbers for hashed words only.

{data}
- rows written by ourselves (bot/training/patterns.py)

Labels were given by strangers to these communities, in other years, partly on sites rougher than yours. Words that
people of some group use of themselves may still be taken for abuse; the frozen cases watch for that and cannot
prove it.

Versions: {versions}; fitted with scikit-learn {sklearn}, seed {seed}.
"""


def render(manifest: Row) -> str:
    """Markdown for people who decide whether to trust the model."""
    figures = manifest["figures"]
    return _CARD.format(
        name=manifest["name"],
        base_rate=manifest["base_rate"],
        alarms=_table(figures["alarms"], _alarm),
        cases=_table(figures["cases"], _case),
        ranking=_table(figures["ranking"], _rank),
        heads=", ".join(manifest["heads"]),
        data="\n".join(f"- {name}: {CORPORA[name]}" for name in manifest["data"]),
        versions=", ".join(f"{name} {number}" for name, number in manifest["versions"].items()),
        sklearn=manifest["libraries"]["scikit-learn"],
        seed=manifest["seed"],
        **manifest["thresholds"],
    )


def _table(rows: dict[str, Row], cells: Callable[[Row], list[str]]) -> str:
    return "\n".join(f"| {' | '.join([name, *cells(row)])} |" for name, row in rows.items())


def _alarm(row: Row) -> list[str]:
    upper, noted = row["reported_share_upper_95"], row["noted_share"]
    return [f"{row['comments']:,}", str(row["reported"]), f"{upper:.2%}", f"{noted:.2%}"]


def _case(row: Row) -> list[str]:
    return [str(row["cases"]), str(row["reported"]), str(row["noted"])]


def _rank(row: Row) -> list[str]:
    recall = [f"{row['recall_at_report']:.1%}", f"{row['recall_at_note']:.1%}"]
    return [f"{row['comments']:,}", f"{row['bad']:,}", f"{row['auc']:.3f}", *recall]
