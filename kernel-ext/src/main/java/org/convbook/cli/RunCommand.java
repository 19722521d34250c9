package org.convbook.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convbook run}: executes notebooks to see that they work; the files themselves stay as they are. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Execute notebooks and say whether every cell worked.")
final class RunCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Parameters(arity = "1..*", paramLabel = "NOTEBOOK", description = "the .ipynb files") private List<Path> notebooks;
    @Option(names = "--out", paramLabel = "DIR",
        description = "keep the executed notebooks in this folder, signed, so that JupyterLab trusts them") private Path out;
    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "1800",
        description = "the longest a cell may run (default: ${DEFAULT-VALUE})") private int timeout;
    @Option(names = "--no-install", description = "install no Jupyter where it is missing, but end with status 3") private boolean noInstall;

    @Override public Integer call() {
        PrintWriter console = spec.commandLine().getOut();
        if (timeout < 1) throw new UserError("--timeout must be at least 1 second, got " + timeout);
        List<Notebook> read = notebooks.stream().map(Notebook::read).toList();
        if (out != null) Disk.mustBeWritable(Disk.folder(out));
        for (Notebook notebook : read) keepApart(notebook.file());
        Jupyter jupyter = JupyterFinder.get(Jupyter.Need.RUN, noInstall, line -> console.println("  " + line));
        List<String> failures = new ArrayList<>();
        for (Notebook notebook : read) {
            Progress progress = new Progress(console);
            String failure = run(notebook, jupyter, progress);
            if (failure != null) failures.add(failure);
        }
        failures.forEach(failure -> spec.commandLine().getErr().println("convbook: " + failure));
        return failures.isEmpty() ? 0 : Main.FAILED;
    }

    private void keepApart(Path notebook) {
        boolean same = out != null && out.toAbsolutePath().normalize().equals(notebook.toAbsolutePath().normalize().getParent());
        if (same) throw new UserError("--out is the folder of " + notebook + " itself: choose another, so that the notebook stays without outputs");
    }

    private String run(Notebook notebook, Jupyter jupyter, Progress progress) {
        Path work = Disk.temporary();
        try {
            Path executed = work.resolve("executed.ipynb");
            Execution.Result result = new Execution(jupyter, KernelFolder.make(line -> progress.line("kernel", line)), Duration.ofSeconds(timeout),
                progress::move).run(notebook, executed, out != null);
            if (out != null) Disk.copy(executed, out.resolve(notebook.file().getFileName()));
            progress.line(result.ok() ? "ok" : "failed",
                String.format(Locale.ROOT, "%s: %d code cells in %.1f s", notebook.file(), result.cells(), result.time().toMillis() / 1000.0));
            return result.failure();
        } finally {
            Disk.delete(work);
        }
    }
}
