"""Everything that work on records of the Latin profile needs, loaded."""

from dedup.projector.ready import get_ready

get_ready("latin")
