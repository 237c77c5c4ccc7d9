"""A fact: what happened, when it happened, and when it became known. Facts are never changed, only voided by others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import UTC, date, datetime
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

import attrs

from ..civil import SHANGHAI, aware, civil_day
from ..datafile import structure
from ..errors import BadInput, ConflictingDelivery, Fault, quoted
from ..moment import read_day, read_moment
from ..plain import MOST_BITS, MOST_TEXT, check_plain, check_text

VOIDED = "voided"
"""The name of the fact that does nothing but take another one back."""


_NOTHING: Mapping[str, Any] = MappingProxyType({})
_MOST_NAME = 1000
"""Characters of a name, a key or an actor: messages quote them."""
_FLAT = frozenset([str, bool, int, float, type(None), date, datetime])


def _frozen(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The details as a mapping of the fact's own, which nobody can change, down to the last list."""
    told = dict(payload)
    if not told:
        return _NOTHING
    for name, value in told.items():
        if type(name) is not str or len(name) > MOST_TEXT or not _is_small(value):
            check_plain(told, "event")
            return MappingProxyType({name: _fixed(value) for name, value in told.items()})
    return MappingProxyType(told)


def _is_small(value: Any) -> bool:
    """Whether it needs no closer look: one value alone, and none of great length."""
    kind = type(value)
    if kind is str:
        return len(value) <= MOST_TEXT
    return kind in _FLAT if kind is not int else value.bit_length() <= MOST_BITS


