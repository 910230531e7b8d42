package org.tenantry.gateway.templates;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.tenantry.common.instance.Attachment;
import org.tenantry.common.instance.Content;
import org.tenantry.common.instance.EnvironmentValue;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.Options;
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
        form.mounts().stream().sorted(Comparator.comparing(Mount::target)).forEach(this::later);
        form.options().ifPresent(this::options);
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
            case Mount.Anonymous volume -> {}
            case Mount.File file -> {}
            case Mount.Directory directory -> {}
        }
    }

    /** What mounts gained since the first release. */
    private void later(Mount mount) {
        switch (mount) {
            case Mount.Volume volume -> {}
            case Mount.Tmpfs memory ->
                memory.options().ifPresent(options -> record("tmpfs options", memory.target(), options));
            case Mount.Anonymous volume -> record("anonymous volume", volume.target());
            case Mount.File file -> file(file);
            case Mount.Directory directory -> {
                record("directory", directory.target());
                directory.entries().stream()
                        .sorted(Comparator.comparing(Mount.Directory.Entry::path))
                        .forEach(entry -> record("entry", entry.path(), hash(entry.content()), octal(entry.mode())));
            }
        }
    }

    private void file(Mount.File file) {
        record("file", file.target(), hash(file.content()), octal(file.mode()));
        file.user().ifPresent(user -> record("file user", String.valueOf(user)));
        file.group().ifPresent(group -> record("file group", String.valueOf(group)));
    }

    private void options(Options options) {
        options.hostname().ifPresent(name -> record("hostname", name));
        list("extra hosts", options.extraHosts());
        list("dns", options.dns().servers());
        list("dns search", options.dns().search());
        list("dns options", options.dns().options());
        options.ulimits().stream()
                .sorted(Comparator.comparing(Options.Ulimit::name))
                .forEach(it -> record("ulimit", it.name(), String.valueOf(it.soft()), String.valueOf(it.hard())));
        options.sharedMemory().ifPresent(bytes -> record("shared memory", String.valueOf(bytes)));
        options.sysctls().forEach((name, value) -> record("sysctl", name, value));
        list("added capabilities", options.capabilities().added());
        list("dropped capabilities", options.capabilities().dropped());
        flag("read only", options.readOnly());
        flag("tty", options.tty());
        flag("stdin open", options.stdinOpen());
        options.platform().ifPresent(platform -> record("platform", platform));
    }

    private void list(String kind, List<String> texts) {
        if (!texts.isEmpty()) {
            record(kind, texts);
        }
    }

    private void flag(String kind, boolean set) {
        if (set) {
            record(kind, "true");
        }
    }

    /** The same bytes as a secret and as none are mounted differently. */
    private static String hash(Content content) {
        return content.secret() ? "secret " + content.digest() : content.digest();
    }

    private static String octal(int mode) {
        return "0" + Integer.toOctalString(mode);
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
