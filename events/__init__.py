"""What happened, for ever: the vocabulary of events, their stored form, and the one log that holds them.

This package knows nothing of matching and nothing of the service. A reader who wants the vocabulary opens
`registrations`, `cases`, `certificates`, `polls`, `calendars`, `files`, `cycles` and `models`; one who wants
the log opens `log`.
"""
