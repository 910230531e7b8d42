package org.tenantry.gateway.edge;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.page.Answer;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.upstream.Outlet;

/** The writing half of a client's connection of HTTP/1.1: answers of instances and of the edge. Confined to its event loop. */
abstract class AnsweringConnection extends ChannelInboundHandlerAdapter implements Asker {
    protected final LoopContext loop;
    protected final Channel channel;
    protected final Outlet outlet;
    protected final RequestHead head;
    protected final AccessRecord record;
    private final byte[] forwarded;

    AnsweringConnection(LoopContext loop, Channel channel) {
        EdgeSettings.Limits limits = loop.shared.settings.limits();
        String address = address(channel);
        this.loop = loop;
        this.channel = channel;
        this.outlet = new Outlet(channel);
        this.head = new RequestHead(limits.requestLine(), limits.head());
        this.record = new AccessRecord(loop, address.getBytes(StandardCharsets.US_ASCII));
        this.forwarded = Heads.forwarded(address, "http");
    }

    private static String address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "unknown";
    }

    @Override
    public final byte[] forwarded() {
        return forwarded;
    }

    @Override
    public final BodyRelay.Form form(Framing framing) {
        return Forms.ofAnswer(framing, head.isHttp11());
    }

    @Override
    public final void interim(ResponseHead answer) {
        if (head.isHttp11()) {
            Heads.forClient(answer, BodyRelay.Form.NONE, false, loop.text);
            outlet.head(loop.text, 0);
            outlet.flush();
        }
    }

    @Override
    public final void head(ResponseHead answer, BodyRelay.Form form, boolean closes, long length) {
        Heads.forClient(answer, form, closes, loop.text);
        outlet.head(loop.text, length);
    }

    @Override
    public final BodyRelay.Sink body() {
        return outlet;
    }

    @Override
    public final void flush() {
        outlet.flush();
    }

    @Override
    public final boolean isWritable() {
        return outlet.isWritable();
    }

    /** Answers a request that was understood, whose record ends with that. */
    final void page(Page page, boolean closes) {
        boolean bodiless = head.method() == RequestHead.Method.HEAD;
        String id = record.requestId().toString();
        Answer answer = head.isNavigation()
                ? loop.shared.pages.page(page, head.value(Field.ACCEPT_LANGUAGE), id)
                : loop.shared.pages.problem(page, id);
        write(answer, closes, bodiless);
        record.answers(page.status());
        record.sent(bodiless ? 0 : answer.body().length);
        record.end();
    }

    /** Answers what was never understood as a request, or only records it. */
    final void refusal(Page page, boolean answered, String why) {
        record.refused(why, page.status());
        if (answered) {
            write(loop.shared.pages.problem(page, record.requestId().toString()), true, false);
        }
    }

    private void write(Answer answer, boolean closes, boolean bodiless) {
        loop.shared.counters.answeredHere.increment();
        Heads.ofAnswer(answer, closes, bodiless, loop.text);
        outlet.head(loop.text, 0);
    }

    /** Says goodbye once everything is written, and goes on reading. */
    final void finishWhenWritten() {
        outlet.flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> ((DuplexChannel) channel).shutdownOutput());
    }

    final void closeWhenWritten() {
        outlet.flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
