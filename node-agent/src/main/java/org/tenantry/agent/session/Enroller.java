package org.tenantry.agent.session;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.tenantry.agent.home.Identity;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;
import org.tenantry.common.protocol.Enrolment;

/**
 * Introduces a new agent to its cluster. The request carries a key that stays the same until it succeeded, so that sending
 * it again after a lost answer needn't make a second node.
 */
public final class Enroller {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final String idempotencyKey;

    public Enroller(Vertx vertx, String idempotencyKey) {
        this.vertx = vertx;
        this.idempotencyKey = idempotencyKey;
    }

    /** Asks one gateway, once. */
    public Identity enrol(URI gateway, Enrolment enrolment) throws InterruptedException {
        HttpClient client =
                vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) PATIENCE.toMillis()));
        try {
            Enrolment.Enrolled enrolled = Answers.await(asked(client, gateway, enrolment), PATIENCE);
            return Identity.of(enrolled.cluster(), enrolled.node(), enrolled.credential());
        } finally {
            client.close();
        }
    }

    private Future<Enrolment.Enrolled> asked(HttpClient client, URI gateway, Enrolment enrolment) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(Gateways.at(gateway, "/agents/v1/enrol").toString())
                .putHeader("Content-Type", "application/json")
                .putHeader("Idempotency-Key", idempotencyKey);
        byte[] body = Json.write(Json.sealed(), enrolment).getBytes(StandardCharsets.UTF_8);
        return client.request(request)
                .compose(open -> open.send(Buffer.buffer(body)))
                .compose(response -> response.body().map(text -> {
                    if (response.statusCode() / 100 != 2) {
                        throw refused(response.statusCode(), text);
                    }
                    return Json.read(Json.sealed(), text.toString(StandardCharsets.UTF_8), Enrolment.Enrolled.class);
                }));
    }

    private static TenantryException refused(int status, Buffer text) {
        ErrorCode code = status == 401 || status == 403 ? ErrorCode.UNAUTHENTICATED : ErrorCode.UNAVAILABLE;
        String said = text.toString(StandardCharsets.UTF_8);
        return TenantryException.of(
                code,
                "the gateway answered " + status + ": "
                        + said.substring(0, Math.min(said.length(), 300)).strip());
    }
}
