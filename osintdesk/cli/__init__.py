"""The command line: one file per command, parser and body together."""
