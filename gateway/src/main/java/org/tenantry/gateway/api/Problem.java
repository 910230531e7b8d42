package org.tenantry.gateway.api;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/**
 * What went wrong, as RFC 9457 tells it: for programs the stable code, the field and the parameters, for people a sentence,
 * for whoever is asked for help the request's id.
 */
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        Optional<String> field,
        Map<String, String> parameters,
        String requestId) {

    static final String TYPE = "application/problem+json";

    static Problem of(TenantryException failure, String requestId) {
        ErrorCode code = failure.code();
        return new Problem(
                "urn:tenantry:problem:" + code.key(),
                title(code),
                code.status(),
                failure.message(),
                code.key(),
                failure.field(),
                failure.parameters(),
                requestId);
    }

    private static String title(ErrorCode code) {
        String words = code.key().replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
