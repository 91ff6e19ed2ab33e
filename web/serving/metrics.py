"""/metrics for Prometheus: how much is asked, how quickly it is answered, where the data stands."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import version

import flask
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector
from werkzeug.wrappers import Response

from web.door.desk import require_password
from web.door.rules import Door
from web.door.tries import Tries
from web.serving import logs
from web.serving.health import Health

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Standing(Collector):
    """Where ledger and graph stand, asked when somebody looks."""

    def __init__(self, health: Health) -> None:
        """Ask through the health check, which does not wait for long."""
        self._health = health

    def describe(self) -> Iterator[Metric]:
        """Name nothing beforehand, so that registering asks nothing."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Give versions, lag and which part answers."""
        pulse = self._health.pulse()
        up = GaugeMetricFamily("kakehashi_up", "Whether a part answers.", labels=["part"])
        for part in ("ledger", "graph"):
            up.add_metric([part], float(part not in pulse.reasons))
        yield up
        for name, text, value in (
            ("ledger_version", "Version of the ledger.", pulse.ledger),
            ("graph_mark", "Ledger version up to which the graph is drawn.", pulse.graph),
            (
                "graph_lag_versions",
                "Ledger versions not yet drawn.",
                _lag(pulse.ledger, pulse.graph),
            ),
        ):
            if value is not None:
                yield GaugeMetricFamily(f"kakehashi_{name}", text, value=value)
        build = InfoMetricFamily("kakehashi_build", "What runs here.")
        build.add_metric([], {"version": version("kakehashi"), "python": platform.python_version()})
        yield build


def register_metrics(app: flask.Flask, door: Door, tries: Tries, health: Health) -> None:
    """Count every request of the application, and give it /metrics."""
    registry = CollectorRegistry(auto_describe=False)
    labels = ("route", "method", "status")
    requests = Counter("kakehashi_requests_total", "Requests answered.", labels, registry=registry)
    latency = Histogram(
        "kakehashi_request_seconds",
        "Seconds until the answer was made.",
        ("route",),
        registry=registry,
        buckets=BUCKETS,
    )
    registry.register(Standing(health))

    def count(response: flask.Response) -> flask.Response:
        requests.labels(logs.route(), logs.method(), str(response.status_code)).inc()
        latency.labels(logs.route()).observe(logs.seconds())
        return response

    def metrics() -> Response:
        require_password(door, tries)
        response = flask.make_response(generate_latest(registry))
        response.headers["Content-Type"] = CONTENT_TYPE_LATEST
        return response

    app.after_request(count)
    app.add_url_rule("/metrics", "metrics", metrics, methods=["GET"])


def _lag(ledger: int | None, graph: int | None) -> int | None:
    return None if ledger is None or graph is None else ledger - graph
