"""What a back is asked to do: protocols that change its posture, its load and its pace at a time (ms)."""

from simulator.protocol import Change, ProtocolError, Rest, _check, _check_whole
from simulator.quantity import suggestion

START, LAG = 500.0, 6.0  # ms of standing before a task; lags that a movement takes
HOUR, DAY = 3.6e6, 8.64e7  # ms
STYLES = {  # lean at the floor (deg), share of it that the lumbar spine takes, and reach of the hands (m)
    "bent": (80.0, 0.55, 0.05),
    "straight": (50.0, 0.3, 0.22),
}


def _posture(at, **numbers):
    return Change(at, set={f"posture.{name}": value for name, value in numbers.items()})


def bend(angle=60.0, *, start=START, pace=300.0, hold=1500.0):
    """Return a bend of the lumbar spine as far as it goes, and the way back, with the pelvis tilting half as much.

    angle : deg of lumbar flexion that is wanted; pace : ms, of six a movement takes; hold : ms at the end of it
    """
    down = _posture(start, flexion=angle, pelvis=angle / 2, pace=pace)
    return down + _posture(start + LAG * pace + hold, flexion=0.0, pelvis=0.0)


def pen(*, start=START, pace=200.0):
    """Return the picking up of a pen from the floor: a quick bend to the right, hardly a load, and up again."""
    reached = start + LAG * pace
    down = _posture(start, flexion=52.0, pelvis=35.0, twist=10.0, pace=pace)
    return down + _posture(reached, load=0.01) + _posture(reached + 300.0, flexion=0.0, pelvis=0.0, twist=0.0)


def telephone(*, start=START, pace=200.0):
    """Return a reach across the desk, sitting, for a telephone of 0.5 kg: a small bend and a twist."""
    reached = start + LAG * pace
    reach = _posture(start, flexion=38.0, pelvis=5.0, twist=25.0, reach=0.55, pace=pace)
    back = _posture(reached + 500.0, flexion=15.0, pelvis=0.0, twist=0.0, reach=0.25)
    return reach + _posture(reached, load=0.5) + back


def lift(
    mass, angle=None, twist=0.0, *, pace=300.0, style="bent", start=START, lower=True, repeats=1, every=12_000.0
):  # fmt: skip
    """Return a lift from the floor, and, if `lower`, the way back to the floor.

    mass : kg; angle : deg of lean at the floor, by style unless told; twist : deg to the right at the floor
    pace : ms, a movement takes six
    style : "bent" back or "straight" back, which flexes the lumbar spine less and holds the load farther out
    repeats, every : how often, and after how many ms again
    """
    _check("mass", mass, "kg", 0.0, 100.0)
    _check_whole("repeats", repeats, 1, 1000)
    if style not in tuple(STYLES):
        raise ProtocolError(f"style = {style!r} is no way to lift{suggestion(style, STYLES)}")
    usual, share, reach = STYLES[style]
    angle = usual if angle is None else angle
    floor = dict(flexion=share * angle, pelvis=(1.0 - share) * angle, twist=twist)
    upright, move = dict(flexion=0.0, pelvis=0.0, twist=0.0), LAG * pace
    taken = start + move
    steps = [(start, dict(pace=pace, reach=reach) | floor), (taken, dict(load=mass)), (taken + 500.0, upright)]
    if lower:
        down = taken + 1000.0 + move
        steps += [(down, floor), (down + move + 500.0, dict(load=0.0)), (down + move + 1000.0, upright)]
    if repeats > 1:
        _check("every", every, "ms", steps[-1][0] - start + move, float("inf"))
    again = [(at + i * every, numbers) for i in range(repeats) for at, numbers in steps]
    return sum((_posture(at, **numbers) for at, numbers in again), start=Rest())


def lasting(protocol, rest=1000.0):
    """Return how long a run of a task must be to see it through (ms): its last change, a movement, and a rest."""
    last = max(protocol.changes, key=lambda change: change.at)
    paces = [change.set.get("posture.pace", 0.0) for change in protocol.changes]
    return last.at + LAG * max([*paces, 250.0]) + rest


def push(force, *, start=START, lasting=2000.0, height=0.25):
    """Return a push of the hands (N) at a height above L5/S1 (m); a negative force pulls."""
    lean = dict(flexion=5.0, pelvis=10.0) if force > 0 else dict(flexion=0.0, pelvis=-5.0)
    begun = _posture(start, push=force, height=height, **lean)
    return begun + _posture(start + lasting, push=0.0, flexion=0.0, pelvis=0.0)


def pull(force, *, start=START, lasting=2000.0, height=0.25):
    """Return a pull with the hands (N); see `push`."""
    return push(-force, start=start, lasting=lasting, height=height)


def sit(hours=8.0, *, days=1, flexion=35.0, twist=3.0, start=START, breaks=0):
    """Return hours of sitting on each of some days, the screen a little to the right.

    days : 1 to 1000; in weeks at 45 deg the flexors, which hold that against guarding, tire, and it falls upright
    flexion : deg of the lumbar spine, 35 in a slump, 10 upright
    breaks : how often in a day one stands up for ten minutes, 0 to 100
    """
    _check("hours", hours, "h", 0.0, 24.0)
    _check_whole("days", days, 1, 1000)
    _check_whole("breaks", breaks, 0, 100)
    protocol, stretch = Rest(), hours * HOUR / (breaks + 1)
    for day in range(days):
        for part in range(breaks + 1):
            at = start + day * DAY + part * (stretch + HOUR / 6)
            protocol += _posture(at, flexion=flexion, pelvis=-13.0, twist=twist, reach=0.15, pace=600.0)
            protocol += _posture(at + stretch, flexion=0.0, pelvis=0.0, twist=0.0)
    return protocol


def stretch(angle=30.0, *, start=START, pace=700.0, hold=10_000.0):
    """Return a slow bend of the lumbar spine (deg) that is held, as a remedy, and the way back."""
    return bend(angle, start=start, pace=pace, hold=hold)
