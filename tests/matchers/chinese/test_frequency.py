from dataclasses import replace

from matchers.chinese.frequency import Frequencies, cell_of, count_frequencies
from matchers.chinese.names import read_name
from tests.matchers.voters import ZHANG


def test_the_two_records_of_a_rare_name_do_not_make_it_common() -> None:
    roll = [replace(ZHANG, name=f"李{chr(0x4E00 + i)}") for i in range(500)]
    rare = count_frequencies([*roll, ZHANG, ZHANG], 502).name_share(read_name(ZHANG.name), cell_of("M", 1972))
    common = count_frequencies([*roll, *[ZHANG] * 40], 540).name_share(
        read_name(ZHANG.name), cell_of("M", 1972)
    )
    assert common > 100 * rare


def test_published_shares_hold_before_a_roll_is_counted() -> None:
    shares = Frequencies()
    assert shares.surname_share("王") > 100 * shares.surname_share("尉迟")
    assert shares.given_share("伟", "M7") > shares.given_share("璟雯", "M7")


def test_heaped_days_are_likelier_to_coincide() -> None:
    from matchers.chinese.dates import read_birth_date

    shares = Frequencies()
    assert shares.date_share(read_birth_date("1972-01-01")) > 3 * shares.date_share(
        read_birth_date("1972-01-02")
    )
