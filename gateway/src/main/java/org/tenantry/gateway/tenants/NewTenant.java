package org.tenantry.gateway.tenants;

import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.tenant.TenantName;

/**
 * A tenant as it is ordered.
 *
 * @param title what people read, such as the company's name
 * @param plan what it may use
 */
public record NewTenant(TenantName name, String title, String plan) {
    /** The plan of a tenant for which none was named. */
    public static final String STANDARD = "standard";

    private static final Pattern ID = Pattern.compile("t-[a-z2-7]{12}");
    private static final Pattern TITLE = Pattern.compile("[^\\p{Cntrl}]{1,200}");
    private static final Pattern PLAN = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public NewTenant {
        if (ID.matcher(name.value()).matches()) {
            throw TenantryException.invalid("name", name.value(), "a name that doesn't look like an id");
        }
        if (!TITLE.matcher(title).matches()) {
            throw TenantryException.invalid("title", title, "1 to 200 characters, no control characters");
        }
        if (!PLAN.matcher(plan).matches()) {
            throw TenantryException.invalid("plan", plan, "1 to 63 of a-z, 0-9 and inner hyphens");
        }
    }
}
