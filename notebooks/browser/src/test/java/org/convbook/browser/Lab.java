package org.convbook.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;

/** What one test has of JupyterLab: it writes notebooks and opens them. */
final class Lab {
    private final LabServer server;
    private final BrowserContext browser;
    private final String test;
    private final List<LabPage> pages = new ArrayList<>();

    Lab(LabServer server, BrowserContext browser, String test) {
        this.server = server;
        this.browser = browser;
        this.test = test;
    }

    /** A notebook of these code cells, opened. */
    LabPage open(String... cells) {
        return open(write(cells));
    }

    /** A notebook with these code cells, in the folder of this Lab. */
    Path write(String... cells) {
        Path file = place("notebook");
        try {
            return Files.writeString(file, notebook(cells).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of a notebook, opened. */
    LabPage openCopy(Path notebook) {
        try {
            return open(Files.copy(notebook, place(notebook.getFileName().toString().replace(".ipynb", ""))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a notebook of this Lab is opened. */
    String address(Path file) {
        return server.page(file.getFileName().toString());
    }

    /** Opens a notebook of this Lab in a page of its own. */
    LabPage open(Path file) {
        LabPage page = new LabPage(browser.newPage(), address(file), test + (pages.isEmpty() ? "" : "-" + (pages.size() + 1)));
        pages.add(page);
        return page;
    }

    /** Pictures of all pages as they are. */
    void pictures(String title) {
        for (LabPage page : pages) page.picture(title);
    }

    /** Closes the pages and ends their kernels. */
    void close() {
        pages.forEach(LabPage::close);
        server.endKernels();
    }

    /** Fails where a page reported an error. */
    void assertNoPageErrors() {
        for (LabPage page : pages) assertEquals(List.of(), page.problems(), "errors of the page");
    }

    private Path place(String name) {
        return server.notebooks().resolve(test + "-" + name + "-" + pages.size() + ".ipynb");
    }

    static JsonObject notebook(String... cells) {
        JsonObject spec = new JsonObject();
        spec.addProperty("name", "convbook");
        spec.addProperty("display_name", "ConvBook (Java)");
        spec.addProperty("language", "java");
        JsonObject metadata = new JsonObject();
        metadata.add("kernelspec", spec);
        JsonObject notebook = new JsonObject();
        notebook.addProperty("nbformat", 4);
        notebook.addProperty("nbformat_minor", 5);
        notebook.add("metadata", metadata);
        JsonArray all = new JsonArray();
        for (String cell : cells) all.add(cell(all.size(), cell));
        notebook.add("cells", all);
        return notebook;
    }

    private static JsonObject cell(int index, String source) {
        JsonObject cell = new JsonObject();
        cell.addProperty("cell_type", "code");
        cell.addProperty("id", "cell-" + index);
        cell.add("metadata", new JsonObject());
        cell.addProperty("source", source);
        cell.add("execution_count", JsonNull.INSTANCE);
        cell.add("outputs", new JsonArray());
        return cell;
    }
}
