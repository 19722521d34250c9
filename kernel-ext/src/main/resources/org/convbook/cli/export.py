"""Turns an executed notebook into one HTML page with nbconvert and our template. Argument: a JSON object with executed, html, templates, folder (where the notebook's own pictures lie)."""
import base64
import json
import sys

import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

PRIORITY = ["text/html", "text/markdown", "image/svg+xml", "text/latex", "image/png", "image/jpeg", "text/plain"]


def data_url(text, kind):
    return "data:%s;base64,%s" % (kind, base64.b64encode(text.encode("utf-8")).decode("ascii"))


def main(job):
    config = Config({"NbConvertBase": {"display_data_priority": PRIORITY}})
    exporter = HTMLExporter(config=config, template_name="convbook", extra_template_basedirs=[job["templates"]])
    exporter.register_filter("data_url", data_url)
    exporter.embed_images = True
    body, _ = exporter.from_notebook_node(nbformat.read(job["executed"], as_version=4), resources={"metadata": {"name": "report", "path": job["folder"]}})
    with open(job["html"], "w", encoding="utf-8") as out:
        out.write(body)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
