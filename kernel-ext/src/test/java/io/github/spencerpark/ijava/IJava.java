package io.github.spencerpark.ijava;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;

/** A kernel with the shape of IJava 1.3.0, for tests: its names, its base classes, JShell in the same JVM. {@code IJava connection.json} */
public final class IJava {
    private static JavaKernel kernel;

    private IJava() {}

    /** The running kernel; null before {@link #main}. */
    public static JavaKernel getKernelInstance() {
        return kernel;
    }

    /** Serves until the page asks for the end. */
    public static void main(String[] arguments) throws Exception {
        JupyterSocket.JUPYTER_LOGGER.setLevel(Level.WARNING);
        JupyterConnection connection = new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(arguments[0]))));
        kernel = new JavaKernel();
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        connection.waitUntilClose();
        System.exit(0);
    }
}
