package org.tenantry.gateway.api;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.events.Cursor;
import org.tenantry.gateway.events.Events;
import org.tenantry.gateway.tokens.Tokens;

/** Changes as server-sent events. */
final class EventRoutes {
    private final Events events;
    private final Tokens tokens;

    EventRoutes(Events events, Tokens tokens) {
        this.events = events;
        this.tokens = tokens;
    }

    List<ApiRoute> routes() {
        return List.of(ApiRoute.get("/events")
                .needs(Permission.EVENT_READ)
                .about(new TenantOf.Scope())
                .streams(this::open));
    }

    private Handling.Stream open(Exchange exchange) {
        Optional<String> last = exchange.request().header("last-event-id").filter(text -> !text.isEmpty());
        Cursor start = last.map(EventRoutes::cursor).orElseGet(events::now);
        return new EventStream(events, tokens, exchange.principal(), start);
    }

    private static Cursor cursor(String text) {
        return Cursor.parse(text)
                .orElseThrow(() -> TenantryException.invalid("Last-Event-ID", text, "the id of an event of this API"));
    }
}
