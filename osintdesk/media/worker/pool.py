"""The asking side: a fixed number of worker processes, each served by one thread and watched by one more."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

from osintdesk.core.errors import FileProblem
from osintdesk.media.worker.frames import BadFrame, Message, receive, send

WORKER_FLAG = "--limited-worker"
_WATCH_INTERVAL = 0.1
_START_SECONDS = 60.0
_WAITING = 4.0


class WorkerFailed(FileProblem):
    """A task came to no answer: it took too long, needed too much memory, or its process ended."""


@dataclass(frozen=True, slots=True)
class Task:
    """A function `(args: dict, blobs: tuple[bytes, ...]) -> Message` as `module:function`; time limit in seconds."""

    target: str
    time_limit: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker process may use: resident and address space in bytes, and how many tasks before it is replaced.

    With `readable`, on Linux nothing outside these folders and the program's own files can be opened at all.
    """

    memory: int = 1 << 30
    address_space: int = 6 << 30
    tasks: int = 400
    readable: tuple[str, ...] | None = None


@dataclass(order=True, slots=True)
class _Job:
    priority: int
    number: int
    request: Message = field(compare=False)
    time_limit: float = field(compare=False)
    future: Future[Message] = field(compare=False)


class Pool:
    """Runs named tasks in `size` limited worker processes; thread-safe; a context manager.

    `registry` names what may be run. A task that fails raises WorkerFailed with a whole sentence from its future; the
    process is replaced and the others go on.
    """

    def __init__(self, size: int, registry: Mapping[str, Task], *, limits: Limits | None = None) -> None:
        self._registry = dict(registry)
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._numbers = iter(range(1 << 62))
        self._lock = threading.Lock()
        self._closed = False
        self._children = [_Child(limits or Limits(), self._registry) for _ in range(max(1, size))]
        self._threads = [
            threading.Thread(target=self._serve, args=(child,), name=f"worker-{place}", daemon=True)
            for place, child in enumerate(self._children)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def submit(
        self,
        task_name: str,
        args: Mapping[str, Any] | None = None,
        *,
        time_limit: float | None = None,
        blobs: Iterable[bytes] = (),
        priority: int = 10,
    ) -> Future[Message]:
        """Queue a task; smaller `priority` first. KeyError for a task that is not in the registry."""
        task = self._registry[task_name]
        future: Future[Message] = Future()
        request = Message({"task": task_name, "args": dict(args or {})}, tuple(blobs))
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._jobs.put(_Job(priority, next(self._numbers), request, time_limit or task.time_limit, future))
        return future

    def run(self, task_name: str, args: Mapping[str, Any] | None = None, **options: Any) -> Message:
        """As `submit`, and wait for the answer; raises WorkerFailed."""
        return self.submit(task_name, args, **options).result()

    def close(self) -> None:
        """End all workers at once; what is queued is cancelled, what runs fails."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for _thread in self._threads:
                self._jobs.put(_Job(-(1 << 30), next(self._numbers), Message(), 0, Future()))
        for child in self._children:
            child.end("The program was closed.")
        for thread in self._threads:
            thread.join(5)
        for child in self._children:
            child.close("The program was closed.")
        while not self._jobs.empty():
            self._jobs.get_nowait().future.cancel()

    def _is_closed(self) -> bool:
        with self._lock:
            return self._closed

    def _serve(self, child: _Child) -> None:
        for job in iter(self._jobs.get, None):
            if self._is_closed():
                job.future.cancel()
                return
            if job.future.set_running_or_notify_cancel():
                _settle(child, job)


def _settle(child: _Child, job: _Job) -> None:
    try:
        job.future.set_result(child.ask(job.request, job.time_limit))
    except BaseException as error:  # whatever it is belongs to whoever waits for the future
        job.future.set_exception(error)


class _Child:
    """One worker process, started when it is first needed and again after it was ended."""

    def __init__(self, limits: Limits, registry: Mapping[str, Task]) -> None:
        self._limits = limits
        self._targets = {name: task.target for name, task in registry.items()}
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._ended: subprocess.Popen[bytes] | None = None
        self._why = ""
        self._served = 0
        self._prepared: set[str] = set()

    def ask(self, request: Message, time_limit: float) -> Message:
        """One answer within `time_limit` seconds; the start of the process is not counted."""
        process = self._ready()
        self._prepare(process, str(request.body["task"]))
        answer = self._exchange(process, request, time_limit)
        self._served += 1
        if self._served >= self._limits.tasks:
            self.close("")
        error = answer.body.get("error")
        if error is not None:
            raise WorkerFailed(str(error)[:1000])
        return answer

    def _ready(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return self._process
        self.close("")
        process = subprocess.Popen(
            _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
        )
        with self._lock:
            self._process, self._why, self._served, self._prepared = process, "", 0, set()
        hello = Message({"targets": self._targets, "limits": asdict(self._limits)})
        self._exchange(process, hello, _START_SECONDS)
        return process

    def _prepare(self, process: subprocess.Popen[bytes], task: str) -> None:
        """Have the process import what a task needs, before the first one is timed."""
        if task not in self._prepared:
            self._exchange(process, Message({"prepare": task}), _START_SECONDS)
            self._prepared.add(task)

    def _exchange(self, process: subprocess.Popen[bytes], message: Message, time_limit: float) -> Message:
        assert process.stdin is not None and process.stdout is not None
        done = threading.Event()
        watch = threading.Thread(target=self._watch, args=(process, time_limit, done), daemon=True)
        watch.start()
        try:
            send(process.stdin, message)
            return receive(process.stdout)
        except (EOFError, OSError, ValueError):
            reason = self._why or "The process that read the file ended unexpectedly."
        except BadFrame:
            reason = "The process that read the file gave an answer that is not well formed."
        finally:
            done.set()
            watch.join()
        self.end(reason)
        _close_pipes(process)
        raise WorkerFailed(reason)

    def _watch(self, process: subprocess.Popen[bytes], time_limit: float, done: threading.Event) -> None:
        """Ends the process when its time is over or its memory grows beyond the limit.

        Processor time counts, so that a busy machine fails no file; a process that only waits gets four times as long.
        """
        ends = time.monotonic() + _WAITING * time_limit
        try:
            watched = psutil.Process(process.pid)
            busy = _busy(watched) + time_limit
            while not done.wait(_WATCH_INTERVAL):
                if time.monotonic() >= ends or _busy(watched) >= busy:
                    return self.end(f"Reading the file took longer than {time_limit:g} seconds.")
                if watched.memory_info().rss > self._limits.memory:
                    return self.end("Reading the file needs too much memory.")
        except psutil.Error:
            return None  # already gone: the reading side sees the end of the pipe

    def end(self, why: str) -> None:
        """Kill the process; `why` becomes the reason of the task that runs in it."""
        with self._lock:
            process, self._process = self._process, None
            if process is None:
                return
            self._why = why
            self._ended = process
        with suppress(OSError):
            process.kill()
        process.wait()

    def close(self, why: str) -> None:
        """End the process and let go of its pipes; only from the thread that talks to it, or when that is over."""
        self.end(why)
        if self._ended is not None:
            _close_pipes(self._ended)


def _busy(process: psutil.Process) -> float:
    """Seconds of processor time that a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError, ValueError):
            if pipe is not None:
                pipe.close()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_FLAG]
    return [sys.executable, "-P", "-m", "osintdesk.media.worker"]


def _environment() -> dict[str, str]:
    """The program's own surroundings, with its package first on the path and one thread per numeric library."""
    package = str(Path(__file__).resolve().parents[3])
    path = os.pathsep.join(part for part in (package, os.environ.get("PYTHONPATH", "")) if part)
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **single, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
