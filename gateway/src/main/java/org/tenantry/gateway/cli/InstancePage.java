package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** One instance on a page. */
final class InstancePage {
    private InstancePage() {}

    static int print(Session session, JsonNode instance) {
        Table facts = new Table("INSTANCE", Human.text(instance, "name"));
        facts.row("id", Human.text(instance, "id"));
        facts.row("tenant", Human.text(instance, "tenantName"));
        facts.row("template", Human.text(instance, "template"));
        facts.row("goal", Human.text(instance, "goal"));
        facts.row("observed", Human.text(instance, "observed"));
        facts.row("node", Human.text(instance, "node"));
        facts.row("addresses", Human.list(instance, "addresses"));
        facts.row("parameters", pairs(instance.path("parameters")));
        facts.row("scale", pairs(instance.path("scale")));
        facts.row("labels", pairs(instance.path("labels")));
        facts.row("note", instance.path("note").asText("").isEmpty() ? "-" : Human.text(instance, "note"));
        facts.row("remark", remark(instance));
        facts.row("traffic", traffic(session, instance.path("traffic")));
        facts.row("operation", Human.text(instance, "operation"));
        facts.row("age", Human.age(instance, "created", session.now()));
        facts.print(session.out());
        if (!instance.path("replicas").isEmpty()) {
            session.out().println();
            replicas(session, instance).print(session.out());
        }
        return ExitCode.OK.number();
    }

    /** Why it takes no orders, where it does not. */
    static String remark(JsonNode instance) {
        if (instance.path("removeAt").isTextual()) {
            return "removed, kept until " + Human.time(instance, "removeAt");
        }
        JsonNode lock = instance.path("lock");
        return lock.isObject()
                ? "locked by " + Human.text(lock, "by") + " since " + Human.time(lock, "since") + ": "
                        + Human.text(lock, "reason")
                : "-";
    }

    private static Table replicas(Session session, JsonNode instance) {
        Table table = new Table("SERVICE", "REPLICA", "STATE", "SINCE", "NOTE");
        instance.path("replicas")
                .forEach(replica -> table.row(
                        Human.text(replica, "service"),
                        Human.text(replica, "replica"),
                        Human.text(replica, "state"),
                        Human.age(replica, "since", session.now()),
                        Human.text(replica, "note")));
        return table;
    }

    private static String traffic(Session session, JsonNode traffic) {
        return traffic.path("requests").asLong() + " requests, "
                + Human.bytes(traffic.path("bytesIn").asLong()) + " in, "
                + Human.bytes(traffic.path("bytesOut").asLong()) + " out, "
                + traffic.path("openStreams").asLong() + " open, last "
                + Human.age(traffic, "lastActivity", session.now());
    }

    private static String pairs(JsonNode object) {
        StringJoiner all = new StringJoiner(",");
        object.properties()
                .forEach(one ->
                        all.add(one.getKey() + "=" + Human.plain(one.getValue().asText())));
        return all.length() == 0 ? "-" : all.toString();
    }
}
