"""A run as plain arrays that the measures can read: what a labelled Dataset gives, without its cost."""

import json

import numpy as np


class Column(np.ndarray):
    """One quantity by time."""

    def __new__(cls, values, time):
        column = np.asarray(values, dtype=float).view(cls)
        column.clock = time
        return column

    def __array_finalize__(self, source):
        self.clock = getattr(source, "clock", None)

    @property
    def values(self):
        """The bare numbers."""
        return self.view(np.ndarray)

    def sel(self, time):
        """Return the part within a slice of time (ms), both ends included."""
        return Column(self.values[_within(self.clock, time)], self.clock[_within(self.clock, time)])


class Record:
    """Outputs by name, times of spikes and the protocol."""

    def __init__(self, time, columns, spikes, protocol):
        self._time, self._columns, self._spikes = time, columns, spikes
        self.attrs = {"protocol": json.dumps(protocol)}
        self.protocol = protocol

    def __getattr__(self, name):
        if name in ("time", "spike_time"):
            return Column(self._time if name == "time" else self._spikes, self._time)
        columns = self.__dict__.get("_columns", {})
        if name not in columns:
            raise AttributeError(name)
        return Column(columns[name], self._time)

    def __contains__(self, name):
        return name in self._columns

    def only(self, names):
        """Return the same with some of its columns, which takes less memory."""
        return Record(self._time, {name: self._columns[name].copy() for name in names}, self._spikes, self.protocol)

    def sel(self, time):
        """Return the part within a slice of time (ms), with all its spikes."""
        part = _within(self._time, time)
        columns = {name: values[part] for name, values in self._columns.items()}
        return Record(self._time[part], columns, self._spikes, self.protocol)


def _within(clock, time):
    """Return the indices of a slice of time."""
    first = 0 if time.start is None else np.searchsorted(clock, time.start)
    last = len(clock) if time.stop is None else np.searchsorted(clock, time.stop, side="right")
    return slice(int(first), int(last))
