"""Benchmarks that a user can run: each prints a ratio against a peer measured in the same run."""
