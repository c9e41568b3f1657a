"""`dedup train`: fit a model to the rolls without labels, show what it learned, propose or adopt it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from dedup.cli.session import (
    ActorOption,
    JsonOption,
    LanguageOption,
    ProfileOption,
    Session,
    StoreOption,
    print_facts,
    print_json,
    print_table,
    session_of,
)
from dedup.errors import Unavailable

if TYPE_CHECKING:
    from dedup.projector.fitting import Fit
    from matchers.training import Parameter

OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write the proposed model's artefact (JSON).")
]
AdoptOption = Annotated[bool, typer.Option("--adopt", help="Put the model in force; then run dedup project.")]
AllOption = Annotated[bool, typer.Option("--all", help="Show every parameter, not only what moved.")]
_MOVED: Final = 0.1
"""Parameters that moved by less than a tenth of themselves are left out of the table."""


def train(
    context: typer.Context,
    out: OutOption = None,
    adopt: AdoptOption = False,
    every: AllOption = False,
    by: ActorOption = None,
    profile: ProfileOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Fit a model to the rolls without labels, and to decided cases where there are enough. 训练模型。"""
    from dedup.cli.stages import fit_all

    session = session_of(context)
    with session.open() as service:
        fit = fit_all(session, service)
        if out is not None:
            _write(out, fit.model.to_json())
        if adopt:
            service.adopt(fit.model)
    if json:
        print_json(_as_json(fit, adopted=adopt))
        return
    print_facts(_facts(session, fit))
    headers = [session.say(f"header-{h}") for h in ("round", "log_likelihood", "change", "twice_on_rolls")]
    rounds = [
        (str(n), f"{i.log_likelihood:,.1f}", f"{i.change:.6f}", f"{i.twice_on_rolls:.4f}")
        for n, i in enumerate(fit.training.iterations, 1)
    ]
    print_table(headers, rounds)
    _print_parameters(session, fit, every=every)
    session.note("train-adopted" if adopt else "train-proposed", model=fit.model.fingerprint)


def _write(path: Path, artefact: str) -> None:
    try:
        path.write_text(artefact, encoding="utf-8")
    except OSError as error:
        raise Unavailable("output-unwritable", path=str(path), detail=str(error)) from None


def _facts(session: Session, fit: Fit) -> dict[str, str]:
    t = fit.training
    calibration = fit.model.calibration
    facts = {
        "model": fit.model.fingerprint,
        "registrations": f"{t.records:,}",
        "searched": f"{t.searched:,}",
        "candidates": f"{t.pairs:,}",
        "converged": session.say("yes" if t.converged else "no"),
        "labels": f"{fit.labels:,}",
        "calibration": f"x{calibration.slope:g} {calibration.shift:+g}",
    }
    return {session.say(f"header-{name}"): value for name, value in facts.items()}


def _print_parameters(session: Session, fit: Fit, *, every: bool) -> None:
    names = ("condition", "level", "pairs", "m_shipped", "m_trained", "u_shipped", "u_trained")
    rows = [
        (
            p.condition, p.level, f"{p.pairs:,.1f}",
            f"{p.shipped[0]:.4g}", f"{p.trained[0]:.4g}", f"{p.shipped[2]:.4g}", f"{p.trained[2]:.4g}",
        )
        for p in fit.training.parameters
        if every or _has_moved(p)
    ]  # fmt: skip
    print_table([session.say(f"header-{name}") for name in names], rows)


def _has_moved(parameter: Parameter) -> bool:
    pairs = zip(parameter.shipped, parameter.trained, strict=True)
    return any(abs(after - before) > _MOVED * before for before, after in pairs)


def _as_json(fit: Fit, *, adopted: bool) -> dict[str, Any]:
    t = fit.training
    return {
        "model": fit.model.fingerprint,
        "profile": fit.model.profile,
        "registrations": t.records,
        "searched": t.searched,
        "candidates": t.pairs,
        "converged": t.converged,
        "labels": fit.labels,
        "calibration": asdict(fit.model.calibration),
        "twice_on_rolls": fit.model.thresholds.twice_on_rolls,
        "iterations": [asdict(iteration) for iteration in t.iterations],
        "parameters": [asdict(parameter) for parameter in t.parameters],
        "adopted": adopted,
    }
