# A slider that is held is answered in many small packets. Left to itself the system holds each back until the page has acknowledged the one
# before it, up to 40 ms; tornado leaves it to the server to say otherwise (WebSocketHandler.set_nodelay), and Jupyter's does not.
try:
    from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
except ImportError:
    pass
else:
    def opened(self, *args, _open=KernelWebsocketHandler.open, **kwargs):
        self.set_nodelay(True)
        return _open(self, *args, **kwargs)

    KernelWebsocketHandler.open = opened
