package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.FieldSection.Progress;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.ResponseHead;

/** An instance's head that is taken is read alike by a second reader, before and after it is written anew for a client. */
public final class FuzzedAnswer {
    private FuzzedAnswer() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ResponseHead head = new ResponseHead();
        int[] taken = {0};
        String outcome = Fuzz.wherever(input, pieces -> {
            head.reset();
            taken[0] = 0;
            Progress progress = Progress.INCOMPLETE;
            for (ByteBuf piece : pieces) {
                progress = head.feed(piece);
                taken[0] += piece.readerIndex();
            }
            return progress == Progress.COMPLETE
                    ? taken[0] + " " + head.status() + " " + head.framing(false)
                    : progress.toString();
        });
        if (Character.isDigit(outcome.charAt(0)) && !head.framing(false).isRefused()) {
            passes(head, Arrays.copyOf(input, taken[0]));
        }
    }

    private static void passes(ResponseHead head, byte[] input) {
        StrictMessage came =
                StrictMessage.answer(input).orElseThrow(() -> new AssertionError("a strict reader refuses it"));
        Framing framing = head.framing(false);
        BodyRelay.Form form = form(framing);
        ByteWriter out = new ByteWriter(64);
        Heads.forClient(head, form, true, Heads.NOTHING, out);
        StrictMessage goes = StrictMessage.answer(out.toString().getBytes(ISO_8859_1))
                .orElseThrow(() -> new AssertionError("a strict reader refuses what was written: " + out));

        Fuzz.same("nothing behind it", goes.rest(), "");
        Fuzz.same("the status", goes.start().substring(9, 12), came.start().substring(9, 12));
        if (form == BodyRelay.Form.LENGTH) {
            Fuzz.same("the length", goes.framing(), String.valueOf(head.contentLength()));
            Fuzz.same("the length that came", came.framing(), goes.framing());
        } else if (form != BodyRelay.Form.NONE) {
            Fuzz.same("the chunks", goes.framing(), "chunked");
        } else {
            Fuzz.holds(
                    "no chunks without a body", goes.values("transfer-encoding").isEmpty());
        }
        Fuzz.same("one hop", goes.values("connection").toString(), "[close]");
        for (StrictMessage.Line line : goes.lines()) {
            boolean ours = line.lower().equals("connection") || line.lower().equals("transfer-encoding");
            Fuzz.holds("it came: " + line, ours || came.lines().contains(line));
        }
        Fuzz.same("cookies", goes.values("set-cookie").toString(), cookies(came));
    }

    private static String cookies(StrictMessage came) {
        return came.words("connection").contains("set-cookie")
                ? "[]"
                : came.values("set-cookie").toString();
    }

    private static BodyRelay.Form form(Framing framing) {
        return switch (framing) {
            case LENGTH -> BodyRelay.Form.LENGTH;
            case CHUNKED -> BodyRelay.Form.CHUNKS;
            case UNTIL_CLOSE -> BodyRelay.Form.UNTIL_CLOSE_AS_CHUNKS;
            default -> BodyRelay.Form.NONE;
        };
    }
}
