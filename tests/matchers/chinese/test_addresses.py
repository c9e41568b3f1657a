"""What an address is read as. Places are compared by sound, so the tables below give them in characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.chinese.address_words import sound_of
from matchers.chinese.addresses import NO_ADDRESS, Address, read_address
from matchers.chinese.tables import read_table

NAMES = ("township", "village", "hamlet", "road", "estate")
DOORS = ("group", "number", "annex", "building", "unit", "room")
FULL = read_address("四川省南充市南部县三官镇天井沟村3组26号")


def described(address: Address) -> dict[str, str]:
    """Return the parts given, but for the county and what is derived from others."""
    return {part: getattr(address, part) for part in (*NAMES, *DOORS) if getattr(address, part)}


def expected(text: str) -> dict[str, str]:
    """Return the parts that a line of the table asks for."""
    pairs = [pair.split("=") for pair in text.split()]
    return {part: sound_of(value) if part in NAMES else value for part, value in pairs}


VILLAGES = [
    ("三官镇天井沟村三组", "township=三官镇 village=天井沟村 group=3"),
    ("三官镇天井沟村原3社", "township=三官镇 village=天井沟村 group=3"),
    ("三官乡天井沟村村民委员会3组26号", "township=三官镇 village=天井沟村 group=3 number=26"),
    ("天井沟村第三村民小组26号", "village=天井沟村 group=3 number=26"),
    ("天井沟村小河边3组5号", "village=天井沟村 hamlet=小河边 group=3 number=5"),
    ("天井沟村十二组一百零六号", "village=天井沟村 group=12 number=106"),
    ("天井沟村3组26号附1号", "village=天井沟村 group=3 number=26 annex=1"),
    ("天井沟村三组二十六号附一号", "village=天井沟村 group=3 number=26 annex=1"),
    ("天井沟村3组26-1号", "village=天井沟村 group=3 number=26 annex=1"),
    ("天井沟村3组026号", "village=天井沟村 group=3 number=26"),
    ("金桥大队3小队", "village=金桥村 group=3"),
    ("八一村3组12号", "village=八一村 group=3 number=12"),
    ("王家庄3组", "hamlet=王家庄 group=3"),
    ("石家庄村3组", "village=石家庄村 group=3"),
    ("三官镇镇东村3组", "township=三官镇 village=镇东村 group=3"),
    ("某某镇二号桥村5组", "township=某某镇 village=二号桥村 group=5"),
    ("桃城镇大岭社区渌尧屯12号", "township=桃城镇 village=大岭社区 hamlet=渌尧屯 number=12"),
    ("胡族铺镇迎水村李老庄组", "township=胡族铺镇 village=迎水村 hamlet=李老庄"),
    ("唐江镇卢屋村上屋小组", "township=唐江镇 village=卢屋村 hamlet=上屋"),
    ("甘旗卡镇巴彦嘎查", "township=甘旗卡镇 village=巴彦嘎查"),
    ("王府街道办事处南营居委会", "township=王府街道 village=南营社区"),
    ("托克扎克镇1村2组", "township=托克扎克镇 village=一村 group=2"),
    ("丈八沟街道西姜村四排12号", "township=丈八沟街道 village=西姜村 hamlet=四排 number=12"),
]
TOWNS = [
    ("解放路224号", "road=解放路 number=224"),
    ("中山路26号附2号", "road=中山路 number=26 annex=2"),
    ("中山路12号之三", "road=中山路 number=12 annex=3"),
    ("中山路12号之3", "road=中山路 number=12 annex=3"),
    ("中山路二十六号", "road=中山路 number=26"),
    ("蜀北大道１２３号", "road=蜀北大道 number=123"),
    ("阳光花园3-2-501", "estate=阳光花园 building=3 unit=2 room=501"),
    ("阳光花园3—2—501", "estate=阳光花园 building=3 unit=2 room=501"),
    ("阳光花园3-501", "estate=阳光花园 building=3 room=501"),
    ("和平小区3号楼2单元501", "estate=和平小区 building=3 unit=2 room=501"),
    ("和平小区3幢2单元501室", "estate=和平小区 building=3 unit=2 room=501"),
    ("和平小区三栋二单元五〇一室", "estate=和平小区 building=3 unit=2 room=501"),
    ("和平小区3座2单元501房", "estate=和平小区 building=3 unit=2 room=501"),
    ("和平小区3#楼2单元501户", "estate=和平小区 building=3 unit=2 room=501"),
    ("和平小区3楼2门501", "estate=和平小区 building=3 unit=2 room=501"),
    ("和平3栋501", "estate=和平 building=3 room=501"),
    ("幸福里小区二期8#1-502", "estate=幸福里小区二期 building=8 unit=1 room=502"),
    ("龙景花园5栋B单元1203房", "estate=龙景花园 building=5 unit=B room=1203"),
    ("河西社区A座1203室", "village=河西社区 building=A room=1203"),
    ("B3栋502", "building=B3 room=502"),
    ("12号院3号楼2单元501", "number=12 building=3 unit=2 room=501"),
    ("幸福路3号院5-3-201", "road=幸福路 number=3 building=5 unit=3 room=201"),
    ("黄河南大街20-1号3-5-2", "road=黄河南大街 number=20 annex=1 building=3 unit=5 room=2"),
    ("七莘路1588弄23号401室", "road=七莘路 number=1588 building=23 room=401"),
    ("五四路89号置地广场18层1801", "road=五四路 estate=置地广场 number=89 room=1801"),
    ("文化路199号枫林新村2幢602室", "road=文化路 estate=枫林新村 number=199 building=2 room=602"),
    ("五杭社区文化路199号", "village=五杭社区 road=文化路 number=199"),
    ("乌沙社区新村三巷5号", "village=乌沙社区 road=新村三巷 number=5"),
    ("乌沙社区新村3巷5号", "village=乌沙社区 road=新村三巷 number=5"),
    ("中关村南大街5号院7号楼", "road=中关村南大街 number=5 building=7"),
    ("民乐一区66栋302", "estate=民乐一区 building=66 room=302"),
    ("兴泰公寓2门503", "estate=兴泰公寓 unit=2 room=503"),
    ("友好北路20号15栋1单元301号", "road=友好北路 number=20 building=15 unit=1 room=301"),
    ("一百零二室", "room=102"),
    ("12-1号", "number=12 annex=1"),
    ("新华路12（临街）", "road=新华路 number=12"),
]
COUNTIES = [
    ("四川省南充市南部县三官镇", "511321"),
    ("南部县三官镇", "511321"),
    ("四川南充南部三官镇", "511321"),
    ("南充地区南部县三官区", "511321"),
    ("南充市南布县三官镇", "511321"),
    ("浙江省杭州市临平区星桥街道", "330110"),
    ("浙江省余杭县临平镇", "330110"),
    ("杭州余杭区星桥街道", "330110"),
    ("成都市双流县黄水镇", "510116"),
    ("四川成都双流怡心街道", "510116"),
    ("北京市崇文区前门街道", "110101"),
    ("北京市市辖区大兴区东风乡", "110115"),
    ("通县张家湾镇", "110112"),
    ("上海市南汇区周浦镇", "310115"),
    ("上海浦东新区周浦镇", "310115"),
    ("四川省垫江县龙泉镇", "500231"),
    ("重庆市县垫江县龙泉镇", "500231"),
    ("广东省东莞市长安镇", "441900"),
    ("海南省儋县那大镇", "460400"),
    ("湖北省襄樊市襄阳区张湾镇", "420607"),
    ("安徽省巢湖市居巢区夏阁镇", "340181"),
    ("凉山州美姑县巴普镇", "513436"),
    ("甘肃省临夏州东乡县锁南镇", "622926"),
    ("岫岩县河口镇", "210323"),
    ("福州市鼓楼区华大街道", "350102"),
    ("吉林市船营区大东街道", "220204"),
    ("成都市高新区中和街道", ""),
    ("鼓楼区华大街道", ""),
    ("北京朝阳门大街12号", ""),
    ("城市花园小区3栋", ""),
    ("三官镇天井沟村", ""),
    ("云梦州白鹤县三官镇", "云梦州白鹤县"),
]


@pytest.mark.parametrize(("raw", "parts"), VILLAGES + TOWNS)
def test_an_address_is_read_to_its_parts(raw: str, parts: str) -> None:
    assert described(read_address(raw)) == expected(parts)


@pytest.mark.parametrize(("raw", "county"), COUNTIES)
def test_a_county_is_read_whatever_name_it_bore(raw: str, county: str) -> None:
    assert read_address(raw).county == county


@pytest.mark.parametrize(
    "raw",
    [
        "四川省南部县三官镇天井沟村三社二十六号",
        "南部县三官镇天井沟村委会 3组 26号",
        "南充市南部县三官镇天井沟村3队26号",
        "四川省南充地区南部县三官乡天井沟村３组２６号",
        "南部县，三官镇，天景沟村（原五村），3社，26号",
    ],
)
def test_one_address_in_several_spellings_reads_alike(raw: str) -> None:
    assert read_address(raw) == FULL


def test_what_is_left_out_stays_empty() -> None:
    address = read_address("三官镇天井沟村三组")
    assert (address.county, address.number, address.place) == ("", "", FULL.place)


@pytest.mark.parametrize("raw", ["", " ", "（空）", "，"])
def test_nothing_is_no_address(raw: str) -> None:
    assert read_address(raw) == NO_ADDRESS


def test_a_county_of_many_namesakes_is_the_one_near_the_committee() -> None:
    assert read_address("鼓楼区华大街道", committee="350105").county == "350102"
    assert read_address("鼓楼区华大街道", committee="350100").county == "350102"
    assert read_address("鼓楼区华大街道", committee="511321").county == ""


@pytest.mark.parametrize("spelling", ["渌遶屯", "渌晓屯", "渌尧屯", "渌绕屯", "渌遥屯", "禄晓屯"])
def test_a_village_in_six_spellings_is_one_place(spelling: str) -> None:
    assert sound_of(spelling) == sound_of("渌遶屯")


@pytest.mark.parametrize(
    "raw",
    [
        "临平街道文化路89号临平财经学院宿舍1幢219室",
        "员工宿舍3楼",
        "第三小学",
        "怡心街道科技园工地",
        "城关派出所集体户",
    ],
)
def test_a_household_of_strangers_is_told(raw: str) -> None:
    assert read_address(raw).collective


def test_a_home_is_not_collective() -> None:
    assert not FULL.collective


def test_the_estate_is_the_place_before_the_road_and_the_village() -> None:
    address = read_address("五杭社区文化路199号枫林新村2幢602室")
    assert address.place == address.estate == sound_of("枫林新村")
    assert read_address("五杭社区文化路199号").place == sound_of("文化路")
    assert read_address("五杭社区文化路3组").place == sound_of("五杭社区")


words = st.sampled_from(
    [
        *("四川省", "南充市", "南部县", "鼓楼区", "三官镇", "西乡", "怡心街道", "天井沟村", "小区", "工地"),
        *("三社", "3组", "二十六", "26", "号", "弄", "栋", "楼", "单元", "室", "路", "巷", "第", "原"),
        *("附", "之", "-", "A", "B", ",", "（", "）"),
    ]
)
addresses = st.lists(words, max_size=14).map("".join)


@given(st.text(max_size=60) | addresses)
def test_any_text_is_read(text: str) -> None:
    assert isinstance(read_address(text), Address)


@given(addresses)
def test_width_and_spaces_make_no_difference(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "0" <= c <= "9" or "A" <= c <= "Z" else c + " " for c in text)
    assert read_address(wide) == read_address(text)


@given(st.sampled_from("一3-附号村路区县镇A（"), st.sampled_from("一3-附号村路区县镇A（"))
def test_a_very_long_text_is_read_at_once(one: str, other: str) -> None:
    assert isinstance(read_address((one + other) * 500), Address)


COUNTIES = sorted({line.split("\t")[1] for line in read_table("divisions.tsv")})
TAKEN_OVER = {"万县市"}
"""万县 was a county too, and this its prefecture's city."""


