"""`python -m osintdesk.media.worker`: the answering side."""

from __future__ import annotations

from osintdesk.media.worker.child import main

main()
