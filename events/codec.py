"""The stored form of events: a name with a version, and JSON. Never a class path.

`SmallChange.v1` stored years ago is read by lifting its JSON through `UPCASTS` one version at a time until
it fits today's class. An event of an unknown name or of a later version stops the reader: skipping a fact
would change history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from pydantic import ValidationError
from pydantic_core import from_json

from events import (
    accounts,
    calendars,
    cases,
    certificates,
    cycles,
    disclosures,
    files,
    mappings,
    models,
    polls,
    receipts,
    registrations,
    resolutions,
)
from events.event import Event

_encode_json: Final = msgspec.json.Encoder().encode

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

VOCABULARY: Final[tuple[type[Event], ...]] = (
    registrations.VoterRegistered,
    registrations.RegistrationAmended,
    registrations.RegistrationWithdrawn,
    registrations.RegistrationRestored,
    cases.CaseFlagged,
    cases.CaseRescored,
    cases.CaseReweighed,
    cases.FlagLapsed,
    cases.TransferExplained,
    cases.TransferWithdrawn,
    cases.ProxyNoted,
    cases.CaseAssigned,
    cases.CaseClaimed,
    cases.CaseReleased,
    cases.ClaimReleased,
    cases.CommentAdded,
    cases.LetterSent,
    resolutions.PositionTaken,
    resolutions.PositionWithdrawn,
    resolutions.OutcomeProposed,
    resolutions.ProposalAccepted,
    resolutions.ProposalRefused,
    resolutions.OutcomeDisputed,
    resolutions.CertificateAwaited,
    resolutions.OutcomeAgreed,
    resolutions.KeepingAccepted,
    resolutions.RegistrationReleased,
    resolutions.HandOverOverdue,
    resolutions.CaseApplied,
    resolutions.CorrectionPublished,
    resolutions.CaseClosed,
    resolutions.CaseDismissed,
    resolutions.ReplyOverdue,
    resolutions.CaseEscalated,
    resolutions.HeldAtPoll,
    resolutions.BallotNoted,
    resolutions.CaseExpired,
    resolutions.AppealFiled,
    resolutions.AppealUpheld,
    resolutions.AppealRejected,
    resolutions.SuitFiled,
    resolutions.JudgmentRecorded,
    resolutions.CaseReopened,
    accounts.AccountCreated,
    accounts.RoleGranted,
    accounts.RoleRevoked,
    accounts.AccountDisabled,
    accounts.AccountEnabled,
    accounts.PasswordSet,
    accounts.TokenIssued,
    accounts.TokenRevoked,
    accounts.SignedIn,
    disclosures.Disclosed,
    files.FileReceived,
    files.RowsImported,
    files.FileImported,
    mappings.ColumnsMapped,
    cycles.CycleOpened,
    calendars.CalendarSet,
    certificates.CertificateIssued,
    certificates.CertificateUsed,
    certificates.ReceiptReturned,
    certificates.CertificateRevoked,
    certificates.CertificateExpired,
    certificates.CertificateHeld,
    certificates.HostRegistrationNotified,
    polls.ProxyGranted,
    polls.ProxyRevoked,
    polls.ProxyTaken,
    polls.ProxyEnded,
    polls.BallotIssued,
    models.ModelAdopted,
    receipts.MessageReceived,
)

UPCASTS: Final[Mapping[tuple[str, int], Upcast]] = {}
"""(stored name, version) → function that lifts that version's JSON to the next version."""


class Encoded(NamedTuple):
    """An event in its stored form. Only a codec makes one; the log takes it as it is."""

    topic: str
    """The stored name with its version."""
    state: bytes


class UnreadableEvent(Exception):
    """The log holds an event that this version cannot read: ours or the store's fault, never skipped."""


class Codec:
    """Encode events and decode them, lifting old versions.

    The vocabulary and the upcasts are arguments so that tests can show how an old event is read.
    """

    def __init__(
        self,
        vocabulary: Sequence[type[Event]] = VOCABULARY,
        upcasts: Mapping[tuple[str, int], Upcast] = UPCASTS,
    ) -> None:
        self._by_name = {event_class.stored_name: event_class for event_class in vocabulary}
        if len(self._by_name) != len(vocabulary):
            raise ValueError("two events share a stored name")
        self._upcasts = upcasts
        for event_class in vocabulary:
            for version in range(1, event_class.stored_version):
                if (event_class.stored_name, version) not in upcasts:
                    raise ValueError(f"{event_class.stored_name}.v{version} has no upcast")
        self._topics = {event_class: _topic(event_class) for event_class in vocabulary}
        self._current = {topic: event_class for event_class, topic in self._topics.items()}
        self._topics_of: dict[tuple[type[Event], ...], tuple[str, ...]] = {}

    def encode(self, event: Event) -> Encoded:
        """Return the stored name with its version, and the JSON. Raises KeyError for a foreign event."""
        state = event.__pydantic_serializer__.to_json(event, exclude_defaults=True)
        return Encoded(self._topics[type(event)], state)

    def encode_fields(
        self, event_class: type[Event], fields: Mapping[str, object] | msgspec.Struct
    ) -> Encoded:
        """Return the stored form of the event that has these fields, without making the event.

        For who makes events by the million out of values that are checked already. The fields must be valid,
        in the order of the class, and no defaults, which a structure may omit by itself; whoever decodes the
        event checks them again.
        """
        return Encoded(self._topics[event_class], _encode_json(fields))

    def decode(self, topic: str, state: bytes) -> Event:
        """Return the event. Raises UnreadableEvent when it is unknown, later than us, or damaged."""
        try:
            event_class = self._current.get(topic)
            if event_class is not None:
                return event_class.model_validate_json(state)
            return self._lift(topic, state)
        except (ValidationError, ValueError) as error:
            raise UnreadableEvent(f"{topic}: {error}") from error

    def topic_of(self, event_class: type[Event]) -> str:
        """Return the name under which events of a class are stored. Raises KeyError for a foreign class."""
        return self._topics[event_class]

    def class_of(self, topic: str) -> type[Event] | None:
        """Return the class that events under a name are read into without lifting.

        None for an older version, and for a name that nobody knows: only `decode` can tell those apart. Who
        reads the stored form itself, past the codec, may do so for names that have a class here.
        """
        return self._current.get(topic)

    def topics_of(self, *event_classes: type[Event]) -> tuple[str, ...]:
        """Return every stored name, of all versions, under which events of these classes are found."""
        found = self._topics_of.get(event_classes)
        if found is None:
            found = self._topics_of[event_classes] = tuple(
                f"{event_class.stored_name}.v{version}"
                for event_class in self._topics
                if issubclass(event_class, event_classes)
                for version in range(1, event_class.stored_version + 1)
            )
        return found

    def _lift(self, topic: str, state: bytes) -> Event:
        name, _, suffix = topic.rpartition(".v")
        event_class = self._by_name.get(name)
        if event_class is None or not suffix.isdigit() or int(suffix) > event_class.stored_version:
            raise UnreadableEvent(f"{topic} is not an event that this version knows; upgrade the program")
        data = from_json(state)
        for version in range(int(suffix), event_class.stored_version):
            data = self._upcasts[name, version](data)
        return event_class.model_validate(data)


def _topic(event_class: type[Event]) -> str:
    return f"{event_class.stored_name}.v{event_class.stored_version}"
