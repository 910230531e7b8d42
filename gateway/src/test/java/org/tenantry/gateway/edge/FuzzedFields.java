package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.FieldSection.Progress;
import org.tenantry.gateway.edge.http1.Refusal;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.http2.RequestFields;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;
import org.tenantry.gateway.edge.http2.hpack.FieldDecoder;
import org.tenantry.gateway.edge.http2.hpack.MalformedBlock;

/**
 * The fields of a request of HTTP/2, each as a length, a length, a name and a value: what is written of them as a head of
 * HTTP/1.1 is one head, for a second reader too, and says what the fields said.
 */
public final class FuzzedFields {
    private FuzzedFields() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ByteBuf in = Unpooled.wrappedBuffer(input);
        boolean ended = in.isReadable() && (in.readByte() & 1) == 1;
        Http2Headers fields = new DefaultHttp2Headers(false);
        while (in.readableBytes() >= 2) {
            int name = in.readUnsignedByte();
            int value = in.readUnsignedByte();
            fields.add(text(in, name), text(in, value));
        }
        ByteWriter out = new ByteWriter(64);
        if (new RequestFields("key".getBytes(US_ASCII)).write(decoded(fields), ended, out)) {
            isOneHead(fields, ended, out.toString().getBytes(ISO_8859_1));
        }
    }

    private static DecodedFields decoded(Http2Headers fields) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            lines.add(field.getKey().toString());
            lines.add(field.getValue().toString());
        }
        byte[] block = FrameWire.block(lines.toArray(String[]::new));
        DecodedFields decoded = new DecodedFields(1 << 20);
        try {
            new FieldDecoder().decode(block, 0, block.length, decoded);
        } catch (MalformedBlock e) {
            throw new AssertionError("a good block is malformed", e);
        }
        return decoded;
    }

    private static AsciiString text(ByteBuf in, int length) {
        byte[] bytes = new byte[Math.min(length, in.readableBytes())];
        in.readBytes(bytes);
        return new AsciiString(bytes);
    }

    private static void isOneHead(Http2Headers fields, boolean ended, byte[] written) {
        RequestHead head = new RequestHead(1 << 14, 1 << 15);
        ByteBuf in = Unpooled.wrappedBuffer(written);
        Progress progress = head.feed(in);
        if (progress != Progress.COMPLETE) {
            Fuzz.same("refused, not waited for", progress, Progress.REFUSED);
            return;
        }
        Fuzz.same("nothing behind it", in.readableBytes(), 0);
        if (head.judge() != Refusal.NONE) {
            return;
        }
        StrictMessage read = StrictMessage.request(written)
                .orElseThrow(() -> new AssertionError("a strict reader refuses it: " + StrictMessage.text(written)));
        Fuzz.same("nothing behind it", read.rest(), "");
        Fuzz.same("the path", head.path(), String.valueOf(fields.path()));
        hosts(fields, head, read);
        framing(fields, ended, head, read);
        List<String> goes = new ArrayList<>();
        read.lines().stream()
                .filter(line -> !isOurs(line))
                .forEach(line -> goes.add(line.lower() + ": " + line.value()));
        Fuzz.same("the fields", goes, regular(fields));
    }

    private static void hosts(Http2Headers fields, RequestHead head, StrictMessage read) {
        String host = read.values("host").getFirst();
        String named = String.valueOf(fields.get("host") == null ? fields.authority() : fields.get("host"));
        Fuzz.same("the host", host, named);
        if (fields.authority() != null) {
            String authority = fields.authority().toString();
            Fuzz.holds(
                    "both hosts are held against each other",
                    host.equals(authority) || head.authority().equals(authority));
        }
    }

    private static void framing(Http2Headers fields, boolean ended, RequestHead head, StrictMessage read) {
        boolean sized = fields.get("content-length") != null;
        boolean webSocket = fields.get(":protocol") != null;
        if (!sized && !ended && !webSocket) {
            Fuzz.same("a body", read.framing(), "chunked");
        } else if (!sized) {
            Fuzz.holds("no body", !head.hasBody());
        }
        Fuzz.same("a WebSocket", head.asksForWebSocket(), webSocket && !sized);
    }

    /** What the edge adds itself, and what has a place of its own. */
    private static boolean isOurs(StrictMessage.Line line) {
        return List.of("host", "cookie", "transfer-encoding", "connection", "upgrade")
                        .contains(line.lower())
                || (line.name().equals("Sec-WebSocket-Key") || line.toString().equals("Content-Length: 0"));
    }

    private static List<String> regular(Http2Headers fields) {
        List<String> regular = new ArrayList<>();
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            String name = field.getKey().toString();
            if (!name.startsWith(":") && !name.equals("host") && !name.equals("cookie")) {
                regular.add(name + ": " + field.getValue());
            }
        }
        return regular;
    }
}
