"""The HTTP API: the commands and questions of the command line, for people's pages and committees' systems.

Every route names the permission that it needs, every answer that is not a success is a problem document
(RFC 9457), and what a committee may read of the other one is decided in one place, `dedup.api.caller`.
"""
