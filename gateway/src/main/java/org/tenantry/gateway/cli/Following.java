package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What becomes of an order for an instance: told at once, or followed to its end. */
record Following(Session session, boolean noWait, Format format) {
    /** Waits for the operation that an order began, unless nobody wants to, and tells how it ended. */
    int follow(JsonNode ordered) {
        String operation = Human.text(ordered.path("operation"), "id");
        if (noWait) {
            return format == Format.JSON ? session.json(ordered) : session.say("operation " + operation + " runs");
        }
        JsonNode ended = new Progress(session).await(operation);
        int exit = Outcome.tell(ended, session.surroundings().err());
        if (format == Format.JSON) {
            session.json(ended);
        } else if (exit == ExitCode.OK.number()) {
            tellSuccess(ordered.path("instance"), Human.text(ended, "kind"));
            tellRemarks(ended);
        }
        return exit;
    }

    private void tellSuccess(JsonNode instance, String kind) {
        String name = Human.text(instance, "name");
        boolean kept = instance.path("removeAt").isTextual();
        switch (kind) {
            case "stop" ->
                session.say(
                        kept
                                ? "instance " + name + " is stopped and kept until " + Human.time(instance, "removeAt")
                                        + "; instance restore " + name + " takes it back"
                                : "instance " + name + " is stopped; its data stays");
            case "remove" -> session.say("instance " + name + " is removed");
            case "change" -> session.say("instance " + name + " is changed");
            default ->
                session.say("instance " + name + " answers at "
                        + Human.list(instance, "addresses").replace(",", " "));
        }
    }

    /** What the check of a change found worth saying. */
    private void tellRemarks(JsonNode operation) {
        operation.path("steps").forEach(step -> {
            if (Human.text(step, "name").equals("check") && step.path("note").isTextual()) {
                session.say("  " + Human.text(step, "note"));
            }
        });
    }
}
