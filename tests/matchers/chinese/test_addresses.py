import pytest

from matchers.chinese.addresses import Address, read_address

FULL = read_address("四川省南充市南部县三官镇天井沟村3组26号")


@pytest.mark.parametrize(
    "raw",
    [
        "四川省南部县三官镇天井沟村三社二十六号",
        "南部县三官镇天井沟村委会 3组 26号",
        "南充市南部县三官镇天井沟村3队26号",
    ],
)
def test_one_address_in_several_spellings_reads_alike(raw: str) -> None:
    assert read_address(raw) == FULL


def test_what_is_left_out_stays_empty() -> None:
    assert read_address("三官镇天井沟村三组") == Address("", FULL.township, FULL.place, "3")


def test_estates_are_read_to_the_room() -> None:
    address = read_address("浙江省杭州市临平区运河街道五杭社区文化路199号枫林新村2幢1单元602室")
    assert (address.county, address.building, address.unit, address.room) == ("临平", "2", "1", "602")


def test_a_village_in_other_characters_of_the_same_sound_is_the_same_place() -> None:
    assert read_address("三官镇天景沟村").place == FULL.place


def test_a_dormitory_is_collective() -> None:
    assert read_address("临平街道文化路89号临平财经学院宿舍1幢219室").collective
