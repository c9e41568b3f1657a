"""The read model: what lists and pages ask for, derived from the log and nothing else.

It may be deleted at any time; the next reader rebuilds it.
"""
