"""The nerve between cord and muscle: delays, an electrode, and impulses that meet."""

import numpy as np

from simulator.simulate.group import Group
from simulator.stages import nerve, pool

_RELAYED = 3.0  # ms, within which an impulse of a node is the answer to one that has come


class Axons:
    """The motor axons of a muscle: what the motoneurons send, and what arises on the way.

    An impulse that arises in an axon runs both ways: it meets the first that comes down, and both go out; if none
    does, it reaches the soma.
    """

    def __init__(self, muscle, **options):
        self.group = Group(muscle.axons, "stimulus", **options)
        self._expected = [[] for _ in muscle.axons]  # arrivals from the soma, of each axon
        self._rising = [[] for _ in muscle.axons]  # when an impulse that runs up reaches the soma
        self._shocked = [[] for _ in muscle.axons]  # (start, end) of when a pulse through the nerve may fire each axon
        self._scatter = pool.scattered(muscle.units)
        self.become(muscle)

    @staticmethod
    def least_delay(muscle):
        """Return how long an impulse takes at least from one part of a muscle to the next (ms)."""
        n = muscle.nerve
        return min(min(float(n.proximal), float(n.distal)) / axon.velocity() for axon in muscle.axons)

    def become(self, muscle):
        """Let the muscle's numbers be others from now on."""
        self.muscle = muscle
        self.group.become(muscle.axons)
        speed = np.array([axon.velocity() for axon in muscle.axons])
        self.down, self.onward = float(muscle.nerve.proximal) / speed, float(muscle.nerve.distal) / speed
        self._gains = nerve.gains(muscle.ranks, self._scatter, muscle.nerve)

    def send(self, units, times):
        """Let impulses leave the somas of some units at some times (ms)."""
        p = self.muscle.nerve
        for unit, time in zip(units, times, strict=True):
            rising = self._rising[unit]
            if rising and time < rising[0] + _RELAYED:  # they meet, or this is what the rising one has fired
                rising.pop(0)
                continue
            arrival = time + self.down[unit]
            self._expected[unit].append(arrival)
            self.group.pulse(unit, arrival, float(p.impulse_width), float(p.impulse_current))

    def shock(self, start, width, current):
        """Let a pulse of current (mA) go through the electrode."""
        for unit, gain in enumerate(self._gains):
            self.group.pulse(unit, start, width, gain * current)
            self._shocked[unit].append((start, start + width + _RELAYED))

    def climbed(self, start, end):
        """Return (units, times) of impulses that reach their soma between two times, from below."""
        found = [(unit, t) for unit, rising in enumerate(self._rising) for t in rising if start <= t < end]
        for rising in self._rising:
            while rising and rising[0] + _RELAYED < start:
                rising.pop(0)
        return found

    def passed_on(self, units, times):
        """Return (units, times, sent) of impulses when they reach the muscle.

        sent : 1 by the soma, 2 evoked by a pulse through the nerve, 0 ectopic
        """
        sent = np.zeros(len(units))
        for k, (unit, time) in enumerate(zip(units, times, strict=True)):
            expected = self._expected[unit]
            while expected and expected[0] + _RELAYED < time:
                expected.pop(0)
            if expected and expected[0] <= time:
                sent[k] = 1.0
                expected.pop(0)
                continue
            sent[k] = 2.0 if self._evoked(unit, time) else 0.0
            if expected:
                self.group.drop(unit, expected.pop(0))
            else:
                self._rising[unit].append(time + self.down[unit])
        return units, times + self.onward[units], sent

    def _evoked(self, unit, time):
        """Return whether a pulse through the nerve has fired an axon at this time (ms)."""
        shocked = self._shocked[unit]
        while shocked and shocked[0][1] < time:
            shocked.pop(0)
        return bool(shocked) and shocked[0][0] <= time
