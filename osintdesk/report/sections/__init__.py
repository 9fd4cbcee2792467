"""The parts of a report: each is a function of the scope and answers its blocks."""
