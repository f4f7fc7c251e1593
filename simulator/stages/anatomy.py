"""Anatomy: which muscles a back has, and which of them touch each other."""

EXTENSORS, FLEXORS = ("erector_spinae", "multifidus"), ("oblique", "rectus_abdominis")
PAIRS = ("multifidus", "erector_spinae", "oblique", "rectus_abdominis")  # from the spine round to the front
SIDES = {"left": 1.0, "right": -1.0}
MUSCLES = tuple(f"{side}_{pair}" for side in SIDES for pair in PAIRS)
PARTS = tuple((f"{side}_{pair}", sign, pair) for side, sign in SIDES.items() for pair in PAIRS)


def neighbours(muscle):
    """Return the muscles that touch one: the same of the other side, and those beside it on its own."""
    side, _, pair = muscle.partition("_")
    place = PAIRS.index(pair)
    beside = [f"{side}_{PAIRS[i]}" for i in (place - 1, place + 1) if 0 <= i < len(PAIRS)]
    return (f"{'left' if side == 'right' else 'right'}_{pair}", *beside)


NEIGHBOURS = {muscle: neighbours(muscle) for muscle in MUSCLES}
OTHERS = {m: tuple(o for o in MUSCLES if o != m and o not in NEIGHBOURS[m]) for m in MUSCLES}
