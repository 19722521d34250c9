"""Becomes the container's first process: the image's user, environment and folder, one processor, and the image's or the given command."""
import json
import os
import subprocess
import sys

image = json.load(open("/tmp/check/image.json"))["OCIv1"]["config"]
subprocess.run([sys.executable, "-c", """
import fcntl, socket, struct
s = socket.socket()
fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 1 | 64))     # SIOCSIFFLAGS: up, running
"""], check=True)
environment = dict(pair.split("=", 1) for pair in image["Env"])
environment["JUPYTER_TOKEN"] = "check"
command = image["Entrypoint"] + (sys.argv[1:] or image["Cmd"])
os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
uid = int(image["User"])
os.setgroups([])
os.setgid(uid)
os.setuid(uid)
os.chdir(image["WorkingDir"])
os.execvpe(command[0], command, environment)
