package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What a change would come to, on a page. */
final class PreviewPage {
    private PreviewPage() {}

    static int print(Session session, JsonNode preview) {
        Table services = new Table("SERVICE", "ACTION", "REPLICAS", "VOLUME");
        preview.path("services")
                .forEach(service -> services.row(
                        Human.text(service, "service"),
                        Human.text(service, "action"),
                        replicas(service),
                        service.path("stateful").asBoolean() ? "yes" : "-"));
        services.print(session.out());
        session.out().println();
        Table facts = new Table("PREVIEW OF", Human.text(preview, "name"));
        facts.row("template", Human.text(preview, "template"));
        facts.row("restarts", Human.list(preview, "restarts"));
        facts.row("hosts added", Human.list(preview.path("hosts"), "added"));
        facts.row("hosts dropped", Human.list(preview.path("hosts"), "dropped"));
        facts.row("requests", held(preview.path("hold")));
        preview.path("hold").path("parts").forEach(part -> facts.row("  " + Human.text(part, "what"), seconds(part)));
        preview.path("remarks").forEach(remark -> facts.row("remark", Human.plain(remark.asText())));
        facts.print(session.out());
        return session.say("nothing was changed");
    }

    private static String replicas(JsonNode service) {
        String before = Human.text(service, "replicasBefore");
        String after = Human.text(service, "replicasAfter");
        return before.equals(after) ? after : before + " -> " + after;
    }

    private static String held(JsonNode hold) {
        return hold.path("held").asBoolean() ? "wait for about " + seconds(hold) : "go on";
    }

    private static String seconds(JsonNode of) {
        return of.path("seconds").isNumber() ? of.path("seconds").asLong() + "s" : "an unknown time";
    }
}
