package org.tenantry.gateway.api;

import java.util.HashMap;
import java.util.Map;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** How many streams each group has open; one more than allowed is refused. */
final class Slots {
    private final int most;
    private final Map<String, Integer> open = new HashMap<>();

    Slots(int most) {
        this.most = most;
    }

    synchronized void enter(String group) {
        int now = open.getOrDefault(group, 0);
        if (now >= most) {
            throw TenantryException.of(ErrorCode.TOO_MANY, "more than " + most + " streams at once; close one of them");
        }
        open.put(group, now + 1);
    }

    synchronized void leave(String group) {
        open.computeIfPresent(group, (name, now) -> now == 1 ? null : now - 1);
    }

    synchronized int total() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }
}
