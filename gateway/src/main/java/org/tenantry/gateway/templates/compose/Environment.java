package org.tenantry.gateway.templates.compose;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tenantry.common.instance.EnvironmentValue;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads {@code environment} over {@code env_file}: beside files the one place where secrets may go. A variable without a value is not set at all. */
final class Environment {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,255}");
    static final String NAMED = "a name of letters, digits, . _ -, without variables in it";

    private static final String SEEN = "a secret, which everybody who may inspect the container sees";

    private final Reading reading;
    private final SortedMap<String, EnvironmentValue> values = new TreeMap<>();

    Environment(Reading reading) {
        this.reading = reading;
    }

    SortedMap<String, EnvironmentValue> read(Section service) {
        new EnvFiles(reading).read(service).forEach((name, text) -> values.put(name, value(text)));
        String path = service.path("environment");
        service.find("environment").ifPresent(tree -> read(tree, path));
        return values;
    }

    private void read(Tree tree, String path) {
        switch (tree) {
            case Tree.Mapping map -> map.entries().forEach(entry -> variable(entry, path + "." + entry.key()));
            case Tree.Sequence list -> list.items().forEach(item -> item(item, path));
            case Tree.Scalar scalar when scalar.isNothing() -> {}
            case Tree.Scalar scalar -> reading.remarks().invalid(scalar.line(), path, scalar.text(), "a map or a list");
        }
    }

    private void variable(Tree.Entry entry, String path) {
        if (!(entry.value() instanceof Tree.Scalar scalar)) {
            reading.remarks().invalid(entry.line(), path, Remarks.shown(entry.value()), "a text");
        } else if (scalar.isNothing()) {
            unset(entry.key(), entry.line(), path);
        } else {
            put(entry.key(), new Tree.Scalar(written(scalar), scalar.type(), scalar.line()), path);
        }
    }

    /** Booleans in lower case and numbers as they are written. */
    private static String written(Tree.Scalar scalar) {
        if (scalar.type() == Tree.Scalar.Kind.BOOLEAN) {
            return scalar.isFalse() ? "false" : "true";
        }
        return scalar.text();
    }

    private void item(Tree item, String path) {
        if (!(item instanceof Tree.Scalar scalar) || scalar.isNothing()) {
            reading.remarks().invalid(item.line(), path, Remarks.shown(item), "NAME=value");
            return;
        }
        int equals = scalar.text().indexOf('=');
        String name = equals < 0 ? scalar.text() : scalar.text().substring(0, equals);
        String at = path + "." + name;
        if (equals < 0) {
            unset(name, scalar.line(), at);
        } else {
            put(name, new Tree.Scalar(scalar.text().substring(equals + 1), scalar.type(), scalar.line()), at);
        }
    }

    private void unset(String name, int line, String path) {
        values.remove(name);
        reading.remarks().used(line, path, "without a value: not set, and never taken from an environment outside");
    }

    private void put(String name, Tree.Scalar value, String path) {
        if (!isName(name)) {
            reading.remarks().invalid(value.line(), path, name, NAMED);
            return;
        }
        Optional<Text> text = reading.fill(value, path);
        boolean secret = text.filter(Text::isSecret).isPresent();
        reading.remarks().used(value.line(), path, secret ? SEEN : "");
        text.ifPresent(it -> values.put(name, value(it)));
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static EnvironmentValue value(Text text) {
        return text.isSecret()
                ? new EnvironmentValue.Sensitive(Secret.of(text.value()))
                : new EnvironmentValue.Plain(text.value());
    }
}
