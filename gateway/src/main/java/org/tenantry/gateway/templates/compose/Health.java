package org.tenantry.gateway.templates.compose;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.HealthCheck.Probe;
import org.tenantry.gateway.templates.compose.Reading.Form;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads {@code healthcheck}, with Compose's standard times where it names none. */
final class Health {
    private static final Duration STANDARD = Duration.ofSeconds(30);
    private static final int STANDARD_RETRIES = 3;
    private static final String TEST = "a command as text, [CMD, …], [CMD-SHELL, text] or [NONE]";
    private static final Form<Duration> DURATION = new Form<>(Quantities::duration, Quantities.DURATION);
    private static final Form<Duration> SOME_TIME = new Form<>(
            text -> Quantities.duration(text).filter(Duration::isPositive), Quantities.DURATION + ", more than 0");
    private static final Form<Integer> RETRIES = new Form<>(text -> Quantities.whole(text, 1, 1000), "1 to 1000");
    private static final Form<Boolean> TRUTH = new Form<>(Quantities::truth, "true or false");

    private final Reading reading;

    Health(Reading reading) {
        this.reading = reading;
    }

    Optional<HealthCheck> read(Section service) {
        String path = service.path("healthcheck");
        return service.find("healthcheck")
                .flatMap(tree -> reading.remarks().mapping(tree, path))
                .map(map -> read(ComposeKeys.HEALTH.read(map, path, reading.remarks()), path));
    }

    private HealthCheck read(Section health, String path) {
        boolean disabled = value(health, "disable", TRUTH).orElse(false);
        Probe probe =
                health.find("test").map(tree -> probe(tree, path + ".test")).orElseGet(Probe.Image::new);
        return new HealthCheck(
                disabled ? new Probe.Alive() : probe,
                value(health, "interval", SOME_TIME).orElse(STANDARD),
                value(health, "timeout", SOME_TIME).orElse(STANDARD),
                value(health, "retries", RETRIES).orElse(STANDARD_RETRIES),
                value(health, "start_period", DURATION).orElse(Duration.ZERO));
    }

    private <T> Optional<T> value(Section health, String key, Form<T> form) {
        return health.find(key).flatMap(tree -> reading.parse(tree, health.path(key), form));
    }

    private Probe probe(Tree tree, String path) {
        List<String> words = new ArrayList<>(reading.textOrTexts(tree, path).stream()
                .map(item -> item.text().value())
                .toList());
        if (tree instanceof Tree.Scalar) {
            return words.isEmpty() ? new Probe.Alive() : shell(words.getFirst());
        }
        String form = words.isEmpty() ? "" : words.removeFirst();
        if (form.equals("NONE") && words.isEmpty()) {
            return new Probe.Alive();
        }
        if (form.equals("CMD") && !words.isEmpty()) {
            return new Probe.Command(words);
        }
        if (form.equals("CMD-SHELL") && words.size() == 1) {
            return shell(words.getFirst());
        }
        reading.remarks().invalid(tree.line(), path, form, TEST);
        return new Probe.Alive();
    }

    private static Probe shell(String text) {
        return new Probe.Command(List.of("/bin/sh", "-c", text));
    }
}
