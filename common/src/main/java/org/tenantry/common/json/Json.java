package org.tenantry.common.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.List;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.EnvironmentValue;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.secret.Secret;

/**
 * JSON as this project reads and writes it. {@link #open()} is for everything that people or other programs see and refuses
 * to write a {@link Secret}; {@link #sealed()} writes secrets too and is for channels and files that are sealed themselves.
 * Both are strict when a caller is a person's program ({@code UNKNOWN_FIELD}, no coercion); protocol messages are read with
 * {@link #sealed()}, which skips fields that a newer release added.
 */
public final class Json {
    private static final List<Class<?>> SEALED_WORDS =
            List.of(EnvironmentValue.class, Mount.class, HealthCheck.Probe.class, ReplicaState.class);
    private static final ObjectMapper OPEN = mapper(new RefusedSecret())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectMapper SEALED = mapper(new RevealedSecret())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /** For what people and other programs see: no secrets, unknown fields refused. */
    public static ObjectMapper open() {
        return OPEN;
    }

    /** For sealed channels and files: with secrets, unknown fields skipped. */
    public static ObjectMapper sealed() {
        return SEALED;
    }

    /** Writes a value; one that can't be written is a bug. */
    public static String write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    value.getClass().getName() + " cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Reads a value from text that may come from anybody. */
    public static <T> T read(ObjectMapper mapper, String text, Class<T> type) {
        try {
            return mapper.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw refused(e);
        }
    }

    private static TenantryException refused(JsonProcessingException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TenantryException known) {
                return known;
            }
        }
        return TenantryException.of(ErrorCode.MALFORMED, "JSON: " + e.getOriginalMessage());
    }

    private static JsonMapper.Builder mapper(StdSerializer<Secret> secrets) {
        JsonMapper.Builder builder = JsonMapper.builder();
        for (Class<?> sealed : SEALED_WORDS) {
            builder.addMixIn(sealed, ByName.class);
            for (Class<?> permitted : sealed.getPermittedSubclasses()) {
                builder.registerSubtypes(permitted);
            }
        }
        return builder.addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(new SimpleModule()
                        .addSerializer(Secret.class, secrets)
                        .addDeserializer(Secret.class, new ReadSecret()))
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .withCoercionConfig(
                        LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
    }

    /** Sealed types of the words tell their case in a field {@code is}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
    private interface ByName {}

    private static final class RefusedSecret extends StdSerializer<Secret> {
        private static final long serialVersionUID = 1;

        RefusedSecret() {
            super(Secret.class);
        }

        @Override
        public void serialize(Secret value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            provider.reportMappingProblem("a secret may not be written to JSON that anybody sees");
        }
    }

    private static final class RevealedSecret extends StdSerializer<Secret> {
        private static final long serialVersionUID = 1;

        RevealedSecret() {
            super(Secret.class);
        }

        @Override
        public void serialize(Secret value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(value.reveal());
        }
    }

    private static final class ReadSecret extends StdDeserializer<Secret> {
        private static final long serialVersionUID = 1;

        ReadSecret() {
            super(Secret.class);
        }

        @Override
        public Secret deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Secret.of(parser.getValueAsString(""));
        }
    }
}
