"""The shipped table of fields and levels: how often each level is seen in each of the three classes.

The model as data. Every entry is (level, same person, same household, stranger): probabilities of the level
given the class. "Same household" stands for kin and housemates, living together or not: spouses, parents
and children, siblings, twins. Starting values follow published figures where there are any
(docs/matching.md), and are estimates elsewhere, written so that each column says something about the world
that an official could dispute. A missing value is no level: it is neither for nor against.

Where a stranger's chance depends on the value (names, dates, places) the table holds the chance of the
pool, and the frequency tables replace it.
"""

from __future__ import annotations

from typing import Final

Level = tuple[str, float, float, float]

NAME: Final[tuple[Level, ...]] = (
    ("exact", 0.915, 4e-4, 6.4e-6),
    ("variant", 0.012, 5e-5, 1e-6),
    ("homophone", 0.024, 4e-3, 1.5e-5),
    ("similar_sound", 0.008, 4e-3, 3e-5),
    ("similar_shape", 0.008, 2e-3, 1.5e-5),
    ("unreadable_character", 0.010, 2e-3, 2e-5),
    ("transliteration", 0.008, 1e-3, 1e-5),
    ("part_dropped", 0.006, 3e-3, 1e-4),
    ("characters_reordered", 0.001, 3e-4, 1e-6),
    ("one_given_character", 0.004, 0.14, 6e-4),
    ("given_name_only", 0.003, 3e-4, 2e-4),
    ("surname_only", 0.002, 0.42, 0.027),
    ("differs", 0.002, 0.42, 0.97),
)
"""A changed given name, an adopted or mother's surname: some 2 in 1,000 each. Half of a household (spouse,
mother, in-laws) bears another surname; siblings share the generation character 字辈; sons may sound like
their fathers."""

NAME_GIVEN_BIRTH: Final[tuple[Level, ...]] = (
    ("exact", 0.915, 1e-4, 6.4e-6),
    ("variant", 0.012, 1e-5, 1e-6),
    ("homophone", 0.024, 6e-3, 1.5e-5),
    ("similar_sound", 0.008, 1e-2, 3e-5),
    ("similar_shape", 0.008, 5e-3, 1.5e-5),
    ("unreadable_character", 0.010, 6e-3, 2e-5),
    ("transliteration", 0.008, 3e-3, 1e-5),
    ("part_dropped", 0.006, 5e-3, 1e-4),
    ("characters_reordered", 0.001, 1e-3, 1e-6),
    ("one_given_character", 0.003, 0.45, 6e-4),
    ("given_name_only", 0.003, 3e-4, 2e-4),
    ("surname_only", 0.001, 0.42, 0.027),
    ("differs", 0.002, 0.08, 0.97),
)
"""The same of two born on one day: kin then are twins, who share the surname and often a character."""

NAME_GIVEN_NUMBER: Final[tuple[Level, ...]] = (
    ("exact", 0.905, 1e-4, 6.4e-6),
    ("variant", 0.012, 1e-5, 1e-6),
    ("homophone", 0.024, 4e-3, 1.5e-5),
    ("similar_sound", 0.008, 4e-3, 3e-5),
    ("similar_shape", 0.008, 2e-3, 1.5e-5),
    ("unreadable_character", 0.010, 2e-3, 2e-5),
    ("transliteration", 0.008, 1e-3, 1e-5),
    ("part_dropped", 0.006, 3e-3, 1e-4),
    ("characters_reordered", 0.001, 3e-4, 1e-6),
    ("one_given_character", 0.004, 0.10, 6e-4),
    ("given_name_only", 0.003, 3e-4, 2e-4),
    ("surname_only", 0.006, 0.42, 0.027),
    ("differs", 0.004, 0.46, 0.97),
)
"""The same of two rows with one identity number: either one person, renamed now and then (some 1 in 100 who
reach that age), or a number pasted into the wrong row, a spouse's or parent's as often as a twin's."""

BIRTH_DATE: Final[tuple[Level, ...]] = (
    ("exact", 0.950, 5e-3, 3.8e-5),
    ("month", 0.950, 1e-2, 1.2e-3),
    ("year", 0.960, 4e-2, 1.5e-2),
    ("lunar", 0.008, 1e-4, 7.5e-5),
    ("digits_swapped", 0.006, 2e-4, 6e-5),
    ("one_digit", 0.014, 3e-3, 1.2e-3),
    ("placeholder", 0.004, 5e-4, 3e-4),
    ("year_off", 0.004, 1.5e-3, 4e-4),
    ("same_month", 0.0018, 3e-3, 1.2e-3),
    ("same_year", 0.0015, 4e-2, 1.5e-2),
    ("differs", 0.0012, 0.94, 0.98),
)
"""Twins among adult kin living with or near one another: some 5 in 1,000 pairs."""

