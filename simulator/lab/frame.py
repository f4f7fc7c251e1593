"""The answer to a request as bytes: a header in JSON, then columns of numbers.

uint32 length of the header | header, padded with spaces to a multiple of four | float32 columns, time first;
all little-endian.
"""

import json
import math
import struct

import numpy as np

COLUMNS = {  # as they are called on the page: what they are in the model
    "stimulus": "stimulus",
    "membrane_potential": "membrane_potential",
    "tubule_potential": "tubule_potential",
    "tubule_potassium": "tubule_potassium",
    "calcium": "calcium",
    "attached_fraction": "attached_fraction",
    "force": "relative_force",
    "length": "length",
    "atp": "atp",
}
WATCHED = ("membrane_potential", "calcium", "relative_force")  # whose peaks must not be lost among the rows


def encode(header, columns):
    """Return the frame of {name: values}, time first."""
    rows = len(next(iter(columns.values())))
    told = header | {"rows": rows, "columns": list(columns)}
    text = json.dumps(told, allow_nan=False, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    numbers = np.array(list(columns.values()), dtype="<f4")
    return struct.pack("<I", len(text)) + text + numbers.tobytes()


def decode(frame):
    """Return (header, {name: values}) of a frame."""
    (length,) = struct.unpack_from("<I", frame)
    header = json.loads(frame[4 : 4 + length])
    numbers = np.frombuffer(frame, dtype="<f4", offset=4 + length).reshape(len(header["columns"]), header["rows"])
    return header, dict(zip(header["columns"], numbers, strict=True))


def rows_for(duration, limits):
    """Return how many rows a run of so many ms is sent with: one for each ms at least, within limits."""
    return int(min(max(limits.rows, duration), max(limits.rows, limits.most_rows)))


def columns_of(record, rows):
    """Return {name: values} of a Record, at no more than so many of its times."""
    time = record.time.values
    kept = thinned(len(time), rows, [getattr(record, name).values for name in WATCHED])
    return {"time": time[kept]} | {name: getattr(record, own).values[kept] for name, own in COLUMNS.items()}


def thinned(length, rows, watched):
    """Return which of `length` rows to keep: half of them even, the rest extremes of what is watched, by stretches."""
    if length <= rows:
        return np.arange(length)
    half = rows // 2
    size = math.ceil(length / max(1, half // (2 * len(watched))))
    starts = np.arange(0, length, size)
    kept = [np.linspace(0, length - 1, half).astype(int)]
    for values in watched:
        padded = np.append(values, np.full(-length % size, values[-1])).reshape(-1, size)
        kept += [starts + padded.argmax(axis=1), starts + padded.argmin(axis=1)]
    return np.unique(np.minimum(np.concatenate(kept), length - 1))


def plain(value):
    """Return a number for JSON: None where it is none."""
    value = float(value)
    return value if math.isfinite(value) else None
