"""`dedup worker`: work that is done over Kafka, by any number of each worker."""

from __future__ import annotations

import json as json_module
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from dedup.cli.session import (
    ActorOption,
    CycleOption,
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    print_json,
    session_of,
)
from dedup.errors import DedupError
from dedup.working.loop import Reports, Work, run, stop_on_signals

if TYPE_CHECKING:
    from dedup.bootstrap import Service
    from dedup.connecting import Streams

app = typer.Typer(
    help="Work over Kafka: take in, match, publish. 通过 Kafka 接收、比对、发布。", no_args_is_help=True
)

DrainOption = Annotated[bool, typer.Option("--drain", help="End when nothing is left to do.")]
EveryOption = Annotated[
    float, typer.Option("--every", metavar="SECONDS", help="How often to say how it goes.", min=0.1)
]
PartitionsOption = Annotated[
    int, typer.Option("--partitions", help="Partitions of each topic.", min=1, max=10_000)
]
SharesOption = Annotated[
    int,
    typer.Option("--shares", help="Partitions of the topics of matching: the most matchers.", min=1, max=256),
]
ReplicationOption = Annotated[
    int, typer.Option("--replication", help="Brokers that hold each partition.", min=1, max=100)
]


@app.command("intake")
def intake(
    context: typer.Context,
    drain: DrainOption = False,
    every: EveryOption = 10.0,
    cycle: CycleOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Take registrations from the topic registrations.v1 into the log. 接收登记。"""
    from dedup.connecting import REJECTED
    from dedup.working.works import IntakeWork

    def work_of(service: Service, streams: Streams) -> Work:
        feed = streams.registrations(service.log.position_of)
        return IntakeWork(service.log, feed, streams.sink(REJECTED), service.clock, service.settings)

    _run(context, work_of, every=every, drain=drain, json=json)


@app.command("publish")
def publish(
    context: typer.Context,
    drain: DrainOption = False,
    every: EveryOption = 10.0,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Hand what happens to cases on to cases.v1 and outcomes.v1. 发布案件与结果。"""
    from dedup.connecting import CASES, OUTCOMES
    from dedup.publish.publisher import case_events, outcomes
    from dedup.working.works import Outlet, PublishWork

    def work_of(service: Service, streams: Streams) -> Work:
        outlets = [
            Outlet(CASES, streams.sink(CASES), case_events()),
            Outlet(OUTCOMES, streams.sink(OUTCOMES), outcomes(service.log)),
        ]
        return PublishWork(service.log, outlets, streams.identity)

    _run(context, work_of, every=every, drain=drain, json=json, create=False)


@app.command("keys")
def keys(
    context: typer.Context,
    drain: DrainOption = False,
    every: EveryOption = 10.0,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Share registrations out among matchers; one is enough, two do no harm. 分发比对键。"""
    from dedup.connecting import MATCHING_KEYS, MATCHING_PAIRS
    from dedup.working.spreading import KeysWork

    def work_of(service: Service, streams: Streams) -> Work:
        return KeysWork(service.log, streams.frame_sink(MATCHING_KEYS), streams.frame_sink(MATCHING_PAIRS))

    _run(context, work_of, every=every, drain=drain, json=json)


@app.command("matcher")
def matcher(
    context: typer.Context,
    drain: DrainOption = False,
    every: EveryOption = 10.0,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Find pairs under a share of the keys; matchers divide the shares. 按分片比对。"""
    from dedup.connecting import MATCHERS, MATCHING_KEYS, MATCHING_PAIRS
    from dedup.working.spreading import MatcherWork

    def work_of(service: Service, streams: Streams) -> Work:
        feed_of = partial(streams.frames, MATCHING_KEYS, MATCHERS)
        return MatcherWork(service.log, feed_of, streams.frame_sink(MATCHING_PAIRS))

    _run(context, work_of, every=every, drain=drain, json=json)


@app.command("cases")
def cases(
    context: typer.Context,
    drain: DrainOption = False,
    every: EveryOption = 10.0,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Flag the pairs that matchers found. 将比对结果立案。"""
    from dedup.connecting import CASE_WORKERS, MATCHING_PAIRS
    from dedup.working.spreading import CasesWork

    def work_of(service: Service, streams: Streams) -> Work:
        return CasesWork(service.log, partial(streams.frames, MATCHING_PAIRS, CASE_WORKERS), service.clock)

    _run(context, work_of, every=every, drain=drain, json=json)


@app.command("topics")
def topics(
    context: typer.Context,
    partitions: PartitionsOption = 12,
    replication: ReplicationOption = 1,
    shares: SharesOption = 4,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Make the topics that do not exist yet. 创建主题。"""
    from dedup.connecting import MATCHING, TOPICS, Streams

    session = session_of(context)
    streams = Streams(session.settings)
    made = streams.create(partitions, replication, shares)
    names = [*TOPICS, *MATCHING]
    if json:
        print_json({"topics": [streams.topic(name) for name in names], "made": made})
        return
    for name in names:
        topic = streams.topic(name)
        print(session.say("topic-made" if topic in made else "topic-there", topic=topic))


@app.command("asyncapi")
def asyncapi(context: typer.Context, lang: LanguageOption = None) -> None:
    """Print the description of the streams, AsyncAPI 3, as JSON. 输出 AsyncAPI 描述。"""
    from dedup.asyncapi import description

    print_json(description(session_of(context).settings.kafka_topic_prefix))


def _run(
    context: typer.Context,
    work_of: Callable[[Service, Streams], Work],
    *,
    every: float,
    drain: bool,
    json: bool,
    create: bool = True,
) -> None:
    """Work in the session's store until told to stop; `create` says that the store may be made for it."""
    from dedup.connecting import Streams

    session = session_of(context)
    streams = Streams(session.settings)

    def tell(status: Mapping[str, object]) -> None:
        if json:
            print(json_module.dumps(status, ensure_ascii=False), flush=True)
        else:
            print(_in_words(session, status), flush=True)

    def complain(error: DedupError, pause_s: float) -> None:
        session.note("worker-trouble", what=error.message(session.language), pause=f"{pause_s:.1f}")

    with session.open(create=create) as service:
        work = work_of(service, streams)
        with stop_on_signals() as stop:
            run(work, stop, Reports(tell, complain, every), drain=drain)


def _in_words(session: Session, status: Mapping[str, object]) -> str:
    told = []
    for name, value in status.items():
        if isinstance(value, Mapping):
            told.append(f"{name}={sum(value.values()):,}")
        else:
            told.append(f"{name}={value:,}" if isinstance(value, int) else f"{value}:")
    return session.say("worker-status", text=" ".join(told))
