package org.tenantry.gateway.templates;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.instance.WebProtocol;
import org.tenantry.common.template.TemplateName;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.template.TemplateVersion;
import org.tenantry.gateway.store.TemplateRow;

/**
 * A template as people see it.
 *
 * @param webService the service that answers the web
 * @param webProtocol what that speaks: {@code http1} or {@code h2c}
 * @param parameters what whoever orders an instance may set
 */
public record TemplateView(
        TemplateRef template,
        TemplateName name,
        TemplateVersion version,
        String description,
        ServiceName webService,
        int webPort,
        String webProtocol,
        List<ParameterView> parameters,
        List<String> secrets,
        Instant created) {

    /** A parameter as people see it. */
    public record ParameterView(
            String name,
            String type,
            List<String> values,
            Optional<String> standard,
            boolean required,
            boolean secret,
            String description,
            int maximumLength,
            Optional<String> pattern) {}

    static TemplateView of(TemplateRow row, TemplateManifest manifest) {
        return new TemplateView(
                row.ref(),
                row.ref().name(),
                row.ref().version(),
                manifest.description(),
                manifest.web().service(),
                manifest.web().port(),
                manifest.web().protocol().orElse(WebProtocol.HTTP1).word(),
                manifest.parameters().values().stream().map(TemplateView::view).toList(),
                List.copyOf(manifest.secrets().keySet()),
                row.created());
    }

    private static ParameterView view(Parameter parameter) {
        return new ParameterView(
                parameter.name(),
                word(parameter.type()),
                parameter.type() instanceof Parameter.Type.Choice choice ? choice.values() : List.of(),
                parameter.secret() ? Optional.empty() : parameter.standard(),
                parameter.required(),
                parameter.secret(),
                parameter.description(),
                parameter.maximumLength(),
                parameter.pattern().map(Pattern::pattern));
    }

    private static String word(Parameter.Type type) {
        return switch (type) {
            case Parameter.Type.Text text -> "string";
            case Parameter.Type.Whole whole -> "integer";
            case Parameter.Type.Truth truth -> "boolean";
            case Parameter.Type.Choice choice -> "choice";
        };
    }
}