def _fixed(value: Any) -> Any:
    """One detail that cannot change: mappings read-only, lists as tuples."""
    if type(value) in _FLAT:
        return value
    if isinstance(value, dict | MappingProxyType):
        return MappingProxyType({key: _fixed(each) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return tuple([_fixed(each) for each in value])
    try:
        return deepcopy(value)
    except TypeError:
        en, zh = f"a {type(value).__name__} is no detail; expected plain values", f"{type(value).__name__} 不能作为细节"
        raise BadInput.of("event", en, f"{zh}；应为 JSON 中的值") from None


def _plain(value: Any) -> Any:
    """A detail in the plain values of JSON again, the caller's own to change."""
    if type(value) in _FLAT:
        return value
    if isinstance(value, MappingProxyType):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _as_json(value: Any) -> Any:
    """What JSON has no word for: a mapping that cannot change as one, all else as text."""
    return dict(value) if isinstance(value, MappingProxyType) else str(value)


_STANDARD = (date, datetime, type(None))


def _to_micros(moment: Any) -> Any:
    """*moment* without the nanoseconds of pandas, which are not kept: told again, it must be the same."""
    return datetime.combine(moment.date(), moment.timetz()) if hasattr(moment, "nanosecond") else moment


@attrs.frozen
class Event:
    """
    One fact of a matter.

    *happened* is a day, or an aware instant where hours count; *learned* is when it became known, by default when it
    happened. *key* is the sender's own id of the fact; without one its content stands in, so that two facts that are
    alike in everything need keys to be two. *voids* is the key of a fact that this one takes back and, unless it is
    ``voided``, replaces. *payload* holds further details by name, in plain JSON values that cannot be changed.
    """

    name: str
    happened: date | datetime
    key: str = ""
    learned: date | datetime | None = None
    actor: str = ""
    voids: str = ""
    payload: Mapping[str, Any] = attrs.field(
        factory=dict, converter=_frozen, hash=False, repr=lambda payload: repr(_plain(payload))
    )
    _digest: str = attrs.field(default="", init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for text in (self.name, self.key, self.actor, self.voids):
            if type(text) is not str or len(text) > _MOST_NAME:
                self._check_texts()
        _check_when(self.happened, "event.happened")
        if self.learned is not None:
            _check_when(self.learned, "event.learned")
        if type(self.happened) not in _STANDARD:
            object.__setattr__(self, "happened", _to_micros(self.happened))
        if type(self.learned) not in _STANDARD:
            object.__setattr__(self, "learned", _to_micros(self.learned))
        taken = self.payload.keys() & _OWN if self.payload else ()
        if taken:
            en = f"{', '.join(sorted(taken))} cannot be details; they are fields of the fact itself"
            raise BadInput.of("event", en, f"{'、'.join(sorted(taken))} 是事实本身的字段，不能作为细节")

    def _check_texts(self) -> None:
        """Raises: BadInput, for a name, a key or an actor that is no text, as a number is, or too long a one."""
        for field in ("name", "key", "actor", "voids"):
            text = getattr(self, field)
            if not isinstance(text, str):
                en = f"{quoted(text)} is no text; expected text, like str(17) of a number"
                raise BadInput.of(f"event.{field}", en, f"{quoted(text)} 不是文字；应为文字，数字可用 str(17) 转换")
            check_text(text, "event", _MOST_NAME)

    @classmethod
    def of(
        cls,
        name: str,
        happened: date | datetime,
        *,
        key: str = "",
        learned: date | datetime | None = None,
        actor: str = "",
        voids: str = "",
        **payload: Any,
    ) -> Event:
        """The fact *name* with its details by name, as it is written in a notebook."""
        return cls(name, happened, key, learned, actor, voids, payload)

    @property
    def day(self) -> date:
        """The legal day on which it happened."""
        return civil_day(self.happened)

    @property
    def instant(self) -> float:
        """When it happened in seconds, to sort by; a day stands for its beginning."""
        return instant_of(self.happened)

    @property
    def known_on(self) -> date:
        """The legal day from whose end on it was known."""
        return civil_day(self.happened if self.learned is None else self.learned)

    @property
    def id(self) -> str:
        """The key, or a digest of the content for a fact that came without one."""
        return self.key or f"={self.digest}"

    @property
    def digest(self) -> str:
        """What the fact says, in 32 hexadecimal digits; when it was learned is no part of it."""
        if not self._digest:
            instant = isinstance(self.happened, datetime)
            when = self.happened.astimezone(UTC) if isinstance(self.happened, datetime) else self.happened
            content = [self.name, instant, when.isoformat(), self.actor, self.voids, dict(self.payload)]
            text = json.dumps(content, sort_keys=True, default=_as_json)
            # Remembered, not stored: the other fields never change.
            object.__setattr__(self, "_digest", blake2b(text.encode(), digest_size=16).hexdigest())
        return self._digest

    def reworded(self, payload: Mapping[str, Any]) -> Event:
        """This fact with its details in other words; it keeps its id, which is that of what was delivered."""
        other = attrs.evolve(self, payload=payload)
        object.__setattr__(other, "_digest", self.digest)
        return other

    def get(self, detail: str, otherwise: Any = None) -> Any:
        """One detail of the payload."""
        return self.payload.get(detail, otherwise)

    def to_dict(self) -> dict[str, Any]:
        """The shape facts have in JSON, details beside the rest; what is empty is left out."""
        instant = isinstance(self.happened, datetime)
        plain: dict[str, Any] = {
            "event": self.name,
            "at" if instant else "on": self.happened.isoformat(),
            "recorded_at": self.learned.isoformat() if self.learned else "",
            "key": self.key,
            "actor": self.actor,
            "voids": self.voids,
        }
        return {key: value for key, value in plain.items() if value} | {
            key: _plain(value) for key, value in self.payload.items()
        }

    def __reduce__(self) -> tuple[Any, ...]:
        """A fact travels as what it was made of; it keeps its id."""
        fields = self.name, self.happened, self.key, self.learned, self.actor, self.voids, _plain(self.payload)
        return _again, (type(self), fields, self._digest)

    @classmethod
    def from_dict(cls, raw: object, where: str = "event") -> Event:
        """
        The fact that a JSON object writes: ``{"event", "on" | "at", "recorded_at", "key", "actor", "voids", ...}``.

        Raises: BadInput, with every fault and its path.

        >>> Event.from_dict({"event": "decided", "on": "2020-05-20"}).happened
        datetime.date(2020, 5, 20)
        """
        check_plain(raw, where)
        if not isinstance(raw, Mapping):
            raise BadInput.of(
                where, f"{raw!r} is no event; expected a JSON object", f"{raw!r} 不是事件；应为 JSON 对象"
            )
        fields = {key: value for key, value in raw.items() if key in _OWN and value is not None}
        line = structure(fields, _Line, where)
        if (line.on is None) == (line.at is None):
            en = f"{raw!r} needs exactly one of on (a day) and at (an instant with its offset)"
            zh = f"{raw!r} 的 on（日期）与 at（带时区的时刻）须且只能有一项"
            raise BadInput.of(where, en, zh)
        happened: date | datetime
        if line.on is not None:
            happened = read_day(line.on, f"{where}.on")
        else:
            happened = read_moment(line.at, f"{where}.at")
            if not isinstance(happened, datetime):
                en = f"{line.at!r} is a day; write it under on, or give the instant like 2020-05-20T09:00:00+08:00"
                zh = f"{line.at!r} 只有日期；请写入 on，或给出如 2020-05-20T09:00:00+08:00 的时刻"
                raise BadInput.of(f"{where}.at", en, zh)
        learned = None if line.recorded_at is None else read_moment(line.recorded_at, f"{where}.recorded_at")
        payload = {key: value for key, value in raw.items() if key not in _OWN}
        return cls(line.event, happened, line.key, learned, line.actor, line.voids, payload)


def _check_when(moment: date | datetime, path: str) -> None:
    """Raises: BadInput, for what names no day: told where the fact is made, and not where it is first asked of."""
    if isinstance(moment, datetime):
        aware(moment, path)
    elif type(moment) is not date:
        civil_day(moment, path)


def _again(kind: type[Event], fields: tuple[Any, ...], digest: str) -> Event:
    """The fact that came from elsewhere."""
    event = kind(*fields)
    object.__setattr__(event, "_digest", digest)
    return event


@attrs.frozen
class _Line:
    """The fields of a fact's JSON object that are not details."""

    event: str
    on: str | None = None
    at: str | None = None
    recorded_at: str | None = None
    key: str = ""
    actor: str = ""
    voids: str = ""


_OWN = {field.name for field in attrs.fields(_Line)}


def read_events(raw: object, where: str) -> list[Event]:
    """
    The facts that a JSON list writes.

    Raises: BadInput, with every fault of all of them and its path.
    """
    if not isinstance(raw, list | tuple):
        raise BadInput.of(where, f"{raw!r} is no list of events", f"{raw!r} 不是事件列表")
    faults: list[Fault] = []
    found: list[Event] = []
    for index, each in enumerate(raw):
        try:
            found.append(Event.from_dict(each, f"{where}[{index}]"))
        except BadInput as bad:
            faults += bad.faults
    if faults:
        raise BadInput(faults)
    return found


def instant_of(moment: date | datetime) -> float:
    """*moment* in seconds, to sort by: a day stands for its beginning in Asia/Shanghai."""
    if isinstance(moment, datetime):
        return moment.timestamp()
    return datetime(moment.year, moment.month, moment.day, tzinfo=SHANGHAI).timestamp()


def is_redelivery(known: Event | None, event: Event) -> bool:
    """
    Whether *event* is *known*, the fact on record under its id, once more; both in the words of the table.

    Raises: ConflictingDelivery, when that fact says something else.
    """
    if known is None:
        return False
    if known.digest != event.digest and known != attrs.evolve(event, learned=known.learned):
        raise ConflictingDelivery(event.key, known.digest, event.digest)
    return True


def in_force(events: Iterable[Event]) -> tuple[Event, ...]:
    """
    The facts that no other fact in force takes back, those that take back among them.

    They are in the order in which they came, so that a fact is taken back by a later one alone. A correction that is
    taken back brings back what it had replaced; one that is replaced in its turn does not: the latest stands for all.
    """
    told = tuple(events)
    gone: dict[str, bool] = {}  # by id, whether another fact stands in its place
    for event in reversed(told):
        if event.voids and gone.get(event.id, True):
            gone[event.voids] = event.id in gone or event.name != VOIDED
    return tuple(each for each in told if each.id not in gone)


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """The facts in force that say more than that another is taken back."""
    return tuple(each for each in in_force(events) if each.name != VOIDED)
