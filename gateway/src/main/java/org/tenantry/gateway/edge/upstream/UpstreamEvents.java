package org.tenantry.gateway.edge.upstream;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;

/** What happens on a connection to an endpoint, told to the one request that has it, on its event loop. */
public interface UpstreamEvents {
    /** The head of an answer; several where interim ones come first. */
    void head(HttpResponse head);

    /** A piece of a body, which the receiver owns. */
    void content(HttpContent piece);

    /** Everything that was there has been told: time to flush. */
    void paused();

    /** Whether more may be written has changed. */
    void writabilityChanged();

    /** The connection is gone, or what came is no HTTP; nothing more will be told. */
    void lost(String why);
}
