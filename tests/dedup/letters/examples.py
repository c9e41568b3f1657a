"""Example letters: invented committees and voters; identity numbers have the impossible sequence 000."""

from __future__ import annotations

from datetime import date
from functools import cache

from dedup.letters.facts import (
    OUTCOMES,
    Finding,
    InquiryLetter,
    Letter,
    LetterCase,
    NoticeLetter,
    Office,
    Outcome,
    QualificationCertificate,
    Remedy,
    ReplyLetter,
    RollEntry,
    TransferRequest,
)
from dedup.letters.fonts import find_typefaces
from dedup.letters.press import Press

HOST = Office("青石市南河区选举委员会", "周文", "0100-5550123", "青石市南河区人民路1号")
HOME = Office("云岭县选举委员会", "李明", "0200-5550188")
ID_NUMBER = "110105199003050007"
DATED = date(2026, 11, 24)


@cache
def press() -> Press:
    """Set with the fonts of the Python package alone, so that every machine prints the same."""
    return Press(find_typefaces(system=False))


def entry(number: int = 1, name: str = "张伟明") -> RollEntry:
    return RollEntry(
        name=name,
        sex="男",
        birth="1990-03-05",
        id_number=ID_NUMBER,
        constituency=f"第{number}选区",
        registered_on="2026-10-12",
        address=f"青石市南河区人民路{number}号院3号楼501室",
    )


def case(number: int = 1, name: str = "张伟明") -> LetterCase:
    return LetterCase(f"3f2a9c{number:06x}", entry(number, name), entry(number + 1, name), ("姓名相同",))


def inquiry(*cases: LetterCase) -> InquiryLetter:
    return InquiryLetter(
        "南选函〔2026〕12号", HOST, HOME, DATED, date(2026, 11, 30), "county", cases or (case(1), case(2))
    )


def reply(*outcomes: Outcome) -> ReplyLetter:
    findings = tuple(
        Finding(case(number), outcome, "deceased" if outcome == "both_remove" else "", "本人来电确认")
        for number, outcome in enumerate(outcomes or OUTCOMES, start=1)
    )
    return ReplyLetter(
        *("云选函〔2026〕7号", HOME, HOST, date(2026, 11, 27), "南选函〔2026〕12号", DATED, "county"),
        findings,
    )


def remedy() -> Remedy:
    return Remedy(date(2026, 11, 25), date(2026, 11, 30), date(2026, 12, 10), date(2026, 12, 15))


def notice(outcome: Outcome | None = "host_keeps", about: LetterCase | None = None) -> NoticeLetter:
    return NoticeLetter(
        *("南选告〔2026〕33号", HOST, DATED, "county", about or case(), HOME, remedy(), outcome),
        ground="deceased" if outcome == "both_remove" else "",
        keeper=HOST.name,
    )


def request() -> TransferRequest:
    return TransferRequest("南选联〔2026〕5号", HOST, HOME, DATED, date(2026, 11, 30), "county", entry())


def certificate() -> QualificationCertificate:
    return QualificationCertificate(
        "云选证〔2026〕0088号", HOME, HOST, DATED, "county", entry(), date(2026, 12, 15)
    )


def letters() -> dict[str, Letter]:
    return {
        "inquiry": inquiry(),
        "reply": reply(),
        "pending notice": notice(None),
        "notice": notice(),
        "request": request(),
        "certificate": certificate(),
    }
