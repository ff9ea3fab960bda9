"""From a history and the tone of its texts to what stands out: harm, openness, findings, one probability. Pure.

Every number that decides is named: the log-odds of `churn` are an intercept plus the contributions of a few measures of
harm (what the edit did to those who answered or reported) and of openness (how much of it was said or is harmless).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

from bot.churn import links, notes, replies, veiled
from bot.churn.changes import Change, Span, stem, weighs
from bot.churn.history import Case, Step
from bot.churn.intent import KINDS
from bot.churn.lexicon import HARSH, INSULTS, NEGATIONS, SLURS
from bot.churn.likeness import Likeness
from bot.churn.model import ChurnModel
from bot.churn.versions import Version, tokens_of
from bot.comments import Reply
from bot.decisions import EditEvidence, EditReason, EditScore

REPORTABLE = (
    "bait-and-switch",
    "link-swap",
    "edited-after-report",
    "rewritten-under-replies",
    "link-insertion",
    "contradictory-note",
    "churn",
)
"""Findings that may be reported, gravest first."""
TELLING = ("wiped", "reposted")
"""Findings that only inform."""

_INFORMING = frozenset(TELLING)
_REWRITTEN = "rewritten-under-replies"
_INEXCUSABLE = frozenset(("bait-and-switch", "link-swap", "link-insertion", "contradictory-note"))
_PROOF = frozenset(("link swap", "link added", "to and fro", "called out")).union(
    "bait abusive insults veiled elsewhere reported contradicted".split()
)
"""Measures that say more of a rewritten text than that it was rewritten."""
_ABUSE = frozenset(("abusive", "insults"))
"""Measures of words that are no other way of saying what stood there."""
_LOW, _HIGH = 0.008, 0.99
_RUDE = 0.075
"""Attention from which new words count as rude; far below what tone alone reports."""
_ABUSIVE = 0.25
"""Attention from which they are abuse."""
_RUDEST = 2.5
"""Log-odds above that from which ruder makes no difference."""
_JUMP = 0.86
"""Log-odds by which they must be ruder than what stood before."""
_COLDER = 0.5
"""Log-odds by which words that are not rude yet are less kind than what stood before."""
_COLDEST = 2.5
"""Log-odds above that from which colder makes no difference."""
_PLAIN = 0.5
"""Measure of `bait` from which new words are rude beyond doubt."""
_MILD = 0.1
"""Attention from which taking words back counts as softening."""
_SOFTER = 0.5
"""Log-odds by which the rest must be milder."""
_SETTLED = timedelta(minutes=10)
"""Age from which a changed or added link is no afterthought any more."""
_EARLY = timedelta(minutes=30)
"""Age up to which an edit may be an afterthought, less and less."""
_AT_ONCE = 0.75
"""How far a reply that objected asked for what was changed at once."""
_ADDRESS = 60
"""Characters of an address that are told."""
_READ = 2000
"""Characters of a reply that are read for what it asks."""
_WHILE = timedelta(days=7)
_SHORTEST = 12
"""Words that a text counts as at least, where edits are weighed by its length."""
_ASIDE = 0.5
"""Measure of `contradicted` for a note that speaks of something else: it may be an oversight."""
_TO_AND_FRO = 1.5
"""How many words were touched for each that is other in the end; text that only grows has 1."""
_FEWEST_EDITS = 3
_POLISHED = 0.6
"""Share of the words of weight that each edit kept from which a text was polished, however often."""
_HALF = 0.5
"""Kept less than that, a text is another one."""
_FEW_WORDS = 5
"""Words from which that can be said of it."""
_MOSTLY = 0.6
"""Kept from which a text mostly stands."""
_AT_LENGTH = 1.2
"""How much longer a text that mostly went is where it has a purpose that it had not: cruelty needs words."""
_LITTLE_KEPT = 0.4
_CAMPAIGN = 2
"""Other comments from which the same words in them are no chance."""
_MORE_THAN_SPELT = 4
"""Words of weight that came or went from which a note of spelling says too little."""
_ENOUGH = 8
"""Words of a text that can be exchanged for another one."""
_OTHER_QUESTION = 0.3
"""Share of a question's words of weight from which it is another question."""
_IN_PART = 0.15
"""Measure of `rewritten` from which it matters that replies had agreed."""
_ANOTHER = 0.3
"""Measure of `rewritten` from which the text is another one to those who agreed."""
_ONE_NUMBER = 0.8
"""Measure of `pivot` where a number that replies name was put for another in a sentence that went with it."""
_ONE_WORD = 0.5
"""Measure of `replaced` for a single word."""
_CONTAINED = 0.4
"""Share of a shorter text's words of weight that stand in a longer one of the same subject anyway."""
_LOOSELY = 0.5
"""How much of a turned word counts in a text of which less than half stands: it may have been turned twice."""
_MOCKING = 3
"""Words put in quotation marks from which that is no chance."""
_OFTEN = 2
"""Words of contempt from which it does not matter how kind the rest sounds."""
_MOCKERY = 2
"""As how many words of contempt they count."""
_ELIDED = frozenset("cdjlmnst")
"""Letters before the apostrophe of a French or Italian article."""
_ISLAND = 5
"""Characters between two changed spans that are shown as changed with them."""


