package org.convbook.junit;

/**
 * What came of one test.
 *
 * @param failure what a failed test has thrown, else null
 * @param reason why a test was not run
 */
record TestResult(String name, Kind kind, Throwable failure, String reason, long nanos) {
    /** How a test can end, with the sign and the colour of its row. */
    enum Kind {
        PASSED("✓", "#009e73"), FAILED("✗", "#d55e00"), STOPPED("■", "#d55e00"), SKIPPED("–", "#8a92a3");

        final String sign;
        final String colour;

        Kind(String sign, String colour) {
            this.sign = sign;
            this.colour = colour;
        }
    }
}
