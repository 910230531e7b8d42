package org.tenantry.gateway.templates;

import java.util.Map;
import java.util.TreeMap;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.secret.Secret;

/**
 * What makes an instance of a template.
 *
 * @param parameters those that were ordered; the template's defaults stand in for the others
 * @param secrets generated ones and ordered secret parameters, by name
 * @param scale replicas per service where they differ from the file's
 */
public record RenderInput(
        Facts facts, Map<String, String> parameters, Map<String, Secret> secrets, Map<ServiceName, Integer> scale) {
    public RenderInput {
        parameters = new TreeMap<>(parameters);
        secrets = new TreeMap<>(secrets);
        scale = new TreeMap<>(scale);
    }
}
