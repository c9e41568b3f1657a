"""Workers: loops that take from streams and hand on to them until they are told to stop."""
