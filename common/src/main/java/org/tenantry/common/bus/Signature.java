package org.tenantry.common.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.protocol.Envelope;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.protocol.ProtocolRange;
import org.tenantry.common.protocol.SessionId;

/** How one process puts messages into envelopes, and which envelopes it opens. */
public record Signature(ClusterId cluster, String sender, Optional<SessionId> session, Ids ids) {

    /** Wraps a message; refuses one that is too long for the bus. */
    public String seal(Object body) {
        return seal(body, ids.get());
    }

    /** Wraps the answer to a request. */
    public String seal(Object body, String request) {
        // Of the form that both releases know: which version the body may use is agreed on at registering.
        Envelope envelope = new Envelope(
                ProtocolRange.SPOKEN.oldest(),
                cluster,
                sender,
                session,
                request,
                Json.sealed().valueToTree(body));
        String text = Json.write(Json.sealed(), envelope);
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > Envelope.LONGEST) {
            throw TenantryException.field(
                    ErrorCode.TOO_LARGE, "message", length + " bytes", "at most " + Envelope.LONGEST + " bytes");
        }
        return text;
    }

    /** Opens an envelope; refuses one of another cluster or of a version that isn't spoken here. */
    public Envelope open(String text) {
        Envelope envelope = Json.read(Json.sealed(), text, Envelope.class);
        if (!envelope.cluster().equals(cluster)) {
            throw TenantryException.invalid("cluster", envelope.cluster().value(), cluster.value());
        }
        ProtocolRange spoken = ProtocolRange.SPOKEN;
        if (envelope.protocol() < spoken.oldest() || envelope.protocol() > spoken.newest()) {
            throw TenantryException.field(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "protocol",
                    String.valueOf(envelope.protocol()),
                    spoken.oldest() + " to " + spoken.newest());
        }
        return envelope;
    }

    /** Reads the message of an envelope. */
    public static <T> T body(Envelope envelope, Class<T> type) {
        try {
            return Json.sealed().treeToValue(envelope.body(), type);
        } catch (JsonProcessingException e) {
            throw TenantryException.of(ErrorCode.MALFORMED, type.getSimpleName() + ": " + e.getOriginalMessage());
        }
    }
}
