package org.tenantry.agent.runtime;

/** How a command in a container ended. The output is both channels as they came, cut to a bounded length. */
public sealed interface ExecResult {
    String output();

    /** It ended by itself. */
    record Ended(int code, String output) implements ExecResult {}

    /** It still ran at the timeout and was killed. */
    record TimedOut(String output) implements ExecResult {}

    /** It could not be started: no such program, or the container doesn't run. */
    record NotStarted(String output) implements ExecResult {}
}
