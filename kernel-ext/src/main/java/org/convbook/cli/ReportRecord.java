package org.convbook.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/**
 * What is kept of a report beside its page, for the index and for the next time.
 *
 * @param name of the notebook's file, without its ending
 * @param part the folder that the notebook lies in
 * @param key the {@link Fingerprint} of what it was made from
 * @param failure what went wrong, in one sentence; empty where all went well
 * @param picture the small picture, as a data URL; may be empty
 */
record ReportRecord(String name, String part, String title, String goal, String key, String device, double seconds, String made, String failure,
    String picture) {
    private static final String FOLDER = ".convbook";

    static Path folder(Path out) {
        return out.resolve(FOLDER);
    }

    private static Path file(Path out, String name) {
        return folder(out).resolve(name + ".json");
    }

    /** What is known of a report; null where nothing is, or where it cannot be read. */
    static ReportRecord read(Path out, String name) {
        Path file = file(out, name);
        if (!Files.isReadable(file)) return null;
        try {
            JsonObject o = JsonParser.parseString(Disk.read(file)).getAsJsonObject();
            return new ReportRecord(name, text(o, "part"), text(o, "title"), text(o, "goal"), text(o, "key"), text(o, "device"),
                o.get("seconds").getAsDouble(), text(o, "made"), text(o, "failure"), text(o, "picture"));
        } catch (JsonParseException | IllegalStateException | NullPointerException damaged) {
            return null;
        }
    }

    void write(Path out) {
        JsonObject o = new JsonObject();
        o.addProperty("part", part);
        o.addProperty("title", title);
        o.addProperty("goal", goal);
        o.addProperty("key", key);
        o.addProperty("device", device);
        o.addProperty("seconds", seconds);
        o.addProperty("made", made);
        o.addProperty("failure", failure);
        o.addProperty("picture", picture);
        Disk.folder(folder(out));
        Disk.write(file(out, name), o + "\n");
    }

    boolean ok() {
        return failure.isEmpty();
    }

    private static String text(JsonObject o, String name) {
        return Notebook.text(o.get(name));
    }
}
