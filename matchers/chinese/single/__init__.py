"""One registration or one pair at a time, in plain Python: the same, bit for bit, as `matchers.chinese` by arrays.

A single arrival meets a handful of pairs, for which hundreds of array operations cost twenty times what they do.
Owns no knowledge: tables, levels and readers are those of the arrays' side, and tests hold each function
against its twin there.
"""
