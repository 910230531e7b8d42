package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Shows an operation while it runs: at a terminal on one line that is redrawn, else a line for each step that changes. */
final class Progress {
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Session session;
    private final PrintStream err;
    private final boolean live;
    private final Map<String, String> shown = new HashMap<>();

    Progress(Session session) {
        this.session = session;
        this.err = session.surroundings().err();
        this.live = session.surroundings().terminal();
    }

    /** Waits for the end of an operation and answers it as it is then. A gateway that starts again meanwhile is waited for. */
    JsonNode await(String operation) {
        Instant began = session.now();
        Instant heard = began;
        while (true) {
            try {
                JsonNode now = session.client().get("/operations/" + operation);
                heard = session.now();
                show(now, Duration.between(began, heard));
                if (!now.path("ended").isMissingNode() && !now.path("ended").isNull()) {
                    clear();
                    return now;
                }
            } catch (CliException away) {
                if (away.exit() != ExitCode.UNREACHABLE || isOver(heard)) {
                    clear();
                    throw away;
                }
                changed("gateway", "does not answer; waiting for it");
            }
            pause();
        }
    }

    private boolean isOver(Instant heard) {
        return Duration.between(heard, session.now()).compareTo(PATIENCE) > 0;
    }

    private void show(JsonNode operation, Duration since) {
        if (live) {
            redraw(operation, since);
        } else {
            operation.path("steps").forEach(step -> {
                String state = Human.text(step, "state").toLowerCase(Locale.ROOT);
                if (!state.equals("pending")) {
                    changed(Human.text(step, "name"), state + note(step));
                }
            });
        }
    }

    private void redraw(JsonNode operation, Duration since) {
        StringJoiner line = new StringJoiner(" · ");
        operation.path("steps").forEach(step -> {
            String state = Human.text(step, "state").toLowerCase(Locale.ROOT);
            String mark = switch (state) {
                case "done" -> "✓";
                case "failed" -> "✗";
                case "running" -> "…";
                default -> " ";
            };
            line.add(mark + " " + Human.text(step, "name") + (state.equals("running") ? note(step) : ""));
        });
        String undoing = Human.text(operation, "state").equals("undoing") ? "undoing: " : "";
        err.print("\r\033[K" + undoing + line + "  " + Human.age(since));
        err.flush();
    }

    private void changed(String what, String state) {
        if (!state.equals(shown.put(what, state)) && !live) {
            err.println(what + ": " + state);
        }
    }

    private void clear() {
        if (live) {
            err.print("\r\033[K");
            err.flush();
        }
    }

    private static String note(JsonNode step) {
        String note = Human.text(step, "note");
        return note.equals("-") ? "" : " (" + note + ")";
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.of(ExitCode.FAILED, "interrupted; the operation goes on without this program");
        }
    }
}
