package org.tenantry.gateway.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tenantry.common.json.Json;
import org.tenantry.gateway.paging.Page;

/** A whole answer: its status, its body as text and the headers that go with this one. */
record Answer(int status, String type, String body, Map<String, String> headers) {
    private static final String JSON = "application/json";

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer json(int status, Object body) {
        return new Answer(status, JSON, Json.write(Json.open(), body), Map.of());
    }

    static Answer ok(Object body) {
        return json(200, body);
    }

    static Answer nothing() {
        return new Answer(204, JSON, "", Map.of());
    }

    static Answer text(int status, String type, String body) {
        return new Answer(status, type, body, Map.of());
    }

    /** One page of a list, with the link to the next one (RFC 8288). */
    static Answer page(Page<?> page, Exchange exchange) {
        Answer whole = ok(page);
        return page.next()
                .map(after -> whole.with("Link", "<" + exchange.pathWith("after", after) + ">; rel=\"next\""))
                .orElse(whole);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, type, body, more);
    }

    /** With the version that {@code If-Match} is compared with. */
    Answer version(long version) {
        return with("ETag", "\"" + version + "\"");
    }
}
