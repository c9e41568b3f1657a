"""The Chinese profile: how registers of Chinese voters are read, blocked and compared."""
