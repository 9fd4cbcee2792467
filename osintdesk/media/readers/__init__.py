"""Readers of what files say about themselves: an own one for every container, and the established libraries beside it.

Every reading keeps its reader and its path. Nothing is merged here; `osintdesk.media.facts` derives facts by one table.
"""
