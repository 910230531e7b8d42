package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private static final String HOST = "acme.test";

    @Test
    void vouchesForTheForwardedFieldsAlone() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("")) {
            world.acme(origin);

            world.get(
                    "Acme.test:8080",
                    "/",
                    "X-Forwarded-For: 6.6.6.6",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Host: evil.test",
                    "X-Forwarded-Port: 1",
                    "X_Forwarded_For: 6.6.6.6",
                    "X_FORWARDED-Proto: https",
                    "Forwarded: for=6.6.6.6",
                    "X-Real-IP: 6.6.6.6",
                    "X-Request-Id: mine",
                    "X_Request_Id: mine",
                    "Content_Length: 5",
                    "Transfer_Encoding: chunked");

            Reply seen = origin.seen.getFirst();
            assertThat(seen.fields().get("host")).containsExactly("Acme.test:8080");
            assertThat(seen.fields().get("x-forwarded-for")).containsExactly("127.0.0.1");
            assertThat(seen.fields().get("x-forwarded-proto")).containsExactly("http");
            assertThat(seen.fields().get("x-forwarded-host")).containsExactly("Acme.test:8080");
            assertThat(seen.fields().get("x-request-id")).hasSize(1).doesNotContain("mine");
            assertThat(seen.fields())
                    .containsOnlyKeys(
                            "host",
                            "x-forwarded-for",
                            "x-forwarded-proto",
                            "x-forwarded-host",
                            "x-request-id",
                            "traceparent");
        }
    }

    @Test
    void removesWhatOneHopSaysToTheOther() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(request ->
                        "HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Inner\r\nX-Inner: 1\r\nKeep-Alive: timeout=5\r\n"
                                + "Upgrade: h2c\r\nX-Outer: 2\r\nContent-Length: 0\r\n\r\n")) {
            world.acme(origin);

            Reply reply = world.get(
                    HOST,
                    "/",
                    "Connection: X-Secret, close, Host, X-Forwarded-For, X-Request-Id",
                    "X-Secret: 1",
                    "Keep-Alive: 5",
                    "Proxy-Connection: keep-alive",
                    "TE: trailers",
                    "X-Kept: yes");

            assertThat(origin.seen.getFirst().fields())
                    .containsOnlyKeys(
                            "host",
                            "x-kept",
                            "x-forwarded-for",
                            "x-forwarded-proto",
                            "x-forwarded-host",
                            "x-request-id",
                            "traceparent");
            assertThat(reply.fields()).containsOnlyKeys("x-outer", "content-length", "connection");
            assertThat(reply.field("connection")).hasValue("close");
        }
    }

    @Test
    void keepsAFramingFieldThatConnectionNames() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(request -> Origin.ok(request.body()))) {
            world.acme(origin);

            Wire client = world.client()
                    .send(
                            "POST / HTTP/1.1\r\nHost: acme.test\r\nConnection: content-length\r\nContent-Length: 3\r\n\r\nabc");

            assertThat(client.reply().body()).isEqualTo("abc");
        }
    }

    @Test
    void letsNoForbiddenFieldThroughAsATrailer() throws Exception {
        String[] trailers = new String[1];
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    trailers[0] = String.join("|", wire.trailers);
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                            + "Set-Cookie: a=b\r\nX-Sum: 2\r\nContent-Length: 7\r\n\r\n");
                })) {
            world.acme(origin);
            Wire client = world.client()
                    .send("POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                            + "X-Forwarded-For: 6.6.6.6\r\nX_Forwarded_For: 6.6.6.6\r\nAuthorization: a\r\nHost: evil\r\n"
                            + "X-Sum: 1\r\n\r\n");

            client.reply();

            assertThat(trailers[0]).isEqualTo("X-Sum: 1");
            assertThat(client.trailers).isEqualTo(List.of("X-Sum: 2"));
        }
    }

    @Test
    void namesEveryRequestAnew() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("")) {
            world.acme(origin);

            for (int i = 0; i < 10; i++) {
                world.get(HOST, "/");
            }

            assertThat(origin.seen.stream().map(seen -> seen.field("x-request-id")))
                    .doesNotHaveDuplicates();
        }
    }
}
