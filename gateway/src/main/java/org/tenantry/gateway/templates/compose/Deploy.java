package org.tenantry.gateway.templates.compose;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.instance.RestartPolicy;
import org.tenantry.gateway.templates.compose.Reading.Form;
import org.tenantry.gateway.templates.source.Keys;
import org.tenantry.gateway.templates.source.Section;

/** Reads {@code deploy} and the older keys that say the same; where both are there, {@code deploy} wins. */
record Deploy(int replicas, Limits limits, RestartPolicy restart) {
    /** The most replicas of one service. */
    static final int MOST_REPLICAS = 100;

    private static final int MOST_PIDS = 1_000_000;
    private static final Form<Integer> REPLICAS =
            new Form<>(text -> Quantities.whole(text, 0, MOST_REPLICAS), "0 to " + MOST_REPLICAS);
    private static final Form<Integer> PIDS =
            new Form<>(text -> Quantities.whole(text, 1, MOST_PIDS), "1 to " + MOST_PIDS);
    private static final Form<Integer> ATTEMPTS = new Form<>(text -> Quantities.whole(text, 0, 1000), "0 to 1000");
    private static final Form<Long> BYTES = new Form<>(Quantities::memory, Quantities.BYTES);
    private static final Form<Integer> CORES = new Form<>(Quantities::milliCores, Quantities.CORES);
    private static final Form<String> MODE = new Form<>(
            text -> text.equals("replicated") ? Optional.of(text) : Optional.empty(), "replicated, the only mode");
    private static final Form<RestartPolicy> RESTART =
            new Form<>(Deploy::restart, "no, always, unless-stopped, on-failure or on-failure:3");
    private static final Form<RestartPolicy.Condition> CONDITION =
            new Form<>(Deploy::condition, "none, on-failure or any");

    static Deploy read(Section service, Reading reading) {
        Section deploy = inner(service, "deploy", ComposeKeys.DEPLOY, reading);
        value(deploy, "mode", MODE, reading);
        Optional<Integer> older = value(service, "scale", REPLICAS, reading);
        return new Deploy(
                value(deploy, "replicas", REPLICAS, reading).or(() -> older).orElse(1),
                limits(service, deploy, reading),
                restart(service, deploy, reading));
    }

    private static Limits limits(Section service, Section deploy, Reading reading) {
        Section resources = inner(deploy, "resources", ComposeKeys.RESOURCES, reading);
        Section limits = inner(resources, "limits", ComposeKeys.LIMITS, reading);
        Optional<Integer> olderCores = value(service, "cpus", CORES, reading);
        Optional<Long> olderMemory = value(service, "mem_limit", BYTES, reading);
        Optional<Integer> olderPids = value(service, "pids_limit", PIDS, reading);
        return new Limits(
                whole(value(limits, "cpus", CORES, reading).or(() -> olderCores)),
                value(limits, "memory", BYTES, reading)
                        .or(() -> olderMemory)
                        .map(OptionalLong::of)
                        .orElseGet(OptionalLong::empty),
                whole(value(limits, "pids", PIDS, reading).or(() -> olderPids)));
    }

    private static RestartPolicy restart(Section service, Section deploy, Reading reading) {
        RestartPolicy older =
                value(service, "restart", RESTART, reading).orElse(new RestartPolicy(RestartPolicy.Condition.NO, 0));
        if (deploy.find("restart_policy").isEmpty()) {
            return older;
        }
        Section policy = inner(deploy, "restart_policy", ComposeKeys.RESTART, reading);
        return new RestartPolicy(
                value(policy, "condition", CONDITION, reading).orElse(RestartPolicy.Condition.ALWAYS),
                value(policy, "max_attempts", ATTEMPTS, reading).orElse(0));
    }

    private static Optional<RestartPolicy> restart(String word) {
        return switch (word) {
            case "no" -> Optional.of(new RestartPolicy(RestartPolicy.Condition.NO, 0));
            case "always", "unless-stopped" -> Optional.of(new RestartPolicy(RestartPolicy.Condition.ALWAYS, 0));
            case "on-failure" -> Optional.of(new RestartPolicy(RestartPolicy.Condition.ON_FAILURE, 0));
            default ->
                Optional.of(word)
                        .filter(it -> it.startsWith("on-failure:"))
                        .flatMap(it -> Quantities.whole(it.substring("on-failure:".length()), 0, 1000))
                        .map(attempts -> new RestartPolicy(RestartPolicy.Condition.ON_FAILURE, attempts));
        };
    }

    private static Optional<RestartPolicy.Condition> condition(String word) {
        return switch (word) {
            case "none" -> Optional.of(RestartPolicy.Condition.NO);
            case "on-failure" -> Optional.of(RestartPolicy.Condition.ON_FAILURE);
            case "any" -> Optional.of(RestartPolicy.Condition.ALWAYS);
            default -> Optional.empty();
        };
    }

    private static Section inner(Section outer, String key, Keys keys, Reading reading) {
        String path = outer.path(key);
        return outer.find(key)
                .flatMap(tree -> reading.remarks().mapping(tree, path))
                .map(map -> keys.read(map, path, reading.remarks()))
                .orElseGet(() -> Section.none(path, outer.line()));
    }

    private static <T> Optional<T> value(Section section, String key, Form<T> form, Reading reading) {
        return section.find(key).flatMap(tree -> reading.parse(tree, section.path(key), form));
    }

    private static OptionalInt whole(Optional<Integer> number) {
        return number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
