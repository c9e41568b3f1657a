from matchers.chinese.private_use import REAL_PLACES


def test_private_characters_of_gbk_have_their_places_in_unicode() -> None:
    assert "\ue863\ue82d\ue81e\ue831\ue7e8".translate(REAL_PLACES) == "䶮㭎龴𡗗⿰"


def test_no_private_place_is_left_in_the_block() -> None:
    assert set(range(0xE815, 0xE865)) <= set(REAL_PLACES)
    assert not [code for code in REAL_PLACES.values() if 0xE000 <= code < 0xF900]
