package org.convbook.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code convbook}: picks the command, and turns every failure into one sentence and an exit status. */
@Command(name = "convbook", mixinStandardHelpOptions = true, versionProvider = Versions.class, sortOptions = false,
    description = "A CNN course you can run: Java notebooks, a CNN library, and a view inside the network.",
    subcommands = {ReportCommand.class, RunCommand.class, ExercisesCommand.class, LabCommand.class, InstallCommand.class, DoctorCommand.class,
        DataCommand.class, BenchCommand.class})
public final class Main implements Runnable {
    /** Exit status of a command that could not do its work. */
    static final int FAILED = 1;
    /** Exit status of a command that was called wrongly. */
    static final int MISUSED = 2;
    /** Exit status where Jupyter is missing. */
    static final int NO_JUPYTER = 3;

    @Spec private CommandSpec spec;

    /** Runs the command and ends the virtual machine with its exit status. */
    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /** Runs one command; returns 0 when it did its work, 1 when it failed, 2 when it was called wrongly, 3 where Jupyter is missing. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main())
            .setOut(out).setErr(err)
            .setParameterExceptionHandler(Main::misused)
            .setExecutionExceptionHandler((failure, command, result) -> failed(failure, err))
            .execute(args);
    }

    @Override public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int misused(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("convbook: " + firstLine(failure.getMessage()) + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        return MISUSED;
    }

    private static int failed(Exception failure, PrintWriter err) {
        err.println("convbook: " + sentence(failure));
        if (System.getenv("CONVBOOK_DEBUG") != null) failure.printStackTrace(err);
        return failure instanceof UserError ours ? ours.status() : FAILED;
    }

    static String sentence(Throwable failure) {
        if (failure instanceof UncheckedIOException wrapped) return sentence(wrapped.getCause());
        if (failure instanceof IOException io) return Disk.sentence(io);
        boolean speaksForItself = failure instanceof UserError || failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException;
        if (speaksForItself && failure.getMessage() != null) return failure.getMessage();
        return "unexpected " + failure + " (set CONVBOOK_DEBUG=1 to see where)";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("wrong arguments");
    }
}
