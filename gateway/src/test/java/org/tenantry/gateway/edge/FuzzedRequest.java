package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.FieldSection.Progress;
import org.tenantry.gateway.edge.http1.Refusal;
import org.tenantry.gateway.edge.http1.RequestHead;

/**
 * A head that is taken is read alike by a second reader, before and after it is written anew for an instance; nothing that
 * is for one hop, or that only the edge may say, gets through in any spelling.
 */
public final class FuzzedRequest {
    private static final int LONGEST_LINE = 256;
    private static final int LARGEST = 2048;
    private static final byte[] FORWARDED = Heads.forwarded("192.0.2.1", "https");
    private static final Set<String> ONE_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "upgrade",
            "http2-settings");
    private static final Set<String> FRAMING =
            Set.of("host", "content-length", "transfer-encoding", "trailer", "expect");
    private static final Set<String> OURS =
            Set.of("forwarded", "x-real-ip", "x-request-id", "traceparent", "tracestate");

    private FuzzedRequest() {}

    public static void fuzzerTestOneInput(byte[] input) {
        RequestHead head = new RequestHead(LONGEST_LINE, LARGEST);
        int[] taken = {0};
        Fuzz.wherever(input, pieces -> {
            head.reset();
            taken[0] = 0;
            Progress progress = Progress.INCOMPLETE;
            for (ByteBuf piece : pieces) {
                progress = head.feed(piece);
                taken[0] += piece.readerIndex();
            }
            return switch (progress) {
                case INCOMPLETE -> "incomplete";
                case REFUSED -> "refused";
                case COMPLETE -> taken[0] + " " + head.judge() + " " + head.path() + " " + head.framing();
            };
        });
        if (head.isWhole() && head.refusal() == Refusal.NONE && head.judge() == Refusal.NONE) {
            passes(head, Arrays.copyOf(input, taken[0]));
        }
    }

    private static void passes(RequestHead head, byte[] input) {
        StrictMessage came = StrictMessage.request(StrictMessage.text(input)
                        .replaceFirst("^(\r\n){0,2}", "")
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                .orElseThrow(() -> new AssertionError("a strict reader refuses it"));
        byte[] written = written(head);
        StrictMessage goes = StrictMessage.request(written)
                .orElseThrow(() ->
                        new AssertionError("a strict reader refuses what was written: " + StrictMessage.text(written)));

        Fuzz.same("nothing behind it", goes.rest(), "");
        Fuzz.same("the framing that came", came.framing(), framing(head));
        Fuzz.same("the framing that goes", goes.framing(), framing(head));
        Fuzz.same("the line", line(goes), line(came, head));
        Fuzz.same("the fields", goes.lines().toString(), expected(came, head).toString());
        for (String once : List.of("host", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host")) {
            Fuzz.same(once, goes.loosely(once), 1L);
        }
        Fuzz.holds("one framing", goes.loosely("content-length") + goes.loosely("transfer-encoding") <= 1);
        RequestHead again = new RequestHead(LONGEST_LINE + LARGEST, 2 * LARGEST);
        Fuzz.same("read again", again.feed(Unpooled.wrappedBuffer(written)), Progress.COMPLETE);
        Fuzz.same("judged again", again.judge(), Refusal.NONE);
    }

    private static byte[] written(RequestHead head) {
        ByteWriter out = new ByteWriter(64);
        Heads.passOn(head, FORWARDED, out);
        return out.crlf().toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static String framing(RequestHead head) {
        return switch (head.framing()) {
            case NONE -> "none";
            case LENGTH -> String.valueOf(head.contentLength());
            case CHUNKED -> "chunked";
            default -> "refused";
        };
    }

    private static String line(StrictMessage goes) {
        return goes.start();
    }

    private static String line(StrictMessage came, RequestHead head) {
        String[] words = came.start().split(" ", -1);
        String path = words[1].replaceFirst("^(?i:https?)://[^/?]*", "");
        Fuzz.same("the path", path, head.path());
        return words[0] + " " + (path.isEmpty() || path.startsWith("?") ? "/" : "") + path + " HTTP/1.1";
    }

    private static List<String> expected(StrictMessage came, RequestHead head) {
        List<String> expected = new ArrayList<>();
        List<String> named = came.words("connection");
        for (StrictMessage.Line line : came.lines()) {
            boolean framing = FRAMING.contains(line.lower());
            boolean goes = framing || !(ONE_HOP.contains(line.loose()) || named.contains(line.lower()) || isOurs(line));
            boolean misspelt = !framing && FRAMING.contains(line.loose());
            if (goes && !misspelt && (!line.lower().equals("expect") || head.expectsContinue())) {
                expected.add(line.toString());
            }
        }
        String host = came.values("host").getFirst();
        expected.addAll(List.of("X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: " + host));
        return expected;
    }

    private static boolean isOurs(StrictMessage.Line line) {
        return OURS.contains(line.loose()) || line.loose().startsWith("x-forwarded-");
    }
}
