"""What each letter says: facts become sentences of the catalogue, values of the rolls are masked.

The words are neutral: two registrations look alike and are to be checked; nobody is accused.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import singledispatch

from dedup.catalogue import LANGUAGES, Language, say
from dedup.letters.facts import (
    Finding,
    InquiryLetter,
    Letter,
    LetterCase,
    NoticeLetter,
    QualificationCertificate,
    Remedy,
    ReplyLetter,
    RollEntry,
    TransferRequest,
)
from dedup.letters.legible import masked, month_of_birth
from dedup.letters.sheet import Annex, AnnexCase, AnnexRow, FactTable, Paragraph, Sheet, Stub
from dedup.masking import mask

_VALUES = ("name", "sex", "birth", "id_number", "constituency", "registered_on", "address")
_EMPTY = "—"
_Body = tuple[Paragraph | FactTable, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """The catalogue in one language."""

    language: Language

    def say(self, message: str, **facts: str) -> str:
        """Say a message of the letters."""
        return say(self.language, f"letter-{message}", **facts)

    def day(self, day: date) -> str:
        """Say a date in full."""
        month = self.say(f"month-{day.month}")
        return self.say("day", year=str(day.year), month=month, day=str(day.day))

    def paragraphs(self, *messages: str, **facts: str) -> tuple[Paragraph, ...]:
        """Say messages as paragraphs, each with the facts that it takes."""
        return tuple(Paragraph(self.say(message, **facts)) for message in messages)


def sheet(letter: Letter, language: Language, *, bilingual: bool = False) -> Sheet:
    """Return what a letter says in a language; a bilingual one has its title in the other language too."""
    written = _write(letter, Voice(language))
    if not bilingual:
        return written
    other = next(tongue for tongue in LANGUAGES if tongue != language)
    return replace(written, subtitle=_write(letter, Voice(other)).title)


@singledispatch
def _write(letter: object, voice: Voice) -> Sheet:
    raise TypeError(f"{type(letter).__name__} is no letter of {voice.language}")


@_write.register
def _inquiry(letter: InquiryLetter, voice: Voice) -> Sheet:
    count = str(len(letter.cases))
    level = voice.say(f"level-{letter.level}")
    body = (
        *voice.paragraphs("inquiry-found", level=level, count=count),
        *voice.paragraphs("inquiry-asked", until=voice.day(letter.reply_by)),
        *voice.paragraphs("inquiry-no-haste"),
        Paragraph(voice.say("inquiry-closing"), "closing"),
    )
    title = voice.say("inquiry-annex", count=count)
    cases = tuple(
        _annex_case(number, case, _asked(case, voice), voice)
        for number, case in enumerate(letter.cases, start=1)
    )
    page = _page(letter, voice, title=voice.say("inquiry-title"), body=body)
    return replace(
        page,
        head=letter.sender.name,
        salutation=voice.say("to", name=letter.recipient.name),
        attachment=voice.say("attachment", title=title),
        annex=Annex(voice.say("annex"), title, voice.say("annex-note"), _columns("asked", voice), cases),
    )


@_write.register
def _reply(letter: ReplyLetter, voice: Voice) -> Sheet:
    count = str(len(letter.findings))
    tally = Counter(finding.outcome for finding in letter.findings)
    summary = voice.say("list-mark").join(
        voice.say("reply-share", outcome=voice.say(f"outcome-{outcome}"), count=str(number))
        for outcome, number in tally.most_common()
    )
    inquiry = {"number": letter.inquiry_number, "dated": voice.day(letter.inquiry_dated)}
    body = (
        *voice.paragraphs("reply-received", level=voice.say(f"level-{letter.level}"), **inquiry),
        *voice.paragraphs("reply-summary", count=count, summary=summary),
        *voice.paragraphs("reply-disagree"),
        Paragraph(voice.say("reply-closing"), "closing"),
    )
    title = voice.say("reply-annex", count=count)
    cases = tuple(
        _annex_case(number, finding.case, _found(finding, voice), voice)
        for number, finding in enumerate(letter.findings, start=1)
    )
    page = _page(letter, voice, title=voice.say("reply-title"), body=body)
    return replace(
        page,
        head=letter.sender.name,
        salutation=voice.say("to", name=letter.recipient.name),
        attachment=voice.say("attachment", title=title),
        annex=Annex(voice.say("annex"), title, voice.say("annex-note"), _columns("found", voice), cases),
    )


@_write.register
def _notice(letter: NoticeLetter, voice: Voice) -> Sheet:
    level = voice.say(f"level-{letter.level}")
    body: _Body = (
        *voice.paragraphs("notice-found", level=level, other=letter.counterpart.name),
        _two_rolls(letter, voice),
        *_reasons(letter.case, voice),
        *_result(letter, voice),
        Paragraph(voice.say("notice-heading-remedy"), "heading"),
        *_remedy(letter.remedy, voice),
        Paragraph(voice.say("notice-closing"), "closing"),
    )
    page = _page(letter, voice, title=voice.say("notice-title"), body=body)
    voter = letter.case.ours.name if letter.case.ours else ""
    return replace(page, salutation=voice.say("to", name=masked(voter)))


def _result(letter: NoticeLetter, voice: Voice) -> tuple[Paragraph, ...]:
    if letter.outcome is None:
        return voice.paragraphs("notice-pending")
    ground = voice.say(f"ground-{letter.ground}") if letter.ground else voice.say("ground-unsaid")
    heading = Paragraph(voice.say("notice-heading-result"), "heading")
    return (heading, *voice.paragraphs(f"notice-{letter.outcome}", keeper=letter.keeper, ground=ground))


@_write.register
def _request(letter: TransferRequest, voice: Voice) -> Sheet:
    body: _Body = (
        *voice.paragraphs("request-asked", level=voice.say(f"level-{letter.level}")),
        _one_roll(letter.voter, voice),
        *voice.paragraphs("request-until", until=voice.day(letter.reply_by)),
        Paragraph(voice.say("request-closing"), "closing"),
    )
    page = _page(letter, voice, title=voice.say("request-title"), body=body)
    return replace(page, salutation=voice.say("to", name=letter.recipient.name))


@_write.register
def _certificate(letter: QualificationCertificate, voice: Voice) -> Sheet:
    facts = {"level": voice.say(f"level-{letter.level}"), "until": voice.day(letter.valid_until)}
    body: _Body = (
        *voice.paragraphs("certificate-says", level=facts["level"], host=letter.recipient.name),
        _one_roll(letter.voter, voice),
        *voice.paragraphs("certificate-valid", until=facts["until"]),
        Paragraph(voice.say("certificate-closing"), "closing"),
    )
    stub = Stub(
        title=voice.say("certificate-stub"),
        lines=(
            voice.say(
                "certificate-stub-line",
                name=masked(letter.voter.name),
                id_number=mask("id_number", letter.voter.id_number) or _EMPTY,
                host=letter.recipient.name,
                dated=voice.day(letter.dated),
            ),
        ),
        blanks=tuple(voice.say(f"certificate-{blank}") for blank in ("issued", "received", "returned")),
    )
    page = _page(letter, voice, title=voice.say("certificate-title"), body=body)
    return replace(page, salutation=voice.say("to", name=letter.recipient.name), stub=stub)


def _page(letter: Letter, voice: Voice, *, title: str, body: _Body) -> Sheet:
    return Sheet(
        language=voice.language,
        title=title,
        subtitle="",
        head="",
        number=letter.number,
        salutation="",
        body=body,
        attachment="",
        signature=letter.sender.name,
        dated=voice.day(letter.dated),
        seal=voice.say("seal"),
        contact=_contact(letter, voice),
    )


def _contact(letter: Letter, voice: Voice) -> str:
    office = letter.sender
    address = office.address if isinstance(letter, NoticeLetter) else ""
    given = (("person", office.contact), ("phone", office.phone), ("address", address))
    said = [voice.say(f"contact-{part}", value=value) for part, value in given if value.strip()]
    return voice.say("contact", parts=voice.say("list-mark").join(said)) if said else ""


def _columns(last: str, voice: Voice) -> tuple[str, ...]:
    named = ("no", "reference", "roll", *_VALUES, last)
    return tuple(voice.say(f"column-{name.replace('_', '-')}") for name in named)


def _annex_case(number: int, case: LetterCase, remarks: tuple[str, ...], voice: Voice) -> AnnexCase:
    return AnnexCase(
        number=str(number),
        reference=case.reference,
        rows=(
            AnnexRow(voice.say("side-ours"), _values(case.ours), _absent(case.ours, voice)),
            AnnexRow(voice.say("side-theirs"), _values(case.theirs), _absent(case.theirs, voice)),
        ),
        remarks=remarks,
    )


def _absent(entry: RollEntry | None, voice: Voice) -> str:
    return voice.say("absent") if entry is None else ""


def _values(entry: RollEntry | None) -> tuple[str, ...]:
    if entry is None:
        return ()
    shown = (
        *(
            masked(entry.name),
            masked(entry.sex),
            month_of_birth(entry.birth),
            mask("id_number", entry.id_number),
        ),
        *(masked(entry.constituency), masked(entry.registered_on), masked(entry.address)),
    )
    return tuple(value.strip() or _EMPTY for value in shown)


def _asked(case: LetterCase, voice: Voice) -> tuple[str, ...]:
    return tuple(voice.say(f"question-{question.replace('_', '-')}") for question in case.questions)


def _found(finding: Finding, voice: Voice) -> tuple[str, ...]:
    outcome = voice.say(f"outcome-{finding.outcome}")
    grounds = (
        [voice.say("finding-ground", ground=voice.say(f"ground-{finding.ground}"))] if finding.ground else []
    )
    remarks = [voice.say("finding-remark", remark=masked(finding.remark))] if finding.remark.strip() else []
    return (outcome, *grounds, *remarks)


def _reasons(case: LetterCase, voice: Voice) -> tuple[Paragraph, ...]:
    if not case.reasons:
        return ()
    reasons = voice.say("list-mark").join(masked(reason) for reason in case.reasons)
    return voice.paragraphs("notice-reasons", reasons=reasons)


def _two_rolls(letter: NoticeLetter, voice: Voice) -> FactTable:
    names = (letter.sender.name, letter.counterpart.name)
    sides = (_values(letter.case.ours), _values(letter.case.theirs) or (voice.say("absent"),) * len(_VALUES))
    rows = zip((voice.say(f"column-{name.replace('_', '-')}") for name in _VALUES), *sides, strict=True)
    return FactTable(((voice.say("column-roll"), *names), *rows))


def _one_roll(voter: RollEntry, voice: Voice) -> FactTable:
    labels = (voice.say(f"column-{name.replace('_', '-')}") for name in _VALUES)
    head = (voice.say("column-item"), voice.say("column-content"))
    return FactTable((head, *zip(labels, _values(voter), strict=True)))


def _remedy(remedy: Remedy, voice: Voice) -> tuple[Paragraph, ...]:
    court = remedy.court or voice.say("court")
    published = (
        voice.say("remedy-published-on", day=voice.day(remedy.published_on)) if remedy.published_on else ""
    )
    appeal = voice.say("remedy-by", day=voice.day(remedy.appeal_until)) if remedy.appeal_until else ""
    suit = voice.say("remedy-by", day=voice.day(remedy.suit_until)) if remedy.suit_until else ""
    election = (
        voice.say("remedy-election-on", day=voice.day(remedy.election_day)) if remedy.election_day else ""
    )
    return (
        *voice.paragraphs("remedy-appeal", published=published, until=appeal),
        *voice.paragraphs("remedy-suit", court=court, election=election, until=suit),
    )
