package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import org.tenantry.common.json.Json;

/** Copies a stream of frames to where its bytes belong, as they come. */
final class FrameReader {
    private static final int OUTPUT = 1;
    private static final int ERRORS = 2;
    private static final int END = 3;
    private static final int MOST = 1 << 20;

    private FrameReader() {}

    /** Reads to the end and answers the exit code that it tells; 0 where it tells none. */
    static int copy(InputStream stream, PrintStream out, PrintStream err) {
        try (DataInputStream in = new DataInputStream(stream)) {
            while (true) {
                int channel = in.readUnsignedByte();
                byte[] bytes = bytes(in);
                switch (channel) {
                    case OUTPUT -> write(out, bytes);
                    case ERRORS -> write(err, bytes);
                    case END -> {
                        return end(Json.open().readTree(bytes));
                    }
                    default -> throw new IOException("a frame of the unknown channel " + channel);
                }
            }
        } catch (IOException e) {
            throw CliException.of(ExitCode.UNREACHABLE, "the stream broke off: " + e.getMessage());
        }
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST) {
            throw new IOException("a frame of " + length + " bytes (expected: at most " + MOST + ")");
        }
        return in.readNBytes(length);
    }

    private static void write(PrintStream to, byte[] bytes) {
        to.write(bytes, 0, bytes.length);
        to.flush();
    }

    private static int end(JsonNode told) {
        if (told.path("message").isTextual()) {
            throw CliException.of(ExitCode.FAILED, told.path("message").asText());
        }
        return told.path("exitCode").asInt(0);
    }
}
