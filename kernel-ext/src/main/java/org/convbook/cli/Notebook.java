package org.convbook.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

/** A notebook file, read and checked. */
final class Notebook {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final Path file;
    private final JsonObject json;

    private Notebook(Path file, JsonObject json) {
        this.file = file;
        this.json = json;
    }

    /** Reads the file; one that is not there, is a folder, no JSON or no notebook of format 4 is a {@link UserError}. */
    static Notebook read(Path file) {
        if (!Files.exists(file)) throw new UserError("there is no notebook " + file);
        if (!Files.isRegularFile(file)) throw new UserError(file + " is no notebook file (a notebook ends in .ipynb)");
        JsonObject json;
        try {
            json = JsonParser.parseString(Disk.read(file)).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new UserError(file + " is not a notebook: it is not JSON" + place(e));
        } catch (java.io.UncheckedIOException e) {
            throw new UserError("cannot read " + file + ": "
                + (e.getCause() instanceof java.nio.charset.CharacterCodingException ? "it is not text" : Disk.sentence(e.getCause())));
        }
        if (!json.has("cells") || !json.get("cells").isJsonArray())
            throw new UserError(file + " is not a notebook of format 4: it has no list of cells");
        return new Notebook(file, json);
    }

    private static String place(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf("at line ");
        return at < 0 ? "" : " (" + message.substring(at).lines().findFirst().orElse("").replaceFirst(" path.*", "") + ")";
    }

    Path file() {
        return file;
    }

    /** The file's name without its ending. */
    String name() {
        return name(file);
    }

    static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.ipynb$", "");
    }

    JsonObject json() {
        return json;
    }

    /** The text of the first heading, else the file's name. */
    String title() {
        for (JsonObject cell : cells("markdown")) {
            for (String line : source(cell).lines().toList()) {
                if (line.startsWith("# ")) return line.substring(2).replaceAll("[*`$]", "").strip();
            }
        }
        return name();
    }

    /** The cells of a kind: "code" or "markdown". */
    List<JsonObject> cells(String kind) {
        List<JsonObject> result = new ArrayList<>();
        for (JsonElement cell : json.getAsJsonArray("cells")) {
            if (cell.isJsonObject() && kind.equals(text(cell.getAsJsonObject().get("cell_type")))) result.add(cell.getAsJsonObject());
        }
        return result;
    }

    static String source(JsonObject cell) {
        return text(cell.get("source"));
    }

    static void setSource(JsonObject cell, String source) {
        cell.add("source", new JsonPrimitive(source));
    }

    /** The text of a value that the format allows to be a string or a list of lines. */
    static String text(JsonElement value) {
        if (value == null || value.isJsonNull()) return "";
        if (!value.isJsonArray()) return value.getAsString();
        StringBuilder all = new StringBuilder();
        for (JsonElement line : (JsonArray) value) all.append(line.getAsString());
        return all.toString();
    }

    void write(Path to) {
        Disk.write(to, GSON.toJson(json) + "\n");
    }

    /** Writes a notebook line by line, as people compare them. */
    static void write(JsonObject notebook, Path to) {
        Disk.write(to, GSON.newBuilder().setPrettyPrinting().create().toJson(notebook) + "\n");
    }
}
