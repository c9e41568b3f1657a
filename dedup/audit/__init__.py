"""Audit: what happened and why, told from the log alone, and proof that it can be told again."""
