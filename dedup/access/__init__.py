"""Who may do what: roles, jurisdiction and one table of permissions."""
