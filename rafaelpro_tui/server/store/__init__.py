"""The server's base: every line of SQL of the server, on PostgreSQL or on an embedded SQLite (SQLAlchemy Core)."""
