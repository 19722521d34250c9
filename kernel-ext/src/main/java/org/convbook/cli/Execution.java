package org.convbook.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Runs one notebook from top to bottom: nbclient drives our kernel, in the notebook's own folder. */
final class Execution {
    private static final String MARK = "@convbook ";
    private static final int NOISE_KEPT = 12;

    private final Jupyter jupyter;
    private final Path kernels;
    private final Duration cellLimit;
    private final Consumer<String> progress;

    /**
     * What came of it.
     *
     * @param failure the sentence that says which cell failed and how, or null
     * @param facts what the kernel said of itself at the end: "device", "data"
     */
    record Result(String failure, Map<String, String> facts, int cells, Duration time) {
        boolean ok() {
            return failure == null;
        }
    }

    Execution(Jupyter jupyter, Path kernels, Duration cellLimit, Consumer<String> progress) {
        this.jupyter = jupyter;
        this.kernels = kernels;
        this.cellLimit = cellLimit;
        this.progress = progress;
    }

    /**
     * Executes a copy of {@code notebook} and writes it, outputs included, to {@code executed}; signed, if asked for, so that this user's
     * JupyterLab shows its HTML.
     */
    Result run(Notebook notebook, Path executed, boolean signed) {
        JsonObject job = new JsonObject();
        job.addProperty("notebook", notebook.file().toAbsolutePath().toString());
        job.addProperty("executed", executed.toString());
        job.addProperty("kernel", KernelFolder.NAME);
        job.addProperty("folder", notebook.file().toAbsolutePath().getParent().toString());
        job.addProperty("timeout", cellLimit.toSeconds());
        job.addProperty("sign", signed);
        job.addProperty("probe", Disk.resource("probe.jshell"));
        long start = System.nanoTime();
        Talk talk = new Talk();
        int status = new Child(jupyter.command("execute.py", new Gson().toJson(job)))
            .set("JUPYTER_PATH", kernels.toString()).set("PYTHONUNBUFFERED", "1").set("PYDEVD_DISABLE_FILE_VALIDATION", "1")
            .stream(talk::hear);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        if (talk.end == null) throw new UserError("Jupyter could not run " + notebook.file() + ": " + talk.noise(status));
        return talk.result(notebook, time, Files.exists(executed));
    }

    /** What the script reports, line by line, and the last lines that others wrote between. */
    private final class Talk {
        private final Deque<String> noise = new ArrayDeque<>();
        private JsonObject end;

        void hear(String line) {
            if (!line.startsWith(MARK)) {
                if (noise.size() == NOISE_KEPT) noise.removeFirst();
                if (!line.isBlank()) noise.add(line);
                return;
            }
            JsonObject event = JsonParser.parseString(line.substring(MARK.length())).getAsJsonObject();
            if (!text(event, "at").equals("start")) end = event;
            else progress.accept("cell " + text(event, "cell") + " of " + text(event, "of"));
        }

        Result result(Notebook notebook, Duration time, boolean written) {
            if (text(end, "at").equals("trouble") || !written) throw new UserError("cannot write the executed notebook: " + text(end, "text"));
            int cells = end.get("of").getAsInt();
            if (!text(end, "unsigned").isEmpty()) progress.accept("the executed notebook is not signed: " + text(end, "unsigned"));
            if (text(end, "at").equals("done")) return new Result(null, facts(), cells, time);
            if (text(end, "kind").equals("start")) throw new UserError("the kernel did not start: " + noise(1));
            String error = text(end, "name").equals(text(end, "kind")) ? text(end, "text") : text(end, "name") + ": " + text(end, "text");
            String why = switch (text(end, "kind")) {
                case "timeout" -> text(end, "text");
                case "dead" -> text(end, "text") + (noise.isEmpty() ? "" : " (" + noise.peekLast() + ")");
                default -> error.lines().findFirst().orElse("").strip();
            };
            return new Result(notebook.file() + ": cell " + text(end, "cell") + " of " + cells + " failed (" + text(end, "code") + "): "
                + why, Map.of(), cells, time);
        }

        private Map<String, String> facts() {
            Map<String, String> facts = new LinkedHashMap<>();
            for (String line : text(end, "facts").lines().toList()) {
                int tab = line.indexOf('\t');
                if (tab > 0) facts.put(line.substring(0, tab), line.substring(tab + 1));
            }
            return facts;
        }

        String noise(int status) {
            return noise.isEmpty() ? "exit status " + status : noise.peekLast().strip();
        }

        private String text(JsonObject event, String key) {
            return event.has(key) ? event.get(key).getAsString() : "";
        }
    }
}
