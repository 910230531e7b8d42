package org.tenantry.common.template;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.tenantry.common.error.TenantryException;

/** One version of a template as people write it: {@code agenda@1.0}. */
public record TemplateRef(TemplateName name, TemplateVersion version) {

    /** Reads {@code name@version}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TemplateRef parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw TenantryException.invalid("template", text, "name@version, as in agenda@1.0");
        }
        return new TemplateRef(new TemplateName(text.substring(0, at)), new TemplateVersion(text.substring(at + 1)));
    }

    @Override
    @JsonValue
    public String toString() {
        return name + "@" + version;
    }
}
