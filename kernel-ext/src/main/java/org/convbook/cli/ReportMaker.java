package org.convbook.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** The way of one notebook from the file to the page: executed, formulas out, nbconvert, formulas in, printed. */
final class ReportMaker implements AutoCloseable {
    private static final List<String> TEMPLATE = List.of("conf.json", "index.html.j2", "style.css", "fit.js");
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm z", Locale.ENGLISH);

    private final Notebook notebook;
    private final Jupyter jupyter;
    private final Path out;
    private final Progress progress;
    private final Path work = Disk.temporary();
    private final Formulas formulas = new Formulas();
    private final String made = ZonedDateTime.now().format(WHEN);

    ReportMaker(Notebook notebook, Jupyter jupyter, Path out, Progress progress) {
        this.notebook = notebook;
        this.jupyter = jupyter;
        this.out = out;
        this.progress = progress;
    }

    /** Makes the page, and what else is asked for. A cell that failed is in the page and in the record. */
    ReportRecord make(Duration cellLimit, boolean keep, boolean print) {
        long start = System.nanoTime();
        progress.line("report", notebook.file().toString());
        progress.line("jupyter", jupyter.line());
        String key = Fingerprint.of(notebook.file());
        Path executed = work.resolve(notebook.name() + ".ipynb"), html = out.resolve(notebook.name() + ".html");
        Path kernels = KernelFolder.make(line -> progress.line("kernel", line));
        Execution.Result result = new Execution(jupyter, kernels, cellLimit, progress::move).run(notebook, executed, keep);
        result.facts().forEach(progress::line);
        progress.line("ran", result.cells() + " code cells in " + seconds(result.time()) + (result.ok() ? "" : ", with a failure"));
        Path kept = out.resolve(executed.getFileName());
        if (keep) progress.line("notebook", Disk.copy(executed, kept).toString());
        Notebook run = Notebook.read(executed);
        ReportRecord record = record(key, result, Thumbnail.of(run));
        Disk.write(html, page(run, result));
        formulas.problems().forEach(problem -> progress.line("note", problem));
        progress.line("html", html + " (" + Disk.size(html) + ")");
        if (print) pdf(html, progress);
        progress.line("done", "in " + seconds(Duration.ofNanos(System.nanoTime() - start)));
        return record;
    }

    /** The record of a notebook of which there is no report. */
    static ReportRecord failed(Path notebook, String failure) {
        String name = Notebook.name(notebook);
        return new ReportRecord(name, part(notebook), name, "", "", "", 0, ZonedDateTime.now().format(WHEN), failure, "");
    }

    private ReportRecord record(String key, Execution.Result result, String picture) {
        String device = result.facts().getOrDefault("device", ""), failure = result.ok() ? "" : result.failure();
        double seconds = result.time().toMillis() / 1000.0;
        return new ReportRecord(notebook.name(), part(notebook.file()), notebook.title(), Goal.of(notebook), key, device, seconds, made, failure,
            picture);
    }

    private static String part(Path notebook) {
        Path folder = notebook.toAbsolutePath().normalize().getParent();
        return folder == null || folder.getFileName() == null ? "" : folder.getFileName().toString();
    }

    private String page(Notebook run, Execution.Result result) {
        WidgetOutputs.spread(run.json());
        hideFormulas(run);
        Path shown = work.resolve("shown.ipynb"), raw = work.resolve("raw.html");
        run.write(shown);
        JsonObject job = new JsonObject();
        job.addProperty("executed", shown.toString());
        job.addProperty("html", raw.toString());
        job.addProperty("templates", unpackTemplate().toString());
        job.addProperty("folder", notebook.file().toAbsolutePath().getParent().toString());
        Child.Outcome outcome = new Child(jupyter.command("export.py", new Gson().toJson(job))).atMost(Duration.ofMinutes(5)).capture();
        if (!outcome.ok() || !Files.exists(raw)) throw new UserError("nbconvert could not export " + notebook.file() + ": " + outcome.pythonError());
        ReportPage page = new ReportPage(notebook.title())
            .fact("Notebook", notebook.file().getFileName().toString())
            .fact("Device", result.facts().get("device"))
            .fact("Data", result.facts().get("data"))
            .fact("Run time", String.format(Locale.ROOT, "%.0f s", result.time().toMillis() / 1000.0))
            .fact("Made with", "ConvBook " + Versions.convbook() + ", " + Versions.java() + ", nbconvert " + jupyter.versions().get("nbconvert"))
            .fact("Made on", made);
        if (!result.ok()) page.failed("This run failed, so the report is not complete. " + result.failure());
        return page.fill(Disk.read(raw), formulas);
    }

    /** A word in place of each formula: in the text, and in Markdown and LaTeX that a cell displayed. */
    private void hideFormulas(Notebook run) {
        for (JsonObject cell : run.cells("markdown")) Notebook.setSource(cell, formulas.hide(Notebook.source(cell)));
        for (JsonObject cell : run.cells("code")) {
            if (!cell.has("outputs")) continue;
            for (JsonElement output : cell.getAsJsonArray("outputs")) {
                JsonObject data = output.getAsJsonObject().getAsJsonObject("data");
                for (String type : List.of("text/markdown", "text/latex")) {
                    if (data != null && data.has(type)) data.addProperty(type, formulas.hide(Notebook.text(data.get(type))));
                }
            }
        }
    }

    private Path unpackTemplate() {
        Path folder = Disk.folder(work.resolve("templates/convbook"));
        for (String name : TEMPLATE) Disk.write(folder.resolve(name), Disk.resource("template/" + name));
        return folder.getParent();
    }

    /** Prints the page beside itself, where there is a browser that can. */
    static void pdf(Path html, Progress progress) {
        Chromium browser = Chromium.find();
        if (browser == null) {
            progress.line("pdf", "none: no Chromium or Chrome found; install one, or print the page from any browser");
            return;
        }
        Path work = Disk.temporary(), fresh = work.resolve("report.pdf");
        Path pdf = html.resolveSibling(html.getFileName().toString().replaceFirst("html$", "pdf"));
        try {
            String trouble = browser.print(html, fresh, work);
            if (trouble == null) Disk.move(fresh, pdf);
            progress.line("pdf", trouble == null ? pdf + " (" + Disk.size(pdf) + ")" : "none: " + browser.program() + " failed (" + trouble + ")");
        } finally {
            Disk.delete(work);
        }
    }

    @Override public void close() {
        Disk.delete(work);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
