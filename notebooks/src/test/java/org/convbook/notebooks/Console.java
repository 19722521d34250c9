package org.convbook.notebooks;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.convbook.cli.Main;

/** Runs {@code convbook} commands as a user does and keeps what they print. */
final class Console {
    private static final int NO_JUPYTER = 3;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** The exit status; where Jupyter is missing the test is skipped, and says why. */
    int run(String... args) {
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        if (status == NO_JUPYTER) {
            System.out.println("SKIPPED, notebooks are not run: " + err.toString().strip());
            abort(err.toString());
        }
        return status;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    String all() {
        return out + "\n" + err;
    }
}
