"""How often somebody may try the password: per address, and all addresses together."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

PER_ADDRESS = 10
IN_ALL = 100
SECONDS = 15 * 60.0
ADDRESSES = 10_000
"""How many addresses are remembered; the one not heard of for longest is forgotten first."""

_NETWORK_OF_ONE = 64
"""Bits: whoever has one IPv6 address has its whole network."""


class Tries:
    """Wrong tries within the last quarter of an hour.

    A try is counted before the password is looked at, so that many at once gain nothing; a right
    one is taken back.
    """

    def __init__(
        self,
        *,
        per_address: int = PER_ADDRESS,
        in_all: int = IN_ALL,
        seconds: float = SECONDS,
        addresses: int = ADDRESSES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin without any; the clock is for those who cannot wait."""
        self._per_address, self._seconds, self._addresses = per_address, seconds, addresses
        self._clock = clock
        self._all: deque[float] = deque(maxlen=in_all)
        self._by_address: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Give how many addresses are remembered."""
        return len(self._by_address)

    def begin(self, address: str) -> int:
        """Count a try: 0 where it may be made, else the seconds after which one may be again."""
        with self._lock:
            present = self._clock()
            own = self._own(_network(address))
            wait = max(self._wait(self._all, present), self._wait(own, present))
            if wait <= 0:
                own.append(present)
                self._all.append(present)
            return max(0, math.ceil(wait))

    def forgive(self, address: str) -> None:
        """Forget the tries of an address from which the right password came."""
        with self._lock:
            for moment in self._by_address.pop(_network(address), ()):
                if moment in self._all:
                    self._all.remove(moment)

    def _own(self, network: str) -> deque[float]:
        own = self._by_address.setdefault(network, deque(maxlen=self._per_address))
        self._by_address.move_to_end(network)
        while len(self._by_address) > self._addresses:
            self._by_address.popitem(last=False)
        return own

    def _wait(self, tries: deque[float], present: float) -> float:
        full = len(tries) == tries.maxlen
        return tries[0] + self._seconds - present if full else 0.0


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ipaddress.ip_network((found, _NETWORK_OF_ONE), strict=False))
    return str(found)
