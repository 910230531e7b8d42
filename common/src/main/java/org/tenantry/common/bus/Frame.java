package org.tenantry.common.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.Optional;

/** What goes over a {@link Line}, one JSON text each; envelopes are carried as text. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Frame.Call.class, name = "call"),
    @JsonSubTypes.Type(value = Frame.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = Frame.Fault.class, name = "fault"),
    @JsonSubTypes.Type(value = Frame.News.class, name = "news")
})
sealed interface Frame {
    /** A question; the number comes back with its answer. */
    record Call(long number, String name, String envelope) implements Frame {}

    /** The answer to a question of that number. */
    record Answer(long number, String envelope) implements Frame {}

    /** Why a question of that number has no answer. */
    record Fault(long number, int code, Optional<String> field, Map<String, String> parameters, String message)
            implements Frame {}

    /** Something that wants no answer. */
    record News(String name, String envelope) implements Frame {}
}
