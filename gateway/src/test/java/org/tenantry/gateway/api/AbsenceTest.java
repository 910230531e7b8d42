package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.protocol.Ids;

class AbsenceTest {
    private final Vertx vertx = Vertx.vertx();
    private final Vertx other = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        await(vertx.close());
        await(other.close());
    }

    @Test
    void tellsWhatIsMissingUntilThereIsSomethingToServe() throws Exception {
        Api api = await(Api.open(vertx, settings(0)));
        assertThat(get(api, "/readyz").body()).contains("the store has not answered yet");

        api.refuse(TenantryException.of(ErrorCode.UNAVAILABLE, "the store is not available: refused"));

        assertThat(get(api, "/healthz").statusCode()).isEqualTo(200);
        assertThat(get(api, "/metrics").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get(api, "/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"ready\":false", "\"store\":\"the store is not available: refused\"");
        HttpResponse<String> refused = get(api, "/api/v1/instances");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.headers().firstValue("Content-Type")).contains(Problem.TYPE);
        assertThat(refused.body()).contains("\"code\":\"unavailable\"", "the store is not available: refused");
    }

    @Test
    void aPortThatIsTakenIsToldAsSuch() {
        Api first = await(Api.open(vertx, settings(0)));

        // Servers of one Vert.x would share the port.
        assertThatThrownBy(() -> await(Api.open(other, settings(first.port()))))
                .isInstanceOf(CompletionException.class)
                .cause()
                .hasMessageContaining("api.port");
    }

    private HttpResponse<String> get(Api api, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + api.port() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static ApiSettings settings(int port) {
        return new ApiSettings(
                "127.0.0.1", port, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), new Ids(new SecureRandom()));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
