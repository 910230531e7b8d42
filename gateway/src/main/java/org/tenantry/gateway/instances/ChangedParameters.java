package org.tenantry.gateway.instances;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.templates.GeneratedSecrets;
import org.tenantry.gateway.templates.OrderedParameters;
import org.tenantry.gateway.templates.Parameter;
import org.tenantry.gateway.templates.TemplateManifest;

/**
 * An instance's parameters and secrets under another order or another version of its template. What was ordered before and the
 * version no longer has is dropped with a remark; what is ordered now and it doesn't have is refused. A generated secret is
 * kept as long as the template asks for it, and made where it is new.
 *
 * @param secrets generated ones and secret parameters: all that the instance has from now on
 * @param remarks for people, each one sentence
 */
record ChangedParameters(SortedMap<String, String> plain, SortedMap<String, Secret> secrets, List<String> remarks) {
    ChangedParameters {
        plain = Collections.unmodifiableSortedMap(new TreeMap<>(plain));
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
        remarks = List.copyOf(remarks);
    }

    /**
     * What an instance has.
     *
     * @param plain parameters that may be shown
     * @param secrets all secrets, secret parameters included
     */
    record Present(Map<String, String> plain, Map<String, Secret> secrets) {}

    /** Lays a patch over what is there; refuses what the manifest refuses, naming the parameter. */
    static ChangedParameters of(
            TemplateManifest former,
            TemplateManifest manifest,
            Present present,
            Map<String, Optional<String>> patch,
            RandomGenerator random) {
        List<String> remarks = new ArrayList<>();
        SortedMap<String, String> wanted = carried(former, manifest, present, patch, remarks);
        patch.forEach((name, value) -> {
            boolean known = manifest.parameters().containsKey(name)
                    || former.parameters().containsKey(name);
            value.ifPresentOrElse(given -> wanted.put(name, given), () -> {
                wanted.remove(name);
                if (!known) {
                    OrderedParameters.of(manifest, Map.of(name, ""));
                }
            });
        });
        OrderedParameters ordered = OrderedParameters.of(manifest, wanted);
        SortedMap<String, Secret> secrets = GeneratedSecrets.generate(manifest, random);
        secrets.replaceAll((name, fresh) ->
                former.secrets().containsKey(name) ? present.secrets().getOrDefault(name, fresh) : fresh);
        secrets.putAll(ordered.secret());
        return new ChangedParameters(ordered.plain(), secrets, remarks);
    }

    /** What was ordered before and is an order still. */
    private static SortedMap<String, String> carried(
            TemplateManifest former,
            TemplateManifest manifest,
            Present present,
            Map<String, Optional<String>> patch,
            List<String> remarks) {
        SortedMap<String, String> all = new TreeMap<>(present.plain());
        for (Parameter parameter : former.parameters().values()) {
            Secret secret = present.secrets().get(parameter.name());
            if (parameter.secret() && secret != null) {
                all.put(parameter.name(), secret.reveal());
            }
        }
        all.keySet().removeIf(name -> !patch.containsKey(name) && isDropped(former, manifest, name, remarks));
        return all;
    }

    private static boolean isDropped(
            TemplateManifest former, TemplateManifest manifest, String name, List<String> remarks) {
        Parameter now = manifest.parameters().get(name);
        Parameter then = former.parameters().get(name);
        if (now == null) {
            remarks.add("parameter " + name + " is dropped: " + manifest.ref() + " does not have it");
        } else if (then != null && then.secret() && !now.secret()) {
            remarks.add(
                    "parameter " + name + " is back at its default: " + manifest.ref() + " no longer keeps it secret");
        } else {
            return false;
        }
        return true;
    }
}