def test_after_every_county_that_there_ever_was_the_village_is_read_as_the_village() -> None:
    # 乡 in 新乡县 and 镇 in 镇平县 name no township
    village = sound_of("天井沟村")
    wrong = {c for c in COUNTIES if read_address(f"{c}天井沟村3组26号").village != village}
    assert wrong == TAKEN_OVER
    in_townships = {
        c for c in COUNTIES if read_address(f"{c}石坝镇天井沟村3组").township != sound_of("石坝镇")
    }
    assert in_townships == TAKEN_OVER


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("达县石桥镇列宁街", "511702"),
        ("四川省达县石桥镇", "511702"),
        ("新乡县白兴镇", "410721"),
        ("河南新乡新乡县白兴镇", "410721"),
    ],
)
def test_a_county_whose_name_looks_like_another_division_is_known(text: str, county: str) -> None:
    assert read_address(text).county == county


@pytest.mark.parametrize(
    "text", ["三官镇天井沟村3组", "天井沟村", "枫林路12号", "枫林新村2幢602室", "三官镇"]
)
def test_a_county_that_is_left_out_is_the_committees_own(text: str) -> None:
    assert read_address(text, "511321").county == "511321"
    # a code of the past stands for what the county is now, and a township's lies in its county
    assert read_address(text, "512922").county == "511321"
    assert read_address(text, "511321104").county == "511321"


@pytest.mark.parametrize("text", ["四川省南充市三官镇天井沟村3组", "浙江省", "江苏无锡", "枫林新村"])
def test_a_county_is_not_made_up_where_the_address_may_lie_elsewhere(text: str) -> None:
    assert read_address(text, "330113").county == ""


@pytest.mark.parametrize(
    "text",
    ["外地", "在外务工", "广东务工", "外出打工", "江苏无锡打工", "同上", "同户籍地址", "户籍地", "无", "不详",
     "本村", "随子女居住", "（外地）", " 在 外 ", ""],
)  # fmt: skip
def test_a_remark_in_place_of_an_address_is_no_place(text: str) -> None:
    assert read_address(text, "511321") == NO_ADDRESS


@pytest.mark.parametrize(
    "text", ["外沟村3组", "打工楼5号", "无量村", "同心村2组", "本溪路8号", "不老屯镇", "空港新城3幢"]
)
def test_a_place_whose_name_begins_like_a_remark_is_a_place(text: str) -> None:
    assert read_address(text, "511321") != NO_ADDRESS
