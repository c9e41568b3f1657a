"""How long letters take to print: a mixed stack of them, and one letter of 500 cases.

    .venv/bin/python -m benchmarks.letters --letters 500

The process keeps to one core. The stack goes round the kinds of letters, each with facts of its own;
inquiries and replies list as many cases as asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections.abc import Iterator
from datetime import date
from typing import Final

from dedup.letters.facts import (
    CASES_MAX,
    Finding,
    InquiryLetter,
    Letter,
    LetterCase,
    NoticeLetter,
    Office,
    QualificationCertificate,
    Remedy,
    ReplyLetter,
    RollEntry,
)
from dedup.letters.fonts import find_typefaces
from dedup.letters.press import Press

HOST: Final = Office("青石市南河区选举委员会", "周文", "0100-5550123", "青石市南河区人民路1号")
HOME: Final = Office("云岭县选举委员会", "李明", "0200-5550188", "云岭县城关镇中心街2号")
DATED: Final = date(2026, 11, 24)
DUE: Final = date(2026, 11, 30)
REMEDY: Final = Remedy(date(2026, 11, 25), DUE, date(2026, 12, 10), date(2026, 12, 15))
SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN: Final = "伟芳娜敏静秀强磊军洋勇艳杰娟涛明超霞平刚桂英文华兰玉红志国建林䶮喆珺"


def entry(number: int) -> RollEntry:
    """Return an invented voter's entry; the identity number's sequence 000 is never issued."""
    name = SURNAMES[number % len(SURNAMES)] + GIVEN[number % 31] + GIVEN[number // 31 % len(GIVEN)]
    year, month = 1950 + number % 57, 1 + number % 12
    return RollEntry(
        name=name,
        sex="男女"[number % 2],
        birth=f"{year}-{month:02d}-11",
        id_number=f"110105{year}{month:02d}110007",
        constituency=f"第{number % 90 + 1}选区",
        registered_on=f"2026-10-{number % 28 + 1:02d}",
        address=f"青石市南河区人民路{number}号院{number % 9 + 1}号楼{number % 4 + 1}单元501室",
    )


def cases(first: int, count: int) -> tuple[LetterCase, ...]:
    """Return that many cases, numbered from `first`."""
    return tuple(
        LetterCase(f"{number:012x}", entry(number), entry(number + 1), ("姓名相同", "证件号码相同"))
        for number in range(first, first + count)
    )


def stack(letters: int, cases_each: int) -> Iterator[Letter]:
    """Yield a mixed stack: inquiry, reply, two notices, certificate, and again."""
    for number in range(letters):
        some = cases(number * cases_each, cases_each)
        sign = f"〔2026〕{number + 1}号"
        match number % 5:
            case 0:
                yield InquiryLetter(f"南选函{sign}", HOST, HOME, DATED, DUE, "county", some)
            case 1:
                findings = tuple(Finding(case, "host_keeps") for case in some)
                yield ReplyLetter(
                    f"云选函{sign}", HOME, HOST, DUE, f"南选函{sign}", DATED, "county", findings
                )
            case 2:
                yield NoticeLetter(f"南选告{sign}", HOST, DATED, "county", some[0], HOME, REMEDY)
            case 3:
                yield NoticeLetter(
                    *(f"南选告{sign}", HOST, DATED, "county", some[0], HOME, REMEDY, "host_keeps"),
                    keeper=HOST.name,
                )
            case _:
                yield QualificationCertificate(
                    f"云选证{sign}", HOME, HOST, DATED, "county", entry(number), date(2026, 12, 15)
                )


def measure(letters: int, cases_each: int) -> dict[str, float]:
    """Print everything once and return what it took."""
    begun = time.perf_counter()
    press = Press(find_typefaces(system=False))
    opened = time.perf_counter()
    total_bytes = sum(len(press.pdf(letter)) for letter in stack(letters, cases_each))
    stacked = time.perf_counter()
    largest = press.pdf(
        InquiryLetter("南选函〔2026〕0号", HOST, HOME, DATED, DUE, "county", cases(0, CASES_MAX))
    )
    ended = time.perf_counter()
    return {
        "letters": letters,
        "cases_each": cases_each,
        "fonts_s": round(opened - begun, 2),
        "stack_s": round(stacked - opened, 2),
        "stack_mb": round(total_bytes / 1e6, 1),
        "one_of_500_cases_s": round(ended - stacked, 2),
        "one_of_500_cases_mb": round(len(largest) / 1e6, 1),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    """Measure on one core and print the figures as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--letters", type=int, default=500)
    asked.add_argument("--cases", type=int, default=20, help="cases in each inquiry and reply")
    options = asked.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(json.dumps(measure(options.letters, options.cases), indent=2))


if __name__ == "__main__":
    main()
