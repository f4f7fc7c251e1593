"""The search itself: misfits of candidates, their slopes, descent, evolution, and the noise left over.

It knows nothing of muscle: a trial is any function from the values of parameters to what would be measured,
nan where that does not exist.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize

STEP = 1e-3  # of a coordinate, to both sides, for slopes
ALIKE, PART, NOTHING = 1e-3, 0.1, 1e-5  # least singular value; share in its direction; slope that counts as none
NEAR = 0.05  # of a coordinate, from an end
FAILED = 10.0  # a candidate that fails misses by so many times the start's largest miss
FLAT = 1e-4  # least noise, of the spread of a curve: what the search itself may leave
ROUNDS, SETTLED = 4, 0.02  # of estimating noise, and the change at which it stops
SETTLES = {
    0: "NOT settled: the runs allowed were used up",
    1: "settled: the misfit falls no further",
    2: "settled: the misfit falls no further",
    3: "settled: the parameters move no further",
    4: "settled: neither misfit nor parameters move",
}  # by the status of scipy.optimize.least_squares
POPULATION = 15  # candidates of a generation, for each parameter


@dataclass
class Search:
    """Candidates tried so far.

    trial : function of values (p,) -> (n,), nan where there is none
    measured, space : what is fitted, and where is searched
    start : (n,) what the trial gives at the start
    deviations : (n,) standard deviations by which misses are judged; estimated where not known
    best : (cost, coordinates) of the best candidate by the present deviations
    """

    trial: object
    measured: object
    space: object
    start: np.ndarray
    most_runs: int
    executor: object = None
    progress: object = None
    runs: int = 1
    deviations: np.ndarray = None
    best: tuple = (np.inf, None)

    def __post_init__(self):
        spread = np.empty(len(self.measured.values))
        for block in self.measured.blocks:
            spread[block.part] = np.std(self.measured.values[block.part])
        known = np.isfinite(self.measured.errors)
        self.deviations = np.where(known, self.measured.errors, spread)
        self.smallest = np.where(known, 0.0, FLAT * spread)
        self._began()

    def _began(self):
        """Set what a failure costs, and forget costs by other deviations."""
        self.penalty = FAILED * max(1.0, np.nanmax(np.abs(self.residuals(self.start))))
        self.best = (np.inf, self.best[1])

    def predictions(self, points):
        """Return what would be measured (k, n) at coordinates (k, p)."""
        values = [self.space.values(point) for point in points]
        run = self.executor.map if self.executor and len(values) > 1 else map
        found = np.array(list(run(self.trial, values)))
        self.runs += len(values)
        if self.progress:
            self.progress(min(1.0, self.runs / self.most_runs))
        return found

    def factors(self, prediction):
        """Return the factor of each block: that which fits best if it is in arbitrary units, else 1."""
        return np.array([_factor(self, block, prediction) if block.scaled else 1.0 for block in self.measured.blocks])

    def scaled(self, prediction):
        """Return a prediction (n,) in the units of what was measured."""
        new = np.array(prediction, dtype=float)
        for block, factor in zip(self.measured.blocks, self.factors(prediction), strict=True):
            new[block.part] *= factor
        return new

    def residuals(self, prediction):
        """Return (prediction - measured) in standard deviations (n,), nan where there is no prediction."""
        return (self.scaled(prediction) - self.measured.values) / self.deviations

    def misses(self, points):
        """Return the residuals (k, n) at coordinates (k, p), a failure being a large miss."""
        rows = np.array([self.residuals(prediction) for prediction in self.predictions(points)])
        rows = np.where(np.isfinite(rows), np.clip(rows, -self.penalty, self.penalty), self.penalty)
        costs = (rows**2).sum(axis=1)
        top = int(np.argmin(costs))
        if costs[top] < self.best[0]:
            self.best = float(costs[top]), np.array(points[top])
        return rows

    def jacobian(self, point):
        """Return the slope of the residuals (n, p), by differences to both sides, or to the side that can be run."""
        low, high = self.space.ends
        below, above = np.maximum(point - STEP, low), np.minimum(point + STEP, high)
        moved = np.concatenate([np.where(np.eye(len(point)) > 0, end, point) for end in (below, above)])
        rows = np.array([self.residuals(prediction) for prediction in self.predictions([point, *moved])])
        here, left, right = rows[0], rows[1 : len(point) + 1], rows[len(point) + 1 :]
        steps = [np.where(np.isfinite(side), 1.0, 0.0) for side in (left, right)]
        width = steps[0] * (point - below)[:, None] + steps[1] * (above - point)[:, None]
        rise = np.where(steps[1] > 0, right, here) - np.where(steps[0] > 0, left, here)
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = rise / width
        return np.where(np.isfinite(slope), slope, 0.0).T

    def descend(self, point):
        """Return (coordinates, message) of the end of a least-squares descent within the bounds."""
        each = 2 + 2 * len(point)
        found = optimize.least_squares(
            lambda x: self.misses([x])[0], point, jac=self.jacobian, bounds=self.space.ends, x_scale="jac",
            ftol=1e-9, xtol=1e-7, gtol=1e-9, max_nfev=max(1, (self.most_runs - self.runs) // each),
        )  # fmt: skip
        self.snap(found.x)
        return self.best[1], SETTLES[found.status]

    def snap(self, point):
        """Try the ends that a descent has come near: it creeps up to them and stops short."""
        low, high = self.space.ends
        snapped = np.where(point - low < NEAR, low, np.where(high - point < NEAR, high, point))
        if (snapped != point).any():
            self.misses([snapped])

    def evolve(self, point, seed):
        """Return the best coordinates of differential evolution over the whole range."""
        size = POPULATION * len(point)
        optimize.differential_evolution(
            lambda x: (self.misses(x.T) ** 2).sum(axis=1), list(zip(*self.space.ends, strict=True)),
            x0=point, seed=seed, popsize=POPULATION, polish=False, vectorized=True, updating="deferred",
            maxiter=max(1, int(0.8 * self.most_runs) // size - 1),
        )  # fmt: skip
        return self.best[1]

    def estimate(self, point):
        """Take the noise of each curve whose errors are not known from what is left at `point`.

        A curve has lost as many degrees of freedom as it has determined parameters, the sum of its leverages.
        Returns the largest relative change. With several curves each then weighs by its own noise.
        """
        before = self.deviations.copy()
        self.take_noise(self.predictions([point])[0], self.used(self.jacobian(point)))
        return float(np.max(np.abs(self.deviations / before - 1)))

    def take_noise(self, prediction, used):
        """Take the noise from what a prediction (n,) leaves, each block having `used` degrees of freedom."""
        left = self.residuals(prediction) * self.deviations
        for block, spent in zip(self.measured.blocks, used, strict=True):
            if block in self.measured.unknown:
                part = block.part
                noise = np.sqrt(np.sum(left[part] ** 2) / max(len(left[part]) - spent, 1.0))
                self.deviations[part] = np.maximum(noise, self.smallest[part])
        self._began()

    def used(self, slopes):
        """Return how many degrees of freedom each block has spent: on parameters, and on its factor of scale."""
        sizes = np.linalg.norm(slopes, axis=0)
        left, singular, _ = np.linalg.svd(slopes / np.where(sizes > 0, sizes, 1.0), full_matrices=False)
        leverage = (left[:, singular > ALIKE * singular[0]] ** 2).sum(axis=1)
        return [float(leverage[block.part].sum()) + block.scaled for block in self.measured.blocks]

    def certain(self, slopes):
        """Return the degrees of freedom of the standard errors: infinite if the noise is known.

        Satterthwaite's, each curve counting by what it tells of the parameters.
        """
        used, blocks = self.used(slopes), self.measured.blocks
        told = [
            (spent - block.scaled, block.rows.size - spent)
            for block, spent in zip(blocks, used, strict=True)
            if block in self.measured.unknown and spent > block.scaled
        ]
        spread = sum(share**2 / max(freedom, 1.0) for share, freedom in told)
        return (
            sum(spent - block.scaled for block, spent in zip(blocks, used, strict=True)) ** 2 / spread
            if told
            else np.inf
        )

    @property
    def freedom(self):
        """Degrees of freedom: points less parameters less factors of scale."""
        return len(self.measured.values) - len(self.space.paths) - sum(b.scaled for b in self.measured.blocks)

    def settle(self, method, seed):
        """Return (coordinates, message) of the best fit by a method, noise estimated where it is not known."""
        point = np.clip(np.zeros(len(self.space.paths)), *self.space.ends)
        if method == "differential evolution":
            point = self.evolve(point, seed)
        point, message = self.descend(point)
        if self.measured.unknown:
            alone = len(self.measured.blocks) == 1
            for _ in range(1 if alone else ROUNDS):
                change = self.estimate(point)
                if alone or change < SETTLED:
                    break
                point, message = self.descend(point)
        return point, message


def _factor(search, block, prediction):
    """Return the factor, 0 or above, by which the model's curve fits a curve in arbitrary units best."""
    model, data = prediction[block.part], search.measured.values[block.part]
    weight = search.deviations[block.part] ** -2.0
    seen = np.isfinite(model)
    below = np.sum((weight * model**2)[seen])
    return max(0.0, float(np.sum((weight * model * data)[seen]) / below)) if below > 0 else 0.0


