"""What results a measure needs."""

from functools import wraps

from simulator.quantity import require


def of_a(model, *names):
    """Return a decorator of a measure, which then raises ParameterError for results without some variables.

    model : which gives them, told in the error
    """

    def checked(measure):
        @wraps(measure)
        def measured(results, *args, **kwargs):
            for name in names:
                require(results, name, model)
            return measure(results, *args, **kwargs)

        return measured

    return checked