@dataclass(slots=True, kw_only=True)
class Measured:
    """Measures and findings of each step of a history, filled while it is read."""

    stranded: tuple[int, ...]
    kinds: list[dict[str, float]]
    values: list[dict[str, float]]
    """Of each step the measures that are not 0."""
    found: dict[int, list[str]] = field(default_factory=dict)
    suspected: set[int] = field(default_factory=set)
    """Steps that put another text in place of the answered one, and not a kinder one."""
    open: set[int] = field(default_factory=set)
    """Steps that nobody is reported for: announced, only added to, made milder, emptied, or of spelling and format."""
    doubtful: set[int] = field(default_factory=set)
    """Nor for these: they put the text in other words and nothing proves that it says something else now, or they were
    announced in words that we may not have understood."""

    @property
    def spared(self) -> bool:
        """All that was found is in such steps, and is none of what an announcement does not excuse."""
        return all(
            number in self.doubtful or (number in self.open and not _INEXCUSABLE.intersection(names))
            for number, names in self.found.items()
            if not _INFORMING.issuperset(names)
        )

    def worst(self, weights: Mapping[str, float]) -> int:
        """The step that decides: the highest log-odds of those where something reportable was found, else of all."""
        found = [step for step, names in self.found.items() if not _INFORMING.issuperset(names)]
        return max(
            sorted(found) or range(len(self.values)),
            key=lambda step: sum([weights[name] * value for name, value in self.values[step].items()]),
        )

    def ever(self, *names: str) -> bool:
        """Whether any of the measures stands out at any step."""
        return any(not values.keys().isdisjoint(names) for values in self.values)

    def set(self, step: int, name: str, value: float) -> None:
        if value > 0.0:
            self.values[step][name] = float(value)

    def find(self, step: int, finding: str) -> None:
        if finding not in self.found.setdefault(step, []):
            self.found[step].append(finding)


def judge(case: Case, attention: Sequence[float], model: ChurnModel) -> EditScore:
    """``attention``: tone's probabilities for ``history.texts_of(case)``, in that order; 0 where it abstained."""
    return judge_many([case], [attention], model)[0]


def judge_many(cases: Sequence[Case], attentions: Sequence[Sequence[float]], model: ChurnModel) -> list[EditScore]:
    """The same for many histories, in the same order."""
    measured = measure_many(cases, attentions, model)
    return [_score(case, found, model) for case, found in zip(cases, measured, strict=True)]


def _score(case: Case, measured: Measured, model: ChurnModel) -> EditScore:
    if not case.steps:
        return EditScore(churn=0.0, harm=0.0, openness=1.0, kind="none")
    worst = measured.worst(model.weights)
    _leave_out_repeated(measured, len(case.steps), worst)
    parts = _reasons(measured.values[worst], model)
    harm = sum(part.weight for part in parts if part.axis == "harm")
    openness = -sum(part.weight for part in parts if part.axis == "openness")
    found = {finding for names in measured.found.values() for finding in names}
    reportable = tuple(name for name in REPORTABLE if name in found)
    return EditScore(
        churn=_chance(model.intercept + harm - openness) if reportable else 0.0,
        harm=_chance(model.intercept + harm),
        openness=_chance(openness - model.openness_middle),
        kind=_kind(case, measured),
        findings=(*reportable, *(name for name in TELLING if name in found)),
        disclosed=any(step.announced for step in case.steps) and not measured.ever("contradicted"),
        stranded=measured.stranded,
        intercept=model.intercept,
        reasons=parts,
        evidence=tuple(_evidence(case, number, names) for number, names in sorted(measured.found.items())),
        edits=len(case.steps),
        spared=bool(reportable) and measured.spared,
    )


def _leave_out_repeated(measured: Measured, across: int, worst: int) -> None:
    """What was found of all edits together stays where it decides, or has a name that none of them has."""
    named = {name for number, names in measured.found.items() if number != across for name in names}
    if worst != across and named.issuperset(measured.found.get(across, ())):
        measured.found.pop(across, None)


