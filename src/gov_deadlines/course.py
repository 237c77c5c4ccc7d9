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

    An *extension* adds its limit to the unextended end, or as much of it as was *taken*; *until* is a day that a
    competent organ set in its stead; *begun* names, in both languages, the act that it began anew with, if not the one
    its text counts from.
    """

    excluded: tuple[Exclusion, ...] = attrs.field(default=(), converter=union)
    extension: Version | None = None
    until: date | None = None
    begun_zh: str = ""
    begun_en: str = ""
    taken: Period | None = None

    @property
    def extra(self) -> Period | None:
        """What the extension adds."""
        limit = self.extension.limit if self.extension else None
        if self.taken is not None and limit is not None:
            return self.taken
        return limit if isinstance(limit, Period) else None

    def to_dict(self) -> dict[str, Any]:
        """The course in plain values, without what did not happen."""
        plain = {
            "excluded": [
                {"after": e.after.isoformat(), "through": e.through.isoformat(), "reason": e.en, "reason_zh": e.zh}
                for e in self.excluded
            ],
            "extension": self.extension.to_dict() if self.extension else None,
            "taken": self.taken.to_dict() if self.taken else None,
            "until": self.until.isoformat() if self.until else None,
        }
        return {key: value for key, value in plain.items() if value}


UNDISTURBED = Course()
