package org.tenantry.gateway.templates;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.tenantry.common.instance.Attachment;
import org.tenantry.common.instance.EnvironmentValue;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceForm;
import org.tenantry.common.secret.Secret;

/**
 * The one way in which a service's form becomes bytes, and their hash its {@link Revision}. Version 1 never changes: another
 * form would replace every container of every instance at the next release. What a form gains later enters at the end and
 * only where it is set.
 *
 * <p>The form is a list of records of texts, in the order below. A record is its number of texts, then each text as its
 * length in bytes of UTF-8, a colon, the text and a comma; a line feed ends it. So no value can look like another record.
 * A secret stands there by its hash, so these bytes may be looked at.
 */
public final class CanonicalForm {
    private static final String VERSION = "r1-";
    private static final int HASH_BYTES = 16;

    private final StringBuilder bytes = new StringBuilder();

    private CanonicalForm() {}

    /** The revision of a form: {@code r1-} and the first 128 bits of SHA-256 over its canonical bytes. */
    public static Revision revision(ServiceForm form) {
        byte[] hash = sha256(text(form));
        return new Revision(VERSION + HexFormat.of().formatHex(hash, 0, HASH_BYTES));
    }

    /** The canonical bytes as text. */
    static String text(ServiceForm form) {
        CanonicalForm canonical = new CanonicalForm();
        canonical.append(form);
        return canonical.bytes.toString();
    }

    private void append(ServiceForm form) {
        record("image", form.image().name());
        form.image().digest().ifPresent(digest -> record("digest", digest));
        form.entrypoint().ifPresent(words -> record("entrypoint", words));
        form.command().ifPresent(words -> record("command", words));
        form.environment().forEach(this::variable);
        form.user().ifPresent(user -> record("user", user));
        form.workingDirectory().ifPresent(directory -> record("working directory", directory));
        if (form.init()) {
            record("init", "true");
        }
        form.stopGrace().ifPresent(grace -> record("stop grace", nanoseconds(grace)));
        form.stopSignal().ifPresent(signal -> record("stop signal", signal));
        form.mounts().stream().sorted(Comparator.comparing(Mount::target)).forEach(this::mount);
        form.networks().stream()
                .sorted(Comparator.comparing(Attachment::network))
                .forEach(this::attachment);
        limits(form.limits());
    }

    private void variable(String name, EnvironmentValue value) {
        switch (value) {
            case EnvironmentValue.Plain(String text) -> record("environment", name, text);
            case EnvironmentValue.Sensitive(Secret secret) ->
                record("secret environment", name, HexFormat.of().formatHex(sha256(secret.reveal())));
        }
    }

    private void mount(Mount mount) {
        switch (mount) {
            case Mount.Volume volume ->
                record("volume", volume.target(), volume.name(), volume.readOnly() ? "ro" : "rw");
            case Mount.Tmpfs memory -> {
                String size =
                        memory.size().isPresent() ? String.valueOf(memory.size().getAsLong()) : "";
                record("tmpfs", memory.target(), size);
            }
        }
    }

    private void attachment(Attachment attachment) {
        record("network", attachment.network());
        attachment.aliases().stream().sorted().distinct().forEach(alias -> record("alias", alias));
    }

    private void limits(Limits limits) {
        limits.milliCores().ifPresent(cores -> record("millicores", String.valueOf(cores)));
        limits.memoryBytes().ifPresent(bytes -> record("memory", String.valueOf(bytes)));
        limits.pids().ifPresent(pids -> record("pids", String.valueOf(pids)));
    }

    private void record(String kind, String... texts) {
        record(kind, List.of(texts));
    }

    private void record(String kind, List<String> texts) {
        bytes.append(texts.size() + 1).append(' ');
        text(kind);
        texts.forEach(this::text);
        bytes.append('\n');
    }

    private void text(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        bytes.append(length).append(':').append(text).append(',');
    }

    private static String nanoseconds(Duration duration) {
        return String.valueOf(duration.toNanos());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