def measure_many(cases: Sequence[Case], attentions: Sequence[Sequence[float]], model: ChurnModel) -> list[Measured]:
    """The measures that churn's log-odds are made of, and what was found at which step, for each history."""
    kinds = iter(model.kinds_of([step.change for case in cases for step in case.judged]))
    return [
        _measure_case(case, attention, list(islice(kinds, len(case.judged))), model.likeness)
        for case, attention in zip(cases, attentions, strict=True)
    ]


def _measure_case(
    case: Case, attention: Sequence[float], kinds: list[dict[str, float]], likeness: Likeness
) -> Measured:
    tones = [_odds(chance) for chance in attention]
    versions, pieces = tones[: len(case.versions)], tones[len(case.versions) :]
    stranded = replies.stranded(case.history.replies, case.versions[:-1], case.versions[-1])
    found = Measured(stranded=tuple(stranded), kinds=kinds, values=[{} for _ in case.judged])
    if not case.steps:
        return found
    for number, step in enumerate(case.judged):
        piece, gone = pieces[2 * number], pieces[2 * number + 1]
        whole = piece if step.left_out else versions[step.later]
        tone = Tones(versions[step.earlier], whole, piece, gone)
        _measure(found, number, step, tone=tone, kinds=kinds[number])
        values = found.values[number]
        if values.get("rewritten", 0.0) > _ANOTHER and _ABUSE.isdisjoint(values) and not _hindsight(step.change):
            found.set(number, "restated", likeness.restated(step.change) * step.change.figures_kept)
        elif "agreed" in values and values.get("replaced") == _ONE_WORD and "pivot" not in values:
            values["agreed"] *= 1.0 - likeness.restated(step.change)  # a better word is like the one it was put for
    _measure_stranded(found, case, stranded)
    _measure_elsewhere(found, case)
    _measure_churn(found, case)
    _excuse_before(found, len(case.steps))
    _name(found)
    found.doubtful = {number for number, step in enumerate(case.judged) if _is_doubtful(step, found.values[number])}
    return found


def _is_doubtful(step: Step, values: Mapping[str, float]) -> bool:
    """Whether nothing proves that an edit deceives.

    All that counts against it is that other words stand there, one of which may be a "not"; or a note seems to speak of
    something else; or signs were put around words; or it gives way to replies that asked for it or objected.
    """
    if values.get("contradicted") == _ASIDE or step.change.spelling or step.change.formatting:
        return True
    asked = values.get("prompted", 0.0) >= 1.0 or ("objected" in values and not step.denied)
    if asked and _PROOF.isdisjoint(values):
        return True
    turned = "pivot" in values and step.change.kept >= _MOSTLY
    faint = values.get("bait", 0.0) < _PLAIN
    reworded = "rewritten" in values or "replaced" in values
    return reworded and not turned and _PROOF.isdisjoint(values.keys() - {"bait"} if faint else values)


def _name(sums: Measured) -> None:
    """A switch, where a less kind text came silently."""
    for number in sums.suspected:
        if "disclosed" not in sums.values[number]:
            sums.find(number, "bait-and-switch")


def _excuse_before(sums: Measured, edits: int) -> None:
    """What is announced excuses what was changed before it as well, never what comes after."""
    told = False
    for number in reversed(range(edits)):
        values = sums.values[number]
        if told and _INEXCUSABLE.isdisjoint(sums.found.get(number, ())):
            values["disclosed"] = 1.0
            sums.open.add(number)
        told = told or "disclosed" in values


def _odds(chance: float) -> float:
    chance = min(max(chance, _LOW), _HIGH)
    return math.log(chance / (1 - chance))


_RUDE_ODDS = _odds(_RUDE)
_ABUSIVE_ODDS = _odds(_ABUSIVE)
_MILD_ODDS = _odds(_MILD)


class Tones(NamedTuple):
    """Log-odds of attention around one edit."""

    before: float
    after: float
    piece: float
    """Of the sentences that words came into."""
    gone: float
    """Of the sentences that words went from."""

    @property
    def rude(self) -> float:
        """The ruder of the new whole and what came."""
        return max(self.after, self.piece)

    @property
    def was_rude(self) -> float:
        """The ruder of the old whole and what went."""
        return max(self.before, self.gone)


