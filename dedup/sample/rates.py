"""How often things happen in a sample: every share in one place, with where it comes from.

Defaults follow the published base rates where there are any (2020 census, National Name Report 2019, hukou
clean-up 2014-17); no rate of double registration or of clerks' errors has been published, so those are
simulation parameters. All are shares between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares by which people move, register and are written down."""

    # What the rows are
    home_share: float = 0.5
    """Rows of the home county among all rows."""
    host_local_share: float = 0.6
    """Locals among the other voters of a host district; the rest come from all over the country."""

    # Migration: of adults of working age who left (25-35 % of adults)
    both: float = 0.12
    """At home and at a host. Thought to be 0.5-3 %; higher here so that small samples hold enough pairs."""
    host_only: float = 0.08
    nowhere: float = 0.12
    second_host: float = 0.05
    """Of those on a host's roll: on another host's roll as well."""
    repeat_in_host: float = 0.01
    """Of migrants on a host's roll: there twice, by unit 单位 and by residence 居住地."""
    repeat_at_home: float = 0.002
    repeat_of_local: float = 0.003
    """Of a host's own locals: on its roll twice, at their household and by their unit."""
    certificate_host_only: float = 0.7
    certificate_both: float = 0.15

    # Births
    twins: float = 0.015
    rare_character: float = 0.012
    generation_character: float = 0.45

    # A row's errors; a clerk's own habits multiply each by 0 to 9, 1 on average
    name_homophone: float = 0.010
    name_near_sound: float = 0.003
    name_lookalike: float = 0.005
    name_traditional: float = 0.002
    name_variant_form: float = 0.001
    name_changed: float = 0.001
    surname_simplified: float = 0.30
    """Of people whose surname has an accepted short form (萧→肖, 傅→付, 戴→代, 阎→闫)."""
    id_typo: float = 0.005
    id_transposed: float = 0.002
    id_dropped_digit: float = 0.0015
    id_doubled_digit: float = 0.0008
    id_letter: float = 0.0008
    id_lowercase_x: float = 0.15
    """Of numbers ending in X."""
    id_spaced: float = 0.002
    id_missing: float = 0.02
    id_15_digit: float = 0.003
    id_renumbered: float = 0.0015
    id_service_card: float = 0.0005
    birth_typo: float = 0.005
    birth_swapped: float = 0.001
    birth_year_off: float = 0.002
    birth_new_year: float = 0.001
    birth_missing: float = 0.004
    birth_lunar: float = 0.004
    birth_lunar_elder: float = 0.03
    """Of people born before 1960."""
    sex_wrong: float = 0.001
    sex_missing: float = 0.002
    ethnicity_missing: float = 0.01
    phone_digits: float = 0.003
    phone_missing: float = 0.05
    address_village: float = 0.03
    address_former_town: float = 0.03
    address_missing: float = 0.01
    phone_other: float = 0.40
    """Of a person's second registration."""
    hukou_moved: float = 0.01
    """Of people on both rolls: the household was moved to the host, the old entry stayed."""

    # Names with a dot, and rare characters, when they are written down again
    dot_variant: float = 0.50
    dotted_truncated: float = 0.05
    dotted_part_dropped: float = 0.08
    dotted_order: float = 0.02
    transliterated: float = 0.12
    rare_replaced: float = 0.30

    # Whole workbooks of one clerk (some 80 rows of a file)
    workbook_masked: tuple[float, ...] = (0.10, 0.30, 0.02, 0.20)
    """By host, over and over; a home county masks hardly anything."""
    workbook_excel_zeroed: float = 0.005
    workbook_excel_scientific: float = 0.002
    workbook_full_width: float = 0.01
    workbook_month_only: float = 0.01
    workbook_spaced_names: float = 0.04
    workbook_posted: float = 0.004
    """Holding no more than a posted roll shows."""
    workbook_shifted: float = 0.02
    workbook_dragged: float = 0.01
    home_clerk_factor: float = 0.5
    """Errors of the home county's clerks, who copy the household register, against those of a host's."""

    # A block (some 2,000 rows)
    shown_pairs: int = 4
    """Planted pairs a block, one error kind after the other, so that every kind occurs in 26,000 rows."""
    shown_traps: int = 4
    """Planted look-alikes a block, one kind after the other."""
