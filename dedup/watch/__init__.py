"""Watching: what the rolls and the clock do to cases, without anybody's command."""
