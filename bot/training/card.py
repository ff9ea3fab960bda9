"""The card that goes with a model, in plain words, from its manifest: nothing in it is typed in."""

from collections.abc import Callable
from typing import Any

from bot.training.dataset import CORPORA
from bot.training.threshold import BASE_RATE, CAPS, KINDS, SMALL_CAPS

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

| calm comments, nothing fitted to them or chosen on them | comments | reported | upper bound (95 %) | noted |
|---|---|---|---|---|
{alarms}

Much of what is reported there was called neutral by those who labelled it and is rude all the same; it counts as a
false alarm here.

| our own cases | cases | reported | at least noted |
|---|---|---|---|
{cases}

All cases were written before the model was fitted. Tunable ones took part in choosing thresholds and in writing
further rows to train on; the frozen half did not. The abusive ones are there to be found.

## Where the thresholds come from
Each is the lowest at which at most {report_cap:.2%} (report) and {note_cap:.2%} (note) of every group of calm comments
would be alarmed, and at most {report_small:.0%} and {note_small:.0%} of our own hard cases:
{calm}.

{unsupported}
The figures below pool those groups as healthy talk: civil {civil:.0%}, heated {heated:.0%}, friendly swearing
{friendly:.0%}, mentions of identities {identity:.0%}. Recall is that of {bad:,} bad comments of the pool's Reddit
corpora that no weight was fitted to. Brackets hold the lower 95 % bound.

| from | calm alarmed (at most) | recall | right at 1 % bad | right at 2 % | right at 5 % | alerts in 1,000 |
|---|---|---|---|---|---|---|
{table}

## What it misses
| parts that no weight was fitted to | comments | bad | ranking (AUC) | bad ones reported | bad ones at least noted |
|---|---|---|---|---|---|
{ranking}

It misses most of what is veiled, ironic, or only bad in its context, and much that swears at things rather than
people. That is the price of few false alarms. Where a corpus calls nearly all swearing uncivil (reddit_incivility),
sparing friendly swearing means missing what it labels.

## Is it as sure as it says?
Where {base_rate:.0%} of comments are bad, in the three highest bins of at least 100 comments:

| part | comments | from | shown | observed |
|---|---|---|---|---|
{calibration}

{brier}

## Heads
{heads}. Profanity is a head of its own: swearing alone is no attack. Attention, which decides, sums
{attention}.

## Data
A larger model read the texts below once and said how each reads (models/teacher-1 holds those numbers, no text); the
light model was fitted to what it said. None of the texts is in the model, which holds numbers for hashed words, and for
the word pieces of a public vocabulary. The larger model has seen the texts that are called held out here, and none of
the dev parts.

{data}
- rows written by ourselves (bot/training/patterns.py)

Labels were given by strangers to these communities, in other years, partly on sites rougher than yours. Words that
people of some group use of themselves may still be taken for abuse; the frozen cases watch for that and cannot
prove it.

Versions: {versions}; fitted with scikit-learn {sklearn}, seed {seed}.
"""


_ADAPTED = """# {name}

{prior}, the model that it started from, moved towards {comments:,} labelled comments of a community. It says how
probable it is that a moderator would want to see a comment, and which words made it think so. It reports nothing by
itself: a moderator decides.

**Use it** in the community whose labels these are. **Do not use it** to remove comments or punish people without a
person looking, to rate people, in other communities, or for languages other than English.

## Where it reports
Reports from {report_at:.1%}, notes from {note_at:.1%}: as the model before it, or higher where calm
comments asked for it. Percentages hold where about {base_rate:.0%} of comments deserve a look.

## What the labels moved
| head | yes | no | how freely its words moved |
|---|---|---|---|
{moved}

## What it is worth
On {held_out:,} comments of the same community that were held out:

| label | comments | yes | ranking (AUC) before | after | Brier score before | after | of the rate alone |
|---|---|---|---|---|---|---|---|
{held}

Brier scores are mean squared errors of the probabilities where {base_rate:.0%} are yes. Held-out comments are few and
come from the same labellers: other people may see them otherwise.

| frozen cases that come with Evenkeel | before | after |
|---|---|---|
| abuse told from harmless talk (AUC) | {before[auc]:.3f} | {after[auc]:.3f} |
| abusive cases at least noted | {before[found]:.0%} | {after[found]:.0%} |
| harmless cases noted | {before[noted]:.1%} | {after[noted]:.1%} |
| harmless cases reported | {before[reported]:.1%} | {after[reported]:.1%} |

## Data
Labels: {files}. {wordless}
Its prior was fitted to:

{data}
- rows written by ourselves (bot/training/patterns.py)

No text is in the model, which holds numbers for hashed words and for the word pieces of a public vocabulary.

