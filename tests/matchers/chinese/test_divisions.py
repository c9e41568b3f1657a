import pytest

from matchers.chinese.divisions import read_division, root_of, short_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("330113", "330110"),  # split off
        ("330125", "330110"),  # county, city, district
        ("512922", "511321"),  # renumbered
        ("110103", "110101"),  # merged
        ("310119", "310115"),
        ("512322", "500231"),  # moved to another province
        ("440309", "440306"),
    ],
)
def test_what_a_county_became_has_one_root_with_it(one: str, other: str) -> None:
    assert root_of(one) == root_of(other) != ""


def test_neighbours_have_roots_of_their_own() -> None:
    codes = ["511321", "511322", "511323", "511302", "330110", "330106", "440306", "440307"]
    assert len({root_of(code) for code in codes}) == len(codes)


def test_a_root_is_its_own_root() -> None:
    from matchers.chinese import divisions

    roots = set(divisions._tables().roots.values())
    assert {root for root in roots if root_of(root) != root} == set()
    assert len(roots) > 2800


def test_an_unknown_code_has_no_root() -> None:
    assert root_of("999999") == root_of("") == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("南部县", "南部"),
        ("岫岩满族自治县", "岫岩"),
        ("东乡族自治县", "东乡"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("开县", "开县"),
        ("黔东南苗族侗族自治州", "黔东南"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
    ],
)
def test_a_short_name_is_without_rank_and_peoples(name: str, short: str) -> None:
    assert short_name(name) == short


def test_reading_stops_where_the_division_ends() -> None:
    text = "四川省南充市南部县三官镇"
    assert text[read_division(text).end :] == "三官镇"
