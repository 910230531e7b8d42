package org.tenantry.gateway.cluster;

import org.tenantry.common.error.TenantryException;

/** An address of this machine and a port on it. */
public record HostAndPort(String host, int port) {

    /** Reads {@code 127.0.0.1:5701}. */
    public static HostAndPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw TenantryException.invalid("address", text, "address:port, as in 127.0.0.1:5701");
        }
        return new HostAndPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
