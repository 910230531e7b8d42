package org.tenantry.gateway.cli;

import java.util.Optional;

/** Why a command ends early: how, what to say, and what to do about it. */
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exit;
    private final transient Optional<String> hint;

    private CliException(ExitCode exit, String message, Optional<String> hint) {
        super(message);
        this.exit = exit;
        this.hint = hint;
    }

    static CliException of(ExitCode exit, String message) {
        return new CliException(exit, message, Optional.empty());
    }

    static CliException of(ExitCode exit, String message, String hint) {
        return new CliException(exit, message, Optional.of(hint));
    }

    ExitCode exit() {
        return exit;
    }

    Optional<String> hint() {
        return hint;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
