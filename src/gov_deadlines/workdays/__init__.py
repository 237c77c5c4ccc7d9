"""Which days count: the official notices, the calendars made of them, and what may be said of a year without one."""
