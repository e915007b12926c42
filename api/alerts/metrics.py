"""What is known of alerts, as Prometheus collects it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from alerts.records import LastRun


class AlertMetrics(Collector):
    """When a run last came to its end, 0 where none ever did, and how many alerts there are by channel and state."""

    def __init__(self, last: LastRun | None, by_state: Mapping[tuple[str, str], int]) -> None:
        self._last = last
        self._by_state = by_state

    def collect(self) -> Iterator[Metric]:
        """Yield each metric."""
        ended = GaugeMetricFamily(
            "isa_alerts_last_success_timestamp_seconds", "When a run of alerts last came to its end."
        )
        ended.add_metric((), self._last.ended_at.timestamp() if self._last else 0)
        yield ended
        number = GaugeMetricFamily(
            "isa_alerts", "How many alerts there are, by channel and state.", labels=("channel", "state")
        )
        for (channel, state), alerts in sorted(self._by_state.items()):
            number.add_metric((channel, state.lower()), alerts)
        yield number


def encoded(metrics: AlertMetrics, accept: str) -> tuple[bytes, str]:
    """Return metrics in the form that an `Accept` header asks for, and its media type."""
    encode, media_type = choose_encoder(accept)
    return encode(metrics), media_type