SEX: Final[tuple[Level, ...]] = (
    ("equal", 0.996, 0.38, 0.5),
    ("differs", 0.004, 0.62, 0.5),
)

ETHNICITY: Final[tuple[Level, ...]] = (
    ("equal", 0.988, 0.97, 0.9),
    ("equal_minority", 0.97, 0.95, 0.5),
    ("differs", 0.012, 0.03, 0.14),
)
"""Minorities live together, and their names already tell them: an equal minority is worth one bit."""

ID_AGREE: Final[tuple[Level, ...]] = (
    ("exact", 0.930, 0.02, 1e-7),
    ("one_edit", 0.040, 0.008, 4e-7),
    ("two_edits", 0.006, 0.02, 2e-5),
    ("masked_area_and_end", 0.960, 0.004, 4e-5),
    ("masked_end", 0.960, 0.006, 7e-4),
    ("masked_area_and_birth", 0.960, 0.60, 0.05),
    ("masked_partly", 0.960, 0.75, 0.35),
    ("masked_one_off", 0.020, 0.08, 0.02),
    ("masked_unlike", 0.0004, 0.30, 0.80),
    ("masked_differs", 0.002, 0.50, 0.20),
    ("other_area", 0.00015, 0.002, 0.002),
    ("neighbouring", 0.0005, 0.75, 0.08),
    ("differs_damaged", 0.008, 0.80, 0.95),
    ("differs_sound", 1e-5, 0.70, 0.90),
    ("differs", 0.010, 0.75, 0.90),
)
"""ID number given that the birth dates agree. Equal numbers of two people are pasted cells (
the spouse's, a neighbouring row's) and the remaining 重号; two valid numbers with the same area and birth
date are twins or neighbours. Two numbers are sound when each has the right check digit and agrees with its
own row's birth date and sex: since the hukou clean-up of 2014-17 next to nobody holds two such numbers that
differ in area and order, but a roll carried over from before may still hold the older one."""

ID_DIFFER: Final[tuple[Level, ...]] = (
    ("exact", 0.900, 2e-3, 1.5e-7),
    ("one_edit", 0.045, 1e-4, 1e-8),
    ("two_edits", 0.015, 2e-4, 1e-7),
    ("masked_area_and_end", 0.940, 1e-3, 2e-5),
    ("masked_end", 0.940, 1e-3, 4e-4),
    ("masked_area_and_birth", 0.940, 4e-3, 2e-5),
    ("masked_partly", 0.940, 0.80, 0.20),
    ("masked_one_off", 0.030, 0.05, 0.01),
    ("masked_unlike", 0.002, 0.50, 0.85),
    ("masked_differs", 0.015, 0.50, 0.20),
    ("other_area", 0.003, 1e-5, 1e-6),
    ("neighbouring", 0.001, 0.05, 1e-3),
    ("differs_damaged", 0.040, 0.99, 0.99),
    ("differs_sound", 5e-5, 0.99, 0.99),
    ("differs", 0.030, 0.99, 0.99),
)
"""The same given birth dates that do not agree, or are not given: then the number brings its own date."""

PHONE: Final[tuple[Level, ...]] = (
    ("equal", 0.560, 0.14, 3e-6),
    ("one_digit", 0.012, 0.002, 4e-7),
    ("differs", 0.400, 0.81, 0.99),
)
"""A phone is often a relative's or the clerk's; a fifth to two fifths of people changed theirs."""

ADDRESS: Final[tuple[Level, ...]] = (
    ("door", 0.600, 0.55, 2e-5),
    ("group", 0.050, 0.06, 3e-4),
    ("place", 0.090, 0.06, 1e-3),
    ("other_door", 0.015, 0.08, 1.5e-3),
    ("township", 0.100, 0.10, 2e-2),
    ("county", 0.080, 0.08, 0.25),
    ("other_origin", 0.008, 0.06, 0.50),
    ("differs", 0.060, 0.05, 0.23),
)
"""The nearest of the four combinations of household and residence address. Other origin: a row that names
a household address apart from its residence contradicts the other row's; who only gives where he lives may
have moved his hukou or been asked no further. Kin are found at the same door
or in the same village: that is their class, not one person."""

ADDRESS_GIVEN_PHONE: Final[tuple[Level, ...]] = (
    ("door", 0.600, 0.75, 0.02),
    ("group", 0.050, 0.06, 0.08),
    ("place", 0.090, 0.05, 0.08),
    ("other_door", 0.015, 0.06, 0.12),
    ("township", 0.100, 0.05, 0.20),
    ("county", 0.080, 0.03, 0.30),
    ("other_origin", 0.008, 0.01, 0.10),
    ("differs", 0.060, 0.01, 0.10),
)
"""The same given an equal phone: who lends his number to strangers lends it to neighbours."""

