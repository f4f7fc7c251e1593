"""Assignments: a fibre for each student, its own or an unknown one, and an answer key that only the lecturer can read.

A student's own fibre is given with all its numbers, to be run by any protocol. An unknown one is given as recordings
only: whoever could run it could also read it. More experiments on it are asked of the lecturer, as in a laboratory.
Everything is made from a secret in the lecturer's key, and can be made again from it to the last bit.
"""

from simulator.assignments.experiments import MENU, Experiment
from simulator.assignments.instruments import INSTRUMENTS, recorded
from simulator.assignments.key import AssignmentError, Key
from simulator.assignments.make import hand_out
from simulator.assignments.mark import mark
from simulator.assignments.read import read
from simulator.assignments.variation import SPREAD, individual

__all__ = [
    "INSTRUMENTS", "MENU", "SPREAD", "AssignmentError", "Experiment", "Key", "hand_out", "individual", "mark",
    "read", "recorded",
]  # fmt: skip
