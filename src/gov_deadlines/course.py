"""What befalls a limit on its way to its end: days left out, an extension, a day set in its stead."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from .exclusion import Exclusion, union
from .law.rule import Version
from .period import Period


@attrs.frozen
class Course:
    """
    What befell a limit on its way: days left out, an extension, or a day it was put off to.

    An *extension* adds its limit to the unextended end, or as much of it as was *granted* on the day *extended_on*;
    *until* is a day that a competent organ set in its stead; *begun* names, in both languages, the act that it began
    anew with, if not the one its text counts from.
    """

    excluded: tuple[Exclusion, ...] = attrs.field(default=(), converter=union)
    extension: Version | None = None
    until: date | None = None
    begun_zh: str = ""
    begun_en: str = ""
    granted: Period | None = None
    extended_on: date | None = None

    @property
    def extra(self) -> Period | None:
        """What the extension adds."""
        return self.extra_by(self.extension)

    def extra_by(self, extension: Version | None) -> Period | None:
        """What the extension adds where the text *extension* says how much it may: all that, or what it grants."""
        limit = extension.limit if extension else None
        if not isinstance(limit, Period):
            return None
        if self.granted is not None and self.granted.unit is limit.unit and self.granted.n < limit.n:
            return self.granted
        return limit

    def to_dict(self) -> dict[str, Any]:
        """The course in plain values, without what did not happen."""
        plain = {
            "excluded": [
                {"after": e.after.isoformat(), "through": e.through.isoformat(), "reason": e.en, "reason_zh": e.zh}
                for e in self.excluded
            ],
            "extension": self.extension.to_dict() if self.extension else None,
            "granted": self.granted.to_dict() if self.granted else None,
            "until": self.until.isoformat() if self.until else None,
        }
        return {key: value for key, value in plain.items() if value}


UNDISTURBED = Course()
