"""Models of one system that step side by side, with names for what goes in and comes out."""

import numpy as np

from simulator.models.system import labelled
from simulator.simulate.system import program_of, rest
from simulator.solver.crowd import Crowd


class Group(Crowd):
    """A Crowd of models, each from its rest, whose `pulsed` input takes impulses."""

    def __init__(self, models, pulsed, **options):
        self.system = system = models[0].system
        self._input = {name: i for i, name in enumerate(system.inputs.__dataclass_fields__)}
        self._output = {name: i for i, name in enumerate(system.output.__dataclass_fields__)}
        self._parameter = {path: i for i, path in enumerate(labelled(system.parameters))}
        names = tuple(system.state_fields)
        super().__init__(
            program_of(system),
            [rest(model) for model in models],
            [model.quiet() for model in models],
            [model.packed() for model in models],
            scale=system.scale,
            names=names,
            pulsed=self._input[pulsed],
            watched=names.index(system.spike_state),
            **options,
        )

    def give(self, name, values):
        """Set an input of all, from now on."""
        self.inputs[:, self._input[name]] = values

    def read(self, name):
        """Return an output of all (copies,), as it is now."""
        return self.outputs[:, self._output[name]]

    def set(self, path, value):
        """Set a parameter "stage.name" of all, from now on."""
        self.parameters[:, self._parameter[path]] = value

    def become(self, models):
        """Let all have the parameters of other models from now on."""
        self.parameters = np.array([model.packed() for model in models])
