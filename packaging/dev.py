#!/usr/bin/env python3
"""One command for everything a developer does, on a machine that has nothing but Python.

    python3 packaging/dev.py run      open the example case (without a screen: make it and its PDF report)
    python3 packaging/dev.py test     the whole test suite; further words go to pytest
    python3 packaging/dev.py check    style, types and layers only
    python3 packaging/dev.py bench    the list of measurements, or the named one
    python3 packaging/dev.py setup    the environment only
    python3 packaging/dev.py bundle   the program as one folder, and as .deb on Debian
    python3 packaging/dev.py texts    the template for translators; compiles what they wrote

Each makes `.venv` beside the checkout when it is needed. Standard library only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import environment
import qt_libraries
from problems import Problem

ROOT = environment.ROOT
EXAMPLE_REPORT = ROOT / "example" / "report.pdf"
MOST_WORKERS = 8

# What `check` runs and tests/test_quality.py runs one by one: a name, then what follows the interpreter.
CHECKS = {
    "style": ["-m", "ruff", "check"],
    "format": ["-m", "ruff", "format", "--check"],
    "types": ["-m", "mypy"],
    "layers": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"],
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code, or 3 with a sentence when this machine is in the way."""
    words = sys.argv[1:] if arguments is None else arguments
    chosen = _parser().parse_args(words[:1])
    try:
        return COMMANDS[chosen.command](words[1:])
    except Problem as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=list(COMMANDS))
    return parser


def setup(rest: list[str]) -> int:
    """The environment with the tools for the tests."""
    environment.ensure("dev")
    qt_libraries.ensure(environment.python())
    return 0


def run(rest: list[str]) -> int:
    """The example case in the window; without a screen, the case and its report as files."""
    environment.ensure()
    qt_libraries.ensure(environment.python())
    if qt_libraries.has_screen():
        return _module("osintdesk", "demo", *rest)
    print("There is no screen here, so the example case and its PDF report are made without a window.", flush=True)
    EXAMPLE_REPORT.parent.mkdir(exist_ok=True)
    return _module("osintdesk", "demo", "--no-window", "--report", str(EXAMPLE_REPORT), *rest)


def test(rest: list[str]) -> int:
    """The whole suite without a screen, style, types and layers included."""
    setup([])
    return _module("pytest", *_in_parallel(), *rest, surroundings={"QT_QPA_PLATFORM": "offscreen"})


def check(rest: list[str]) -> int:
    """Style, format, types and layers, one after the other; each that fails is named."""
    environment.ensure("dev")
    failed = [name for name, words in CHECKS.items() if _python(*words) != 0]
    print(f"Failed: {', '.join(failed)}." if failed else "Style, format, types and layers are as they should be.")
    return 1 if failed else 0


def bench(rest: list[str]) -> int:
    """The named measurement with its own options; without a name, which there are."""
    names = sorted(path.stem for path in (ROOT / "tests" / "benchmarks").glob("*.py") if not path.stem.startswith("_"))
    if not rest or rest[0] not in names:
        print("Measurements: " + (", ".join(names) or "none yet"))
        return 2 if rest else 0
    setup([])
    return _module(f"tests.benchmarks.{rest[0]}", *rest[1:])


def bundle(rest: list[str]) -> int:
    """The program as one folder that needs no Python."""
    environment.ensure("bundle")
    qt_libraries.ensure(environment.python())
    return _python(str(ROOT / "packaging" / "bundle.py"), *rest)


def texts(rest: list[str]) -> int:
    """The template for translators, and their catalogues compiled."""
    import texts as translations  # not at the top: an old Python shall come as far as its sentence

    translations.main()
    return 0


def _in_parallel() -> list[str]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ["-n", str(min(cores, MOST_WORKERS)), "--dist", "worksteal"] if cores > 1 else []


def _module(name: str, *words: str, surroundings: dict[str, str] | None = None) -> int:
    return _python("-m", name, *words, surroundings=surroundings)


def _python(*words: str, surroundings: dict[str, str] | None = None) -> int:
    """Run the environment's interpreter; the package is found from any folder, in processes it starts too."""
    given = {**os.environ, "PYTHONPATH": str(ROOT), **(surroundings or {})}
    return subprocess.run([str(environment.python()), *words], cwd=ROOT, env=given, check=False).returncode


COMMANDS = {"run": run, "test": test, "check": check, "bench": bench, "setup": setup, "bundle": bundle, "texts": texts}

if __name__ == "__main__":
    sys.exit(main())
