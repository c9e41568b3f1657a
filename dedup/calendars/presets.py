"""The rules of places, as they read in their election regulations 直接选举实施细则, each with its source.

A preset is where a committee starts; it changes what its own regulations say otherwise. The regulations that
we could read end in 2021: look for a newer text before relying on one. What no source says is our choice and
is the same everywhere: freeze one day ahead of the last correction, reply within five days, no rollover (the
Civil Code 民法典 art. 203 has one, but nobody says that it holds for election periods), appeal periods that
begin on the next day (art. 201).

>>> preset_for("310115").name
'shanghai'
>>> preset_for("110105").rules.correction_cutoff_days
1
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dedup.errors import BadRequest
from events.calendars import CertificateRule, Rules


@dataclass(frozen=True, slots=True)
class Preset:
    """The rules of one place."""

    name: str
    place: str
    """As people there write it."""
    code: str
    """What the division codes 区划代码 of its committees begin with; empty: everywhere."""
    rules: Rules
    source: str
    """Which regulation and article says so."""


def _rules(**different: object) -> Rules:
    """Return the national rules, with what a place has otherwise."""
    national = {
        "roll_days_before": 20,
        "min_residence_months": 0,
        "nonreply": "keep",
        "correction_cutoff_days": 1,
        "freeze_days": 1,
        "reply_days": 5,
        "rollover": "none",
    }
    return Rules.model_validate(national | different)


NATIONAL: Final = Preset(
    "national",
    "全国",
    "",
    _rules(),
    "选举法(2020)28、29、32条；若干规定(1983)九条二款：凭原选区选民资格证明参加现居住地选举",
)

_PLACES: Final = (
    Preset(
        "beijing",
        "北京",
        "11",
        _rules(),
        "北京市实施细则(2021)31条：外地户籍须证明；30条：公布后新迁入者仍可补登",
    ),
    Preset(
        "shanghai",
        "上海",
        "31",
        _rules(
            certificate=CertificateRule(waived_within="31"),
            correction_cutoff_days=2,
            freeze_days=2,
        ),
        "上海市实施细则(2021)20条十项：外地户籍凭证明在居住地或工作地登记；20条末款：本市户籍经全市系统登记免证明、"
        "选举委员会相互核对；25条：选举日二日前补正公布",
    ),
    Preset(
        "jiangsu",
        "江苏",
        "32",
        _rules(nonreply="suspend", must_notify_home=True),
        "宿城、建湖、启东、亭湖2021年公告与致外出选民信：凭户籍地或原单位证明，逾期未复暂不列入；"
        "江苏1986年细则：派出人员就地登记须告知原选区",
    ),
    Preset(
        "zhejiang",
        "浙江",
        "33",
        _rules(residence_permit_required=True, nonreply="suspend", late_add_cutoff_days=12),
        "浙江省实施细则(2021)27条五项：居住证加证明；29条：无法取得联系的暂时不予登记，选举日十二日前取得联系的补登",
    ),
    Preset(
        "fujian",
        "福建",
        "35",
        _rules(),
        "福建省实施细则(1998)：凭选民关系转移证明；农历生日按公历换算",
    ),
    Preset(
        "shandong",
        "山东",
        "37",
        _rules(),
        "山东省实施细则(2015)22条六项：凭证明；29条：投票前选民小组复查增减",
    ),
    Preset(
        "hunan",
        "湖南",
        "43",
        _rules(
            certificate=CertificateRule(
                alternatives=("residence_permit", "property_deed", "lease"), waived_previous_cycle=True
            ),
            min_residence_months=12,
        ),
        "双牌县2021年公告：居住一年以上，证明、居住证、房产证、租赁合同之一；已在现居住地参加过上一届的核对资格后继续登记",
    ),
    Preset(
        "guangdong",
        "广东",
        "44",
        _rules(),
        "广东省实施细则(1995，旧)：凭证明；下落不明两年以上暂不予登记，选举日前返回的补登",
    ),
    Preset(
        "chongqing",
        "重庆",
        "50",
        _rules(must_notify_home=True),
        "璧山区2021年办法：谁登记、谁告知；同一级人大只能在一个选区参加选举",
    ),
)

PRESETS: Final[Mapping[str, Preset]] = {preset.name: preset for preset in (NATIONAL, *_PLACES)}


def preset_for(committee: str) -> Preset:
    """Return the preset of the place that a committee's code lies in; the national one elsewhere."""
    return next((preset for preset in _PLACES if committee.startswith(preset.code)), NATIONAL)


def preset_named(name: str) -> Preset:
    """Return a preset by its name. Raises BadRequest when there is none."""
    try:
        return PRESETS[name.strip().casefold()]
    except KeyError:
        raise BadRequest("preset-unknown", preset=name, known=", ".join(PRESETS)) from None
