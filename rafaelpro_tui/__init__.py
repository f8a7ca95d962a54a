"""RafaelPro in a terminal: candidatures, convocations and avis, by keyboard."""

__version__ = "0.1.0"
