package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.google.gson.JsonPrimitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalTest {
    @TempDir Path folder;

    private String goal(String markdown) throws IOException {
        String notebook = "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": " + new JsonPrimitive(markdown) + "}], \"nbformat\": 4}";
        return Goal.of(Notebook.read(Files.writeString(folder.resolve("a.ipynb"), notebook)));
    }

    @Test void theFirstSentenceUnderTheTitle() throws IOException {
        assertEquals("It shows $x$ in *code*.".replaceAll("[$*]", ""), goal("# T\n\nIt shows $x$ in\n*code*. It has more.\n\n## Next"));
        assertEquals("See the paper.", goal("# T\nSee [the paper](http://x.org)."));
    }

    @Test void aListIsLedIntoByItsFirstItem() throws IOException {
        assertEquals("After this notebook you can say what a layer does, and count its parameters.",
            goal("# T\n\n**After this notebook you can**\n\n- say what a layer does,\n  and count its parameters;\n- train it."));
        assertEquals("You will see one thing.", goal("# T\n\nYou will see:\n1. one thing.\n2. another."));
    }

    @Test void nothingIsNoGoal() throws IOException {
        assertEquals("", goal("# T"));
        assertEquals("", goal("text without a title"));
        assertEquals("", goal("# T\n\n## A heading"));
    }
}
