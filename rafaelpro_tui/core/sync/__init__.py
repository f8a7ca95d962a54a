"""The client of a server: the wire (`fil`), the outbox, the replica and its rebase (SYNC)."""
