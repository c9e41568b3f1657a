"""Published and estimated shares of the Chinese population: what the model believes before it sees a roll.

Data only. Surnames: NCIIC aggregate for the first ten (2008, Han born
1930-2008) and common knowledge of the order and rounded shares of the next ninety; the first hundred hold
85.9 % (2019 report). Given names: the ten most used full names of the 2019 report.
"""

from __future__ import annotations

from typing import Final

SURNAMES_PPM: Final[dict[str, int]] = {
    "王": 74900, "李": 73700, "张": 70300, "刘": 53100, "陈": 45500, "杨": 33700, "黄": 23500,
    "赵": 21100, "吴": 20000, "周": 19600, "徐": 15500, "孙": 15300, "马": 12900, "朱": 12500,
    "胡": 12300, "郭": 12100, "何": 11800, "林": 11600, "罗": 10500, "高": 10400, "郑": 9400,
    "梁": 9000, "谢": 7700, "宋": 7600, "唐": 7200, "许": 7000, "邓": 6700, "冯": 6500,
    "韩": 6400, "曹": 6200, "曾": 5700, "彭": 5400, "萧": 5300, "蔡": 5300, "潘": 5200,
    "田": 5200, "董": 5100, "袁": 5000, "于": 4900, "余": 4700, "叶": 4600, "蒋": 4600,
    "杜": 4600, "苏": 4500, "魏": 4500, "程": 4400, "吕": 4300, "丁": 4200, "沈": 4000,
    "任": 4000, "姚": 3900, "卢": 3900, "傅": 3800, "钟": 3700, "姜": 3700, "崔": 3600,
    "谭": 3600, "廖": 3500, "范": 3500, "汪": 3400, "陆": 3300, "金": 3300, "石": 3200,
    "代": 3200, "贾": 3100, "韦": 3000, "夏": 2900, "丘": 2900, "方": 2800, "侯": 2700,
    "邹": 2700, "熊": 2600, "孟": 2500, "秦": 2500, "白": 2400, "江": 2400, "闫": 2400,
    "薛": 2300, "尹": 2300, "段": 2200, "雷": 2200, "黎": 2000, "史": 2000, "龙": 2000,
    "陶": 1900, "贺": 1900, "顾": 1800, "毛": 1800, "郝": 1800, "龚": 1700, "邵": 1700,
    "万": 1700, "钱": 1600, "严": 1600, "覃": 1600, "武": 1500, "莫": 1500, "孔": 1500,
    "汤": 1400, "向": 1400,
}  # fmt: skip
"""Folded surname (萧 for 肖, 傅 for 付, 闫, 代, 丘) → people in a million."""

SURNAME_REST_PPM: Final = 150
"""A surname outside the table: 14 % of people over some thousand names."""

GIVEN_ONE_PPM: Final = 700
"""A single-character given name within its cohort and sex, none in particular."""
GIVEN_TWO_PPM: Final = 60
"""A two-character given name within its cohort and sex, none in particular."""
GIVEN_COMMON_PPM: Final[dict[str, int]] = {
    "伟": 4500, "娜": 3900, "芳": 4200, "静": 4300, "敏": 3800, "丽": 3800, "强": 3500, "磊": 3300,
    "军": 3300, "勇": 3200, "艳": 3100, "杰": 2900, "涛": 2900, "娟": 2900, "超": 2500, "明": 2600,
    "霞": 2600, "平": 2600, "刚": 2300, "秀英": 2800, "桂英": 2300, "秀兰": 2200, "玉兰": 1800,
    "桂兰": 1700, "秀珍": 1700, "建国": 1500, "建华": 1500, "国强": 1000, "婷婷": 1200, "浩": 2000,
    "鹏": 2200, "波": 2300, "斌": 2200, "辉": 2100, "红": 2300, "玲": 2200, "燕": 2200, "梅": 2000,
    "英": 2200, "华": 2100, "俊": 1900, "飞": 1800, "雪": 1500, "欣怡": 1100, "子涵": 1500,
}  # fmt: skip
"""Well-known given names → carriers in a million, over all cohorts of the likelier sex."""
LONG_NAME_PPM: Final = 4
"""A dotted or long name as a whole."""
SOUND_FACTOR: Final = 8
"""As many names sound like a given one as bear it, times this."""
