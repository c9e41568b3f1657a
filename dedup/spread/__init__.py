"""Matching spread over workers: keys are shared out, each share is searched alone, and cases are the sum.

Nothing here decides otherwise than the projector does: the same engine finds pairs, under a share of the
keys, and the same rules say what follows for flags. docs/spread-matching.md tells why the flags are the same.
"""
