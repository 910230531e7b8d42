package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** W3C Trace Context, level 1: https://www.w3.org/TR/trace-context-1/. */
class TraceTest {
    private static final String HOST = "acme.test";
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACE = "00-" + ID + "-00f067aa0ba902b7-01";
    private static final String BEGUN = "00-[0-9a-f]{32}-[0-9a-f]{16}-01";

    @TempDir
    private Path files;

    @ParameterizedTest
    @ValueSource(
            strings = {
                TRACE,
                "00-" + ID + "-00f067aa0ba902b7-00",
                "00-" + ID + "-00f067aa0ba902b7-ff",
                "cc-" + ID + "-00f067aa0ba902b7-01",
                "cc-" + ID + "-00f067aa0ba902b7-01-what-the-future-will-be-like",
                "cc-" + ID + "-00f067aa0ba902b7-01-"
            })
    void passesOnWhatCameWithItsState(String trace) throws Exception {
        Reply seen = seen("traceparent: " + trace, "tracestate: a=1,b=2", "TraceState:  c=3 ");

        assertThat(seen.fields().get("traceparent")).containsExactly(trace);
        assertThat(seen.fields().get("tracestate")).containsExactly("a=1,b=2", "c=3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + ID + "-00f067aa0ba902b7-0",
                "00-" + ID + "-00f067aa0ba902b7-01-",
                "00-" + ID + "-00f067aa0ba902b7-01-more",
                "00-" + ID + "-00f067aa0ba902b7-011",
                "cc-" + ID + "-00f067aa0ba902b7-01.more",
                "ff-" + ID + "-00f067aa0ba902b7-01",
                "0f067aa0ba902b7-" + ID + "-00-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-" + ID + "-00F067AA0BA902B7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + ID + "-0000000000000000-01",
                "00-" + ID + "-00f067aa0ba902b7-0g",
                "00_" + ID + "-00f067aa0ba902b7-01",
                "00-" + ID + "_00f067aa0ba902b7-01",
                "00-" + ID + "-00f067aa0ba902b7_01",
                ".0-" + ID + "-00f067aa0ba902b7-01",
                "00-" + ID + "-00f067aa0ba902b7-01,00-" + ID + "-00f067aa0ba902b7-01"
            })
    void beginsAnewWhatIsNotToBeUnderstood(String trace) throws Exception {
        Reply seen = seen("traceparent: " + trace, "tracestate: a=1");

        assertThat(seen.fields().get("traceparent")).singleElement().asString().matches(BEGUN);
        assertThat(seen.field("traceparent").orElseThrow()).doesNotContain(ID);
        assertThat(seen.fields()).doesNotContainKey("tracestate");
    }

    @Test
    void beginsAnewWhereSeveralCame() throws Exception {
        Reply seen = seen("traceparent: " + TRACE, "Traceparent: " + TRACE, "tracestate: a=1");

        assertThat(seen.fields().get("traceparent")).singleElement().asString().matches(BEGUN);
        assertThat(seen.fields()).doesNotContainKey("tracestate");
    }

    @Test
    void beginsAnotherTraceForEachRequest() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("")) {
            world.acme(origin);
            Set<String> traces = new HashSet<>();
            Wire client = world.client();
            for (int i = 0; i < 50; i++) {
                client.get(HOST, "/", "tracestate: a=1").reply();
            }

            origin.seen.forEach(
                    seen -> traces.add(seen.field("traceparent").orElseThrow().substring(3, 35)));

            assertThat(traces).hasSize(50);
            assertThat(origin.seen).noneMatch(seen -> seen.field("tracestate").isPresent());
        }
    }

    @Test
    void isTheSameForStreamsOfHttp2() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withH2c(true));
                Origin origin = Origin.saying("");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            client.get(1, HOST, "/", "traceparent", TRACE, "tracestate", "a=1").answer(1);
            client.get(3, HOST, "/").answer(3);

            assertThat(origin.seen.getFirst().field("traceparent")).hasValue(TRACE);
            assertThat(origin.seen.getFirst().field("tracestate")).hasValue("a=1");
            assertThat(origin.seen.getLast().field("traceparent").orElseThrow()).matches(BEGUN);
        }
    }

    @Test
    void standsInTheLog() throws Exception {
        Path log = files.resolve("access.log");
        try (EdgeWorld world =
                        new EdgeWorld(settings -> settings.withEventLoops(1).withAccessLog(log));
                Origin origin = Origin.saying("")) {
            world.acme(origin);
            world.get(HOST, "/", "traceparent: " + TRACE);
            world.get(HOST, "/");
            world.get("unknown.test", "/", "traceparent: " + TRACE);

            EdgeWorld.eventually("three lines", () -> lines(log).size() == 3);
            String begun =
                    origin.seen.getLast().field("traceparent").orElseThrow().substring(3, 35);
            assertThat(lines(log).get(0)).contains("\"traceId\":\"" + ID + "\"");
            assertThat(lines(log).get(1)).contains("\"traceId\":\"" + begun + "\"");
            assertThat(lines(log).get(2)).contains("\"traceId\":\"" + ID + "\"");
        }
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Reply seen(String... lines) throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("")) {
            world.acme(origin);
            world.get(HOST, "/", lines);
            return origin.seen.getFirst();
        }
    }
}
