"""Synaptic noise: one path for all cells and one for each, the same whatever the steps that it is read at."""

import numpy as np
import scipy

GRID = 1.0  # ms, within which a path is constant
_BLOCK = 1000  # values made at a time


class Noise:
    """Ornstein-Uhlenbeck paths of unit size (copies,), read as means between two times that only go on.

    copies : how many; time : correlation time (ms); seed : of the paths
    """

    def __init__(self, copies, time, seed):
        self._kept = np.exp(-GRID / time)
        self._seed, self._copies = seed, copies
        self._last = np.random.default_rng([seed, 0]).standard_normal(copies)
        self._sums, self._made = [np.zeros((1, copies))], 0  # integrals up to each grid time from `_first` on
        self._first, self._path = 0, self._sums[0]

    def mean(self, start, end):
        """Return the mean of each path from `start` to `end` (ms) (copies,)."""
        return (self._integral(end) - self._integral(start)) / (end - start)

    def _integral(self, time):
        while time > (self._made * _BLOCK) * GRID:
            self._make()
        place = time / GRID - self._first
        low = int(place)
        sums = self._path
        return sums[low] + (place - low) * (sums[low + 1] - sums[low]) if place > low else sums[low]

    def _make(self):
        """Make the next block; the one before stays, what is older goes."""
        self._made += 1
        fresh = np.random.default_rng([self._seed, self._made]).standard_normal((_BLOCK, self._copies))
        fresh *= np.sqrt(1.0 - self._kept**2)
        path, _ = scipy.signal.lfilter([1.0], [1.0, -self._kept], fresh, axis=0, zi=(self._kept * self._last)[None])
        self._last = path[-1]
        self._sums = [*self._sums[-1:], self._sums[-1][-1] + GRID * np.cumsum(path, axis=0)]
        self._first = max(0, (self._made - 1) * _BLOCK - (len(self._sums[0]) - 1))
        self._path = np.concatenate(self._sums)
