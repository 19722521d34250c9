package org.convbook.kernel;

import java.nio.file.Path;

/** Starts the kernel for the front end that wrote the connection file: {@code KernelMain connection.json}. */
public final class KernelMain {
    private KernelMain() {
    }

    /** Serves until the front end asks for the end, then ends the process. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            Log.say("expected one argument, the connection file; got " + arguments.length);
            System.exit(2);
        }
        try {
            KernelServer server = new KernelServer(Connection.read(Path.of(arguments[0])));
            endWithParent();
            server.serve();
            KernelServer.linger();
        } catch (IllegalArgumentException | IllegalStateException | java.io.UncheckedIOException e) {
            Log.say(e.getMessage());
            System.exit(1);
        }
        exit();
    }

    /** Ends the process in at most one second, even if a shutdown hook of a cell never returns. */
    private static void exit() {
        Thread hammer = new Thread(() -> {
            try {
                Thread.sleep(800);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(0);
        }, "convbook-exit");
        hammer.setDaemon(true);
        hammer.start();
        System.exit(0);
    }

    /** When the Jupyter that started this kernel is gone without a shutdown request, so is the kernel. */
    private static void endWithParent() {
        String pid = System.getenv("JPY_PARENT_PID");
        if (pid == null || !pid.matches("\\d{1,9}")) return;
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(parent -> parent.onExit().thenRun(() -> {
            Log.say("the process that started this kernel has ended");
            exit();
        }));
    }
}
