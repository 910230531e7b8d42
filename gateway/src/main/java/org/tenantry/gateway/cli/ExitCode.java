package org.tenantry.gateway.cli;

/** How the program ends, for scripts. {@code instance exec} ends as its command did. */
enum ExitCode {
    OK(0),
    /** An operation failed; what it did was taken back. */
    FAILED(1),
    /** The command line is not one of those expected, or a question could not be asked. */
    USAGE(2),
    /** The API refused. */
    REFUSED(3),
    /** The API could not be reached. */
    UNREACHABLE(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
