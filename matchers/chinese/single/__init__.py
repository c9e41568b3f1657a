"""One record or one pair at a time, in plain Python: bit for bit what `matchers.chinese` does by arrays.

A single arrival meets a handful of pairs; hundreds of array operations for so few cost twenty times as much.
Owns no knowledge: tables, levels and readers are those of the arrays' side, and tests hold each function
against its twin there.
"""