ADDRESS_COLLECTIVE: Final[tuple[Level, ...]] = (
    ("door", 0.600, 0.55, 0.03),
    ("group", 0.050, 0.06, 0.01),
    ("place", 0.090, 0.06, 0.01),
    ("other_door", 0.015, 0.08, 0.015),
    ("township", 0.100, 0.10, 0.02),
    ("county", 0.080, 0.08, 0.25),
    ("other_origin", 0.008, 0.06, 0.45),
    ("differs", 0.060, 0.05, 0.22),
)
"""The same where the nearest address is a dormitory or other collective household 集体户."""

ROLL: Final[tuple[Level, ...]] = (
    ("same", 0.25, 0.75, 0.3),
    ("other", 0.75, 0.25, 0.7),
)
"""Whose roll: a committee knows its own people, kin live together, and doubles stand on two rolls mostly."""

BASIS: Final[tuple[Level, ...]] = (
    ("both_household", 0.01, 0.25, 0.55),
    ("one_away", 0.74, 0.60, 0.35),
    ("both_away", 0.25, 0.15, 0.10),
)
"""Why each stands on his committee's roll, where the rolls are two and no addresses were compared (they say
the same better). Nobody has two households 户口: he stands on one roll by household and on another
where he lives or works, on two such, or moved his household in between and was not struck off."""

BASIS_ON_ONE_ROLL: Final[tuple[Level, ...]] = (
    ("both_household", 0.45, 0.85, 0.75),
    ("one_away", 0.30, 0.10, 0.20),
    ("both_away", 0.25, 0.05, 0.05),
)
"""The same on one roll, but where a collective household says why: a voter listed by his village and by his
employer, or twice by either."""

EMPLOYER: Final[tuple[Level, ...]] = (
    ("equal", 0.550, 0.08, 0.01),
    ("differs", 0.450, 0.92, 0.99),
)

CONDITIONS: Final[dict[str, tuple[Level, ...]]] = {
    "name": NAME,
    "name|birth equal": NAME_GIVEN_BIRTH,
    "name|number equal": NAME_GIVEN_NUMBER,
    "birth_date": BIRTH_DATE,
    "sex": SEX,
    "ethnicity": ETHNICITY,
    "id_number": ID_AGREE,
    "id_number|birth differs": ID_DIFFER,
    "phone": PHONE,
    "phone|birth equal": PHONE,
    "address": ADDRESS,
    "address|phone equal": ADDRESS_GIVEN_PHONE,
    "address|collective": ADDRESS_COLLECTIVE,
    "employer": EMPLOYER,
    "roll": ROLL,
    "basis": BASIS,
    "basis|one roll": BASIS_ON_ONE_ROLL,
}
"""All tables; what stands after a bar is the condition under which a field's levels are so likely."""

_NAME_SLIPS: Final = (
    "exact", "variant", "homophone", "similar_sound", "similar_shape", "unreadable_character",
    "transliteration", "part_dropped", "characters_reordered",
)  # fmt: skip
_PHONES: Final = ("equal", "one_digit", "differs")
LEARNED: Final[dict[str, tuple[str, ...]]] = {
    "name": _NAME_SLIPS,
    "name|birth equal": _NAME_SLIPS,
    "name|number equal": _NAME_SLIPS,
    "birth_date": ("exact", "lunar", "digits_swapped", "one_digit", "placeholder", "year_off"),
    "id_number": ("exact", "one_edit", "two_edits"),
    "phone": _PHONES,
    "phone|birth equal": _PHONES,
    **{
        condition: tuple(level for level, *_ in CONDITIONS[condition])
        for condition in (
            "address",
            "address|phone equal",
            "employer",
            "roll",
            "basis",
            "basis|one roll",
        )
    },
}
"""What training may share out anew among doubles: how clerks slip, how often people move and change phones.
How often one person bears two names or two sound numbers is a matter of law and history, not of this roll."""
LEARNED_OF_KIN: Final = {"phone|birth equal": ("address", "address|phone equal")}
"""What training may share out anew among kin, and by which conditions it takes only those who live behind one
door: twins all meet under their birth date and surname, whatever their phones. Some committees list a whole
household under one number, others each voter under his own."""
SAMPLED: Final = ("birth_date", "sex", "address", "roll", "basis", "basis|one roll")
"""What strangers have in common on these very rolls: a county's own roll is not the nation's."""
LATER: Final = {"phone|birth equal": "phone", "basis": None, "basis|one roll": None}
"""Conditions that models of before did not have."""
