"""The program of a chain of half-sarcomeres: loops, where other models are written out in straight lines.

In straight lines twenty half-sarcomeres took 50 s to compile, and a hundred would take minutes; in loops any number
takes 4 s, and a run of a hundred 50 ms. Here each function goes round them once, and the
linear algebra uses that they meet in the force alone: with x the lengths, S their sum, d the slope of a velocity by its
own length, g that by the force, k the change of force with a length (stiffness / count),

    (shift - d_i) x_i + g_i k S = b_i,   so   S (1 + sum g_i k / (shift - d_i)) = sum b_i / (shift - d_i)

State: lengths (n), torn (n), place of the end, activation. Constants: inputs (2), parameters, scores, chances.
"""

import numpy as np

from simulator.models.sarcomeres import OUTPUTS, PARAMETERS, half_velocity, popped, stiffness
from simulator.models.system import Loops
from simulator.stages import sarcomere

INPUTS = 2
NUMBERS = PARAMETERS.itemsize // 8
FIRST = INPUTS + NUMBERS  # place of the first score among the constants
NEAR, NEAR_FORCE = 1e-6, 1e-4  # um or a part; kPa: distances at which slopes are taken
SHARED = 3  # entries that belong to no half-sarcomere


def rates(y, c, out):
    """Write the rate of every state."""
    n = (len(y) - 2) // 2
    p = c[INPUTS:FIRST].view(PARAMETERS)[0]
    force = stiffness(p) * (p.chain.set_length + y[2 * n] - np.mean(y[:n]))
    for i in range(n):
        strength = sarcomere.strength(c[FIRST + i], p.chain)
        out[i] = half_velocity(y[i], y[n + i], y[2 * n + 1], force, strength, p)
        out[n + i] = sarcomere.tearing(y[n + i], popped(y[i], p), c[FIRST + n + i], p.chain)
    out[2 * n] = c[1]
    out[2 * n + 1] = sarcomere.activating(y[2 * n + 1], p.chain)


def jacobian(y, c, out, entries):
    """Write the rates, and of each half-sarcomere the slopes of its velocity by its length, the force, what is torn and
    activation, and of its tearing; at the end those of activation, stiffness, and stiffness / count.
    """
    n = (len(y) - 2) // 2
    p = c[INPUTS:FIRST].view(PARAMETERS)[0]
    force, a = stiffness(p) * (p.chain.set_length + y[2 * n] - np.mean(y[:n])), y[2 * n + 1]
    for i in range(n):
        x, torn, strength = y[i], y[n + i], sarcomere.strength(c[FIRST + i], p.chain)
        here = half_velocity(x, torn, a, force, strength, p)
        entries[i] = (half_velocity(x + NEAR, torn, a, force, strength, p) - here) / NEAR
        entries[n + i] = (half_velocity(x, torn, a, force + NEAR_FORCE, strength, p) - here) / NEAR_FORCE
        entries[2 * n + i] = (half_velocity(x, torn + NEAR, a, force, strength, p) - here) / NEAR
        entries[3 * n + i] = (half_velocity(x, torn, a + NEAR, force, strength, p) - here) / NEAR
        lost = popped(x, p)
        entries[4 * n + i] = -sarcomere.tearing(0.0, lost, c[FIRST + n + i], p.chain)
        out[i] = here
        out[n + i] = sarcomere.tearing(torn, lost, c[FIRST + n + i], p.chain)
    out[2 * n] = c[1]
    out[2 * n + 1] = sarcomere.activating(a, p.chain)
    entries[5 * n] = (sarcomere.activating(a + NEAR, p.chain) - out[2 * n + 1]) / NEAR
    entries[5 * n + 1], entries[5 * n + 2] = stiffness(p), stiffness(p) / n


def factorise(entries, shift, w):
    """Leave in w all that `substitute` needs: entries with inverted diagonals, and what divides the sum of lengths."""
    n = (len(entries) - 3) // 5
    w[: 5 * n + 3] = entries
    total = 1.0
    for i in range(n):
        w[i] = 1.0 / (shift - entries[i])
        w[4 * n + i] = 1.0 / (shift - entries[4 * n + i])
        total += entries[n + i] * entries[5 * n + 2] * w[i]
    w[5 * n] = 1.0 / (shift - entries[5 * n])
    w[5 * n + 3], w[5 * n + 4] = 1.0 / total, 1.0 / shift


def substitute(w, b):
    """Solve in place."""
    n = (len(w) - 5) // 5
    b[2 * n] *= w[5 * n + 4]
    b[2 * n + 1] *= w[5 * n]
    total = 0.0
    for i in range(n):
        b[n + i] *= w[4 * n + i]
        pulled = w[2 * n + i] * b[n + i] + w[3 * n + i] * b[2 * n + 1] + w[n + i] * w[5 * n + 1] * b[2 * n]
        b[i] = w[i] * (b[i] + pulled)
        total += b[i]
    total *= w[5 * n + 3]
    for i in range(n):
        b[i] -= w[i] * w[n + i] * w[5 * n + 2] * total


def outputs(y, c, out):
    """Write what is read off the chain."""
    n = (len(y) - 2) // 2
    p, o = c[INPUTS:FIRST].view(PARAMETERS)[0], out.view(OUTPUTS)[0]
    gone = 0.0
    for i in range(n):
        gone += popped(y[i], p)
    o.length, o.longest, o.imposed_length = np.mean(y[:n]), np.max(y[:n]), p.chain.set_length + y[2 * n]
    o.force = stiffness(p) * (o.imposed_length - o.length)
    o.relative_force = o.force / p.chain.stress
    o.popped, o.torn = gone / n, np.mean(y[n : 2 * n])


def loops_of(count, scores, chances):
    """Return the Loops of a chain of so many half-sarcomeres, given what each of them has."""

    def setup(u, p, c):
        """Write the constants."""
        c[:INPUTS] = u
        c[INPUTS:FIRST] = p
        c[FIRST : FIRST + count] = scores
        c[FIRST + count :] = chances

    constants, entries = FIRST + 2 * count, 5 * count + SHARED
    return Loops(setup, rates, jacobian, factorise, substitute, outputs, constants, entries, factors=entries + 2)
