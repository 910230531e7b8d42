package org.tenantry.gateway.edge.http1;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Netty's encoder of answers, told whether the question was HEAD, so that no body follows. */
public final class ResponseEncoder extends HttpResponseEncoder {
    private boolean head;

    /** The next answers are to this kind of question. */
    public void answering(boolean toHead) {
        head = toHead;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse message) {
        int code = message.status().code();
        return code < 200 || (head && code != 205) || super.isContentAlwaysEmpty(message);
    }
}
