"""The peer's model of Chinese registers, tuned as Splink's guides advise: variants, the best of which counts.

What was chosen, and why:

- Many strict blocking rules rather than a few loose ones; together they reach more than 99 of 100 true pairs.
- Names are compared whole, as term frequencies of full names are better than of their parts; by sound (a
  phonetic column), then by one character, which for names of two to four characters says more than a ratio.
- Two identity numbers whose check digits are both right are never one slip apart, so edits count only where a
  check digit is wrong; a masked number is compared by what it shows.
- u by random sampling; m by expectation maximisation, except for names, birth dates and numbers: relatives at
  one door look like matches to two classes, which spoils those m, and the guides then advise to set them by
  judgement. The variant `identity, EM only` shows the difference.
- Telephone and address: not at all, each alone, or folded into one comparison, as they agree in households.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import SettingsCreator, block_on
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.comparison_level_creator import ComparisonLevelCreator

Level: TypeAlias = ComparisonLevelCreator


@dataclass(frozen=True, slots=True)
class Variant:
    """What is compared beside name, birth date, identity number and sex; whether m is set by judgement."""

    more: tuple[str, ...] = ()
    judged: bool = True


VARIANTS: Final = {
    "identity": Variant(),
    "identity, EM only": Variant(judged=False),
    "identity + telephone": Variant(("phone",)),
    "identity + address": Variant(("address",)),
    "identity + address or telephone": Variant(("contact",)),
    "identity + address + telephone": Variant(("address", "phone")),
}
PREDICTION_RULES: Final = (
    ("id_number",),
    ("name", "birth_date"),
    ("surname", "birth_date", "sex"),
    ("given", "birth_date"),
    ("sound", "substr(birth_month, 1, 4)"),
    ("name", "substr(birth_date, 6)"),
    ("phone", "surname"),
    ("phone", "birth_date"),
    ("id_head", "id_tail", "surname"),
    ("birth_date", "id_tail"),
    ("name", "household"),
)
DETERMINISTIC_RULES: Final = (
    ("id_number",),
    ("name", "birth_date", "household"),
    ("name", "birth_date", "phone"),
)
DETERMINISTIC_RECALL: Final = 0.8
TRAINING_RULES: Final = (("name", "birth_date"), ("id_number",))
U_PAIRS_MAX: Final = 1e7
SEED: Final = 1

_SAME_DOOR: Final = " or ".join(
    f"{left}_l = {right}_r" for left in ("household", "residence") for right in ("household", "residence")
)
_NEAR: Final = (
    "starts_with(household_l, household_r) or starts_with(household_r, household_l)"
    " or jaro_winkler_similarity(household_l, household_r) >= 0.95"
)


def blocking(columns: Sequence[str]) -> BlockingRuleCreator:
    """Return a rule: these columns are equal, on rolls of one level."""
    return block_on(*columns, "level")


def settings(variant: Variant) -> SettingsCreator:
    """Return the peer's settings."""
    comparisons = [_names(variant), _birth_dates(variant), _id_numbers(variant), cl.ExactMatch("sex")]
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        blocking_rules_to_generate_predictions=[blocking(columns) for columns in PREDICTION_RULES],
        comparisons=[*comparisons, *(_MORE[field]() for field in variant.more)],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _comparison(
    column: str, null: Level, levels: Sequence[tuple[float | None, Level]], variant: Variant | None = None
) -> ComparisonCreator:
    """Return a comparison of levels, closest first; m is set where it is given and the variant judges."""
    judged = variant is not None and variant.judged
    told = [
        level.configure(m_probability=m, fix_m_probability=True) if judged and m else level
        for m, level in levels
    ]
    return cl.CustomComparison(output_column_name=column, comparison_levels=[null, *told])


