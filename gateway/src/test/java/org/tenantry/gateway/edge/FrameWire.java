package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A client, or an instance, that speaks frames of HTTP/2, right ones and wrong ones. */
final class FrameWire implements AutoCloseable {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    final Wire wire;
    private final DefaultHttp2HeadersDecoder fields = new DefaultHttp2HeadersDecoder(false, 1 << 20);
    private final Map<Integer, Http2Headers> heads = new LinkedHashMap<>();
    private final Map<Integer, Integer> given = new HashMap<>();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();

    private FrameWire(Wire wire) {
        this.wire = wire;
    }

    /** Connects and says hello, with these settings (number, value, number, value …). */
    static FrameWire to(int port, int... settings) throws IOException {
        FrameWire to = new FrameWire(Wire.to(port));
        to.wire.send(PREFACE);
        return to.settings(settings);
    }

    /** Takes a client's greeting, and greets, with these settings. */
    static FrameWire from(Wire wire, int... settings) throws IOException {
        FrameWire from = new FrameWire(wire);
        String greeting = wire.exactly(PREFACE.length());
        if (!greeting.equals(PREFACE)) {
            throw new IOException("greeted with '" + greeting + "'");
        }
        return from.settings(settings);
    }

    FrameWire settings(int... settings) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        return send(Frame.SETTINGS, 0, 0, payload.array());
    }

    FrameWire send(int type, int flags, int stream, byte[] payload) throws IOException {
        wire.send(new Frame(type, flags, stream, payload).bytes());
        return this;
    }

    FrameWire number(int type, int stream, int number) throws IOException {
        return send(type, 0, stream, ByteBuffer.allocate(4).putInt(number).array());
    }

    FrameWire data(int stream, String text, boolean ends) throws IOException {
        return send(Frame.DATA, ends ? Frame.END_STREAM : 0, stream, text.getBytes(ISO_8859_1));
    }

    /** The fields of a request: names and values in turn, none of them indexed or compressed. */
    FrameWire fields(int stream, boolean ends, String... lines) throws IOException {
        int flags = Frame.END_HEADERS | (ends ? Frame.END_STREAM : 0);
        return send(Frame.HEADERS, flags, stream, block(lines));
    }

    /** The head of an answer. */
    FrameWire respond(int stream, boolean ends, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of(":status", "200"));
        all.addAll(List.of(more));
        return fields(stream, ends, all.toArray(String[]::new));
    }

    FrameWire get(int stream, String host, String path, String... more) throws IOException {
        return fields(stream, true, request("GET", host, path, more));
    }

    FrameWire post(int stream, String host, String path, String... more) throws IOException {
        return fields(stream, false, request("POST", host, path, more));
    }

    static String[] request(String method, String host, String path, String... more) {
        List<String> all =
                new ArrayList<>(List.of(":method", method, ":scheme", "http", ":authority", host, ":path", path));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    static byte[] block(String... lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < lines.length; i += 2) {
            out.write(0);
            text(lines[i], out);
            text(lines[i + 1], out);
        }
        return out.toByteArray();
    }

    /** A length of HPACK with a prefix of seven bits, and the text as it is. */
    private static void text(String text, ByteArrayOutputStream out) {
        int length = text.length();
        if (length < 127) {
            out.write(length);
        } else {
            out.write(127);
            int rest = length - 127;
            for (; rest >= 128; rest >>= 7) {
                out.write(rest & 127 | 128);
            }
            out.write(rest);
        }
        out.writeBytes(text.getBytes(ISO_8859_1));
    }

    // Reading.

    /** The next frame; empty where the connection has ended. Acknowledges settings; answers nothing else. */
    Optional<Frame> frame() throws IOException {
        byte[] head;
        byte[] payload;
        try {
            head = wire.in.readNBytes(9);
            if (head.length < 9) {
                return Optional.empty();
            }
            int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
            payload = wire.in.readNBytes(length);
        } catch (java.net.SocketException reset) {
            return Optional.empty();
        }
        Frame frame = new Frame(head[3], head[4], ByteBuffer.wrap(head).getInt(5), payload);
        if (frame.type() == Frame.SETTINGS && frame.flags() == 0) {
            acknowledge();
        }
        if (frame.type() == Frame.WINDOW_UPDATE) {
            given.merge(frame.stream(), frame.number(0), Integer::sum);
        }
        if (frame.type() == Frame.HEADERS || frame.type() == Frame.CONTINUATION) {
            decode(frame);
        }
        return Optional.of(frame);
    }

    /** By how much a stream's window has grown. */
    int given(int stream) {
        return given.getOrDefault(stream, 0);
    }

    private void acknowledge() {
        try {
            send(Frame.SETTINGS, Frame.ACK, 0, new byte[0]);
        } catch (IOException gone) {
            // What it has said before can still be read.
        }
    }

    private void decode(Frame frame) throws IOException {
        block.writeBytes(frame.payload());
        if ((frame.flags() & Frame.END_HEADERS) != 0) {
            try {
                heads.put(
                        frame.stream(),
                        fields.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(block.toByteArray())));
            } catch (Http2Exception e) {
                throw new IOException(e);
            }
            block.reset();
        }
    }

    /** The first frame that is meant; the others are passed over. */
    Frame await(Predicate<Frame> meant) throws IOException {
        for (Optional<Frame> frame = frame(); frame.isPresent(); frame = frame()) {
            if (meant.test(frame.get())) {
                return frame.get();
            }
        }
        throw new IOException("closed before the frame that was awaited");
    }

    Frame await(int type, int stream) throws IOException {
        return await(frame -> frame.type() == type && frame.stream() == stream);
    }

    /** The fields of the last head, or trailers, that came on a stream. */
    Http2Headers fields(int stream) {
        return Optional.ofNullable(heads.get(stream)).orElseThrow();
    }

    int status(int stream) {
        return Integer.parseInt(fields(stream).status().toString());
    }

    /** Reads up to the head of the next request, and says its stream. */
    int asked() throws IOException {
        return await(frame -> frame.type() == Frame.HEADERS).stream();
    }

    /** Reads up to the end of the next request, and says its stream. */
    int askedWhole() throws IOException {
        return await(Frame::ends).stream();
    }

    /** The next frame of a stream that isn't about windows. */
    Frame next(int stream) throws IOException {
        return await(any -> any.stream() == stream && any.type() != Frame.WINDOW_UPDATE);
    }

    /** Reads a whole answer: its status, and its body behind a blank. A stream that was reset says the error's number. */
    String answer(int stream) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            Frame frame = await(any -> any.stream() == stream && any.type() != Frame.WINDOW_UPDATE);
            if (frame.type() == Frame.RST_STREAM) {
                return "reset " + frame.number(0);
            }
            if (frame.type() == Frame.DATA) {
                body.append(new String(frame.payload(), ISO_8859_1));
            }
            if (frame.ends()) {
                return statusOf(stream) + " " + body;
            }
        }
    }

    private String statusOf(int stream) {
        CharSequence status = fields(stream).status();
        return status == null ? "trailers" : status.toString();
    }

    /** The error that the connection is ended with; -1 where it ends without one. */
    int goodbye() throws IOException {
        int error = -1;
        for (Optional<Frame> frame = frame(); frame.isPresent(); frame = frame()) {
            if (frame.get().type() == Frame.GOAWAY) {
                error = frame.get().number(4);
            }
        }
        return error;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
