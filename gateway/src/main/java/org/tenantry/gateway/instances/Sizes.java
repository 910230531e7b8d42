package org.tenantry.gateway.instances;

import java.nio.charset.StandardCharsets;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Service;
import org.tenantry.common.json.Json;
import org.tenantry.common.protocol.Envelope;
import org.tenantry.common.protocol.Portions;

/** How large an instance may be, so that a node can be told of it and can tell of it, each in one message. */
final class Sizes {
    private Sizes() {}

    /** {@code TOO_LARGE}: the template with these parameters comes to more. */
    static void require(Assignment assignment) {
        int replicas =
                assignment.services().stream().mapToInt(Service::replicas).sum();
        if (replicas > Portions.MOST_REPLICAS) {
            throw tooLarge(replicas + " replicas", Portions.MOST_REPLICAS + " replicas of all services together");
        }
        int bytes = Json.write(Json.sealed(), assignment).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Envelope.LONGEST_BODY) {
            throw tooLarge(
                    bytes + " bytes",
                    Envelope.LONGEST_BODY + " bytes with all parameters put in, as a node is told it");
        }
    }

    private static TenantryException tooLarge(String came, String most) {
        return TenantryException.field(ErrorCode.TOO_LARGE, "template", came, "at most " + most);
    }
}
