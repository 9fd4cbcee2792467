"""Use cases shared by the window and the command line: one function per user verb, returning what changed."""
