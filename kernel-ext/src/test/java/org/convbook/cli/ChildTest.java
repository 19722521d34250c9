package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class ChildTest {
    @Test void outputAndStatusAreKept() {
        Child.Outcome outcome = new Child("sh", "-c", "echo one; echo two >&2; exit 3").capture();
        assertEquals(3, outcome.status());
        assertEquals("two", outcome.lastLine());
    }

    @Test void aProgramThatIsNotThereIsNamed() {
        var e = assertThrows(UserError.class, () -> new Child("/no/such/program").capture());
        assertTrue(e.getMessage().startsWith("cannot start /no/such/program: "), e.getMessage());
    }

    @Test void oneThatRunsTooLongIsEnded() {
        assertTimeoutPreemptively(Duration.ofSeconds(20),
            () -> assertNotEquals(0, new Child("sleep", "600").atMost(Duration.ofMillis(200)).capture().status()));
    }

    @Test void itSeesNoInput() {
        assertEquals("", new Child("cat").capture().text());
    }
}
