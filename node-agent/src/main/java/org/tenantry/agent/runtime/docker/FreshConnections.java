package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;

/**
 * Asks for each thing on a connection of its own. An engine that stops takes no connection any more and goes on answering
 * on those that are open, while it ends one container after the other: nothing must be started in it again.
 */
record FreshConnections(DockerHttpClient inner) implements DockerHttpClient {
    @Override
    public Response execute(Request request) {
        return inner.execute(
                Request.builder().from(request).putHeader("Connection", "close").build());
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
