"""The reviewers' pages: a clear view of two registrations, and one key to decide.

Pages are rendered here and work without scripts; what the scripts add is speed. Nothing here decides what may
be seen or done: that is asked of `dedup.access` and the API's own functions.
"""
