package org.tenantry.gateway.templates;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.tenantry.common.secret.Secret;

/** Makes the secrets that a template asks for, once per instance. */
public final class GeneratedSecrets {
    private GeneratedSecrets() {}

    /** One secret per rule, by name. Outside tests the generator is a {@link java.security.SecureRandom}. */
    public static SortedMap<String, Secret> generate(TemplateManifest manifest, RandomGenerator random) {
        SortedMap<String, Secret> secrets = new TreeMap<>();
        for (SecretRule rule : manifest.secrets().values()) {
            secrets.put(rule.name(), generate(rule, random));
        }
        return secrets;
    }

    private static Secret generate(SecretRule rule, RandomGenerator random) {
        StringBuilder text = new StringBuilder(rule.length());
        for (int i = 0; i < rule.length(); i++) {
            text.append(rule.alphabet().charAt(random.nextInt(rule.alphabet().length())));
        }
        return Secret.of(text.toString());
    }
}
