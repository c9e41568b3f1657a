"""Addresses read a whole batch at once are read as each is read alone, whatever is in them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.chinese.address_batches import read_addresses
from matchers.chinese.coding_places import NO_ADDRESS, READ, code_addresses, read_codes
from tests.matchers.chinese.registers import addresses as any_addresses
from tests.matchers.chinese.test_addresses import COUNTIES, EVERY_COUNTY, TOWNS, VILLAGES

COMMITTEES = ("511321", "330113", "350105", "511321104", "")
_STARTS = (
    "四川省南充市南部县", "南部县", "鼓楼区", "南充市三官镇", "江苏无锡", "三官镇", "怡心街道", "西乡",
    "天井沟村", "五杭社区", "文化路", "枫林新村", "阳光花园小区", "小河边", "科技园工地", "A座", "二号桥村",
    "在外务工", "號樓",
)  # fmt: skip
_NUMBERS = ("3", "26", "502", "1203", "12345", "026", "0", "三", "二十六", "五〇一", "一百零二", "12", "7")
_WORDS = (
    "组", "社", "村民小组", "号", "号院", "号楼", "栋", "#", "-", "—", "--", "一", "单元", "室", "楼", "层",
    "弄", "巷", "号桥村", "枫林新村", "电子厂宿舍", "附", "之", "B", "路", "小区", "户", "（空）", " ", "，",
    "第", "二期", "\n",
)  # fmt: skip
composed = st.builds(
    lambda starts, parts: "".join(starts) + "".join(map("".join, parts)),
    st.lists(st.sampled_from(_STARTS), max_size=4),
    st.lists(st.tuples(st.sampled_from(_NUMBERS), st.sampled_from(_WORDS)), max_size=5),
)
addresses = st.one_of(composed, any_addresses)
CORPUS = [raw for raw, _ in (*VILLAGES, *TOWNS, *COUNTIES)]


def assert_read_as_alone(raws: list[str], committees: list[str]) -> None:
    filler = [f"三官镇天井沟村{number}组" for number in range(1, 10)]  # few are read one by one
    coded = code_addresses([*raws, *filler], [*committees, *["511321"] * len(filler)])
    for i, (raw, committee) in enumerate(zip(raws, committees, strict=True)):
        alone = read_codes(raw, committee) if raw else NO_ADDRESS
        assert tuple(int(coded[part][i]) for part in READ) == alone, raw


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(addresses, st.sampled_from(COMMITTEES)), min_size=1, max_size=12))
def test_an_address_is_read_in_any_company_as_it_is_alone(written: list[tuple[str, str]]) -> None:
    assert_read_as_alone([raw for raw, _ in written], [committee for _, committee in written])


@pytest.mark.parametrize("committee", COMMITTEES)
def test_addresses_in_every_known_form_are_read_as_each_is_alone(committee: str) -> None:
    assert_read_as_alone(CORPUS, [committee] * len(CORPUS))


def test_every_county_is_read_as_it_is_alone() -> None:
    raws = [f"{county}{rest}" for county in EVERY_COUNTY for rest in ("", "石坝镇天井沟村3组26号")]
    assert_read_as_alone(raws, ["511321"] * len(raws))


def test_every_tail_is_read_after_every_kind_of_start() -> None:
    starts = (
        "",
        "三官镇",
        "天井沟村",
        "天井沟村小河边",
        "文化路",
        "五杭社区文化路",
        "枫林新村",
        "文化路枫林新村",
        "电子厂宿舍",
    )
    tails = [raw[at:] for raw in CORPUS for at, sign in enumerate(raw) if sign.isdigit()]
    raws = [start + tail for start in starts for tail in tails]
    assert_read_as_alone(raws, ["511321"] * len(raws))


def test_few_addresses_of_the_usual_forms_are_left_to_the_scalar_reader() -> None:
    raws = [raw for raw, _ in VILLAGES]
    left = [raws[i] for i in np.flatnonzero(read_addresses(raws).scalar)]
    assert left == ["天井沟村3组026号", "托克扎克镇1村2组"]  # a zero first, and a number in a name
