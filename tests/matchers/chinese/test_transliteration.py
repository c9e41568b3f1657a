import pytest

from matchers.chinese.transliteration import token_class

ONE_NAME = """
买买提 麦麦提 买合买提 穆罕默德 麦合麦提
阿不都 阿卜杜 阿布都 阿卜都 阿不杜
阿不都热合曼 阿卜杜热合曼 阿布都热合曼
古丽 古力 姑丽 古莉
艾合买提 艾买提 艾海提 阿合买提
吐尔逊 图尔逊 吐逊 图逊 图尔荪 吐尔荪
依布拉音 伊布拉音 易卜拉欣 伊卜拉欣 依不拉音
玉苏甫 优素甫 尤苏普 玉素甫 玉素普 尤素福
吾斯曼 乌斯曼 奥斯曼
司马义 斯马义 伊斯马依力
热依木 热一木 日依木
阿里木 阿力木
阿迪力 阿地力 阿的力 阿德力
迪丽努尔 地力努尔 迪里努尔
阿依努尔 阿衣努尔 阿伊努尔
帕提古丽 帕提姑丽 帕提古力
布海丽且 布合丽且 布海里且
热孜万古丽 热孜宛古丽 热孜万古力
吾买尔 乌买尔 吾麦尔
卡德尔 卡迪尔 喀德尔 卡地尔
巴哈尔 巴哈
沙吾提 萨吾提 沙武提
托合提 托乎提 托霍提 托赫提
肉孜 肉则 茹孜
亚森 牙生 雅森 亚生
玛依努尔 马依努尔 麦依努尔
苏来曼 苏莱曼
赛力克 赛里克 塞力克
叶尔肯 叶尔垦
帕尔哈提 帕尔哈特
努尔兰 奴尔兰
扎西 札西
卓玛 卓嘛
索朗 索南
次仁 才仁 泽仁
平措 彭措
罗布 洛布 诺布
达娃 达瓦
旦增 丹增
格桑 嘎桑 噶桑
多吉 多杰
旺堆 汪堆
乌日娜 乌仁娜 乌任娜
其其格 琪琪格 齐齐格
图雅 图亚 图娅
斯琴 斯钦
""".strip().splitlines()


@pytest.mark.parametrize("line", ONE_NAME)
def test_the_forms_of_one_name_have_one_class(line: str) -> None:
    assert len({token_class(form) for form in line.split()}) == 1


def test_different_names_have_different_classes() -> None:
    classes = [token_class(line.split()[0]) for line in ONE_NAME]
    assert len(set(classes)) == len(classes)


def test_a_class_is_its_own_class() -> None:
    for line in ONE_NAME:
        assert token_class(token_class(line.split()[0])) == token_class(line.split()[0])


def test_latin_letters_are_left_alone() -> None:
    assert token_class("Ali") == "Ali"