def _measure(sums: Measured, number: int, step: Step, *, tone: Tones, kinds: Mapping[str, float]) -> None:
    """Take one edit's measures; an edit in grace has none but tone."""
    change = step.change
    contradicted = _contradicts(step, tone, kinds) or _ASIDE * _turns_something_else(step)
    hidden = change.flips > 0 and not change.lost & HARSH
    softened = not (hidden or step.denied) and (
        _softens(change, tone, step.replies) or bool(step.replies and _takes_contempt_back(step))
    )
    open_note = step.announced and not contradicted
    _measure_tone(sums, number, step, tone)
    if softened and not step.reported:
        sums.set(number, "softened", 1.0)
    if softened or open_note or change.wiped or change.append_only or change.spelling or change.formatting:
        sums.open.add(number)
    if step.grace:
        return
    if change.wiped:
        sums.find(number, "wiped")
    _measure_openness(sums, number, step, open_note=open_note)
    if step.called_out and not open_note and not change.spelling:
        sums.set(number, "called out", 1.0)
        if step.replies and not change.wiped:
            sums.find(number, _REWRITTEN)
    _measure_links(sums, number, step, open_note=open_note)
    if step.reported and _matters(change, softened=softened, kinds=kinds) and not open_note:
        sums.set(number, "reported", 1.0)
        sums.find(number, "edited-after-report")
    if contradicted:
        sums.set(number, "contradicted", contradicted)
        sums.find(number, "contradictory-note")
    if step.replies and step.stands and (step.reported or not softened):
        _measure_answered(sums, number, step, kinds, open_note=open_note)


def _measure_openness(sums: Measured, number: int, step: Step, *, open_note: bool) -> None:
    """What speaks for an edit."""
    change = step.change
    rude = "bait-and-switch" in sums.found.get(number, ())
    excused = change.note.link and any(links.calls_broken(text) for text in _read(step))
    lured = not excused and any(_suspicion(*pair) >= 1.0 for pair in change.swapped_links)
    lured = lured or (bool(change.added_links) and _baits(change.added_links, step))
    sums.set(number, "disclosed", open_note and not lured and not rude)
    sums.set(number, "surface", (change.spelling or change.formatting) and not (rude or step.reported))
    sums.set(number, "appended", change.append_only and not (change.added_links or change.swapped_links) and not rude)
    prompted = replies.prompted(step.asked, change)
    if step.age <= _EARLY and replies.all_objected(step.asked):
        prompted = max(prompted, _AT_ONCE)
    if prompted < 1.0 and change.added_links and any(links.asks_for_link(text) for text in _read(step)):
        prompted = 1.0
    if prompted and not (step.denied or _hindsight(change)):
        sums.set(number, "prompted", prompted)
    sums.set(number, "wiped", change.wiped)
    sums.set(number, "early", 1.0 - step.age / _EARLY)


def _hindsight(change: Change) -> bool:
    """Whether a text that says what will come says something else now: nobody asked for that."""
    other = bool(change.pivots or change.replaced) or change.kept < _HALF
    return other and notes.predicts(change.before.raw) and notes.predicts(change.after.raw)


def _measure_tone(sums: Measured, number: int, step: Step, tone: Tones) -> None:
    """Whether what came is ruder than what stood before."""
    if not step.stands or (step.grace and not step.replies):
        return
    late = 1.0 if step.replies or step.age > _SETTLED else 0.6
    ruder = step.change.inserted and tone.rude >= _RUDE_ODDS and tone.rude - tone.before >= _JUMP
    if ruder and not veiled.speaks_of_machines(step.piece):
        sums.set(number, "bait", late * min(0.2 + (tone.rude - _RUDE_ODDS) / _RUDEST, 1.2))
        sums.find(number, "bait-and-switch")
        sums.set(number, "abusive", late * min(max(tone.rude - _ABUSIVE_ODDS, 0.0) / _RUDEST, 2.0))
    came = [_unelided(token) for swap in step.change.counted for token in swap.came]
    insults = INSULTS.intersection(came).difference(step.change.before.tokens)
    if step.left_out:
        insults = insults.intersection(map(_unelided, tokens_of(step.piece)))
    if insults:
        sums.set(number, "insults", late * min((len(insults) + len(insults & SLURS)) / 2, 1.5))
        sums.find(number, "bait-and-switch")
    menaces = veiled.menaces(step.piece, step.change.before.raw, step.change.after.raw)
    mocks = 0 if step.announced or not step.replies or step.change.mocked < _MOCKING else _MOCKERY
    despises = veiled.despises(step.piece, step.change.before.raw) + mocks
    if menaces or despises:
        sums.set(number, "veiled", late * min((2 * menaces + despises) / 4, 1.0))
    colder = tone.rude - tone.before >= _COLDER
    if menaces or despises >= _OFTEN or (despises and colder):
        sums.find(number, "bait-and-switch")
    if not step.replies or step.announced or step.change.wiped:
        return
    if colder:
        sums.set(number, "colder", min((tone.rude - tone.before) / _COLDEST, 1.0))
    another = step.change.kept < _HALF and step.change.before.words >= _FEW_WORDS
    addressed = another and veiled.addresses(step.piece, step.change.before.raw)
    sums.set(number, "addressed", addressed)
    if another and (addressed or colder):
        sums.suspected.add(number)


