"""Intake: files in, events out. Reads what committees really send, decides each row, keeps the account."""
