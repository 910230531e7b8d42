package org.tenantry.gateway.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Why an operation fails: a stable code with its parameters, and what each failed service showed.
 *
 * @param code the key of an {@link org.tenantry.common.error.ErrorCode}
 * @param message one sentence in English
 * @param field the field of the request that it is about, where there is one
 */
public record OperationFailure(
        String code,
        String message,
        Optional<String> field,
        Map<String, String> parameters,
        List<ServiceFailure> services) {

    public OperationFailure {
        parameters = new TreeMap<>(parameters);
        services = List.copyOf(services);
    }
}
