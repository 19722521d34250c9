"""Runs the cells of a notebook with nbclient and reports every step as one line of JSON.

The one argument is a JSON object: notebook, executed, kernel, folder, timeout (seconds a cell may take), sign (whether
Jupyter shall trust the executed notebook), probe (code run last, whose printed text is reported and not kept).
"""
import json
import os
import signal
import sys
import threading
import time


def say(**event):
    print("@convbook " + json.dumps(event), flush=True)


def end_at_once(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(143)


def stop_kernel_on_signals():
    signal.signal(signal.SIGTERM, end_at_once)
    signal.signal(signal.SIGINT, lambda *_: None)  # the command line hears it too and ends this process


def end_with_parent():
    parent = os.getppid()

    def watch():
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def sign(file):
    """Signs what was written as the user who runs this; returns why not, or nothing."""
    import nbformat
    from nbformat.sign import NotebookNotary

    try:
        NotebookNotary().sign(nbformat.read(file, as_version=4))
        return ""
    except Exception as error:  # a home that cannot be written, a damaged database: the notebook is there all the same
        return str(error)


def run(job):
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    book = nbformat.read(job["notebook"], as_version=4)
    probe = nbformat.v4.new_code_cell(job["probe"])
    probe.metadata["tags"] = ["raises-exception"]
    cells = [i for i, cell in enumerate(book.cells) if cell.cell_type == "code" and cell.source.strip()]
    book.cells.append(probe)
    at = {"cell": None, "since": time.monotonic()}

    def started(cell, cell_index, **_):
        if cell_index in cells:
            at.update(cell=cell_index, since=time.monotonic())
            say(at="start", cell=cells.index(cell_index) + 1, of=len(cells))

    client = NotebookClient(book, timeout=job["timeout"], kernel_name=job["kernel"], startup_timeout=120,
                            resources={"metadata": {"path": job["folder"]}}, on_cell_start=started)
    failure = None
    try:
        client.execute()
    except CellExecutionError as error:
        failure = {"kind": "error", "name": error.ename, "text": error.evalue}
    except CellTimeoutError:
        failure = {"kind": "timeout", "name": "timeout", "text": "it ran longer than %d s" % job["timeout"]}
    except DeadKernelError:
        failure = {"kind": "dead", "name": "kernel", "text": "the kernel ended while the cell ran"}
    except RuntimeError as error:  # the kernel did not come up
        failure = {"kind": "start", "name": "kernel", "text": str(error)}
    book.cells.remove(probe)
    nbformat.write(book, job["executed"])
    unsigned = sign(job["executed"]) if job["sign"] else ""
    if failure:
        index = at["cell"]
        position = cells.index(index) + 1 if index is not None else 0
        first = book.cells[index].source.strip().splitlines()[0] if index is not None else ""
        say(at="failed", cell=position, of=len(cells), code=first, unsigned=unsigned, **failure)
        return 1
    facts = "".join(output.get("text", "") for output in probe.outputs if output.output_type == "stream")
    say(at="done", of=len(cells), facts=facts, unsigned=unsigned)
    return 0


if __name__ == "__main__":
    stop_kernel_on_signals()
    end_with_parent()
    try:
        sys.exit(run(json.loads(sys.argv[1])))
    except OSError as error:
        say(at="trouble", text="%s: %s" % (error.filename, error.strerror) if error.filename else str(error))
        sys.exit(1)
