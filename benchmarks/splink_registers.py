"""The peer on Chinese registers: train, predict, write pairs; a process of its own.

    python -m benchmarks.splink_registers cleaned.parquet --variant identity --out pairs.csv

Prints the seconds of each step as JSON on standard output.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from pathlib import Path

import duckdb
from splink import DuckDBAPI, Linker
from splink.internals.exceptions import EMTrainingException

from benchmarks.judging import PROBABILITY_MIN
from benchmarks.splink_model import (
    DETERMINISTIC_RECALL,
    DETERMINISTIC_RULES,
    SEED,
    TRAINING_RULES,
    U_PAIRS_MAX,
    VARIANTS,
    blocking,
    settings,
)

PAIRS_SQL = """
copy (
    select l.committee as left_committee, l.registration_id as left_registration_id,
           r.committee as right_committee, r.registration_id as right_registration_id,
           match_probability as probability
    from {pairs} join registers l on l.unique_id = unique_id_l join registers r on r.unique_id = unique_id_r
) to '{out}' (header, delimiter ',')
"""


class Stopwatch:
    """Wall clock and processor seconds of each step, one after the other."""

    def __init__(self) -> None:
        self.steps: dict[str, dict[str, float]] = {}
        self._since = time.perf_counter(), time.process_time()

    def lap(self, step: str) -> None:
        """Book the time since the last step."""
        now = time.perf_counter(), time.process_time()
        wall_s, cpu_s = (round(end - start, 2) for start, end in zip(self._since, now, strict=True))
        self.steps[step] = {"wall_s": wall_s, "cpu_s": cpu_s}
        self._since = now


def train(linker: Linker) -> None:
    """Estimate all parameters, as the guides order the steps."""
    linker.training.estimate_probability_two_random_records_match(
        [blocking(columns) for columns in DETERMINISTIC_RULES], recall=DETERMINISTIC_RECALL
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS_MAX, seed=SEED)
    for columns in TRAINING_RULES:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                blocking(columns), estimate_without_term_frequencies=True
            )
        except EMTrainingException as error:  # no pair of rows has equal identity numbers: few have any
            print(error, file=sys.stderr)


def main() -> None:
    """Link."""
    parser = argparse.ArgumentParser(description="Train and predict with the peer.")
    parser.add_argument("cleaned", type=Path)
    parser.add_argument("--variant", choices=VARIANTS, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    watch = Stopwatch()
    connection = duckdb.connect()
    connection.execute(f"create table registers as from '{arguments.cleaned}'")
    watch.lap("load")
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("registers"), settings(VARIANTS[arguments.variant]), log_level=logging.ERROR)
    train(linker)
    watch.lap("train")
    pairs = linker.inference.predict(threshold_match_probability=PROBABILITY_MIN, warning_mode="never")
    watch.lap("predict")
    connection.execute(PAIRS_SQL.format(pairs=pairs.physical_name, out=arguments.out))
    watch.lap("write")
    print(json.dumps(watch.steps))


if __name__ == "__main__":
    main()
