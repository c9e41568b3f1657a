"""The projector: follows registrations in the log, matches them, and flags pairs as events.

It is the one bridge between the log and `matchers`. Which pairs are flagged depends on the registrations
and the adopted model alone, not on the order of arrival, the size of batches or restarts.
"""
