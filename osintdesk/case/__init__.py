"""The case file: custody log, tables, originals, undo and check. The only place that writes a case."""
