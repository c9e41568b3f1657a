"""The shipped table: how often each level of each field is seen in each of the three classes.

Every entry is (level, same person, same household, stranger), probabilities of the level given the class.
"Same household" stands for kin and housemates: spouses, parents and children, siblings, twins. Values are
estimates about rolls of English-speaking countries, written so that each column says something about the
world that an official could dispute; training replaces them. A missing value is no level.
"""

from __future__ import annotations

from typing import Final

from matchers.profile import Level

GIVEN_NAME: Final[tuple[Level, ...]] = (
    ("exact", 0.894, 0.020, 6e-3),
    ("nickname", 0.030, 0.004, 3e-3),
    ("one_edit", 0.018, 0.006, 3e-3),
    ("sound", 0.008, 0.006, 3e-3),
    ("initial", 0.016, 0.060, 0.05),
    ("similar", 0.006, 0.014, 1e-2),
    ("swapped", 0.006, 2e-3, 1e-3),
    ("middle_used", 0.008, 0.020, 8e-3),
    ("faint", 0.004, 0.060, 0.05),
    ("differs", 0.010, 0.808, 0.866),
)
"""Some 3 in 100 go by a nickname on one of two rolls, 1 in 100 by a middle name. Sons are named after their
fathers, 2 in 100 kin."""

GIVEN_NAME_OF_TWINS: Final[tuple[Level, ...]] = (
    ("exact", 0.894, 5e-4, 6e-3),
    ("nickname", 0.030, 5e-4, 3e-3),
    ("one_edit", 0.018, 0.010, 3e-3),
    ("sound", 0.008, 0.008, 3e-3),
    ("initial", 0.016, 0.100, 0.05),
    ("similar", 0.006, 0.030, 1e-2),
    ("swapped", 0.006, 5e-4, 1e-3),
    ("middle_used", 0.008, 0.005, 8e-3),
    ("faint", 0.004, 0.080, 0.05),
    ("differs", 0.010, 0.766, 0.866),
)
"""The same of two born on one day: kin then are twins, who bear different names, though often alike."""

MIDDLE_NAME: Final[tuple[Level, ...]] = (
    ("equal", 0.780, 0.060, 0.03),
    ("initial", 0.170, 0.070, 0.06),
    ("similar", 0.020, 0.010, 0.01),
    ("differs", 0.030, 0.860, 0.90),
)

SURNAME: Final[tuple[Level, ...]] = (
    ("exact", 0.898, 0.620, 1.5e-3),
    ("one_edit", 0.024, 0.004, 1e-3),
    ("sound", 0.008, 0.003, 1.5e-3),
    ("part", 0.010, 0.030, 1e-3),
    ("similar", 0.008, 0.005, 5e-3),
    ("faint", 0.004, 0.028, 0.03),
    ("differs", 0.048, 0.310, 0.96),
)
"""Of all people some 4 in 100 change their surname between two registrations, most by marriage."""

SURNAME_OF_WOMEN: Final[tuple[Level, ...]] = (
    ("exact", 0.862, 0.520, 1.5e-3),
    ("one_edit", 0.024, 0.004, 1e-3),
    ("sound", 0.008, 0.003, 1.5e-3),
    ("part", 0.018, 0.040, 1e-3),
    ("similar", 0.008, 0.005, 5e-3),
    ("faint", 0.004, 0.028, 0.03),
    ("differs", 0.076, 0.400, 0.96),
)

SURNAME_SWAPPED: Final[tuple[Level, ...]] = (
    ("exact", 0.840, 0.020, 3e-3),
    ("one_edit", 0.070, 0.004, 2e-3),
    ("sound", 0.020, 0.004, 2e-3),
    ("part", 0.005, 0.004, 1e-3),
    ("similar", 0.020, 0.010, 8e-3),
    ("faint", 0.010, 0.058, 0.05),
    ("differs", 0.035, 0.900, 0.934),
)
"""The other two of four names where one given name is the other side's surname."""

SUFFIX: Final[tuple[Level, ...]] = (
    ("equal", 0.600, 0.030, 0.02),
    ("one_sided", 0.370, 0.770, 0.96),
    ("differs", 0.030, 0.200, 0.02),
)
"""Junior, senior, III: where at least one row gives it. One person's is often left out; a father's and his
son's are never the same."""

BIRTH_DATE: Final[tuple[Level, ...]] = (
    ("exact", 0.952, 5e-3, 4e-5),
    ("day_month_swapped", 0.006, 1e-4, 6e-5),
    ("digits_swapped", 0.004, 4e-4, 2e-4),
    ("one_digit", 0.014, 3e-3, 8e-4),
    ("year_off", 0.004, 1.5e-3, 5e-4),
    ("placeholder", 0.003, 5e-4, 3e-4),
    ("same_month", 0.005, 3e-3, 1.2e-3),
    ("same_day", 0.002, 2e-3, 2.4e-3),
    ("same_year", 0.003, 4e-2, 1.5e-2),
    ("differs", 0.007, 0.94, 0.98),
)
"""Twins are some 5 in 1,000 pairs of adult kin. A placeholder is the first of January for a
day not known."""

BIRTH_MONTH: Final[tuple[Level, ...]] = (
    ("month", 0.960, 0.010, 1.3e-3),
    ("same_year", 0.015, 0.040, 0.0137),
    ("differs", 0.025, 0.950, 0.985),
)
BIRTH_YEAR: Final[tuple[Level, ...]] = (
    ("year", 0.965, 0.040, 0.015),
    ("differs", 0.035, 0.960, 0.985),
)
"""The same where one row gives no more than month and year, or the year."""

