"""Fascicles and tendon from one exchange to the next: how fast the fascicles move while their fibres step alone."""

import numpy as np

from simulator.stages import tendon

_NEWTON = 8


class Pull:
    """Where fascicles and tendon end (mm), and the force of the tendon (N).

    p : TendonParameters; length : of the fascicles at the start, of the optimal; force : of the fascicles then (N)
    """

    def __init__(self, p, length, force):
        self.p = p
        self.width = float(p.fascicle) * np.sin(np.radians(float(p.angle)))
        self.place = tendon.inner_end(length * float(p.fascicle), self.width)
        self.fascicle_force, self._rate, self._velocity = force, 0.0, 0.0
        begins = force * self.place / self._length(self.place)
        self.extension = tendon.tendon_extension(begins, p)
        self.end = self.start = self.place + float(p.slack) + self.extension
        self.end_velocity = 0.0

    def _length(self, place):
        return tendon.fascicle_length(place, self.width)

    @property
    def length(self):
        """Length of the fascicles (mm)."""
        return self._length(self.place)

    @property
    def force(self):
        """Force of the tendon (N)."""
        return tendon.tendon_force(self.end - self.place - float(self.p.slack), self.p)

    def plan(self, step, stiffness, viscosity, velocity, load):
        """Move the ends for a step (ms) and return the velocity of the fascicles in it (mm/ms).

        stiffness, viscosity : of the fascicles (N/mm, N ms/mm), as they are; velocity : of the far end, if it is led
        (mm/ms), load : on it, if it is free (N), else None

        The force of the fascicles at the end of the step is foretold, as if it went on as before but for what a change
        of velocity adds to it, and the place found at which the tendon balances it.
        """
        p, before = self.p, self.length
        self._lead(step, velocity, load)
        foretold = self.fascicle_force + step * (self._rate - stiffness * self._velocity)
        self._viscosity = viscosity
        stiffness = stiffness + viscosity / step
        place, slack = self.place, float(p.slack)
        for _ in range(_NEWTON):
            length = self._length(place)
            pull = foretold + stiffness * (length - before)
            extension = self.end - place - slack
            excess = tendon.tendon_force(extension, p) - pull * place / length
            slope = -tendon.tendon_stiffness(extension, p) - stiffness * (place / length) ** 2
            slope -= pull * self.width**2 / length**3
            change = excess / slope
            place -= change
            if abs(change) < 1e-9:
                break
        self.place = place
        return (self.length - before) / step

    def _lead(self, step, velocity, load):
        p = self.p
        if load is None:
            self.end_velocity = velocity
        else:
            pull = load - self.force - p.spring * (self.end - self.start) - p.damping * self.end_velocity
            self.end_velocity += 1e-3 * step * pull / p.mass
        self.end += step * self.end_velocity

    def note(self, step, velocity, force):
        """Take in the force of the fascicles (N) after a step at a velocity (mm/ms)."""
        force -= self._viscosity * velocity
        self._rate = (force - self.fascicle_force) / step
        self.fascicle_force, self._velocity = force, velocity
