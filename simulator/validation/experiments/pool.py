"""The published pool of motor units."""

from simulator.models import fuglevand


def recruitment():
    """Return where the last unit is recruited, and the excitation at which all fire as fast as they can."""
    p = fuglevand.FuglevandParameters()
    last, most = float(fuglevand.thresholds(p)[-1]), float(fuglevand.largest_excitation(p))
    return {"last threshold": last, "largest excitation": most, "all recruited": 100 * last / most}


def contraction_times():
    """Return the longest and the shortest contraction time of its units."""
    times = fuglevand.contraction_times(fuglevand.FuglevandParameters())
    return {"longest": float(times.max()), "shortest": float(times.min())}
