package org.tenantry.gateway.edge;

import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.Target;
import org.tenantry.gateway.edge.page.Page;

/** What becomes of a request whose head has come: the chain of questions, in their order. */
sealed interface Admission {
    /** It cannot be trusted: answered and closed. */
    record Refused(Page page) implements Admission {}

    /** The edge answers by itself. */
    record Here(Page page, Inbound inbound, Optional<RouteTable.Entry> routed) implements Admission {}

    /** It goes to an instance. */
    record Relayed(Inbound inbound, RouteTable.Entry routed) implements Admission {}

    static Admission of(HttpRequest request, LoopContext loop, String client) {
        if (Framing.complaint(request).isPresent()) {
            return new Refused(Page.BAD_REQUEST);
        }
        if (request.method().name().equals("CONNECT")) {
            return new Refused(Page.METHOD_NOT_ALLOWED);
        }
        Optional<Target> target = Target.of(request);
        if (target.isEmpty()) {
            return new Refused(Page.BAD_REQUEST);
        }
        return routed(Inbound.of(request, target.get(), loop.nextRequestId(), client), loop);
    }

    private static Admission routed(Inbound inbound, LoopContext loop) {
        Optional<RouteTable.Entry> entry =
                loop.shared.routes.entry(inbound.target().host());
        if (entry.isEmpty()) {
            return new Here(Page.UNKNOWN_HOST, inbound, entry);
        }
        if (entry.get().route().availability() instanceof Availability.Away(Availability.Reason reason)) {
            return new Here(page(reason), inbound, entry);
        }
        long length = Framing.length(inbound.request()).orElse(0L);
        if (length > loop.shared.settings.limits().body()) {
            return new Here(Page.TOO_LARGE, inbound, entry);
        }
        return new Relayed(inbound, entry.get());
    }

    private static Page page(Availability.Reason reason) {
        return switch (reason) {
            case STARTING -> Page.STARTING;
            case STOPPED -> Page.STOPPED;
            case SLEEPING -> Page.SLEEPING;
            case MAINTENANCE -> Page.MAINTENANCE;
            case UNREACHABLE -> Page.UNREACHABLE;
        };
    }
}
