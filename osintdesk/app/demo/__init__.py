"""The example case: low-flying jets over the Kursk region, Tuesday 6 August 2024, with generated pictures."""

from osintdesk.app.demo.make import example_folder, make_example

__all__ = ["example_folder", "make_example"]