@dataclass(frozen=True)
class Certainty:
    """How well the parameters are known, in coordinates: errors (p,), correlation (p, p), groups not told apart.

    An error is infinite for what the data do not determine and nan for what is held at a bound.
    """

    errors: np.ndarray
    correlation: np.ndarray
    blurred: list


def certainty(slopes, held, inflation):
    """Return the Certainty from the slope of the residuals (n, p) at the best fit.

    The covariance is inflation^2 (J^T J)^-1, over what is not `held` (p,) at a bound. Directions in which the
    data do not change are left out, and the parameters that take part in them are `blurred`.
    """
    count = slopes.shape[1]
    sizes = np.linalg.norm(slopes, axis=0)
    idle = sizes <= NOTHING * max(sizes.max(), 1.0)
    unit = slopes / np.where(idle, 1.0, sizes)
    seen = np.flatnonzero(~idle)
    blurred = [(i,) for i in np.flatnonzero(idle)]
    blurred += [tuple(seen[np.abs(row) > PART]) for row in _blind(unit[:, seen])]
    errors, correlation = np.where(held, np.nan, np.inf), np.full((count, count), np.nan)
    free = np.flatnonzero(~idle & ~held)
    if len(free):
        _, singular, directions = np.linalg.svd(unit[:, free], full_matrices=False)
        clear = singular > ALIKE * singular[0]
        inverse = directions[clear].T / singular[clear] ** 2 @ directions[clear]
        known = np.sqrt(np.diag(inverse))
        lost = (np.abs(directions[~clear]) > PART).any(axis=0)
        errors[free] = np.where(lost, np.inf, inflation * known / sizes[free])
        correlation[np.ix_(free, free)] = np.where(lost | lost[:, None], np.nan, inverse / np.outer(known, known))
    return Certainty(errors, correlation, blurred)


def _blind(unit):
    """Return the directions (k, p) in which nothing changes."""
    if unit.shape[1] < 2:
        return []
    _, singular, directions = np.linalg.svd(unit, full_matrices=True)
    singular = np.pad(singular, (0, unit.shape[1] - len(singular)))
    return directions[singular <= ALIKE * singular[0]]
