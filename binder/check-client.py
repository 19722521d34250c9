"""
What a browser would do, from inside the container's network: waits until JupyterLab serves, starts the kernel, runs a notebook, saves a file.

    check-client.py ready BEGAN                   ends with 1 where the kernel is not ready in time
    check-client.py run LIMIT NOTEBOOK            runs it in a new kernel; ends with 1 where something does not hold
    check-client.py serves BEGAN PREFIX WORDS     only waits until something serves there; is the hub for one that asks for it
"""
import asyncio
import http.server
import json
import os
import struct
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

SERVER = "http://127.0.0.1:8888"
READY_SECONDS = 10
CELL_SECONDS = 300
PATIENCE = 120
PICTURES = 8


def say(what, words):
    print(f"{what:<10} {words}", flush=True)


def fail(words):
    print(words, flush=True)
    sys.exit(1)


def request(path, method="GET", body=None):
    data = None if body is None else json.dumps(body).encode()
    head = {"Authorization": "token check", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(SERVER + path, data, head, method=method), timeout=PATIENCE) as answer:
        return answer.read()


def wait(path, seconds=60):
    until = time.time() + seconds
    while time.time() < until:
        try:
            return request(path)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    fail(f"nothing serves {path} after {seconds} s")


def processes():
    """Every process of the container but this one: whole of its namespace."""
    return [p for p in os.listdir("/proc") if p.isdigit() and int(p) != os.getpid()]


def memory():
    """Resident memory of them all in bytes, shared pages counted once."""
    total = 0
    for p in processes():
        try:
            for line in open(f"/proc/{p}/smaps_rollup"):
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except (FileNotFoundError, ProcessLookupError):
            pass
    return total


def decoded(message):
    """A message of the websocket as JSON: with buffers it is binary, and begins with their number and the offsets of JSON and buffers."""
    if isinstance(message, str):
        return json.loads(message)
    count = struct.unpack_from(">I", message)[0]
    begin, *rest = struct.unpack_from(f">{count}I", message, 4)
    return json.loads(message[begin:rest[0] if rest else None])


class Kernel:
    """One kernel behind Lab's websocket."""

    async def open(self):
        self.id = json.loads(request("/api/kernels", "POST", {"name": "convbook"}))["id"]
        self.session = uuid.uuid4().hex
        address = f"{SERVER.replace('http', 'ws')}/api/kernels/{self.id}/channels?token=check"
        self.socket = await websocket_connect(HTTPRequest(address, connect_timeout=PATIENCE, request_timeout=PATIENCE), max_message_size=1 << 28)
        return self

    async def ask(self, kind, content):
        """Sends a request; returns the reply's content and the outputs, once the kernel is idle again."""
        head = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self.session, "username": "", "version": "5.3"}
        message = {"header": head, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}
        await self.socket.write_message(json.dumps(message))
        reply, outputs, idle = None, [], False
        while reply is None or not idle:
            text = await self.socket.read_message()
            if text is None:
                fail("the kernel's connection closed")
            m = decoded(text)
            if m["parent_header"].get("msg_id") != head["msg_id"]:
                continue
            if m["channel"] == "shell":
                reply = m["content"]
            elif m["msg_type"] == "status":
                idle = m["content"]["execution_state"] == "idle"
            else:
                outputs.append((m["msg_type"], m["content"]))
        return reply, outputs

    async def run(self, code):
        reply, outputs = await self.ask("execute_request", {"code": code, "silent": False, "store_history": True, "user_expressions": {},
                                                            "allow_stdin": False, "stop_on_error": True})
        if reply["status"] != "ok":
            fail(f"a cell failed: {reply.get('evalue')}\n{code}")
        return "".join(c["text"] for kind, c in outputs if kind == "stream"), outputs


async def watch(most):
    while True:
        most[0] = max(most[0], memory())
        await asyncio.sleep(0.25)


async def ready(began):
    wait("/lab")
    say("lab", f"serves {time.time() - began:.1f} s after the container started")
    kernel = await Kernel().open()
    await kernel.ask("kernel_info_request", {})
    seconds = time.time() - began
    await kernel.run("1 + 1")
    say("kernel", f"ready {seconds:.1f} s after the container started, its first result after {time.time() - began:.1f} s")
    request(f"/api/kernels/{kernel.id}", "DELETE")
    if seconds > READY_SECONDS:
        fail(f"the kernel is ready {seconds:.1f} s after the container starts, not within {READY_SECONDS} s")


async def run(limit, notebook):
    kernel = await Kernel().open()
    asked = """var r = Runtime.getRuntime();
        System.out.print(r.maxMemory() + " " + r.availableProcessors() + " " + System.getenv("OMP_NUM_THREADS"))"""
    heap, processors, threads = (await kernel.run(asked))[0].split()
    say("limits", f"the kernel sees {processors} processor, {threads} thread for oneDNN, and may take {int(heap) >> 20} MiB for its heap")
    if (processors, threads) != ("1", "1"):
        fail("one processor is all that the container has")

    most = [memory()]
    say("memory", f"{most[0] >> 20} MiB with an idle kernel (proportional set size of all processes)")
    watching = asyncio.create_task(watch(most))
    cells = ["".join(c["source"]) for c in json.loads(request("/api/contents/" + notebook))["content"]["cells"] if c["cell_type"] == "code"]
    start, text, pictures = time.time(), "", 0
    for cell in cells:
        printed, outputs = await asyncio.wait_for(kernel.run(cell), CELL_SECONDS)
        text += printed
        pictures += sum("image/png" in c["data"] for kind, c in outputs if kind == "display_data")
    watching.cancel()
    say("notebook", f"{notebook}: {len(cells)} cells, {pictures} pictures in {time.time() - start:.1f} s")
    for line in text.splitlines():
        if line.startswith(("Device", "Data", "Evaluation")):
            say("", line)
    say("memory", f"{most[0] >> 20} MiB at most while it ran (proportional set size, four times a second)")
    if "generated" not in text:
        fail("the digits are not the generated ones, and there is no network: where do they come from?")
    if pictures < PICTURES:
        fail(f"the notebook shows {pictures} pictures, {PICTURES} or more are expected")
    if most[0] > limit:
        fail(f"that is more than {limit >> 20} MiB")

    request("/api/contents/notebooks/mine.txt", "PUT", {"type": "file", "format": "text", "content": "mine"})
    request(f"/api/kernels/{kernel.id}", "DELETE")


class Hub(http.server.BaseHTTPRequestHandler):
    """As much of a JupyterHub as a server asks for: the hub's version, whose token that is and what its owner may do, thanks for news."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"version": "5.2.1", "kind": "user", "name": "b", "scopes": ["access:servers!user=b"]}).encode())

    do_POST = do_GET

    def log_message(self, *arguments):
        pass


def serves(began, prefix, words):
    hub = http.server.ThreadingHTTPServer(("127.0.0.1", 8081), Hub)
    threading.Thread(target=hub.serve_forever, daemon=True).start()
    version = json.loads(wait(prefix + "api"))["version"]
    say("lab", f"serves {time.time() - began:.1f} s after it started {words} (Jupyter Server {version})")


if __name__ == "__main__":
    if sys.argv[1] == "ready":
        asyncio.run(ready(float(sys.argv[2])))
    elif sys.argv[1] == "run":
        asyncio.run(run(int(sys.argv[2]), sys.argv[3]))
    else:
        serves(float(sys.argv[2]), sys.argv[3], sys.argv[4])
