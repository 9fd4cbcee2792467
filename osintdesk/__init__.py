"""OSINT Desk: verify footage and keep the record of how it was done."""

import os

__version__ = "0.1.0"

# Before numpy is loaded: the matrices here are small, and several threads on one small product only wait for each other
# (comparing two clips took fifteen times as long on a busy machine).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
