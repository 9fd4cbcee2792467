"""OSINT Desk: verify footage and keep the record of how it was done."""

__version__ = "0.1.0"
