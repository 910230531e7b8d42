package org.tenantry.gateway.edge.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's decoder, fed one step at a time: it stops after a head, so that a body isn't read before somebody takes it, and
 * after a request, so that the next one waits its turn as bytes. A head reaches the decoder only when it is complete and
 * {@link HeadScanner} has nothing against it; else a {@link BadHead} comes out and everything after it is dropped.
 */
public final class RequestDecoder extends HttpRequestDecoder {
    private static final int LARGEST_PIECE = 64 << 10;

    private final HeadScanner scanner;
    private final Runnable headBegan;
    private @Nullable ChannelHandlerContext context;
    private boolean inHead = true;
    private boolean begun;
    private boolean paused;
    private boolean discarding;

    /**
     * @param headBegan is told when the first byte of a head has come
     */
    public RequestDecoder(int longestLine, int longestHead, Runnable headBegan) {
        super(strict(longestLine, longestHead));
        this.scanner = new HeadScanner(longestLine, longestHead);
        this.headBegan = headBegan;
    }

    static HttpDecoderConfig strict(int longestLine, int longestHead) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(longestLine)
                .setMaxHeaderSize(longestHead)
                .setMaxChunkSize(LARGEST_PIECE)
                .setValidateHeaders(true)
                .setAllowDuplicateContentLengths(false)
                .setAllowPartialChunks(true)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        context = ctx;
    }

    /** Goes on with the body of the head that came; call it outside of what this decoder fires. */
    public void resumeBody() throws Exception {
        if (paused && !inHead) {
            resume();
        }
    }

    /** Goes on with the next request; call it outside of what this decoder fires. */
    public void resumeHead() throws Exception {
        if (paused && inHead) {
            resume();
        }
    }

    /** Drops whatever came and comes. */
    public void discard() throws Exception {
        discarding = true;
        resume();
    }

    private void resume() throws Exception {
        ChannelHandlerContext ctx = context;
        if (ctx != null && !ctx.isRemoved()) {
            paused = false;
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            ctx.fireChannelReadComplete();
        }
    }

    /** Whether a head has begun and not ended. */
    public boolean isInsideHead() {
        return begun;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (discarding) {
            in.skipBytes(in.readableBytes());
        } else if (!paused && (!inHead || headIsWhole(in, out))) {
            super.decode(ctx, in, out);
            step(out);
        }
    }

    /** After each message or head: whose turn it is next. */
    private void step(List<Object> out) {
        if (out.isEmpty()) {
            return;
        }
        boolean whole = out.getLast() instanceof LastHttpContent;
        paused = whole || inHead;
        inHead = whole;
        if (whole) {
            scanner.reset();
        }
    }

    private boolean headIsWhole(ByteBuf in, List<Object> out) {
        if (!begun && in.isReadable()) {
            begun = true;
            headBegan.run();
        }
        return switch (scanner.scan(in)) {
            case INCOMPLETE -> false;
            case COMPLETE -> {
                begun = false;
                yield true;
            }
            case MALFORMED -> refuse(in, out, new BadHead(400, "malformed head"));
            case LINE_TOO_LONG -> refuse(in, out, new BadHead(414, "request line too long"));
            case HEAD_TOO_LARGE -> refuse(in, out, new BadHead(431, "head too large"));
        };
    }

    private boolean refuse(ByteBuf in, List<Object> out, BadHead bad) {
        in.skipBytes(in.readableBytes());
        discarding = true;
        out.add(bad);
        return false;
    }
}
