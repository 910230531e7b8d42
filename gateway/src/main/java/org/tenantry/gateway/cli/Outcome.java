package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** Tells how an operation ended, with what each failed service showed. */
final class Outcome {
    private Outcome() {}

    /** Prints why it did not succeed and answers how the program exits. */
    static int tell(JsonNode operation, PrintStream err) {
        String state = Human.text(operation, "state");
        if (state.equals("succeeded")) {
            return ExitCode.OK.number();
        }
        String what = Human.text(operation, "kind") + " " + Human.text(operation, "instanceName");
        JsonNode failure = operation.path("failure");
        err.println("error: " + what + " " + state
                + (failure.path("message").isTextual() ? ": " + Human.text(failure, "message") : ""));
        failure.path("services").forEach(service -> tellService(service, err));
        err.println("  operation " + Human.text(operation, "id") + ", request " + Human.text(operation, "requestId"));
        return ExitCode.FAILED.number();
    }

    private static void tellService(JsonNode service, PrintStream err) {
        String exit = Human.text(service, "exitCode");
        err.println("  " + Human.text(service, "service") + "." + Human.text(service, "replica") + ": "
                + Human.text(service, "reason") + (exit.equals("-") ? "" : " (exit code " + exit + ")"));
        service.path("lastLog").forEach(line -> err.println("    | " + Human.plain(line.asText())));
    }
}
