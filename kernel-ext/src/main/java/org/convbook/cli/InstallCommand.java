package org.convbook.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code convbook install}: makes the kernel known to every Jupyter of this user. */
@Command(name = "install", mixinStandardHelpOptions = true, description = "Install the kernel for this user, so that any Jupyter offers it.")
final class InstallCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override public Integer call() {
        spec.commandLine().getOut().println("  kernel    " + KernelFolder.install());
        return 0;
    }
}
