"""Cases: what people may do with a flagged pair, and what follows. Nothing here scores or matches."""
