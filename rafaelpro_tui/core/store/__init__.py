"""SQL: schema, reading windows, search, journal; the only package that holds SQL text."""
