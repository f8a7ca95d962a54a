"""The reference server (extra `[server]`): the same rules as the client, one truth for everybody (SYNC)."""