def _unelided(token: str) -> str:
    """A word without the article before it: "enculés" of "d'enculés"."""
    return token[2:] if token[1:2] == "'" and token[0] in _ELIDED else token


def _softens(change: Change, tone: Tones, answers: Sequence[Reply]) -> bool:
    """Rude or harsh words were taken back and none came; with what sounds rude and is not, people agree."""
    milder = tone.was_rude >= _MILD_ODDS and tone.was_rude - tone.rude >= _SOFTER
    if milder and not any(notes.agrees(reply.text) for reply in answers):
        return True
    gained = {_unelided(token) for token in change.gained}
    return bool(change.lost & HARSH) and not gained & HARSH and tone.rude < _RUDE_ODDS


def _takes_contempt_back(step: Step) -> bool:
    """Words of contempt went and none came."""
    if not step.gone or not veiled.despises(step.gone, step.change.after.raw):
        return False
    return not veiled.despises(step.piece, step.change.before.raw)


def _measure_answered(sums: Measured, number: int, step: Step, kinds: Mapping[str, float], *, open_note: bool) -> None:
    """What an edit did to those who had answered."""
    change = step.change
    if change.wiped or change.append_only or change.spelling or change.formatting or _translated(step):
        return
    pivots = change.pivots
    if not pivots and _renumbers(step):
        pivots = _ONE_NUMBER
    stays = max(change.kept, change.content_kept)
    rewritten = max(0.0, 0.75 - stays) / 0.75 if change.before.words >= _FEW_WORDS else 0.0
    rewritten *= 1.0 - max(0.0, change.condensed - _CONTAINED) / (1.0 - _CONTAINED)
    taken_up = min(replies.answered(step.replies, change), 3)
    most = 1.0 if sums.values[number].get("prompted", 0.0) >= 1.0 else 2.0  # what was asked for is one correction
    sums.set(number, "pivot", min(pivots, most) * (_LOOSELY if change.kept < _HALF else 1.0))
    replaced = 2 if step.denied and change.lost and change.gained else min(change.replaced, 2)
    sums.set(number, "replaced", replaced / 2)
    question = change.asked if change.asked >= _OTHER_QUESTION else 0.0
    sums.set(number, "question", question)
    sums.set(number, "rewritten", rewritten)
    if pivots or rewritten or replaced:
        sums.set(number, "taken up", taken_up / 2)
    if pivots or rewritten > _IN_PART or replaced:
        sums.set(number, "agreed", min(sum(notes.agrees(reply.text) for reply in step.replies), 2) / 2)
    if pivots or rewritten > _ANOTHER or replaced:
        sums.set(number, "objected", min(sum(notes.objects(reply.text) for reply in step.replies), 2) / 2)
    if rewritten > _HALF and "agreed" in sums.values[number]:
        sums.suspected.add(number)
    sums.set(number, "meaning", kinds["meaning"])
    felt = "agreed" in sums.values[number] or (taken_up and rewritten)
    grave = pivots or replaced or question or rewritten > _ANOTHER or felt
    if grave and not open_note:
        sums.find(number, _REWRITTEN)
        if change.kept < _MOSTLY and change.after.words > _AT_LENGTH * change.before.words:
            sums.suspected.add(number)
        if "agreed" in sums.values[number] and (pivots or replaced or rewritten > _ANOTHER) and number not in sums.open:
            sums.suspected.add(number)


def _renumbers(step: Step) -> bool:
    """Whether a number that replies name was put for another, or what they chose by number stands under another."""
    change = step.change
    if not change.is_list and replies.cites(step.replies, change.numbers[0]):
        return True
    return change.renumbered and replies.chooses(step.replies, change.before)


def _translated(step: Step) -> bool:
    """Whether other letters stand there, or hardly a word is left and somebody had asked for another language."""
    change = step.change
    other = change.kept < _LITTLE_KEPT and change.other_language
    return change.translated or (other and any(notes.asks_for_translation(reply.text) for reply in step.asked))


