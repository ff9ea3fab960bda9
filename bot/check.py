"""What a configuration would mean, before it is run: rights, visibility, and a preview of each community."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.comments import Comment, CommunityFacts, Person, Site
from bot.decisions import Call, Decision, Failure
from bot.standing import Support, support


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A community, its newest comments, and what would have been decided about them."""

    facts: CommunityFacts
    mode: str
    comments: tuple[Comment, ...]
    results: tuple[Decision | Failure, ...]


def account_lines(site: Site) -> Iterator[tuple[bool, str]]:
    """(all right, line) about server and account."""
    may = support(site.version)
    wall = "; its lists end at page 100, and it may only be read (dry run)" if may is Support.READ else ""
    yield may is not Support.NONE, f"{site.host} runs Lemmy {site.version}{wall}"
    account = site.account
    if account is None:
        yield False, "not signed in; run `evenkeel login`"
        return
    yield not account.person.banned, f"signed in as {account.person.name}"
    yield account.person.bot_account, "the account is marked as a bot (its settings on the server)"
    yield account.shows_bots, "the account sees comments of bots (its settings on the server)"
    unread = bool(account.languages) and (0 not in account.languages or len(account.languages) < len(site.languages))
    names = sorted(site.languages.get(number, "undetermined") for number in account.languages)
    yield (
        not unread,
        f"reads {', '.join(names)}; others are invisible by name" if unread else "reads every language",
    )
    yield account.blocks == 0, f"{account.blocks} blocks; the blocked are invisible in communities read by name"


def community_lines(preview: Preview, site: Site) -> Iterator[tuple[bool, str]]:
    """(all right, line) about one community."""
    community = preview.facts.community
    moderates = site.account is not None and community.actor_id in site.account.moderates
    if moderates:
        yield True, f"we moderate {community.name}; mode {preview.mode}"
    else:
        yield (
            preview.mode == "dry-run",
            (
                f"we do not moderate {community.name}: it is read by name, in dry run only; what the account's"
                " languages, blocks and the server's hiding filter out is not seen"
            ),
        )
    yield True, f"{_per_day(preview.comments)}; {_english(preview)}"
    own = site.account.person.actor_id if site.account else None
    others = [person for person in preview.facts.moderators if person.actor_id != own]
    yield True, f"reports go to {_names(others)}, to the server's admins,"
    yield True, "  and with the quoted words to the servers of the community and of the comment's author"
    calls = [result.call for result in preview.results if isinstance(result, Decision)]
    reports, notes = calls.count(Call.REPORT), calls.count(Call.NOTE)
    yield True, f"of the newest {len(calls)} comments {reports} would be reported and {notes} noted"


def _per_day(comments: Sequence[Comment]) -> str:
    if len(comments) < 2:
        return "hardly any comments"
    times = sorted(comment.published for comment in comments)
    span = max(times[-1] - times[0], timedelta(minutes=1))
    return f"about {len(comments) / (span / timedelta(days=1)):,.0f} comments a day"


def _english(preview: Preview) -> str:
    scores = [result.score for result in preview.results if isinstance(result, Decision)]
    judged = [score for score in scores if score.language]
    if not judged:
        return "no language could be told"
    return f"{sum(score.language == 'en' for score in judged) / len(judged):.0%} of the newest are in English"


def _names(people: Sequence[Person]) -> str:
    return ", ".join(person.name for person in people) or "nobody (the community has no other moderators)"
