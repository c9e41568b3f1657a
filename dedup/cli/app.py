"""The commands, put together."""

from __future__ import annotations

import typer

from dedup.cli import (
    accounts,
    calendar,
    cases,
    certificates,
    demo,
    doctor,
    evaluate,
    history,
    importing,
    letters,
    match,
    polls,
    project,
    replay,
    sample,
    serve,
    store,
    train,
    why,
    worker,
)

app = typer.Typer(
    name="dedup",
    help=(
        "Find people registered to vote on two committees' rolls, and help the two committees resolve it.\n\n"
        "查找在两个选举委员会重复登记的选民，并协助双方核实处理。"
    ),
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("sample")(sample.sample)
app.command("import")(importing.import_files)
app.command("match")(match.match)
app.command("project")(project.project)
app.add_typer(cases.app, name="cases")
app.add_typer(letters.app, name="letters")
app.add_typer(accounts.app, name="accounts")
app.command("serve")(serve.serve)
app.add_typer(calendar.app, name="calendar")
app.add_typer(certificates.app, name="certificates")
app.add_typer(polls.app, name="polls")
app.command("history")(history.history)
app.command("why")(why.why)
app.command("train")(train.train)
app.command("replay")(replay.replay_store)
app.command("evaluate")(evaluate.evaluate)
app.command("doctor")(doctor.doctor)
app.add_typer(store.app, name="store")
app.add_typer(worker.app, name="worker")
