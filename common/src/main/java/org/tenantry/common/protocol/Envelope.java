package org.tenantry.common.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.tenantry.common.node.ClusterId;

/**
 * What every message on the bus comes in.
 *
 * @param protocol the oldest version of the protocol whose speakers can read the envelope
 * @param cluster whose message it is; one of another cluster is refused
 * @param sender a gateway's name or a node's id; a label for people, never a proof: who speaks is known from the connection
 * @param session the agent's session, on messages to and from agents
 * @param request tells answers apart, and is in both sides' logs
 * @param body the message itself
 */
public record Envelope(
        int protocol, ClusterId cluster, String sender, Optional<SessionId> session, String request, JsonNode body) {
    /** The longest envelope in bytes of JSON: messages are control, bytes go through the relay. */
    public static final int LONGEST = 256 * 1024;

    /** The longest body that surely fits into it, in bytes of JSON. */
    public static final int LONGEST_BODY = LONGEST - 2 * 1024;
}
