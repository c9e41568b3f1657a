import pytest

from matchers.chinese.phones import read_phone


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("138 0013 8000", "13800138000"),
        ("+86-13800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("13800138000、13900139000", "13800138000"),
        ("0817-5521234", "08175521234"),
        ("11111111111", ""),
        ("无", ""),
    ],
)
def test_a_phone_is_read_to_its_digits(raw: str, expected: str) -> None:
    assert read_phone(raw) == expected