def _measure_links(sums: Measured, number: int, step: Step, *, open_note: bool) -> None:
    change = step.change
    if not step.stands:
        return
    late = step.age > _SETTLED
    if change.swapped_links and (late or step.replies):
        bad = max(_suspicion(old, new) for old, new in change.swapped_links)
        broken = any(links.calls_broken(text) for text in _read(step))
        if not ((open_note or broken) and bad < 1.0):
            trap = bad >= 1.0 and bool(step.replies)
            sums.set(number, "link swap", 0.5 + 0.5 * bad + 0.25 * trap)
            sums.find(number, "link-swap")
    if step.replies and change.account and not (open_note and change.account < 1.0):
        sums.set(number, "link swap", 0.5 + 0.5 * change.account)
        sums.find(number, "link-swap")
    known = {link.domain for link in change.before.links}
    fresh = [link for link in change.added_links if link.domain not in known]
    if fresh and late:
        bad = _lure(fresh, step)
        if bad and not (open_note and bad < 1.0):
            sums.set(number, "link added", bad)
            sums.find(number, "link-insertion")


def _lure(added: Sequence[links.Link], step: Step) -> float:
    """0 for what people cite, 1 for a shop or a shortener; in between for a site that nobody asked for; the highest."""
    unknown = [link for link in added if not links.is_reference(link.domain)]
    if not unknown:
        return 0.0
    if any(links.asks_to_buy(text) for text in _read(step)):
        return 0.1
    if links.promotes(step.piece[:_READ]):
        return 1.0
    if any(links.sells(link) or links.is_shortener(link.domain) for link in unknown):
        return 1.0
    broken = any(links.calls_broken(text) for text in _read(step))
    mended = broken and all(links.is_same_file(link, step.change.before.links) for link in unknown)
    if mended or any(links.asks_for_link(text) for text in _read(step)):
        return 0.0
    wanted = all(links.hosts_copies(link) for link in unknown) or links.is_source(step.piece[:_READ])
    return 0.2 if wanted or broken else 0.8


def _baits(added: Sequence[links.Link], step: Step) -> bool:
    """Whether a link that nobody asked for leads to what sells, asks for a password, or hides where it leads."""
    asked = any(links.asks_for_link(text) for text in _read(step))
    return not asked and _lure(added, step) >= 1.0


def _read(step: Step) -> Iterator[str]:
    """How each reply begins: whoever asks or complains does so early."""
    return (reply.text[:_READ] for reply in step.asked)


def _suspicion(old: links.Link, new: links.Link) -> float:
    """0 for a swap between sites that people cite, 1 for a shop, a shortener, or a site that looks like the old one."""
    if (links.sells(new) and not links.sells(old)) or links.is_shortener(new.domain):
        return 1.0
    if old.domain != new.domain and OSA.distance(old.domain, links.read_as(new.domain), score_cutoff=2) <= 2:
        return 1.0
    return 0.2 if links.is_reference(new.domain) or links.hosts_copies(new) else 0.6


def _matters(change: Change, *, softened: bool, kinds: Mapping[str, float]) -> bool:
    """Whether a report now shows something else than what was reported."""
    if any(token in HARSH for swap in change.counted for token in swap.went):
        return True
    if change.spelling or change.formatting or change.append_only:
        return False
    return (
        softened
        or change.replaced > 0
        or change.wiped
        or change.kept < 0.8
        or change.pivots > 0
        or kinds["meaning"] > 0.5
    )


def _contradicts(step: Step, tone: Tones, kinds: Mapping[str, float]) -> bool:
    """A note claims spelling or format while meaning, tone or a link changed, or tells of less than was turned."""
    change = step.change
    note = change.note
    if change.wiped or change.spelling or change.struck or step.edits > 1:
        return False
    if not note.surface:
        return note.small and _says_too_little(change)
    rude = tone.rude - tone.before >= _JUMP and tone.rude >= _RUDE_ODDS
    lured = any(_suspicion(*pair) >= 0.6 for pair in change.swapped_links) or _lure(change.added_links, step) >= 0.8
    if rude or (lured and not note.link):
        return True
    if change.mistyped:
        return False
    named = set(tokens_of(note.text))
    came = {token for swap in change.counted for token in swap.came}
    if change.gained & named or named & (change.numbers[0] | change.numbers[1]) or came & named & NEGATIONS:
        return False
    return _changes_more_than_spelling(change, kinds)


def _changes_more_than_spelling(change: Change, kinds: Mapping[str, float]) -> bool:
    more = max(len(change.lost), len(change.gained)) >= _MORE_THAN_SPELT and not change.note.wording
    if change.append_only:
        return more
    turned = change.negations or change.turned or change.names[0] or change.numbers[0] or change.exchanged
    replaced = change.lost and change.gained and not change.note.wording
    rewritten = change.kept < 0.7 and change.before.words >= _ENOUGH and kinds["meaning"] > 0.4
    return bool(turned or rewritten or (replaced and kinds["surface"] < 0.5) or (more and kinds["surface"] < 0.3))


