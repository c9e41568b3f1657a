"""Values as registers hold them, clean and otherwise, for properties of coding and comparing."""

from __future__ import annotations

from hypothesis import strategies as st

from matchers import Record
from matchers.chinese.identity_numbers import check_digit
from matchers.chinese.profile import CHINESE
from matchers.rows import RecordRows

anything = st.text(max_size=24)
_HAN = "王李张刘陈欧阳司马诸葛单解曾区肖萧付傅伟国建军健秀英娜丽莉買力提古艾沙力麦□㐂𠮷劉張國"
_LETTERS = "zhangjianguo LiWEI ü.·・•　()（）?"
han_names = st.text(st.sampled_from(_HAN), min_size=1, max_size=4)
odd_names = st.text(st.sampled_from(_HAN + _LETTERS), max_size=16)
known_names = st.sampled_from((
    "张建国", "张健国", "張建國", "章建国", "张国建", "张建军", "王伟", "王小伟", "欧阳娜娜", "欧阳锋",
    "李子Wei", "Zhang Jianguo", "zhang jian guo", "买买提·艾力", "麦麦提．艾力", "买买提·艾力·吐尔逊",
    "艾力买买提",
    "赵新□", "赵新璟", "单雄", "善雄", "王艳（已迁）", "ouyang nana", "Muhammad",
))  # fmt: skip
names = st.one_of(known_names, han_names, odd_names, anything)


def _number(area: str, born: str, order: str) -> str:
    return area + born + order + check_digit(area + born + order)


_AREAS = st.sampled_from(("512922", "511321", "330113", "110105"))
_BORN = st.sampled_from(("19720518", "19720513", "19880101", "20050614", "19001231", "19720230"))
_ORDERS = st.sampled_from(("301", "302", "303", "007", "000"))
sound_numbers = st.builds(_number, _AREAS, _BORN, _ORDERS)


def _damaged(number: str, kind: int, place: int, digit: str) -> str:
    forms = (
        number, number.lower(), number[:place] + digit + number[place + 1 :],
        number[:place] + number[place + 1 :], number[:place] + digit + number[place:],
        number[:6] + number[8:17], number[:6] + "********" + number[14:],
        number[:14] + "****", "*" * 14 + number[14:], number[:15] + "000", f"{number[0]}.{number[1:6]}E+17",
        number[:place] + number[place : place + 2][::-1] + number[place + 2 :], f" {number[:6]} {number[6:]}",
        number.translate(str.maketrans("0123456789", "０１２３４５６７８９")), number.replace("X", "*"), "",
    )  # fmt: skip
    return forms[kind]


numbers = st.builds(
    _damaged, sound_numbers, st.integers(0, 15), st.integers(0, 17), st.sampled_from("0123456789X")
)
written_numbers = st.one_of(numbers, st.text(st.sampled_from("0123456789Xx*٣²Y "), max_size=22), anything)
dates = st.one_of(
    st.sampled_from((
        "1972-05-18", "1972-05-13", "1972-04-06", "1972/5/18", "19720518", "1972.05.18", "1972-05", "1972",
        "197205", "1972年5月18日", "农历1972年四月初六", "1988-01-01", "1972-18-05",
        "1972-81-05", "1962-05-18", "1979-05-18",
        "1900-01-01", "1972-02-30", "不详", "",
    )),
    st.dates().map(str),
    st.text(st.sampled_from("0123456789-/."), max_size=11),
    anything,
)  # fmt: skip
phones = st.one_of(
    st.sampled_from(
        ("15294928427", "15294928420", "1529492842７", "+86 15294928427", "0817-5521234", "", "无")
    ),
    st.text(st.sampled_from("0123456789-"), max_size=13),
    anything,
)
known_addresses = st.sampled_from((
    "四川省南充市南部县三官镇天井沟村3组26号", "南部县三官镇天井沟村三社二十六号", "三官镇天井沟村5组",
    "南部县",
    "四川省阆中市三官镇天井沟村3组26号", "南部县定水镇天井沟村3组26号", "南部县三官镇天井沟村3组27号",
    "浙江省杭州市临平区运河街道文化路199号枫林新村2栋602室", "临平区运河街道文化路199号2栋602室",
    "余杭区运河街道文化路199号枫林新村2幢1单元602室", "运河街道文化路199号枫林电子厂宿舍1幢312室",
    "运河街道文化路199号枫林电子厂宿舍1幢", "",
))  # fmt: skip
addresses = st.one_of(
    known_addresses, st.text(st.sampled_from("南部县镇村组号室栋路社区0123三十"), max_size=20), anything
)
_ETHNICITIES = st.sampled_from(("汉", "汉族", "01", "维吾尔族", "回", ""))
_SEXES = st.sampled_from(("男", "女", "M", " f ", "1", "", "?"))
_EMPLOYERS = st.sampled_from(("", "枫林电子厂", "枫林 电子厂", "务农"))
_COMMITTEES = st.sampled_from(("511321", "330113"))


def _records(*fields: st.SearchStrategy[str]) -> st.SearchStrategy[Record]:
    name, born, number, address, phone = fields
    return st.builds(
        Record,
        committee=_COMMITTEES,
        name=name,
        former_name=st.one_of(st.just(""), name),
        sex=_SEXES,
        ethnicity=_ETHNICITIES,
        birth_date=born,
        id_number=number,
        household_address=address,
        residence_address=address,
        phone=phone,
        employer=_EMPLOYERS,
    )


records = _records(names, dates, written_numbers, addresses, phones)
"""Whatever may stand in a register's cells."""
near_records = _records(known_names, dates, numbers, known_addresses, phones)
"""Records so much alike that pairs of them agree in many ways."""


def rows_of(registered: list[Record]) -> RecordRows:
    """Return records coded and stored."""
    rows = RecordRows(CHINESE)
    rows.append(CHINESE.code(registered), len(registered))
    return rows
