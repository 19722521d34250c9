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

/** The way of one notebook from the file to the page: formulas out, executed, nbconvert, formulas in. */
final class ReportMaker {
    private static final List<String> TEMPLATE = List.of("conf.json", "index.html.j2", "style.css");

    private final Notebook notebook;
    private final Jupyter jupyter;
    private final Path work;
    private final Formulas formulas = new Formulas();

    ReportMaker(Notebook notebook, Jupyter jupyter, Path work) {
        this.notebook = notebook;
        this.jupyter = jupyter;
        this.work = work;
    }

    /** The notebook with a word in place of each formula, ready to be executed. */
    Path prepared() {
        for (JsonObject cell : notebook.cells("markdown")) Notebook.setSource(cell, formulas.hide(Notebook.source(cell)));
        Path file = work.resolve("prepared.ipynb");
        notebook.write(file);
        return file;
    }

    Path executed() {
        return work.resolve(notebook.name() + ".ipynb");
    }

    /** Writes the page of the executed notebook. */
    void html(Execution.Result result, Path html) {
        hideInOutputs();
        Path raw = work.resolve("raw.html");
        JsonObject job = new JsonObject();
        job.addProperty("executed", executed().toString());
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
            .fact("Made on", ZonedDateTime.now().format(DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm z", Locale.ENGLISH)));
        if (!result.ok()) page.failed("This run failed, so the report is not complete. " + result.failure());
        Disk.write(html, page.fill(Disk.read(raw), formulas));
    }

    List<String> problems() {
        return formulas.problems();
    }

    /** Outputs may hold formulas too: Markdown and LaTeX that a cell displayed. */
    private void hideInOutputs() {
        Notebook run = Notebook.read(executed());
        for (JsonObject cell : run.cells("code")) {
            if (!cell.has("outputs")) continue;
            for (JsonElement output : cell.getAsJsonArray("outputs")) {
                JsonObject data = output.getAsJsonObject().getAsJsonObject("data");
                for (String type : List.of("text/markdown", "text/latex")) {
                    if (data != null && data.has(type)) data.addProperty(type, formulas.hide(Notebook.text(data.get(type))));
                }
            }
        }
        run.write(executed());
    }

    private Path unpackTemplate() {
        Path folder = Disk.folder(work.resolve("templates/convbook"));
        for (String name : TEMPLATE) Disk.write(folder.resolve(name), Disk.resource("template/" + name));
        return folder.getParent();
    }
}
