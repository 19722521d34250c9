# As jupyter_server_config.py, for the server of the classic Notebook.
try:
    from notebook.services.kernels.handlers import ZMQChannelsHandler
except ImportError:
    pass
else:
    def opened(self, *args, _open=ZMQChannelsHandler.open, **kwargs):
        self.set_nodelay(True)
        return _open(self, *args, **kwargs)

    ZMQChannelsHandler.open = opened
