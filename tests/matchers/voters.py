"""Invented voters: a model citizen to vary in examples, and small crowded rolls for properties."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from matchers import Record
from matchers.chinese.identity_numbers import check_digit


def number(area: str, born: str, order: str) -> str:
    """Build a valid identity number."""
    return area + born + order + check_digit(area + born + order)


ZHANG = Record(
    committee="511321",
    name="张建国",
    sex="男",
    ethnicity="汉族",
    birth_date="1972-05-18",
    id_number=number("512922", "19720518", "301"),
    household_address="四川省南充市南部县三官镇天井沟村3组26号",
    residence_address="四川省南充市南部县三官镇天井沟村3组26号",
    phone="15294928427",
)
ABROAD = replace(
    ZHANG,
    committee="330113",
    sex="M",
    ethnicity="汉",
    household_address="南部县三官镇天井沟村三社二十六号",
    residence_address="浙江省杭州市临平区运河街道文化路199号枫林新村2栋602室",
    phone="13065626329",
)
"""The same man on a host committee's roll."""

_NAMES = (
    "张建国",
    "张健国",
    "章建国",
    "张建军",
    "张国建",
    "張建國",
    "李娜",
    "丽娜",
    "买买提·艾力",
    "麦麦提艾力",
    "□建国",
    "欧阳娜",
    "",
)
_BORN = (
    "1972-05-18",
    "19720518",
    "1972-05",
    "1972",
    "1972-05-13",
    "1972-06-29",
    "1972年5月18日",
    "1988-01-01",
    "",
)
_AREAS = ("512922", "330113")
_ORDERS = ("301", "302")
_ADDRESSES = (
    "四川省南充市南部县三官镇天井沟村3组26号",
    "三官镇天井沟村三社26号",
    "三官镇天井沟村5组",
    "浙江省杭州市临平区运河街道文化路199号枫林新村2栋602室",
    "",
)


def _damage(text: str, kind: int) -> str:
    match kind:
        case 1:
            return text[:9] + str((int(text[9]) + 1) % 10) + text[10:]
        case 2:
            return text[:10] + "****" + text[14:]
        case 3:
            return text[:15] + "000"
        case 4:
            return text[:7] + text[8:]
        case 5:
            return text[:6] + text[8:17]
        case 6:
            return ""
        case _:
            return text


numbers = st.builds(
    lambda area, born, order, kind: _damage(number(area, born, order), kind),
    st.sampled_from(_AREAS),
    st.sampled_from(("19720518", "19880101")),
    st.sampled_from(_ORDERS),
    st.integers(0, 8),
)
voters = st.builds(
    Record,
    committee=st.sampled_from(("511321", "330113")),
    name=st.sampled_from(_NAMES),
    former_name=st.sampled_from(("", "", "", "张建国")),
    sex=st.sampled_from(("男", "女", "M", "")),
    ethnicity=st.sampled_from(("汉", "维吾尔族", "")),
    birth_date=st.sampled_from(_BORN),
    id_number=numbers,
    household_address=st.sampled_from(_ADDRESSES),
    residence_address=st.sampled_from(_ADDRESSES),
    phone=st.sampled_from(("15294928427", "15294928420", "")),
    employer=st.sampled_from(("", "枫林电子厂")),
    basis=st.sampled_from(("household", "residence", "")),
)
rolls = st.lists(voters, min_size=2, max_size=14)
