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

/** {@code convbook report}: executes notebooks and writes a page, and a PDF, that can be read anywhere. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Execute notebooks and write an HTML page and a PDF of each.")
final class ReportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Parameters(arity = "1..*", paramLabel = "NOTEBOOK", description = "the .ipynb files") private List<Path> notebooks;
    @Option(names = "--out", paramLabel = "DIR", defaultValue = "reports", description = "where the reports go (default: ${DEFAULT-VALUE})") private Path out;
    @Option(names = "--no-pdf", description = "write no PDF") private boolean noPdf;
    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "1800", description = "the longest a cell may run (default: ${DEFAULT-VALUE})") private int timeout;
    @Option(names = "--no-install", description = "install no Jupyter where it is missing, but end with status 3") private boolean noInstall;

    @Override public Integer call() {
        PrintWriter console = spec.commandLine().getOut();
        if (timeout < 1) throw new UserError("--timeout must be at least 1 second, got " + timeout);
        List<Notebook> read = notebooks.stream().map(Notebook::read).toList();
        Disk.mustBeWritable(Disk.folder(out));
        Jupyter jupyter = JupyterFinder.get(Jupyter.Need.RUN, noInstall, line -> console.println("  " + line));
        List<String> failures = new ArrayList<>();
        for (Notebook notebook : read) {
            String failure = report(notebook, jupyter, new Progress(console));
            if (failure != null) failures.add(failure);
        }
        failures.forEach(failure -> spec.commandLine().getErr().println("convbook: " + failure));
        return failures.isEmpty() ? 0 : Main.FAILED;
    }

    private String report(Notebook notebook, Jupyter jupyter, Progress progress) {
        Path work = Disk.temporary();
        long start = System.nanoTime();
        try {
            progress.line("report", notebook.file().toString());
            progress.line("jupyter", jupyter.line());
            ReportMaker maker = new ReportMaker(notebook, jupyter, work);
            Execution.Result result = new Execution(jupyter, KernelFolder.make(line -> progress.line("kernel", line)), Duration.ofSeconds(timeout), progress::move).run(notebook, maker.prepared(), maker.executed());
            result.facts().forEach(progress::line);
            progress.line("ran", result.cells() + " code cells in " + seconds(result.time()) + (result.ok() ? "" : ", with a failure"));
            Path html = out.resolve(notebook.name() + ".html");
            maker.html(result, html);
            maker.problems().forEach(problem -> progress.line("note", problem));
            progress.line("html", html + " (" + Disk.size(html) + ")");
            if (!noPdf) pdf(html, work, progress);
            progress.line("done", "in " + seconds(Duration.ofNanos(System.nanoTime() - start)));
            return result.failure();
        } finally {
            Disk.delete(work);
        }
    }

    private void pdf(Path html, Path work, Progress progress) {
        Chromium browser = Chromium.find();
        Path pdf = out.resolve(html.getFileName().toString().replaceFirst("html$", "pdf"));
        if (browser == null) {
            progress.line("pdf", "none: no Chromium or Chrome found; install one, or print the page from any browser");
            return;
        }
        Path fresh = work.resolve("report.pdf");
        String trouble = browser.print(html, fresh, work);
        if (trouble == null) Disk.move(fresh, pdf);
        progress.line("pdf", trouble == null ? pdf + " (" + Disk.size(pdf) + ")" : "none: " + browser.program() + " failed (" + trouble + ")");
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
