"""How much the laboratory does for those who ask."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds on messages, connections and runs.

    message_bytes, depth : of one request; requests_per_second : of one connection, on average over a second
    connections : at a time; workers : runs at a time
    duration_ms, pulses, rows, most_rows, steps : of one run; rows are sent of a short one, most_rows of a long one
    muscle_ms, units, muscle_rows : of one run of a whole muscle; of these, muscles at a time
    """

    message_bytes: int = 16_384
    depth: int = 6
    requests_per_second: float = 60.0
    connections: int = 64
    workers: int = 2
    duration_ms: float = 10_000.0
    pulses: int = 1_000
    rows: int = 640
    most_rows: int = 2_400
    steps: int = 400_000
    muscle_ms: float = 5_000.0
    units: int = 30
    muscle_rows: int = 2_000
    muscles: int = 1

    def describe(self):
        """Return it as plain data."""
        return asdict(self)
