package org.tenantry.agent.firewall;

import java.util.regex.Pattern;
import org.tenantry.agent.network.Subnet;
import org.tenantry.agent.runtime.HeldNetwork;
import org.tenantry.common.error.TenantryException;

/**
 * The bridge of one network, as rules know it.
 *
 * @param device its name on this machine
 * @param block whose addresses its containers have
 * @param internal without a way out
 */
record Bridge(String device, Subnet block, boolean internal) {
    /** It becomes part of a text that the packet filter reads. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");

    Bridge {
        if (!FORM.matcher(device).matches()) {
            throw TenantryException.invalid("device", device, "1 to 15 of A-Z, a-z, 0-9, '_', '.' and '-'");
        }
    }

    static Bridge of(HeldNetwork network) {
        return new Bridge(network.device(), network.subnet(), network.internal());
    }
}
