"""What a base goes through: kills, full and dying disks, cut journals, flipped bits, crowds, nights, closed terminals.

`make pannes` runs every family at its full number and prints the counts; `test_familles.py` runs a few of each in CI.
"""
