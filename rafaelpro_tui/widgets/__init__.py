"""Reusable parts of screens; a widget does one thing."""
