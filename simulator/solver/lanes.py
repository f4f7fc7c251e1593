"""The functions of a program for several states at once, so that one instruction of the processor serves them all.

Arrays hold the lanes of a number side by side: number i of lane l is at LANES i + l. The statements are those of the
program, inside a loop over lanes; exponential and logarithm are written out in arithmetic, since a call would keep
the loop from being done for all lanes at once. What is in one lane is nothing to the others.
"""

import re

import numpy as np

from simulator.kernel import kernel

LANES = 4  # wider ones outgrow the fastest memory: 8 take twice the time of 4
CALLS = {"exponential": "exp", "logarithm": "log"}
FUNCTIONS = ("rates", "jacobian", "factorise", "substitute")
_LARGEST = 708.0  # of an argument whose exponential is an ordinary number
_HIGH, _LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10  # ln 2 in two parts
_EXPONENT, _BIAS, _ONE = 52, 1023, 0x3FF0000000000000  # of a number in 64 bits: where it begins, what is added; 1.0
_MANTISSA = 0x000FFFFFFFFFFFFF
_ROOT = 1.4142135623730951


@kernel
def exponential(x):
    """Return e^x to the last bit but one, e^708 of what is larger and e^-708 of what is smaller."""
    x = _LARGEST if x > _LARGEST else (-_LARGEST if x < -_LARGEST else x)
    k = np.floor(x / 0.6931471805599453 + 0.5)
    r = (x - k * _HIGH) - k * _LOW
    p = 1.0 + r / 13.0
    p = 1.0 + p * r / 12.0
    p = 1.0 + p * r / 11.0
    p = 1.0 + p * r / 10.0
    p = 1.0 + p * r / 9.0
    p = 1.0 + p * r / 8.0
    p = 1.0 + p * r / 7.0
    p = 1.0 + p * r / 6.0
    p = 1.0 + p * r / 5.0
    p = 1.0 + p * r / 4.0
    p = 1.0 + p * r / 3.0
    p = 1.0 + p * r / 2.0
    p = 1.0 + p * r
    return p * np.int64((np.int64(k) + _BIAS) << _EXPONENT).view(np.float64)


@kernel
def logarithm(x):
    """Return ln x to the last bit but one, and not a number of what is not positive."""
    whole = np.float64(x).view(np.int64)
    m = np.int64((whole & _MANTISSA) | _ONE).view(np.float64)
    upper = m > _ROOT
    m = 0.5 * m if upper else m
    k = np.float64((whole >> _EXPONENT) - _BIAS) + (1.0 if upper else 0.0)
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    q = 2.0 / 19.0
    q = 2.0 / 17.0 + q * z
    q = 2.0 / 15.0 + q * z
    q = 2.0 / 13.0 + q * z
    q = 2.0 / 11.0 + q * z
    q = 2.0 / 9.0 + q * z
    q = 2.0 / 7.0 + q * z
    q = 2.0 / 5.0 + q * z
    q = 2.0 / 3.0 + q * z
    q = 2.0 + q * z
    return k * 0.6931471805599453 + s * q if x > 0.0 else np.nan


def in_lanes(text):
    """Return the text of a program's module for lanes; each function has a last argument, the number of lanes."""
    parts = [part for part in text.split("\n\ndef ") if part.partition("(")[0] in FUNCTIONS]
    head = '"""Written by simulator.solver.lanes."""\n\nfrom math import sqrt\n\nfrom numpy import uint64\n\n'
    head += (
        "from simulator.solver.lanes import exponential as exp\nfrom simulator.solver.lanes import logarithm as log\n"
    )
    return head + "".join(_looped(part) for part in parts)


def _looped(part):
    """Return a function inside a loop over lanes; indices without a sign need no look at the array's end."""
    head, _, body = part.partition("\n")
    body = re.sub(r"\b([a-z]+)\[(\d+)\]", lambda m: f"{m[1]}[uint64({LANES * int(m[2])}) + lane]", body)
    body = re.sub(r"\bshift\b", "shift[lane]", body).replace("\n", "\n    ").rstrip()
    return f"\n\ndef {head.replace(')', ', lanes)')}\n    for lane in range(uint64(lanes)):\n    {body}\n"
