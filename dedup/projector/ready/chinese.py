"""Everything that work on records of the Chinese profile needs, loaded."""

from dedup.projector.ready import get_ready

get_ready("chinese")
