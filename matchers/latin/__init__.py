"""The Latin profile: rolls of people whose names are written in Latin letters, given name and surname."""
