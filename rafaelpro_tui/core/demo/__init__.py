"""The generator of the demo data and the bundled demo base."""
