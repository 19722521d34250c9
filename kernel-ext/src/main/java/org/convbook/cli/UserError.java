package org.convbook.cli;

/** Something the user can put right: its message is the one sentence that is shown, without a stack trace. */
final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    UserError(String sentence) {
        this(Main.FAILED, sentence);
    }

    UserError(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /** The exit status of the command that ends with it. */
    int status() {
        return status;
    }
}
