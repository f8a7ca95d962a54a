"""Hostile input by the million: `make fuzz` mutates true files and texts; a reader reads them or names what is wrong.

No traceback, no more than a second, no more memory than a bound. `test_cibles.py` tries some hundreds in CI.
"""
