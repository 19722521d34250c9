package org.convbook.cli;

/** Something the user can put right: its message is the one sentence that is shown, without a stack trace. */
final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    UserError(String sentence) {
        super(sentence);
    }
}
