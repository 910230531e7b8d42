package org.tenantry.gateway.templates;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.templates.compose.Variables;
import org.tenantry.gateway.templates.compose.Variables.Variable;

/** What a template's Compose file may name, before an order and with one. */
final class TemplateVariables {
    private static final List<String> FACTS = List.of(
            "TENANTRY_HOST",
            "TENANTRY_TENANT",
            "TENANTRY_TENANT_TITLE",
            "TENANTRY_INSTANCE",
            "TENANTRY_INSTANCE_ID",
            "TENANTRY_TEMPLATE");

    private TemplateVariables() {}

    /** Defaults are known, everything else stays open. */
    static Variables declared(TemplateManifest manifest) {
        Map<String, Variable> byName = new TreeMap<>();
        FACTS.forEach(fact -> byName.put(fact, new Variable.Open()));
        manifest.secrets().keySet().forEach(name -> byName.put(name, new Variable.Hidden(Optional.empty())));
        manifest.parameters().values().forEach(it -> byName.put(it.name(), declared(it)));
        return Variables.of(byName);
    }

    private static Variable declared(Parameter parameter) {
        if (parameter.secret()) {
            return new Variable.Hidden(Optional.empty());
        }
        return parameter.standard().<Variable>map(Variable.Known::new).orElseGet(Variable.Open::new);
    }

    /** Everything with its value. */
    static Variables filled(TemplateManifest manifest, RenderInput input) {
        OrderedParameters ordered = ordered(manifest, input);
        Map<String, Variable> byName = new TreeMap<>();
        facts(manifest, input.facts()).forEach((name, value) -> byName.put(name, new Variable.Known(value)));
        if (input.facts().host().isEmpty()) {
            byName.put("TENANTRY_HOST", new Variable.Unset());
        }
        manifest.secrets().keySet().forEach(name -> byName.put(name, hidden(generated(input, name))));
        manifest.parameters().values().forEach(it -> byName.put(it.name(), filled(it, ordered)));
        return Variables.of(byName);
    }

    private static Map<String, String> facts(TemplateManifest manifest, Facts facts) {
        return Map.of(
                "TENANTRY_HOST", facts.host().map(CanonicalHost::value).orElse(""),
                "TENANTRY_TENANT", facts.tenant().value(),
                "TENANTRY_TENANT_TITLE", facts.tenantTitle(),
                "TENANTRY_INSTANCE", facts.instance().value(),
                "TENANTRY_INSTANCE_ID", facts.instanceId().value(),
                "TENANTRY_TEMPLATE", manifest.ref().toString());
    }

    /** Secret parameters are kept among the secrets; for checking they are parameters again. */
    private static OrderedParameters ordered(TemplateManifest manifest, RenderInput input) {
        Map<String, String> all = new TreeMap<>(input.parameters());
        for (Parameter parameter : manifest.parameters().values()) {
            Secret secret = input.secrets().get(parameter.name());
            if (parameter.secret() && secret != null) {
                all.put(parameter.name(), secret.reveal());
            }
        }
        return OrderedParameters.of(manifest, all);
    }

    private static Variable filled(Parameter parameter, OrderedParameters ordered) {
        Secret secret = ordered.secret().get(parameter.name());
        if (secret != null) {
            return hidden(secret);
        }
        return Optional.ofNullable(ordered.plain().get(parameter.name()))
                .or(parameter::standard)
                .<Variable>map(Variable.Known::new)
                .orElseGet(Variable.Unset::new);
    }

    private static Secret generated(RenderInput input, String name) {
        Secret secret = input.secrets().get(name);
        if (secret == null) {
            throw TenantryException.invalid(
                    "secrets." + name, "none", "the secret that was generated for the instance");
        }
        return secret;
    }

    private static Variable hidden(Secret secret) {
        return new Variable.Hidden(Optional.of(secret));
    }
}
