package org.tenantry.gateway.edge.http1;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows one body over the bytes received and hands them on as slices, never copied and never collected. Used again for the
 * next one.
 */
public final class BodyRelay {
    private static final byte[] LAST_CHUNK = "0\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CRLF = {'\r', '\n'};

    /** Where the bytes go. */
    public interface Sink {
        /** Bytes of what was received, which stays the caller's: whoever needs them later retains them. */
        void write(ByteBuf in, int from, int length);

        /** Bytes that the relay itself has to say. */
        void write(ByteWriter bytes);

        /** Fields after the data, where those are all that goes on; they count until the next body. */
        default void trailers(Trailers section) {}
    }

    /** How a body comes and goes on. */
    public enum Form {
        NONE,
        /** So many bytes. */
        LENGTH,
        /** Chunks that go on as they came, but for the trailers. */
        CHUNKS,
        /** Chunks of which only the data go on. */
        DATA_OF_CHUNKS,
        /** Everything until the sender closes, as it came. */
        UNTIL_CLOSE,
        /** Everything until the sender closes, in chunks. */
        UNTIL_CLOSE_AS_CHUNKS;

        private Form ofData() {
            return switch (this) {
                case CHUNKS -> DATA_OF_CHUNKS;
                case UNTIL_CLOSE_AS_CHUNKS -> UNTIL_CLOSE;
                case NONE, LENGTH, DATA_OF_CHUNKS, UNTIL_CLOSE -> this;
            };
        }
    }

    /** What is known after the bytes so far. */
    public enum Progress {
        MORE,
        WHOLE,
        MALFORMED
    }

    private final ChunkScanner chunks = new ChunkScanner();
    private final ByteWriter text;
    private @Nullable Trailers trailers;
    private Form form = Form.NONE;
    private long left;
    private long data;

    /**
     * @param text where it writes what it has to say; of the event loop
     */
    public BodyRelay(ByteWriter text) {
        this.text = text;
    }

    /** Begins with the next body; the length counts for that form only. */
    public void begin(Form next, long length) {
        form = next;
        left = length;
        data = 0;
        trailers = null;
        if (next == Form.CHUNKS || next == Form.DATA_OF_CHUNKS) {
            chunks.reset();
        }
    }

    /** Passes nothing on but data: the receiver is told of the end apart from them. Only before any have been. */
    public void passDataOnly() {
        form = form.ofData();
    }

    /** Whether nothing follows. */
    public boolean isEmpty() {
        return form == Form.NONE || (form == Form.LENGTH && left == 0);
    }

    /** How many bytes of data, without framing, there were so far. */
    public long data() {
        return data;
    }

    /** Takes what belongs to the body and passes it on. */
    public Progress pass(ByteBuf in, Sink to) {
        return switch (form) {
            case NONE -> Progress.WHOLE;
            case LENGTH -> length(in, to);
            case CHUNKS -> trailers == null ? chunks(in, to) : trailers(in, to, trailers);
            case DATA_OF_CHUNKS -> trailers == null ? dataOfChunks(in, to) : trailers(in, to, trailers);
            case UNTIL_CLOSE -> {
                slice(in, in.readableBytes(), to);
                yield Progress.MORE;
            }
            case UNTIL_CLOSE_AS_CHUNKS -> {
                asChunk(in, to);
                yield Progress.MORE;
            }
        };
    }

    /** The sender has closed: says whether that is the end of the body, and ends it. */
    public Progress close(Sink to) {
        return close(to, Optional.empty());
    }

    /** The same, with fields that came after the body; they go on where there is room for them. */
    public Progress close(Sink to, Optional<Trailers> after) {
        if (form == Form.UNTIL_CLOSE_AS_CHUNKS) {
            text.clear().add(LAST_CHUNK);
            after.ifPresent(section -> HeaderRules.copyTrailers(section, text));
            to.write(text.crlf());
        } else {
            after.ifPresent(to::trailers);
        }
        boolean ends = form == Form.UNTIL_CLOSE || form == Form.UNTIL_CLOSE_AS_CHUNKS || isEmpty();
        return ends ? Progress.WHOLE : Progress.MALFORMED;
    }

    private Progress length(ByteBuf in, Sink to) {
        int part = (int) Math.min(left, in.readableBytes());
        left -= part;
        slice(in, part, to);
        return left == 0 ? Progress.WHOLE : Progress.MORE;
    }

    private Progress chunks(ByteBuf in, Sink to) {
        int from = in.readerIndex();
        int before = from;
        for (ChunkScanner.Step step = chunks.next(in); step != ChunkScanner.Step.MORE; step = chunks.next(in)) {
            switch (step) {
                case DATA -> data += in.readerIndex() - before;
                case MALFORMED -> {
                    return Progress.MALFORMED;
                }
                case LAST -> {
                    return last(in, from, to);
                }
                case FRAMING, MORE -> {}
            }
            before = in.readerIndex();
        }
        raw(in, from, to);
        return Progress.MORE;
    }

    /** Most bodies have no trailers: then the end goes with what came before it. */
    private Progress last(ByteBuf in, int from, Sink to) {
        boolean plain = skipsEnd(in);
        raw(in, from, to);
        return plain ? Progress.WHOLE : beginTrailers(in, to);
    }

    private static boolean skipsEnd(ByteBuf in) {
        int at = in.readerIndex();
        boolean plain = in.readableBytes() >= 2 && in.getByte(at) == '\r' && in.getByte(at + 1) == '\n';
        if (plain) {
            in.skipBytes(2);
        }
        return plain;
    }

    private static void raw(ByteBuf in, int from, Sink to) {
        if (in.readerIndex() > from) {
            to.write(in, from, in.readerIndex() - from);
        }
    }

    private Progress dataOfChunks(ByteBuf in, Sink to) {
        int before = in.readerIndex();
        for (ChunkScanner.Step step = chunks.next(in); step != ChunkScanner.Step.MORE; step = chunks.next(in)) {
            switch (step) {
                case DATA -> {
                    data += in.readerIndex() - before;
                    raw(in, before, to);
                }
                case MALFORMED -> {
                    return Progress.MALFORMED;
                }
                case LAST -> {
                    return skipsEnd(in) ? Progress.WHOLE : beginTrailers(in, to);
                }
                case FRAMING, MORE -> {}
            }
            before = in.readerIndex();
        }
        return Progress.MORE;
    }

    private Progress beginTrailers(ByteBuf in, Sink to) {
        Trailers fresh = new Trailers();
        trailers = fresh;
        return trailers(in, to, fresh);
    }

    private Progress trailers(ByteBuf in, Sink to, Trailers section) {
        return switch (section.feed(in)) {
            case INCOMPLETE -> Progress.MORE;
            case REFUSED -> Progress.MALFORMED;
            case COMPLETE -> {
                if (form == Form.CHUNKS) {
                    text.clear();
                    HeaderRules.copyTrailers(section, text);
                    to.write(text.crlf());
                } else if (section.count() > 0) {
                    to.trailers(section);
                }
                yield Progress.WHOLE;
            }
        };
    }

    private void asChunk(ByteBuf in, Sink to) {
        int size = in.readableBytes();
        if (size > 0) {
            to.write(text.clear().add(size, 16).crlf());
            slice(in, size, to);
            to.write(text.clear().add(CRLF));
        }
    }

    private void slice(ByteBuf in, int size, Sink to) {
        data += size;
        if (size > 0) {
            to.write(in, in.readerIndex(), size);
            in.skipBytes(size);
        }
    }
}
