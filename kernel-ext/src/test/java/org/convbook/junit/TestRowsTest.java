package org.convbook.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import org.convbook.render.Levels;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class TestRowsTest {
    private static final String SOURCE = "\n@Test void first() { assertEquals(3, two); }\n@Test void second() { }";

    private static TestResult passed(String name) {
        return new TestResult(name, TestResult.Kind.PASSED, null, "", 2_000_000);
    }

    private static TestResult failed(String name, Throwable failure) {
        return new TestResult(name, TestResult.Kind.FAILED, failure, "", 100);
    }

    private static Levels levels(TestResult... results) {
        return new TestRows(List.of(results), SOURCE, frame -> frame.getMethodName().equals("failure") ? 2 : 0).levels();
    }

    private static AssertionFailedError failure(String message, Object expected, Object actual) {
        return new AssertionFailedError(message, expected, actual);
    }

    @Test void whatWasExpectedAndWhatCameStandUnderEachOther() {
        Levels shown = levels(failed("first", failure("the sum ==> expected: <3> but was: <2>", 3, 2)), passed("second"));
        assertEquals("1 of 2 tests passed\n✗ first (< 1 ms)\n    the sum\n    expected 3\n    was      2\n    line 2: @Test void first() { "
            + "assertEquals(3, two); }\n✓ second (2 ms)", shown.text());
        assertTrue(shown.html().startsWith("<div data-verdict=\"wrong\">"), shown.html());
        assertTrue(shown.html().contains("#d55e00") && shown.html().contains("#009e73"), shown.html());
    }

    @Test void allGreenIsRight() {
        Levels shown = levels(passed("first"));
        assertEquals("1 of 1 test passed\n✓ first (2 ms)", shown.text());
        assertTrue(shown.html().startsWith("<div data-verdict=\"right\">"), shown.html());
    }

    @Test void anotherExceptionIsNamed() {
        assertTrue(levels(failed("first", new IllegalStateException("empty"))).text().contains("\n    IllegalStateException: empty"));
        assertTrue(levels(failed("first", new AssertionError("should be green"))).text().contains("\n    should be green"));
    }

    @Test void textFromTheTestsIsEscaped() {
        Levels shown = levels(failed("<b>", new AssertionError("<script>")));
        assertFalse(shown.html().contains("<b>") || shown.html().contains("<script>"), shown.html());
    }

    @Test void aTestThatDidNotRunSaysWhy() {
        Levels shown = levels(passed("first"), new TestResult("second", TestResult.Kind.SKIPPED, null, "not today", 0));
        assertEquals("1 of 2 tests passed, 1 not run\n✓ first (2 ms)\n– second\n    not today", shown.text());
    }

    @Test void thousandsOfRowsAreNotListed() {
        Levels shown = levels(IntStream.range(0, 5000).mapToObj(i -> passed("case" + i)).toArray(TestResult[]::new));
        assertTrue(shown.text().startsWith("5000 of 5000 tests passed\n") && shown.text().endsWith("\n… 4800 more tests are not listed"),
            shown.text().substring(0, 60));
        assertTrue(shown.weight() < Levels.MOST, () -> shown.weight() + " characters");
    }
}
