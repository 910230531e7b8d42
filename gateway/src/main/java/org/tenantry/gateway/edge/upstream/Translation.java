package org.tenantry.gateway.edge.upstream;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.FieldSection;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.http1.Trailers;
import org.tenantry.gateway.edge.http2.AnswerFields;
import org.tenantry.gateway.edge.http2.AskedFields;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/** Between heads as the edge knows them and fields of HTTP/2, for all streams of one event loop: each only for a moment. */
final class Translation {
    private final AskedFields asked = new AskedFields();
    private final ResponseHead head = new ResponseHead();
    private final ByteWriter text = new ByteWriter(1 << 10);

    /** The fields of a request; good until the next one. */
    ByteWriter fields(ByteWriter request) {
        return asked.of(request);
    }

    /**
     * The head of an answer, good until the next one; null where it is malformed.
     *
     * @param alone whether nothing follows
     */
    @Nullable
    ResponseHead head(DecodedFields fields, boolean alone) {
        head.reset();
        boolean good = AnswerFields.write(fields, text) && head.feed(text) == FieldSection.Progress.COMPLETE;
        if (alone) {
            head.standsAlone();
        }
        return good ? head : null;
    }

    /** The fields after an answer's body; none where they are malformed. */
    static Optional<Trailers> trailers(DecodedFields fields) {
        Trailers section = new Trailers();
        ByteWriter lines = new ByteWriter(256);
        boolean good =
                AnswerFields.writeTrailers(fields, lines) && section.feed(lines) == FieldSection.Progress.COMPLETE;
        return good ? Optional.of(section) : Optional.empty();
    }
}
