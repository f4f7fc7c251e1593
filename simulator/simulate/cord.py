"""The spinal cord of one muscle: its motoneurons, and what reaches them from above and from the muscle."""

from bisect import bisect_left

import numpy as np

from simulator.models.reflex import Reflex
from simulator.simulate.group import Group
from simulator.simulate.noise import Noise
from simulator.stages import nerve, reflex

HEARD = ("primary", "secondary", "organ", "interneurons", "renshaw")
KEPT = 4096  # signals, before what is too old is forgotten
LONGEST = 500.0  # ms, more than any delay


class Delayed:
    """Signals (k,) that are read some time after they were noted; what is older than `longest` (ms) is forgotten."""

    def __init__(self, values, longest):
        self._times, self._values, self._longest = [0.0], [values], longest

    def note(self, time, values):
        """Note the signals at a time later than the last."""
        self._times.append(time)
        self._values.append(values)
        if len(self._times) > KEPT:
            old = max(0, bisect_left(self._times, time - self._longest) - 1)
            del self._times[:old], self._values[:old]

    def read(self, times):
        """Return each signal at its time, on straight lines between those noted."""
        return [self._at(i, time) for i, time in enumerate(times)]

    def _at(self, signal, time):
        after = bisect_left(self._times, time)
        if after in (0, len(self._times)):
            return self._values[max(after - 1, 0)][signal]
        low, high = self._times[after - 1], self._times[after]
        first, last = self._values[after - 1][signal], self._values[after][signal]
        return first + (time - low) / (high - low) * (last - first)


class Cord:
    """Motoneurons under voluntary drive, noise, and afferents with their delays."""

    def __init__(self, muscle, protocol, *, rtol, seed):
        self.protocol = protocol
        self.somas = Group(muscle.motoneurons, "stimulus", rtol=rtol)
        self.receptors = Group([self._receptors(muscle)], "stimulus", rtol=rtol)
        self._noise = Noise(muscle.units + 1, float(muscle.pool.noise_time), seed)
        self._volleys = []
        self.become(muscle)
        self.receptors.advance(0.0)
        self._past = Delayed(self._told(), LONGEST)
        self.drive = self.excitation = self.inhibition = 0.0

    @staticmethod
    def _receptors(muscle):
        return Reflex(reflex=muscle.reflex).with_parameters({"held.start": muscle.start_length})

    def become(self, muscle):
        """Let the muscle's numbers be others from now on."""
        self.muscle, axon = muscle, muscle.axons[0]
        self._slower = float(axon.axon.conduction_velocity) / axon.velocity()  # than at 37 degC: nerve and cord alike
        self._delays = reflex.Delays(*(self._slower * delay for delay in reflex.delays(muscle.reflex)))
        self._gains = muscle.reflex.packed(muscle.temperature).view(type(muscle.reflex).dtype())[0]
        self.somas.become(muscle.motoneurons)
        self.receptors.become([self._receptors(muscle)])

    def _told(self):
        return [float(self.receptors.read(name)[0]) for name in HEARD]

    def volley(self, time, current):
        """Let a pulse through the electrode on the nerve (mA) excite its Ia fibres."""
        p, n = self.muscle.reflex, self.muscle.nerve
        way = self._slower * ((p.nerve - float(n.distal)) / p.primary_velocity + p.primary_central)
        self._volleys.append((time + way, nerve.afferent_share(current, n)))

    def _synapses(self, start, end):
        """Return the current of Ia volleys in the dendrites, as a mean from `start` to `end` (uA/cm^2)."""
        p = self.muscle.nerve
        fall, total = float(p.volley_time), 0.0
        for begin, share in self._volleys:
            low, high = max(start, begin) - begin, end - begin
            if high > 0:
                total += share * fall * (np.exp(-low / fall) - np.exp(-high / fall)) / (end - start)
        self._volleys = [v for v in self._volleys if v[0] > start - 20 * fall]
        return float(p.volley_current) * total

    def drive_to(self, start, end):
        """Set what reaches the motoneurons from one time to another (ms)."""
        p, d = self.muscle.pool, self._delays
        middle = 0.5 * (start + end)
        primary, secondary, organ, interneurons, renshaw = self._past.read(
            [middle - delay for delay in (d.primary, d.secondary, d.organ, d.organ, d.renshaw)]
        )
        nociception = float(self.receptors.read("nociception")[0])
        voluntary = float(self.protocol.drive(np.array([start, middle, end])) @ (0.25, 0.5, 0.25))
        noise = self._noise.mean(start, end)
        self.drive = voluntary
        self.excitation = float(p.full_drive) * voluntary + float(p.tonic_drive) + self._synapses(start, end)
        self.excitation += reflex.excitation(primary, secondary, nociception, self._gains)
        busy = max(self.excitation, 0.0) + float(p.idle_noise) + float(p.afferent_noise) * organ
        size = np.sqrt(busy)  # synapses are shot noise
        self.inhibition = float(p.tonic_inhibition) + reflex.inhibition(
            interneurons, renshaw, float(p.antagonist_rate), voluntary, self._gains
        )
        shaken = size * (float(p.common_noise) * noise[0] + float(p.own_noise) * noise[1:])
        self.somas.give("excitation", self.excitation + shaken)
        self.somas.give("inhibition", self.inhibition)

    def sense(self, end, step, length, velocity, force, count):
        """Take in what the muscle did in a step: its length, velocity (1/ms), force (of the largest) and spikes."""
        p = self.muscle.pool
        rate = 1e3 * count / step / self.muscle.units
        static = float(p.gamma_static) + float(p.coactivation) * self.drive
        held = {"tendon_force": max(force, 0.0), "gamma_static": static, "gamma_dynamic": float(p.gamma_dynamic),
                "discharge": rate, "pain": float(p.pain)}  # fmt: skip
        for name, value in held.items():
            self.receptors.set(f"held.{name}", value)
        self.receptors.give("velocity", velocity)
        self.receptors.advance(end)
        self._past.note(end, self._told())
