from itertools import combinations

import pytest

from matchers.chinese.shapes import corners, look_alike, shapes
from matchers.chinese.tables import read_table

IN_NAMES = [
    pair
    for line in """
渐浙 未末 己已 已巳 晴睛 日曰 冶治 侯候 玮炜 炜伟 玮伟 王玉 天夫 土士 陈阵 邵邻 佳桂 莹萤
荣莹 薇微 娟涓 芳芬 婷停 俊峻 颖颍 彤丹 垚尧 琪棋 淇琪 洁结 静净 梅海 娜哪 杨扬 阳旸 茜西
瑞端 瑶遥 倩情 清晴 明朋 昌冒 昊吴 旻昊 刚钢 强弹 涛寿 凯剀 浩皓 峰锋 锋烽 鹏朋 辉晖 志忐
建健 国囯 华毕 军车 平乎 东车 林材 李季 张弦 刘浏 杜社 徐除 孙孔 胡湖 朱未 郭郑 何向 罗岁
梁粱 宋末 谢射 韩朝 唐康 冯马 于干 董重 萧肖 程呈 曹曾 袁哀 邓郑 许诈 傅博 沈沉 彭膨 吕昌
苏芬 卢户 蒋将 蔡祭 贾票 丁于 魏巍 薛辥 叶汁 余徐 潘番 戴载 夏厦 钟种 汪江 田由 任伍 姜羌
范苑 方万 石右 姚桃 谭潭 廖瘳 邹皱 熊态 金全 陆陈 郝赫 孔扎 白自 崔催 康庚 毛手 邱丘 秦泰
江红 史吏 顾硕 侯喉 孟盂 龙尤 段假 雷雪 钱线 汤杨 尹伊 黎犁 易昜 常尝 武式 乔桥 贺贸 赖懒
龚龙
""".splitlines()
    for pair in line.split()
]
"""Characters of names that people and scanners take for one another."""


def test_most_known_look_alikes_are_found() -> None:
    found = [pair for pair in IN_NAMES if look_alike(*pair)]
    assert len(found) >= 0.95 * len(IN_NAMES), sorted(set(IN_NAMES) - set(found))


def test_few_of_all_pairs_look_alike() -> None:
    surnames = "".join(read_table("surnames.txt"))
    others = (
        "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华建国秀兰玉红梅海燕文辉斌宇浩凯健俊帆雪婷慧巧美珍贞莉"
    )
    characters = sorted(set(surnames) | set(others))
    pairs = list(combinations(characters, 2))
    assert sum(look_alike(*pair) for pair in pairs) < 0.005 * len(pairs)


@pytest.mark.parametrize("pair", ["伟丽", "李王", "张陈", "强芳", "国家"])
def test_unlike_characters_are_told_apart(pair: str) -> None:
    assert not look_alike(*pair)


def test_looking_alike_goes_both_ways() -> None:
    assert all(look_alike(*pair) == look_alike(*reversed(pair)) for pair in IN_NAMES)


def test_a_rare_character_is_judged_by_its_corners() -> None:
    assert shapes("䶮") == ()
    assert corners("㭎")
    assert not look_alike("䶮", "李")


def test_no_character_is_in_more_groups_than_a_row_has_room_for() -> None:
    assert max(len(shapes(c)) for line in read_table("shapes.txt") for c in line) <= 16
