"""How good are the flags? What was flagged, held against what is known to be true, as a report.

Reads the truth, the flags and the rolls; composes the measures of `matchers.evaluation` into one report of
numbers; tells it as text and as a page. Changes nothing, and no flag depends on it.
"""
