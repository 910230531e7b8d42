package org.tenantry.gateway.tokens;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.tenant.TenantId;

/**
 * A token as it is ordered.
 *
 * @param tenant whose it will be; empty for an administrator's
 * @param label what people know it by
 * @param validFor how long it opens anything; empty for as long as nobody revokes it
 */
public record NewToken(Optional<TenantId> tenant, String label, Optional<Duration> validFor) {
    private static final Pattern LABEL = Pattern.compile("[^\\p{Cntrl}]{1,100}");
    private static final Duration LONGEST = Duration.ofDays(3660);

    public NewToken {
        if (!LABEL.matcher(label).matches()) {
            throw TenantryException.invalid("label", label, "1 to 100 characters, no control characters");
        }
        if (validFor.isPresent()
                && (!validFor.get().isPositive() || validFor.get().compareTo(LONGEST) > 0)) {
            throw TenantryException.invalid("validFor", validFor.get().toString(), "more than nothing, at most P3660D");
        }
    }
}
