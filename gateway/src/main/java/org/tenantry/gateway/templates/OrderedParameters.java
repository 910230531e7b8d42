package org.tenantry.gateway.templates;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.secret.Secret;

/** Parameters that were ordered and fit their template, apart by whether they may be shown. Defaults are not among them. */
public record OrderedParameters(SortedMap<String, String> plain, SortedMap<String, Secret> secret) {
    public OrderedParameters {
        plain = Collections.unmodifiableSortedMap(new TreeMap<>(plain));
        secret = Collections.unmodifiableSortedMap(new TreeMap<>(secret));
    }

    /**
     * Checks what was ordered against the template: unknown names, missing required ones, values that don't fit.
     *
     * @throws TenantryException naming {@code parameters.<name>}, the first by name
     */
    public static OrderedParameters of(TemplateManifest manifest, Map<String, String> ordered) {
        SortedMap<String, String> plain = new TreeMap<>();
        SortedMap<String, Secret> secret = new TreeMap<>();
        new TreeMap<>(ordered).forEach((name, value) -> {
            Parameter parameter = known(manifest, name);
            fits(parameter, value);
            if (parameter.secret()) {
                secret.put(name, Secret.of(value));
            } else {
                plain.put(name, value);
            }
        });
        manifest.parameters().values().forEach(parameter -> present(parameter, ordered));
        return new OrderedParameters(plain, secret);
    }

    private static Parameter known(TemplateManifest manifest, String name) {
        Parameter parameter = manifest.parameters().get(name);
        if (parameter == null) {
            String known = manifest.parameters().isEmpty()
                    ? "none: " + manifest.ref() + " has no parameters"
                    : String.join(", ", manifest.parameters().keySet());
            throw TenantryException.field(ErrorCode.UNKNOWN_FIELD, "parameters." + name, name, known);
        }
        return parameter;
    }

    private static void fits(Parameter parameter, String value) {
        Optional<String> expected = parameter.veto(value);
        if (expected.isPresent()) {
            String came = parameter.secret() ? "(not shown)" : value;
            throw TenantryException.invalid("parameters." + parameter.name(), came, expected.get());
        }
    }

    private static void present(Parameter parameter, Map<String, String> ordered) {
        if (parameter.required() && ordered.getOrDefault(parameter.name(), "").isEmpty()) {
            throw TenantryException.invalid("parameters." + parameter.name(), "", "a value: it is required");
        }
    }
}
