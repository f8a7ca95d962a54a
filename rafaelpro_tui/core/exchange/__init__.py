"""Files in and out: LHÉO, CSV, ICS, dataset."""
