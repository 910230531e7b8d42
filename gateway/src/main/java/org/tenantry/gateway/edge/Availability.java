package org.tenantry.gateway.edge;

import java.util.List;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Endpoint;

/** Whether the instance behind a route can be asked, and else why not. */
public sealed interface Availability {
    /** The endpoints that may be asked now; none where the instance is away. */
    List<Endpoint> endpoints();

    /** At least one endpoint answers. */
    record Serving(List<Endpoint> endpoints) implements Availability {
        public Serving {
            endpoints = List.copyOf(endpoints);
            if (endpoints.isEmpty()) {
                throw TenantryException.invalid("endpoints", "none", "at least one, or Away with its reason");
            }
        }
    }

    /** Nothing can be asked for a moment: requests wait, within what the route's {@link Hold} has room for. */
    record Holding(Reason reason) implements Availability {
        @Override
        public List<Endpoint> endpoints() {
            return List.of();
        }
    }

    /** Nothing can be asked; requests are answered with 503 and the reason. */
    record Away(Reason reason) implements Availability {
        @Override
        public List<Endpoint> endpoints() {
            return List.of();
        }
    }

    /** Why an instance is away. */
    enum Reason {
        /** It comes up now. */
        STARTING,
        /** Somebody stopped it. */
        STOPPED,
        /** It sleeps until it is needed. */
        SLEEPING,
        /** It is being worked on. */
        MAINTENANCE,
        /** It should run, and nothing of it answers. */
        UNREACHABLE
    }
}
