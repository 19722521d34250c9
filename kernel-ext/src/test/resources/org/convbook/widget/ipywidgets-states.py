"""Writes the states that ipywidgets gives its widgets at the start: python3 ipywidgets-states.py > ipywidgets-8.1.9.json

References are replaced by the model name of what they lead to; bytes by "".
"""
import json
import sys

import ipywidgets

NAMES = """IntSlider FloatSlider IntRangeSlider FloatRangeSlider Dropdown RadioButtons ToggleButtons SelectionSlider Checkbox ToggleButton Button
Play Text IntText FloatText Label HTML Image IntProgress FloatProgress HBox VBox GridBox Tab Accordion Output""".split()


def plain(value):
    if isinstance(value, ipywidgets.Widget):
        return value._model_name
    return "" if isinstance(value, (bytes, memoryview)) else value


states = {}
for name in NAMES:
    widget = getattr(ipywidgets, name)(**({"options": ["a", "b"]} if name in ("Dropdown", "RadioButtons", "ToggleButtons", "SelectionSlider") else {}))
    states[name] = {key: plain(getattr(widget, key)) for key in widget.keys}
    for part in (widget.layout, getattr(widget, "style", None)):
        if part is not None and part._model_name[:-5] not in states:
            states[part._model_name[:-5]] = {key: plain(getattr(part, key)) for key in part.keys}
a, b = ipywidgets.IntSlider(), ipywidgets.IntSlider()
for kind, link in (("Link", ipywidgets.jslink), ("DirectionalLink", ipywidgets.jsdlink)):
    made = link((a, "value"), (b, "value"))
    states[kind] = {key: [plain(x) for x in getattr(made, key)] if key in ("source", "target") else getattr(made, key) for key in made.keys}
json.dump(states, sys.stdout, indent=1, sort_keys=True)
sys.stdout.write("\n")