Versions: {versions}; fitted with scikit-learn {sklearn}, seed {seed}.
"""


def render(manifest: Row) -> str:
    """Markdown for people who decide whether to trust the model."""
    return _adapted(manifest) if "community" in manifest else _shipped(manifest)


def _adapted(manifest: Row) -> str:
    community, figures = manifest["community"], manifest["figures"]
    wordless = community["wordless"]
    return _ADAPTED.format(
        name=manifest["name"],
        prior=manifest["prior"]["name"],
        comments=community["comments"],
        held_out=community["held_out"],
        base_rate=manifest["base_rate"],
        moved="\n".join(
            f"| {head} | {row['yes']:,} | {row['no']:,} | {_FREELY.get(row['strength'], row['strength'])} |"
            for head, row in community["moved"].items()
        ),
        held="\n".join(_held(label, row) for label, row in figures["held_out"].items()),
        files=", ".join(f"{name} (SHA-256 {digest[:16]})" for name, digest in community["files"].items()),
        wordless=f"{wordless:,} lines held no words of their own and taught nothing." if wordless else "",
        data=_sources(manifest),
        **figures["standing"],
        **manifest["thresholds"],
        **_made(manifest),
    )


_FREELY = {0.0: "not at all, only how much they weigh together", 0.2: "a little", 2.0: "much"}


def _held(label: str, row: Row) -> str:
    before, after = row["before"], row["after"]
    cells = [
        label,
        f"{after['comments']:,}",
        f"{after['yes']:,}",
        f"{before['auc']:.3f}",
        f"{after['auc']:.3f} ± {after['auc_spread_95']:.3f}",
        f"{before['brier']:.4f}",
        f"{after['brier']:.4f}",
        f"{after['brier_of_the_rate']:.4f}",
    ]
    return f"| {' | '.join(cells)} |"


def _sources(manifest: Row) -> str:
    return "\n".join(f"- {name}: {CORPORA[name]}" for name in manifest["data"])


def _made(manifest: Row) -> dict[str, Any]:
    return {
        "versions": ", ".join(f"{name} {number}" for name, number in manifest["versions"].items()),
        "sklearn": manifest["libraries"]["scikit-learn"],
        "seed": manifest["seed"],
    }


def _shipped(manifest: Row) -> str:
    figures = manifest["figures"]
    chosen = figures["thresholds"]
    return _CARD.format(
        name=manifest["name"],
        base_rate=manifest["base_rate"],
        alarms=_table(figures["alarms"], _alarm),
        cases=_table(figures["cases"], _case),
        ranking=_table(figures["ranking"], _rank),
        calibration=_bins(figures["calibration"]),
        brier="\n".join(
            f"Brier score on {name}: {row['brier']:.4f}; always answering {row['rate']:.0%}:"
            f" {row['brier_of_the_base_rate']:.4f}."
            for name, row in figures["calibration"].items()
        ),
        report_cap=CAPS["report"],
        note_cap=CAPS["note"],
        report_small=SMALL_CAPS["report"],
        note_small=SMALL_CAPS["note"],
        calm=", ".join(f"{name} ({row['comments']:,}, {row['kind']})" for name, row in chosen["calm"].items()),
        unsupported="".join(_unsupported(call, row) for call, row in chosen["unsupported"].items()),
        bad=chosen["bad"],
        table="\n".join(_threshold(row, manifest["thresholds"]) for row in chosen["table"]),
        attention=" ".join(f"{weight:+.2f} {head}" for head, weight in manifest["attention"].items()),
        heads=", ".join(manifest["heads"]),
        data=_sources(manifest),
        **KINDS,
        **_made(manifest),
        **manifest["thresholds"],
    )


def _unsupported(call: str, row: Row) -> str:
    needed = row["clean_comments_needed"]
    cost = f"it would take {needed:,} clean comments without one alarm" if needed else "no bad comment gets so far"
    return (
        f"That {row['target']:.0%} of {call}s are right where {BASE_RATE:.0%} of comments are bad cannot be claimed:"
        f" these comments prove {row['proved']:.0%}, and {cost}.\n\n"
    )


def _threshold(row: Row, chosen: Row) -> str:
    mark = {chosen["note_at"]: " (note)", chosen["report_at"]: " (report)"}.get(row["at"], "")
    right = [f"{row[f'precision_at_{rate}']:.0%} ({row[f'precision_at_{rate}_lower_95']:.0%})" for rate in _RATES]
    calm = f"{row['alarmed']:.2%} ({row['alarmed_upper_95']:.2%})"
    cells = [f"{row['at']:.1%}{mark}", calm, f"{row['recall']:.1%}", *right, f"{row['alerts_per_1000']:.1f}"]
    return f"| {' | '.join(cells)} |"


_RATES = ("1%", "2%", "5%")


def _bins(parts: Row) -> str:
    return "\n".join(
        f"| {name} | {row['comments']:,} | {row['from']:.1%} | {row['shown']:.1%} | {row['observed']:.1%} |"
        for name, part in parts.items()
        for row in part["bins"]
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
    auc = f"{row['auc']:.3f} ± {row['auc_spread_95']:.3f}"
    return [f"{row['comments']:,}", f"{row['bad']:,}", auc, *recall]