def _says_too_little(change: Change) -> bool:
    """Beside what a note tells of, a clause was turned or most of the text exchanged."""
    came = {token for swap in change.counted for token in swap.came}
    if came & set(tokens_of(change.note.text)) & NEGATIONS:
        return False
    gone = change.before.words >= _ENOUGH and max(change.kept, change.content_kept) < 0.5
    return change.flips > 0 or gone


def _turns_something_else(step: Step) -> bool:
    """Under replies something was turned of which a note that puts nothing right does not speak."""
    change = step.change
    if step.edits > 1 or not (step.replies and change.note.beside and change.pivots):
        return False
    told = {stem(token) for token in tokens_of(change.note.text)}
    return all(
        stem(token) not in told for swap in change.counted for token in (*swap.went, *swap.came) if weighs(token)
    )


def _measure_stranded(sums: Measured, case: Case, stranded: Sequence[int]) -> None:
    """Replies that quote what is gone weigh on the edit that took it away."""
    if not stranded:
        return
    guilty = [n for n, step in enumerate(case.steps) if step.replies and not step.grace and step.change.deleted]
    if not guilty:
        return
    last = guilty[-1]
    step = case.steps[last]
    if step.change.wiped or step.change.spelling:
        return
    sums.set(last, "stranded", min(len(stranded), 2))
    if not step.announced and not sums.ever("softened"):
        sums.find(last, _REWRITTEN)


def _measure_elsewhere(sums: Measured, case: Case) -> None:
    """The newest edit put words into this comment that the author put into others too."""
    last = case.steps[-1]
    change, number = last.change, len(case.steps) - 1
    placed = change.append_only or change.added_links or change.swapped_links or change.kept < _LITTLE_KEPT
    if case.history.elsewhere < _CAMPAIGN or not placed or change.wiped or last.announced:
        return
    sums.set(number, "elsewhere", min(case.history.elsewhere, 4) / 4)
    sums.values[number].pop("appended", None)
    sums.open.discard(number)
    sums.find(number, "link-insertion" if change.added_links or change.swapped_links else "churn")


def _measure_churn(sums: Measured, case: Case) -> None:
    """Edits to and fro: the same text again, or many of weight within a day."""
    canons = [version.canon for version in case.versions]
    seen: dict[str, int] = {}
    reverts = 0
    for number, canon in enumerate(canons):
        if canon in seen and number - seen[canon] > 1 and _differs(case.steps[number - 1].change):
            reverts += 1
            sums.find(number - 1, "churn")
        seen[canon] = number
    late = [
        step
        for step in case.steps
        if not (step.grace or step.change.append_only or step.change.spelling or step.change.formatting)
        and not step.announced
        and not step.change.is_list
    ]
    longest = max(_SHORTEST, *(len(version.tokens) for version in case.versions))
    gross = sum(step.change.touched for step in late)
    dense = len(late) >= _FEWEST_EDITS and late[-1].at - late[0].at <= _WHILE and gross >= longest
    dense = dense and min(step.change.content_kept for step in late) < _POLISHED
    if dense:
        net = Indel.distance(late[0].change.before.tokens, late[-1].change.after.tokens)
        dense = gross >= _TO_AND_FRO * net
    if dense:
        sums.find(len(case.steps) - 1, "churn")
    sums.set(
        max((step for step, names in sums.found.items() if "churn" in names), default=0),
        "to and fro",
        min(reverts + dense, 2.0),
    )


def _differs(change: Change) -> bool:
    """Whether an edit is more than a sign or a letter."""
    return bool(change.swapped_links) or (not (change.spelling or change.formatting) and change.touched >= 2)


