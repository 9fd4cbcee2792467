"""A worker process can hang, crash, swell, shout or lie: the program gets a sentence, and the next task its answer."""

from __future__ import annotations

import io
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osintdesk.media.worker import Limits, Pool, Task, WorkerFailed
from osintdesk.media.worker.frames import BadFrame, Message, receive, send

NAMES = ("echo", "hang", "crash", "swell", "refuse", "chatter", "lie", "escape")
REGISTRY = {name: Task(f"tests.media.naughty:{name}", 20.0) for name in NAMES}
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux only")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1, REGISTRY, limits=Limits(memory=400 << 20)) as pool:
        yield pool


def test_arguments_and_blobs_come_back_as_they_went(pool: Pool) -> None:
    answer = pool.run(
        "echo", {"name": "Суджа \U0001f30d", "deep": [1, {"x": None}]}, blobs=[b"", bytes(range(256)) * 999]
    )
    assert answer.body["args"] == {"name": "Суджа \U0001f30d", "deep": [1, {"x": None}]}
    assert answer.blobs == (b"", bytes(range(256)) * 999)


def test_a_process_is_kept_from_task_to_task(pool: Pool) -> None:
    assert pool.run("echo").body["process"] == pool.run("echo").body["process"]


def test_a_task_that_takes_too_long_is_ended_and_said_so(pool: Pool) -> None:
    started = time.monotonic()
    with pytest.raises(WorkerFailed, match=r"took longer than 0\.5 seconds\."):
        pool.run("hang", time_limit=0.5)
    assert time.monotonic() - started < 30
    assert pool.run("echo").body["args"] == {}


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        ("crash", "ended unexpectedly"),
        ("swell", "needs too much memory"),
        ("refuse", "The picture is upside down."),
        ("lie", "not well formed"),
    ],
)
def test_a_failing_task_says_why_and_the_next_one_works(pool: Pool, task: str, sentence: str) -> None:
    with pytest.raises(WorkerFailed, match=sentence):
        pool.run(task)
    assert pool.run("echo").body["args"] == {}


def test_noise_of_native_libraries_does_not_reach_the_messages(pool: Pool) -> None:
    assert pool.run("chatter").body == {"quiet": True}


@linux_only
def test_a_taken_over_worker_can_neither_connect_nor_run_nor_write(pool: Pool, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("safe", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        arguments = {"port": server.getsockname()[1], "write": str(tmp_path / "new"), "read": str(victim)}
        assert pool.run("escape", arguments).body["succeeded"] == ["read"]
    assert victim.read_text(encoding="utf-8") == "safe" and not (tmp_path / "new").exists()


@linux_only
def test_with_named_folders_nothing_else_can_be_read(tmp_path: Path) -> None:
    secret, allowed = tmp_path / "secret.txt", tmp_path / "case"
    allowed.mkdir()
    secret.write_text("secret", encoding="utf-8")
    (allowed / "a").write_text("a", encoding="utf-8")
    with Pool(1, REGISTRY, limits=Limits(readable=(str(allowed),))) as pool:
        arguments = {"port": 9, "write": str(allowed / "b"), "read": str(secret)}
        assert pool.run("escape", arguments).body["succeeded"] == []
        assert pool.run("escape", {**arguments, "read": str(allowed / "a")}).body["succeeded"] == ["read"]


def test_urgent_tasks_go_first(pool: Pool) -> None:
    order: list[str] = []
    first = pool.submit("hang", time_limit=0.4)
    waiting = {name: pool.submit("echo", priority=urgency) for name, urgency in (("later", 20), ("now", 1))}
    for name, future in waiting.items():
        future.add_done_callback(lambda _done, name=name: order.append(name))
    assert isinstance(first.exception(), WorkerFailed)
    for future in waiting.values():
        future.result()
    assert order == ["now", "later"]


def test_closing_ends_every_process_and_cancels_what_waits() -> None:
    pool = Pool(1, REGISTRY)
    child = pool.run("echo").body["process"]
    running, waiting = pool.submit("hang"), pool.submit("echo")
    while not running.running():
        time.sleep(0.01)
    pool.close()
    assert isinstance(running.exception(10), WorkerFailed) and waiting.cancelled()
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE
    with pytest.raises(RuntimeError):
        pool.submit("echo")


def test_a_process_is_replaced_after_its_share_of_tasks() -> None:
    with Pool(1, REGISTRY, limits=Limits(tasks=2)) as pool:
        processes = [pool.run("echo").body["process"] for _ in range(4)]
    assert processes[0] == processes[1] != processes[2] == processes[3]


def _received(data: bytes) -> Message:
    return receive(io.BytesIO(data))


def _sent(message: Message) -> bytes:
    sink = io.BytesIO()
    send(sink, message)
    return sink.getvalue()


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), _values, max_size=4), st.lists(st.binary(max_size=60), max_size=4))
def test_every_message_survives_the_wire(body: dict[str, object], blobs: list[bytes]) -> None:
    message = Message(body, tuple(blobs))
    assert _received(_sent(message)) == message


@given(st.binary(max_size=80), st.integers(0, 79))
def test_bytes_that_are_no_message_are_refused_and_never_run(noise: bytes, place: int) -> None:
    good = bytearray(_sent(Message({"a": [1, 2]}, (b"xyz",))))
    damaged = bytes(good[: place % len(good)]) + noise
    for data in (noise, damaged):
        try:
            assert isinstance(_received(data), Message)
        except (BadFrame, EOFError):
            continue


def test_an_announced_size_alone_reserves_nothing() -> None:
    with pytest.raises(BadFrame):
        _received(b"OSDW\xff\xff\xff\xff")
    with pytest.raises(EOFError):
        _received(b"OSDW\x03\x00\x00\x00{}")
