package org.convbook.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convbook report}: executes notebooks and writes pages and PDFs that can be read anywhere, and an index of them. */
@Command(name = "report", mixinStandardHelpOptions = true,
    description = "Execute notebooks, write an HTML page and a PDF of each, and an index of all. One that has not changed is not executed again.")
final class ReportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Parameters(arity = "1..*", paramLabel = "NOTEBOOK", description = "the .ipynb files") private List<Path> notebooks;
    @Option(names = "--out", paramLabel = "DIR", defaultValue = "reports", description = "where the reports go (default: ${DEFAULT-VALUE})")
    private Path out;
    @Option(names = "--no-pdf", description = "write no PDF") private boolean noPdf;
    @Option(names = "--notebook", description = "keep the executed notebook too, signed, so that JupyterLab trusts it") private boolean keep;
    @Option(names = "--force", description = "execute also what has not changed") private boolean force;
    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "1800",
        description = "the longest a cell may run (default: ${DEFAULT-VALUE})")
    private int timeout;
    @Option(names = "--no-install", description = "install no Jupyter where it is missing, but end with status 3") private boolean noInstall;

    @Override public Integer call() {
        PrintWriter console = spec.commandLine().getOut();
        if (timeout < 1) throw new UserError("--timeout must be at least 1 second, got " + timeout);
        check();
        Disk.mustBeWritable(Disk.folder(out));
        List<String> failures = new ArrayList<>();
        List<Notebook> changed = new ArrayList<>();
        for (Path file : notebooks) {
            try {
                Notebook notebook = Notebook.read(file);
                if (!same(notebook, new Progress(console))) changed.add(notebook);
            } catch (UserError e) {
                failures.add(e.getMessage());
                ReportMaker.failed(file, e.getMessage()).write(out);
            }
        }
        if (!changed.isEmpty()) {
            Jupyter jupyter = JupyterFinder.get(Jupyter.Need.RUN, noInstall, line -> console.println("  " + line));
            for (Notebook notebook : changed) failures.addAll(report(notebook, jupyter, new Progress(console)));
        }
        new Progress(console).line("index", new Site(out).make().toString());
        failures.forEach(failure -> spec.commandLine().getErr().println("convbook: " + failure));
        boolean several = notebooks.size() > 1 && !failures.isEmpty();
        if (several) spec.commandLine().getErr().println("convbook: " + failures.size() + " of " + notebooks.size() + " notebooks failed");
        return failures.isEmpty() ? 0 : Main.FAILED;
    }

    /** What is certainly a slip is refused before anything runs. */
    private void check() {
        Set<String> names = new HashSet<>();
        for (Path file : notebooks) {
            if (!Files.exists(file)) throw new UserError("there is no notebook " + file);
            String name = Notebook.name(file);
            if (!names.add(name))
                throw new UserError("two notebooks are named " + name + ", and one report would overwrite the other: use --out for one of them");
            if (name.equals("index")) throw new UserError(file + " would overwrite the index of the reports: give the notebook another name");
            boolean same = keep && out.resolve(file.getFileName()).toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize());
            if (same)
                throw new UserError("--out is the folder of " + file + " itself: choose another, so that the notebook stays without outputs");
        }
    }

    /** Whether the report that is there was made from the same; what is missing beside it is made from it. */
    private boolean same(Notebook notebook, Progress progress) {
        ReportRecord before = force ? null : ReportRecord.read(out, notebook.name());
        Path html = out.resolve(notebook.name() + ".html");
        boolean there = before != null && before.ok() && Files.exists(html) && (!keep || Files.exists(out.resolve(notebook.name() + ".ipynb")));
        if (!there || !before.key().equals(Fingerprint.of(notebook.file()))) return false;
        progress.line("report", notebook.file() + ": not changed since " + before.made() + ", so not executed again (--force does)");
        if (!noPdf && !Files.exists(out.resolve(notebook.name() + ".pdf"))) ReportMaker.pdf(html, progress);
        return true;
    }

    /** Makes one report; what failed, if anything did. The others do not suffer from it. */
    private List<String> report(Notebook notebook, Jupyter jupyter, Progress progress) {
        try (ReportMaker maker = new ReportMaker(notebook, jupyter, out, progress)) {
            ReportRecord made = maker.make(Duration.ofSeconds(timeout), keep, !noPdf);
            made.write(out);
            return made.ok() ? List.of() : List.of(made.failure());
        } catch (UserError | IllegalStateException | java.io.UncheckedIOException e) {
            String why = Main.sentence(e);
            ReportMaker.failed(notebook.file(), why).write(out);
            return List.of(why);
        }
    }
}
