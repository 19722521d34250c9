"""Prints a line "module version" for every module that can really be imported here."""
import importlib
import sys
from importlib import metadata

for name in sys.argv[1].split(","):
    try:
        importlib.import_module(name)
        print(name, metadata.version(name))
    except Exception:  # a broken module is as good as none
        continue
