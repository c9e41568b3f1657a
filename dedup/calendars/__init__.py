"""Calendars and legal clocks: which day closes what, computed from a committee's dates and rules.

All but the desk is pure: the day is handed in, nothing looks at a clock. `gates` holds what one committee's
calendar says, `due` what two calendars together say of a case, `presets` the rules of provinces, `lawful`
what no calendar may say, and `desk` keeps calendars in the log.
"""
