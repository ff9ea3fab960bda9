"""What moderators did about comments, kept as verdicts: the raw material of later labels."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot import revisit
from bot.comments import ActorId, LocalId, ModlogLine, OpenReport
from bot.decisions import Verdict, VerdictKind
from bot.ports import Archive, Lookout, Moderation

NEW_REPORT = timedelta(minutes=15)
"""What was reported so short a time ago is read again at once: its text may be changed before anybody looks."""


def verdict_of_report(report: OpenReport, *, own: ActorId) -> Verdict | None:
    """A report of ours that a moderator resolved; None for anything else."""
    if report.reporter != own or not report.resolved or report.resolver in (None, own):
        return None
    return Verdict(
        key=f"report:{report.report_id}:resolved",
        kind=VerdictKind.RESOLVED,
        comment_ap_id=report.comment_ap_id,
        community=report.community,
        moderator=report.resolver,
        at=report.updated or report.published,
    )


def verdict_of_modlog(line: ModlogLine, *, own: ActorId) -> Verdict | None:
    """A removal or restore by a person; our own lines (notes) are no verdicts."""
    if line.moderator == own:
        return None
    return Verdict(
        key=f"modlog:{line.line_id}",
        kind=VerdictKind.REMOVED if line.removed else VerdictKind.RESTORED,
        comment_ap_id=line.comment_ap_id,
        community=line.community,
        moderator=line.moderator,
        at=line.at,
        reason=line.reason,
    )


def collect(
    moderation: Moderation,
    archive: Archive,
    lookout: Lookout,
    *,
    now: datetime,
    own: ActorId,
    communities: Mapping[ActorId, LocalId],
    moderating: bool,
) -> int:
    """Read the newest page of reports and of each mod log; how many verdicts were new.

    ``moderating``: whether we moderate anything; only then does the server show reports.
    """
    verdicts = []
    if moderating:
        reports = note_reports(moderation, archive, own=own, communities=communities)
        lookout.ask(revisit.after_report(_just_reported(reports, own=own, now=now), now))
        verdicts += [verdict_of_report(report, own=own) for report in reports]
    for local_id in communities.values():
        verdicts += [verdict_of_modlog(line, own=own) for line in moderation.modlog(local_id, page=1)]
    ours = [verdict for verdict in verdicts if verdict is not None and verdict.community in communities]
    return archive.add_verdicts(ours)


def note_reports(
    moderation: Moderation, archive: Archive, *, own: ActorId, communities: Mapping[ActorId, LocalId]
) -> list[OpenReport]:
    """Read the newest page of reports, and remember which comments others reported, and when."""
    reports = [report for report in moderation.reports(page=1) if report.community in communities]
    archive.note_reports([report for report in reports if report.reporter != own])
    return reports


def _just_reported(reports: Sequence[OpenReport], *, own: ActorId, now: datetime) -> list[LocalId]:
    return [
        report.comment_local_id
        for report in reports
        if not report.resolved and report.reporter != own and now - report.published < NEW_REPORT
    ]
