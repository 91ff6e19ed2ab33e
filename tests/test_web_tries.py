"""How often a password may be tried, and the key that signs who was let in."""

from __future__ import annotations

import stat
from pathlib import Path

from web.door.keys import FILE, signing_key
from web.door.tries import Tries


def test_tries_are_counted_by_address_in_all_and_within_bounded_memory() -> None:
    moment = [0.0]
    tries = Tries(per_address=3, in_all=8, seconds=60, addresses=5, clock=lambda: moment[0])
    assert [tries.begin("10.0.0.1") for _ in range(3)] == [0, 0, 0]
    assert tries.begin("10.0.0.1") == 60
    moment[0] = 30
    assert tries.begin("10.0.0.1") == 30
    assert [tries.begin(f"2001:db8::{n}") for n in range(3)] == [0, 0, 0]
    assert tries.begin("2001:db8::ffff") == 60, "one IPv6 network is one somebody"
    assert [tries.begin(f"10.0.1.{n}") for n in range(2)] == [0, 0]
    assert tries.begin("10.0.2.1") == 30, "all addresses together"
    moment[0] = 61
    assert tries.begin("10.0.2.1") == 0
    tries.forgive("10.0.2.1")
    moment[0] = 1000
    for number in range(200):
        moment[0] += 100
        assert tries.begin(f"10.1.0.{number}") == 0
    assert len(tries) <= 5


def test_a_right_password_takes_back_what_was_counted() -> None:
    tries = Tries(per_address=2, in_all=2, clock=lambda: 0.0)
    for _ in range(10):
        assert tries.begin("10.0.0.1") == 0
        tries.forgive("10.0.0.1")


def test_the_signing_key_is_random_kept_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    key = signing_key(one)
    assert len(key) == 32
    assert key == signing_key(one)
    assert key != signing_key(other)
    assert stat.S_IMODE((one / FILE).stat().st_mode) == 0o600
    (one / FILE).chmod(0o644)
    assert signing_key(one) == key
    assert stat.S_IMODE((one / FILE).stat().st_mode) == 0o600
    (one / FILE).write_bytes(b"half")
    assert len(signing_key(one)) == 32
    assert [file.name for file in one.iterdir()] == [FILE]
