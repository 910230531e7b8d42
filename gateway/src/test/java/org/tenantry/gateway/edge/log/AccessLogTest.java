package org.tenantry.gateway.edge.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tenantry.common.json.Json;
import org.tenantry.gateway.edge.http1.RequestHead;

class AccessLogTest {
    @Test
    void tellsEverythingThatIsKnown() {
        RequestHead head = new RequestHead(200, 400);
        head.feed(
                Unpooled.wrappedBuffer("GET /a\"b\\c?secret=1 HTTP/1.1\r\nHost: acme.test\r\n\r\n".getBytes(US_ASCII)));
        head.judge();
        AccessEntry entry = entry();
        entry.request = head;
        entry.host = "acme.test";
        entry.tenant = "t-acme";
        entry.instance = "i-acme";
        entry.upstream = "web.1@n-one 10.0.0.1:80".getBytes(US_ASCII);
        entry.status = 502;
        entry.bytesIn = 3;
        entry.bytesOut = 1L << 40;
        entry.firstByteMillis = -1;
        entry.totalMillis = 7;
        entry.why = "upstream failed: \"ä\"\n";

        String line = new EntryWriter().write(entry).toString();

        JsonNode read = Json.read(Json.open(), line, JsonNode.class);
        assertThat(line).endsWith("}\n").isEqualTo(line.strip() + "\n");
        assertThat(read.path("at").asText()).isEqualTo("2026-11-22T18:00:00.007Z");
        assertThat(read.path("requestId").asText()).isEqualTo("r-a-10");
        assertThat(read.path("client").asText()).isEqualTo("127.0.0.1");
        assertThat(read.path("method").asText()).isEqualTo("GET");
        assertThat(read.path("host").asText()).isEqualTo("acme.test");
        assertThat(read.path("path").asText()).isEqualTo("/a\"b\\c");
        assertThat(read.path("tenant").asText()).isEqualTo("t-acme");
        assertThat(read.path("instance").asText()).isEqualTo("i-acme");
        assertThat(read.path("upstream").asText()).isEqualTo("web.1@n-one 10.0.0.1:80");
        assertThat(read.path("status").asInt()).isEqualTo(502);
        assertThat(read.path("bytesOut").asLong()).isEqualTo(1L << 40);
        assertThat(read.path("firstByteMillis").asLong()).isEqualTo(-1);
        assertThat(read.path("why").asText()).isEqualTo("upstream failed: \"ä\"\n");
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        JsonNode read = Json.read(Json.open(), new EntryWriter().write(entry()).toString(), JsonNode.class);

        assertThat(read.has("tenant")).isFalse();
        assertThat(read.has("instance")).isFalse();
        assertThat(read.has("upstream")).isFalse();
        assertThat(read.has("why")).isFalse();
        assertThat(read.path("method").asText()).isEmpty();
    }

    @Test
    void dropsAndCountsWhatTheWriterCannotFollow() throws Exception {
        CountDownLatch writes = new CountDownLatch(1);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        LogSink slow = (bytes, length) -> {
            try {
                writes.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            written.write(bytes, 0, length);
        };
        int entries = 10_000;
        AccessLog log = AccessLog.to(slow, 2);
        AccessLog.Lines lines = log.lines();

        for (int i = 0; i < entries; i++) {
            lines.add(entry());
        }
        assertThat(log.dropped()).isBetween(1L, (long) entries - 1);
        writes.countDown();
        log.close();

        assertThat(written.toString(UTF_8).lines().count()).isEqualTo(entries - log.dropped());
    }

    @Test
    void writesNothingWhereThereIsNoFile() {
        try (AccessLog none = AccessLog.none()) {
            none.lines().add(entry());

            assertThat(none.dropped()).isZero();
        }
    }

    private static AccessEntry entry() {
        AccessEntry entry = new AccessEntry();
        entry.requestId.set("r-a-".getBytes(US_ASCII), 36);
        entry.atMillis = Instant.parse("2026-11-22T18:00:00.007Z").toEpochMilli();
        entry.client = "127.0.0.1".getBytes(US_ASCII);
        return entry;
    }
}
