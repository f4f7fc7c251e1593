"""Finished points on disk, so that a sweep that was stopped can be taken up again.

A text file that only grows: a line that says what job it belongs to, then a line for each point. Every
line begins with its checksum. What a kill leaves is whole lines and at most a torn last one, which is dropped.
"""

import json
import zlib
from pathlib import Path

import numpy as np

KIND = "musclesim sweep 1"


class CheckpointError(ValueError):
    """A checkpoint that belongs to another job, is damaged, or cannot be read; it is left as it is."""


class Checkpoint:
    """The file of a job, open for more points; a context manager.

    path : the file, made if it is not there; job : {name: plain data}, all that a result depends on;
    points, width : how many points the job has, and how many numbers each gives
    found : {index: (values, error)} of the points that are already there
    """

    def __init__(self, path, job, points, width):
        self.path, self.header = Path(path), _line({"kind": KIND} | job)
        try:
            data = self.path.read_bytes() if self.path.exists() else b""
            self.found, good = self._read(data, points, width)
            self._file = self.path.open("r+b" if self.path.exists() else "xb")
            self._file.truncate(good)
            self._file.seek(good)
            if not good:
                self._file.write(self.header)
                self._file.flush()
        except OSError as error:
            raise CheckpointError(f"checkpoint {self.path}: {error.strerror or error}") from None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def add(self, indices, values, errors):
        """Append finished points."""
        rows = zip(indices, values, errors, strict=True)
        self._file.write(b"".join(_line([int(i), row.tolist(), error]) for i, row, error in rows))
        self._file.flush()

    def _read(self, data, points, width):
        """Return what a file holds, and up to which byte it is whole."""
        head, newline, _ = data.partition(b"\n")
        if not newline:
            if self.header.startswith(data):
                return {}, 0
            raise CheckpointError(f"{self.path} is not a checkpoint of a sweep; it is left as it is")
        if head + newline != self.header:
            raise CheckpointError(self._difference(head))
        found = {}
        for number, line in enumerate(data.split(b"\n")[1:-1], start=2):
            row = _content(line)
            if row is None or not 0 <= row[0] < points or len(row[1]) != width:
                raise CheckpointError(
                    f"checkpoint {self.path}: line {number} is damaged; the file is left as it is: "
                    "remove that line, or choose another file"
                )
            found[row[0]] = np.array(row[1], dtype=float), row[2]
        return found, data.rfind(b"\n") + 1

    def _difference(self, head):
        """Return in words what a header of another job says."""
        there, here = _content(head), _content(self.header[:-1])
        if not isinstance(there, dict) or "kind" not in there:
            return f"{self.path} is not a checkpoint of a sweep; it is left as it is"
        names = [name for name in here | there if there.get(name) != here.get(name)]
        return (
            f"checkpoint {self.path} belongs to another job, which differs in {', '.join(names)}; "
            "it is left as it is: choose another file"
        )


def _line(content):
    text = json.dumps(content, sort_keys=True).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _content(line):
    """Return what stands in a line, or None if it is damaged."""
    checksum, _, text = line.partition(b" ")
    try:
        return json.loads(text) if int(checksum, 16) == zlib.crc32(text) else None
    except ValueError:
        return None
