"""The peer on FEBRL, as its own demonstrations have it (docs/demos/examples/duckdb/febrl3 and febrl4).

    python -m benchmarks.splink_febrl REGISTER… --model demo --out pairs.csv

`demo` is the febrl3 notebook for one register and the detailed model of the febrl4 notebook for two;
`extended` is the latter's further model, with one comparison of the full name, here for one register as well.
The number of sampled pairs is the notebooks'; ten times as many change nothing that matters.
"""

from __future__ import annotations

import argparse
import json
import logging
from functools import partial
from pathlib import Path
from typing import Any, Final

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.comparison_creator import ComparisonCreator

from benchmarks.judging import PROBABILITY_MIN
from benchmarks.splink_registers import PAIRS_SQL, Stopwatch

MODELS: Final = ("demo", "extended")
U_PAIRS_MAX: Final = 1e6
SEED: Final = 1
_SWAPPED: Final = "l.given_name = r.surname and l.surname = r.given_name"
_NAMES: Final = ("given_name", "surname")
Rules = list[BlockingRuleCreator | dict[str, Any]]

_ONE_REGISTER: Final[Rules] = [
    block_on("soc_sec_id"),
    block_on("given_name"),
    block_on("surname"),
    block_on("date_of_birth"),
    block_on("postcode"),
]
_TWO_REGISTERS: Final[Rules] = [
    block_on(*_NAMES),
    {"blocking_rule": _SWAPPED},
    block_on("date_of_birth"),
    block_on("soc_sec_id"),
    block_on("state", "address_1"),
    block_on("street_number", "address_1"),
    block_on("postcode"),
]
_APART: Final = ("given_name", "surname", "street_number", "postcode", "state", "address_1")
_READ_SQL: Final = """
create table {name} as
select registration_id, registration_id as unique_id, committee, {columns},
       birth_date as date_of_birth, id_number as soc_sec_id, given_name || '_' || surname as full_name
from read_csv('{path}', all_varchar = true, nullstr = '')
"""


def settings(model: str, *, two_registers: bool) -> SettingsCreator:
    """Return the settings of a model."""
    dates = partial(cl.DateOfBirthComparison, "date_of_birth", input_is_string=True, datetime_format="%Y%m%d")
    if model == "demo" and not two_registers:
        comparisons: list[ComparisonCreator | dict[str, Any]] = [
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            dates(),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            _exact("street_number"),
            _exact("postcode"),
        ]
    else:
        apart = [cl.NameComparison(c).configure(term_frequency_adjustments=True) for c in _NAMES]
        comparisons = [
            *(apart if model == "demo" else [_full_name()]),
            dates(invalid_dates_as_null=True),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            _exact("street_number"),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ]
    return SettingsCreator(
        unique_id_column_name="unique_id",
        link_type="link_only" if two_registers else "dedupe_only",
        blocking_rules_to_generate_predictions=_TWO_REGISTERS if two_registers else _ONE_REGISTER,
        comparisons=comparisons,
    )


def _exact(column: str) -> ComparisonCreator:
    return cl.ExactMatch(column).configure(term_frequency_adjustments=True)


def _full_name() -> ComparisonCreator:
    crossed = (
        "jaro_winkler_similarity(given_name_l, surname_r) + jaro_winkler_similarity(surname_l, given_name_r)"
    )
    return cl.CustomComparison(
        output_column_name="full_name",
        comparison_levels=[
            cll.And(cll.NullLevel("given_name"), cll.NullLevel("surname")),
            cll.ExactMatchLevel("full_name", term_frequency_adjustments=True),
            cll.JaroWinklerLevel("full_name", 0.9),
            cll.JaroWinklerLevel("full_name", 0.7),
            cll.ColumnsReversedLevel("given_name", "surname"),
            cll.CustomLevel(f"{crossed} >= 1.8", "swapped, nearly"),
            cll.CustomLevel(f"{crossed} >= 1.4", "swapped, roughly"),
            cll.ExactMatchLevel("given_name", term_frequency_adjustments=True),
            cll.ExactMatchLevel("surname", term_frequency_adjustments=True),
            cll.CustomLevel("given_name_l = surname_r or surname_l = given_name_r", "one name swapped"),
            cll.JaroWinklerLevel("given_name", 0.9),
            cll.JaroWinklerLevel("surname", 0.9),
            cll.ElseLevel(),
        ],
    )


def train(linker: Linker, *, two_registers: bool) -> None:
    """Train as the notebooks do."""
    rules: list[Any] = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    if not two_registers:
        rules.append(f"{_SWAPPED} and l.date_of_birth = r.date_of_birth")
    recall = 0.8 if two_registers else 0.9
    linker.training.estimate_probability_two_random_records_match(rules, recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS_MAX, seed=SEED)
    for column in ("date_of_birth", "postcode"):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(column), estimate_without_term_frequencies=two_registers
        )


def main() -> None:
    """Link."""
    parser = argparse.ArgumentParser(description="The peer on FEBRL registers.")
    parser.add_argument("registers", nargs="+", type=Path)
    parser.add_argument("--model", choices=MODELS, default="demo")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    watch = Stopwatch()
    connection = duckdb.connect()
    for at, path in enumerate(arguments.registers):
        sql = _READ_SQL.format(name=f"register_{at}", columns=", ".join(_APART), path=path)
        connection.execute(sql)
    names = [f"register_{at}" for at in range(len(arguments.registers))]
    connection.execute(f"create view registers as {' union all '.join(f'from {name}' for name in names)}")
    two_registers = len(names) > 1
    api = DuckDBAPI(connection=connection)
    linker = Linker(
        [api.register(name) for name in names],
        settings(arguments.model, two_registers=two_registers),
        log_level=logging.ERROR,
    )
    watch.lap("load")
    train(linker, two_registers=two_registers)
    watch.lap("train")
    pairs = linker.inference.predict(threshold_match_probability=PROBABILITY_MIN, warning_mode="never")
    watch.lap("predict")
    connection.execute(PAIRS_SQL.format(pairs=pairs.physical_name, out=arguments.out))
    print(json.dumps(watch.steps))


if __name__ == "__main__":
    main()