_WORDS = {
    "bait": ("harm", "new words are ruder than what stood before"),
    "pivot": ("harm", "a negation, a number or a name was changed under replies"),
    "rewritten": ("harm", "much was rewritten under replies"),
    "replaced": ("harm", "words of weight were put for others under replies"),
    "question": ("harm", "a question was changed under its answers"),
    "abusive": ("harm", "new words are abuse"),
    "insults": ("harm", "new words are insults"),
    "veiled": ("harm", "words threaten, endanger, speak of people with contempt, or are mocked by quotation marks"),
    "colder": ("harm", "new words are less kind than what replies had answered"),
    "addressed": ("harm", "words at somebody stand where replies had answered other words"),
    "agreed": ("harm", "replies had agreed with what it said before"),
    "objected": ("harm", "replies had objected to what it said before"),
    "taken up": ("harm", "replies answer words that are gone"),
    "stranded": ("harm", "replies quote words that are gone"),
    "meaning": ("harm", "the edit reads like a change of meaning"),
    "link swap": ("harm", "a link leads to another site, or an address to somebody else"),
    "link added": ("harm", "a link was added long after"),
    "to and fro": ("harm", "the text went to and fro"),
    "elsewhere": ("harm", "the same words were put into other comments too"),
    "called out": ("harm", "somebody said that it was changed behind their back"),
    "reported": ("harm", "it was changed after a report"),
    "contradicted": ("harm", "the note says less than what was changed"),
    "disclosed": ("openness", "the change is announced"),
    "appended": ("openness", "something was only added"),
    "surface": ("openness", "only spelling or format changed"),
    "prompted": ("openness", "replies had asked for it"),
    "restated": ("openness", "words that went are said in like words"),
    "early": ("openness", "it was changed soon after it was posted"),
    "softened": ("openness", "rude words were taken back"),
    "wiped": ("openness", "the text was emptied"),
}
MEASURES = tuple(_WORDS)


def axis_of(measure: str) -> str:
    """ "harm" or "openness"."""
    return _WORDS[measure][0]


def words_of(measure: str) -> str:
    """A measure as people are told of it."""
    return _WORDS[measure][1]


def _reasons(values: Mapping[str, float], model: ChurnModel) -> tuple[EditReason, ...]:
    return tuple(
        EditReason(name=name, axis=axis, weight=model.weights[name] * values[name], words=words)
        for name, (axis, words) in _WORDS.items()
        if values.get(name) and model.weights[name]
    )


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(min(log_odds, 50.0), -50.0)))


def _kind(case: Case, sums: Measured) -> str:
    """The gravest kind: what turned a meaning counts as meaning, what is only spelling as surface."""
    found = "surface"
    for step, chances in zip(case.judged, sums.kinds, strict=True):
        change = step.change
        if change.formatting or change.spelling:
            continue
        meant = change.pivots or change.swapped_links or change.wiped or change.kept < 0.4
        kind = "meaning" if meant else max(KINDS, key=lambda name: chances[name])
        found = max(found, kind, key=KINDS.index)
    return "meaning" if sums.ever("bait", "insults", "veiled") else found


def _evidence(case: Case, number: int, findings: Sequence[str]) -> EditEvidence:
    step = case.judged[number]
    change = step.change
    return EditEvidence(
        findings=tuple(findings),
        at=step.at,
        earlier=case.numbers[step.earlier],
        later=case.numbers[step.later],
        gone=_shown(change.before, change.deleted, [old for old, _ in change.swapped_links]),
        come=_shown(change.after, change.inserted, [*(new for _, new in change.swapped_links), *change.added_links]),
        replies_before=len(step.replies),
        why=_why(step, case.history.elsewhere if step is case.steps[-1] else 0),
    )


def _shown(version: Version, spans: Sequence[Span], changed: Sequence[links.Link]) -> tuple[tuple[int, int], ...]:
    """Spans of the raw text, links too; those with hardly a word between them are one, which reads better."""
    parts = [(version.begin(first), version.end(last - 1)) for first, last in spans]
    for link in changed:
        at = version.raw.find(link.written)
        parts += [(at, at + len(link.written))] if at >= 0 else []
    found: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if found and start - found[-1][1] <= _ISLAND:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _why(step: Step, elsewhere: int) -> str:
    answered = len(step.replies)
    after = "before any reply" if not answered else "after 1 reply" if answered == 1 else f"after {answered} replies"
    links_ = "; ".join(f"{_brief(old)} became {_brief(new)}" for old, new in step.change.swapped_links[:2])
    too = f"the same was put into {elsewhere} other comments of the author" if elsewhere >= _CAMPAIGN else ""
    together = f"{step.edits} edits taken together, the last one " if step.edits > 1 else ""
    when = f"{together}{age_words(step.age)} after it was posted, {after}"
    return "; ".join(part for part in (when, links_, too) if part)


def _brief(link: links.Link) -> str:
    """Where a link leads, its beginning: an author must not fill a report with an address."""
    return link.target if len(link.target) <= _ADDRESS else f"{link.target[: _ADDRESS - 1]}…"


def age_words(age: timedelta) -> str:
    """An age as people say it."""
    seconds = max(age.total_seconds(), 0.0)
    for size, name in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = round(seconds / size)
            return f"{number} {name}" if number == 1 else f"{number} {name}s"
    return "less than a minute"
