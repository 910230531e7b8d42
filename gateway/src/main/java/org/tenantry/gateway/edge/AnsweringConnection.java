package org.tenantry.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.admission.Visit;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.page.Answer;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.tls.Secured;
import org.tenantry.gateway.edge.upstream.Outlet;

/** The writing half of a client's connection of HTTP/1.1: answers of instances and of the edge. Confined to its event loop. */
abstract class AnsweringConnection extends ChannelInboundHandlerAdapter implements Asker {
    protected final LoopContext loop;
    protected final Channel channel;
    protected final boolean secure;
    protected final Outlet outlet;
    protected final RequestHead head;
    protected final HostMemo memo;
    protected final AccessRecord record;
    protected final Reception reception;
    protected final Visit visit;
    private final byte[] forwarded;
    private String cookie = "";

    /**
     * @param secured what its handshake has settled; null where it is plain
     */
    AnsweringConnection(LoopContext loop, Channel channel, @Nullable Secured secured) {
        EdgeSettings.Limits limits = loop.shared.settings.limits();
        String address = address(channel);
        this.loop = loop;
        this.channel = channel;
        this.secure = secured != null;
        this.outlet = new Outlet(channel);
        this.head = new RequestHead(limits.requestLine(), limits.head());
        this.memo = new HostMemo(loop.shared.routes, secured);
        this.record = new AccessRecord(loop, "http/1.1");
        record.of(address.getBytes(StandardCharsets.US_ASCII), secured == null ? "" : secured.version());
        this.reception = new Reception(loop, this, head, record);
        this.visit = loop.shared.visit(channel);
        this.forwarded = Heads.forwarded(address, secure ? "https" : "http");
    }

    static String address(Channel channel) {
        return Announcement.client(channel).map(InetAddress::getHostAddress).orElse("unknown");
    }

    @Override
    public final byte[] forwarded() {
        return forwarded;
    }

    @Override
    public final BodyRelay.Form requestForm(Framing framing) {
        return Forms.ofRequest(framing);
    }

    @Override
    public final boolean understands(ResponseHead answer) {
        return true;
    }

    @Override
    public final BodyRelay.Form form(Framing framing) {
        return Forms.ofAnswer(framing, head.isHttp11());
    }

    @Override
    public final void interim(ResponseHead answer) {
        if (head.isHttp11()) {
            Heads.forClient(answer, BodyRelay.Form.NONE, false, Heads.NOTHING, loop.text);
            outlet.head(loop.text, 0);
            outlet.flush();
        }
    }

    @Override
    public final boolean isSecure() {
        return secure;
    }

    @Override
    public final void keep(String value) {
        cookie = value;
    }

    @Override
    public final void head(ResponseHead answer, BodyRelay.Form form, boolean closes, long length) {
        Heads.forClient(answer, form, closes, added(), loop.text);
        outlet.head(loop.text, length);
    }

    /** Fields that every answer to this request gets. */
    private byte[] added() {
        RouteTable.Entry routed = reception.entry();
        byte[] usual =
                routed == null ? Heads.NOTHING : Heads.added(routed.route().rules(), secure);
        return cookie.isEmpty() ? usual : Heads.withCookie(usual, cookie);
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
        Answer answer = answer(loop.shared, page, head, reception, id);
        write(answer, closes, bodiless);
        record.answers(page.status());
        record.sent(bodiless ? 0 : answer.body().length);
        record.end();
    }

    /** The edge's own answer to a request, in the form that suits whoever asked. */
    static Answer answer(Shared shared, Page page, RequestHead head, Reception reception, String id) {
        if (page.isElsewhere()) {
            return shared.pages.elsewhere(page, Heads.secureLocation(head, reception.host(), shared.securePort()), id);
        }
        return head.isNavigation()
                ? shared.pages.page(page, head.value(Field.ACCEPT_LANGUAGE), id)
                : shared.pages.problem(page, id);
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
        Ending.finish(channel);
    }

    final void closeWhenWritten() {
        outlet.flush();
        Ending.close(channel);
    }

    /** Closes at once and takes back what the client has not taken. */
    @Override
    public final void abort() {
        Ending.abort(channel);
    }

    /** Whether the client has yet to take something of what was written. */
    final boolean isUnread() {
        ChannelOutboundBuffer written = channel.unsafe().outboundBuffer();
        return written != null && written.totalPendingWriteBytes() > 0;
    }

    final void cutWhenWritten(boolean byReset) {
        outlet.flush();
        Ending.cut(channel, byReset);
    }
}