def _names(variant: Variant) -> ComparisonCreator:
    levels: list[tuple[float | None, Level]] = [
        (0.91, cll.ExactMatchLevel("name", term_frequency_adjustments=True)),
        (0.05, cll.ExactMatchLevel("sound", term_frequency_adjustments=True)),
        (0.015, cll.And(cll.ExactMatchLevel("surname"), cll.LevenshteinLevel("name", 1))),
        (0.01, cll.LevenshteinLevel("name", 1)),
        (0.003, cll.ExactMatchLevel("given")),
        (0.005, cll.ExactMatchLevel("surname")),
        (0.007, cll.ElseLevel()),
    ]
    return _comparison("name", cll.NullLevel("name"), levels, variant)


def _birth_dates(variant: Variant) -> ComparisonCreator:
    year = "substr(birth_month_l, 1, 4) = substr(birth_month_r, 1, 4)"
    levels: list[tuple[float | None, Level]] = [
        (0.94, cll.ExactMatchLevel("birth_date")),
        (0.015, cll.CustomLevel("hamming(birth_date_l, birth_date_r) = 1", "one digit")),
        (0.025, cll.ExactMatchLevel("birth_month")),
        (0.005, cll.CustomLevel("substr(birth_date_l, 6) = substr(birth_date_r, 6)", "another year")),
        (0.01, cll.CustomLevel(year, "same year")),
        (0.005, cll.ElseLevel()),
    ]
    return _comparison("birth_date", cll.NullLevel("birth_month"), levels, variant)


def _id_numbers(variant: Variant) -> ComparisonCreator:
    hidden = "(id_number_l is null or id_number_r is null)"
    unsound = "(id_sound_l = 'no' or id_sound_r = 'no')"
    edits = "damerau_levenshtein(id_number_l, id_number_r)"
    ends = "(id_head_l is null or id_head_r is null or id_tail_l is null or id_tail_r is null)"
    shown = "id_head_l = id_head_r and id_tail_l = id_tail_r"
    null = cll.CustomLevel(f"{hidden} and {ends}", "nothing to compare").configure(is_null_level=True)
    levels: list[tuple[float | None, Level]] = [
        (0.80, cll.ExactMatchLevel("id_number")),
        (0.03, cll.CustomLevel(f"{unsound} and {edits} <= 2", "a slip that the check digit shows")),
        (0.147, cll.CustomLevel(f"{hidden} and {shown}", "what a mask shows is equal")),
        (0.02, cll.CustomLevel(f"{unsound} or {hidden}", "damaged or masked, and different")),
        (0.003, cll.ElseLevel()),
    ]
    return _comparison("id_number", null, levels, variant)


def _phones() -> ComparisonCreator:
    levels = [
        (None, cll.ExactMatchLevel("phone")),
        (
            None,
            cll.CustomLevel(
                "length(phone_l) = length(phone_r) and hamming(phone_l, phone_r) = 1", "one digit"
            ),
        ),
        (None, cll.ElseLevel()),
    ]
    return _comparison("phone", cll.NullLevel("phone"), levels)


def _addresses() -> ComparisonCreator:
    levels = [
        (None, cll.CustomLevel(_SAME_DOOR, "same door")),
        (None, cll.CustomLevel(_NEAR, "nearly the same")),
        (None, cll.ExactMatchLevel("household_town")),
        (None, cll.ElseLevel()),
    ]
    return _comparison("address", cll.NullLevel("household"), levels)


def _contacts() -> ComparisonCreator:
    levels = [
        (None, cll.CustomLevel(f"phone_l = phone_r or {_SAME_DOOR}", "same telephone or door")),
        (None, cll.CustomLevel(_NEAR, "nearly the same address")),
        (None, cll.ExactMatchLevel("household_town")),
        (None, cll.ElseLevel()),
    ]
    null = cll.And(cll.NullLevel("household"), cll.NullLevel("phone"))
    return _comparison("contact", null, levels)


_MORE: Final = {"phone": _phones, "address": _addresses, "contact": _contacts}
