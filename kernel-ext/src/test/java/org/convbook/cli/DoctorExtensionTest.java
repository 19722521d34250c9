package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.convbook.cli.Checkup.Finding;
import org.convbook.cli.Checkup.Verdict;
import org.junit.jupiter.api.Test;

class DoctorExtensionTest {
    private static final Finding JAVA = new Finding(Verdict.FINE, "java", "Java 17"), LAB = new Finding(Verdict.HINT, "lab", "neither JupyterLab nor Notebook");

    @Test void whatIsFineIsSaidToBe() {
        assertEquals("""
            This machine has what the course needs
            is    what  found
            ----  ----  -------------------------------
            ok    java  Java 17
            note  lab   neither JupyterLab nor Notebook""", DoctorExtension.table(List.of(JAVA, LAB)).levels().text());
    }

    @Test void whatIsMissingIsNamedFirst() {
        var levels = DoctorExtension.table(List.of(JAVA, new Finding(Verdict.MISSING, "fonts", "no <font>"), LAB, new Finding(Verdict.MISSING, "data", "none"))).levels();
        assertEquals("This machine lacks what the course needs: fonts, data", levels.text().lines().findFirst().orElseThrow());
        assertTrue(levels.html().contains("no &lt;font&gt;"), levels.html());
        assertFalse(levels.html().contains("<font>"), levels.html());
    }
}
