package org.tenantry.common.protocol;

import java.util.List;

/** An agent asks for the whole set of verdicts, saying all that it holds. */
public record OrdersRequest(List<Held> held) {
    public OrdersRequest {
        held = List.copyOf(held);
    }
}
