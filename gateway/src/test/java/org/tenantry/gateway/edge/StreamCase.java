package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A line of {@code streams.txt}: a request of HTTP/2 and what has to come of it. */
record StreamCase(String outcome, String name, String[] fields, String data) {
    private static final String GET = ":method GET :scheme http :authority acme.test :path /a";
    private static final String POST = ":method POST :scheme http :authority acme.test :path /a";

    static StreamCase of(String line) {
        String[] parts = line.split(" \\| ", -1);
        String fields = parts[2].replaceFirst("^\\+", GET).replaceFirst("^\\*", POST);
        String[] words =
                Arrays.stream(fields.split(" ", -1)).map(StreamCase::text).toArray(String[]::new);
        return new StreamCase(parts[0], parts[1], words, parts.length > 3 ? text(parts[3]) : "");
    }

    private static String text(String escaped) {
        return escaped.equals("''") ? "" : new String(Corpus.bytes(escaped), ISO_8859_1);
    }

    static String told(Reply request) {
        return (request.line().replace(" HTTP/1.1", "") + " " + request.body()).strip();
    }

    /** On the first stream. */
    void send(FrameWire client) throws IOException {
        client.fields(1, data.isEmpty(), fields);
        if (!data.isEmpty()) {
            client.data(1, data, true);
        }
    }

    boolean isRefused() {
        return outcome.equals("reset") || outcome.equals("goodbye") || Character.isDigit(outcome.charAt(0));
    }

    /** How the answer of the edge begins. */
    String answer() {
        return outcome.equals("reset") ? "reset " + Frame.PROTOCOL_ERROR : isRefused() ? outcome : "200";
    }

    /** What an instance gets. */
    List<String> arriving() {
        return isRefused() ? List.of() : List.of(outcome);
    }

    @Override
    public String toString() {
        return name + ": " + outcome;
    }
}
