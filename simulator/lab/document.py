"""The page as one text: the same modules, style and data inside, so that it asks for nothing outside itself."""

import json
import re
from pathlib import Path

STATIC = Path(__file__).parent / "static"
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


def document(data):
    """Return lab.html with everything that it asks for inside, `data` among it."""
    text = static("lab.html")
    style = static("uPlot.min.css") + static("lab.css")
    library = f"/*\n{static('uPlot.LICENSE')}*/\n{static('uPlot.iife.min.js')}"
    told = json.dumps(data, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    inside = {
        '<link rel="stylesheet" href="static/uPlot.min.css">\n': "",
        '<link rel="stylesheet" href="static/lab.css">': f"<style>\n{style}</style>",
        '<script src="static/uPlot.iife.min.js"></script>': f"<script>\n{_closed(library)}\n</script>",
        '<script type="module" src="static/lab.js"></script>': "",
        "<noscript>": f'<script type="application/json" id="inside">{told}</script>\n'
        f'<script type="module">\n{_closed(bundle())}</script>\n<noscript>',
        '<meta charset="utf-8">': f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" '
        f'content="{POLICY}">',
    }
    for place, text_inside in inside.items():
        if place not in text:
            raise ValueError(f"lab.html lacks {place}")
        text = text.replace(place, text_inside, 1)
    return text


def bundle(entry="lab.js"):
    """Return the modules that `entry` needs as one, each in a function of its own."""
    done = []
    _collect(entry, done, [])
    return "const modules = {};\n" + "".join(_wrapped(name) for name in done)


def _collect(name, done, doing):
    """Add a module to `done`, after all that it needs."""
    if name in doing:
        raise ValueError(f"modules need each other in a circle: {' '.join([*doing, name])}")
    if name in done:
        return
    for _, needed in _IMPORT.findall(static(name)):
        _collect(needed, done, [*doing, name])
    done.append(name)


def _wrapped(name):
    """Return a module as an assignment of what it exports."""
    text = _IMPORT.sub(r'const {\1} = modules["\2"];\n', static(name))
    exported = ", ".join(found for _, found in _EXPORT.findall(text))
    text = _EXPORT.sub(r"\1", text)
    return f'modules["{name}"] = (() => {{\n{text}return {{ {exported} }};\n}})();\n'


def _closed(script):
    """Return a script in which nothing ends the element that it stands in."""
    return script.replace("</script", "<\\/script")


def static(name):
    """Return the text of one of the page's files."""
    return (STATIC / name).read_text(encoding="utf-8")
