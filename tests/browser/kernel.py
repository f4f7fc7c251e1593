"""The widget's Python end for notebook.mjs: messages as lines of JSON, in on standard input, out on standard output."""

import json
import sys
from base64 import b64encode

from simulator.lab import Lab


def main(lesson):
    """Show the widget's module and state, then pass messages until the input ends."""
    lab = Lab(lesson)

    def tell(content, buffers=()):
        print(json.dumps([content, [b64encode(buffer).decode() for buffer in buffers]]), flush=True)

    lab.send = lambda content, buffers=(): tell(content, buffers or ())
    tell({"esm": lab._esm, "state": lab.state, "height": lab.height})
    for line in sys.stdin:
        told = json.loads(line)
        if "set" in told:
            lab.state = told["set"]
            tell({"request": lab.request, "fibre": lab.model.conditions[0][0] if lab.model.conditions else ""})
        else:
            lab._handle_custom_msg(told["content"], [])


if __name__ == "__main__":
    main(sys.argv[1])
