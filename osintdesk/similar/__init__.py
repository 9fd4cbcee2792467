"""Fingerprints, index and alignment of media that share content. Disposable and rebuildable."""