ID_NUMBER: Final[tuple[Level, ...]] = (
    ("exact", 0.925, 0.010, 2e-7),
    ("one_slip", 0.025, 0.004, 4e-6),
    ("two_slips", 0.010, 0.006, 2e-4),
    ("differs", 0.040, 0.980, 0.9998),
)
"""Equal numbers of two people are pasted cells, a spouse's number on a common insurance card. One person
may show another document on the other roll: 4 in 100."""

ID_NUMBER_MASKED: Final[tuple[Level, ...]] = (
    ("end_equal", 0.955, 0.020, 1.2e-4),
    ("end_one_slip", 0.015, 0.010, 4e-3),
    ("end_two_slips", 0.005, 0.060, 0.06),
    ("end_differs", 0.025, 0.910, 0.936),
)
"""The same where one row shows only the number's end, four digits as a rule."""

PHONE: Final[tuple[Level, ...]] = (
    ("equal", 0.550, 0.300, 3e-6),
    ("one_digit", 0.012, 0.003, 1e-6),
    ("differs", 0.438, 0.697, 0.999996),
)

SEX: Final[tuple[Level, ...]] = (
    ("equal", 0.995, 0.40, 0.5),
    ("differs", 0.005, 0.60, 0.5),
)

LOCALITY: Final[tuple[Level, ...]] = (
    ("equal", 0.660, 0.780, 1.5e-3),
    ("postcode", 0.050, 0.050, 2e-3),
    ("suburb", 0.030, 0.030, 1e-3),
    ("digits_swapped", 0.008, 0.001, 1.5e-3),
    ("one_digit", 0.012, 0.003, 8e-3),
    ("state", 0.130, 0.080, 0.25),
    ("differs", 0.110, 0.056, 0.736),
)
"""Postcode, suburb and state together, for they change together: a quarter of people move in five years.
Digits are those of the postcode, which one person may mistype."""

STREET_NEAR: Final[tuple[Level, ...]] = (
    ("equal", 0.840, 0.880, 0.012),
    ("similar", 0.060, 0.030, 0.004),
    ("differs", 0.100, 0.090, 0.984),
)
STREET_FAR: Final[tuple[Level, ...]] = (
    ("equal", 0.030, 0.020, 1e-3),
    ("similar", 0.005, 0.004, 2e-3),
    ("differs", 0.965, 0.976, 0.997),
)
STREET: Final[tuple[Level, ...]] = (
    ("equal", 0.680, 0.750, 1e-3),
    ("similar", 0.050, 0.025, 2e-3),
    ("differs", 0.270, 0.225, 0.997),
)
NUMBER_NEAR: Final[tuple[Level, ...]] = (
    ("equal", 0.880, 0.920, 0.015),
    ("digits_swapped", 0.010, 0.002, 0.005),
    ("one_digit", 0.025, 0.015, 0.115),
    ("differs", 0.085, 0.063, 0.865),
)
NUMBER_FAR: Final[tuple[Level, ...]] = (
    ("equal", 0.040, 0.030, 0.015),
    ("digits_swapped", 0.005, 0.005, 0.005),
    ("one_digit", 0.115, 0.115, 0.115),
    ("differs", 0.840, 0.850, 0.865),
)
NUMBER: Final[tuple[Level, ...]] = (
    ("equal", 0.690, 0.760, 0.015),
    ("digits_swapped", 0.009, 0.003, 0.005),
    ("one_digit", 0.041, 0.037, 0.115),
    ("differs", 0.260, 0.200, 0.865),
)
UNIT: Final[tuple[Level, ...]] = (
    ("equal", 0.930, 0.950, 0.06),
    ("differs", 0.070, 0.050, 0.94),
)
"""Flats of one house: asked only where street number and street agree."""

EMPLOYER: Final[tuple[Level, ...]] = (
    ("equal", 0.550, 0.080, 5e-3),
    ("differs", 0.450, 0.920, 0.995),
)

LEVELS: Final[dict[str, tuple[Level, ...]]] = {
    "id_number": ID_NUMBER,
    "id_number|masked": ID_NUMBER_MASKED,
    "birth_date": BIRTH_DATE,
    "birth_date|month": BIRTH_MONTH,
    "birth_date|year": BIRTH_YEAR,
    "given_name": GIVEN_NAME,
    "given_name|birth equal": GIVEN_NAME_OF_TWINS,
    "surname": SURNAME,
    "surname|women": SURNAME_OF_WOMEN,
    "surname|swapped": SURNAME_SWAPPED,
    "middle_name": MIDDLE_NAME,
    "suffix": SUFFIX,
    "locality": LOCALITY,
    "street|near": STREET_NEAR,
    "street|far": STREET_FAR,
    "street": STREET,
    "street_number|near": NUMBER_NEAR,
    "street_number|far": NUMBER_FAR,
    "street_number": NUMBER,
    "unit": UNIT,
    "phone": PHONE,
    "sex": SEX,
    "employer": EMPLOYER,
}
"""All tables; what stands after a bar is the condition under which a field's levels are so likely. Street and
number are near where the locality agrees as far as it is given, far where it does not."""

NUMBERS: Final[dict[str, dict[str, int]]] = {
    condition: {level: number for number, (level, *_) in enumerate(rows)}
    for condition, rows in LEVELS.items()
}
"""Condition → level → its number."""
