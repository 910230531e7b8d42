package org.tenantry.gateway.templates;

import java.util.Optional;
import org.tenantry.common.config.Form;
import org.tenantry.common.config.RuleForms;
import org.tenantry.common.instance.WebRules;
import org.tenantry.gateway.templates.source.Keys;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Section;

/** Reads what a template asks of those who use its web service, in the words and forms of the gateway's settings. */
final class WebRulesReader {
    /** The keys below {@code web} that it reads. */
    static final String[] KEYS = {"https", "sticky", "limits", "hold"};

    private static final String NO_KEY = "a key of template.yaml, format 1";
    private static final Keys LIMITS = Keys.orElse(NO_KEY).used("body", "tenant", "client");
    private static final Keys USE = Keys.orElse(NO_KEY).used("connections", "requests", "rate", "burst", "bandwidth");
    private static final Keys HOLD = Keys.orElse(NO_KEY).used("requests", "bytes", "time", "rate");

    private final Remarks remarks;
    private final Values values;

    WebRulesReader(Remarks remarks) {
        this.remarks = remarks;
        this.values = new Values(remarks);
    }

    /** What {@code web} says of it; of what is remarked as a problem nothing. */
    WebRules read(Section web) {
        Optional<Section> limits = below(web, "limits", LIMITS);
        return new WebRules(
                value(web, "https", RuleForms.HTTPS),
                value(web, "sticky", RuleForms.COOKIE),
                limits.flatMap(it -> value(it, "body", Form.BYTES)),
                limits.flatMap(it -> below(it, "tenant", USE)).map(this::use).orElse(WebRules.Use.AS_USUAL),
                limits.flatMap(it -> below(it, "client", USE)).map(this::use).orElse(WebRules.Use.AS_USUAL),
                below(web, "hold", HOLD).map(this::hold).orElse(WebRules.Waiting.AS_USUAL));
    }

    private WebRules.Use use(Section use) {
        return new WebRules.Use(
                value(use, "connections", RuleForms.COUNT),
                value(use, "requests", RuleForms.COUNT),
                value(use, "rate", RuleForms.COUNT),
                value(use, "burst", RuleForms.COUNT),
                value(use, "bandwidth", RuleForms.BANDWIDTH));
    }

    private WebRules.Waiting hold(Section hold) {
        return new WebRules.Waiting(
                value(hold, "requests", RuleForms.COUNT_OR_NONE),
                value(hold, "bytes", Form.BYTES),
                value(hold, "time", RuleForms.WAIT),
                value(hold, "rate", RuleForms.COUNT));
    }

    private <T> Optional<T> value(Section section, String key, Form<T> form) {
        return values.optional(section, key, form.read(), form.expected());
    }

    private Optional<Section> below(Section section, String key, Keys keys) {
        String path = section.path(key);
        return section.find(key).flatMap(tree -> remarks.mapping(tree, path)).map(map -> keys.read(map, path, remarks));
    }
}
