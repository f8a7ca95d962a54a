"""Pure functions, one module per chapter of the rules."""
