"""Many pages at once against a real server: how long a change takes to come back.

Run it as `python tests/lab_load.py [pages] [changes a second] [seconds]`.
"""

import asyncio
import json
import subprocess
import sys
import time

import numpy as np
from websockets.asyncio.client import connect

PAGES, RATE, LASTING = 30, 10.0, 10.0


async def page(url, number, rate, lasting, waits):
    """Move one slider `rate` times a second; note how long each answer took."""
    sent, rng = {}, np.random.default_rng(number)
    async with connect(url, max_size=None, compression=None) as socket:
        while json.loads(await socket.recv())["status"] != "ready":
            pass
        listener = asyncio.create_task(_listen(socket, sent, waits))
        await asyncio.sleep(rng.uniform(0, 1 / rate))
        begun = time.perf_counter()
        for i in range(int(rate * lasting)):
            await asyncio.sleep(max(0.0, begun + i / rate - time.perf_counter()))
            value = float(1.563e-5 * rng.uniform(0.5, 1.5))
            sent[i] = time.perf_counter()
            await socket.send(json.dumps({"id": i, "set": {"membrane.chloride_permeability": value}}))
        await asyncio.sleep(1.0)
        listener.cancel()


async def _listen(socket, sent, waits):
    """Note of each change how long it took until its own answer, or until a newer one's that stands for it."""
    async for frame in socket:
        length, now = int.from_bytes(frame[:4], "little"), time.perf_counter()
        number = json.loads(frame[4 : 4 + length])["id"]
        for settled in [change for change in sent if change <= number]:
            waits.append((now - sent.pop(settled), settled == number))


async def measure(url, pages, rate, lasting):
    """Return (wait in s, whether it was answered itself) of the changes of so many pages."""
    waits = []
    await asyncio.gather(*(page(url, number, rate, lasting, waits) for number in range(pages)))
    return np.array(waits)


def main(pages=PAGES, rate=RATE, lasting=LASTING):
    """Start a server, load it, print what was measured, and stop it."""
    command = [sys.executable, "-m", "simulator", "lab", "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().split()[-1]
            url = address.replace("http://", "ws://").replace("/?", "/run?")
            waits = asyncio.run(measure(url, int(pages), rate, lasting))
        finally:
            server.terminate()
    own = waits[waits[:, 1] == 1, 0]
    changes, shown = int(pages * rate * lasting), len(own) / (pages * lasting)
    print(f"{int(pages)} pages, {rate:g} changes/s each: {len(own)} of {changes} answered, the rest overtaken by newer")
    for words, found in (("to its own answer", own), ("to an answer as new or newer", waits[:, 0])):
        p50, p95, most = 1000 * np.percentile(found, [50, 95, 100])
        print(f"from change {words}: median {p50:.0f} ms, 95 % within {p95:.0f} ms, all within {most:.0f} ms")
    print(f"{changes - len(waits)} changes never settled; each page shows {shown:.1f} new pictures a second")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
