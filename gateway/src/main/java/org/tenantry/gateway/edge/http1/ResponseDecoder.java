package org.tenantry.gateway.edge.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's decoder of answers, told what was asked: an answer to HEAD has no body, and after the last answer nothing more
 * may come. What comes after a switch of protocols stays bytes, for the tunnel.
 */
public final class ResponseDecoder extends HttpResponseDecoder {
    private static final int LONGEST_LINE = 8 << 10;
    private static final int LONGEST_HEAD = 64 << 10;

    private boolean asked;
    private boolean askedHead;
    private boolean interim;
    private boolean switched;
    private boolean surplus;

    public ResponseDecoder() {
        super(RequestDecoder.strict(LONGEST_LINE, LONGEST_HEAD));
    }

    /** A request is about to be sent. */
    public void expect(boolean head) {
        asked = true;
        askedHead = head;
        interim = false;
    }

    /** Whether bytes came that belong to no answer: such a connection cannot be trusted with another request. */
    public boolean hasSurplus() {
        return surplus || (!switched && actualReadableBytes() > 0);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        if (!(message instanceof HttpResponse response)) {
            return super.isContentAlwaysEmpty(message);
        }
        int code = response.status().code();
        interim = code < 200 && code != 101;
        switched = code == 101;
        return askedHead || code < 200 || code == 204 || code == 304;
    }

    @Override
    protected boolean isSwitchingToNonHttp1Protocol(HttpResponse message) {
        return false;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (switched && !asked) {
            return;
        }
        if (!asked) {
            surplus |= in.isReadable();
            in.skipBytes(in.readableBytes());
            ctx.close();
            return;
        }
        super.decode(ctx, in, out);
        if (!out.isEmpty() && out.getLast() instanceof LastHttpContent && !interim) {
            asked = false;
        }
    }
}
