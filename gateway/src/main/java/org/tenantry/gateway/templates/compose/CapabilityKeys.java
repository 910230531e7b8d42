package org.tenantry.gateway.templates.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tenantry.common.instance.Options.Capabilities;
import org.tenantry.gateway.templates.source.Section;

/** Reads {@code cap_add} and {@code cap_drop}: what is harmless or approved by the template may be added, anything dropped. */
public final class CapabilityKeys {
    private static final Set<String> HARMLESS = Set.of(
            "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID", "SYS_CHROOT");
    private static final Set<String> APPROVABLE = Set.of(
            "AUDIT_WRITE",
            "IPC_LOCK",
            "IPC_OWNER",
            "LEASE",
            "LINUX_IMMUTABLE",
            "MKNOD",
            "NET_ADMIN",
            "NET_BROADCAST",
            "NET_RAW",
            "SETFCAP",
            "SETPCAP",
            "SYS_NICE",
            "SYS_PACCT",
            "SYS_PTRACE",
            "SYS_RESOURCE",
            "SYS_TTY_CONFIG",
            "WAKE_ALARM");
    private static final Set<String> NEVER = Set.of(
            "AUDIT_CONTROL",
            "AUDIT_READ",
            "BLOCK_SUSPEND",
            "BPF",
            "CHECKPOINT_RESTORE",
            "DAC_READ_SEARCH",
            "MAC_ADMIN",
            "MAC_OVERRIDE",
            "PERFMON",
            "SYSLOG",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_MODULE",
            "SYS_RAWIO",
            "SYS_TIME");

    private CapabilityKeys() {}

    /** A capability that a template may approve, without its {@code CAP_}; the others are harmless, or own the node. */
    public static Optional<String> approvable(String written) {
        return Optional.of(plain(written)).filter(APPROVABLE::contains);
    }

    static Capabilities read(Section service, Reading reading) {
        List<String> added = new ArrayList<>();
        for (Reading.Item item : items(service, "cap_add", reading)) {
            String name = plain(item.text().value());
            if (HARMLESS.contains(name) || reading.beside().capabilities().contains(name)) {
                added.add(name);
            } else {
                reading.remarks()
                        .unsupported(item.line(), item.path(), item.text().value(), expected(name));
            }
        }
        List<String> dropped = new ArrayList<>();
        for (Reading.Item item : items(service, "cap_drop", reading)) {
            String name = plain(item.text().value());
            if (name.equals("ALL") || HARMLESS.contains(name) || APPROVABLE.contains(name) || NEVER.contains(name)) {
                dropped.add(name);
            } else {
                reading.remarks()
                        .invalid(item.line(), item.path(), item.text().value(), "ALL or a capability of Linux");
            }
        }
        return new Capabilities(added, dropped);
    }

    private static List<Reading.Item> items(Section service, String key, Reading reading) {
        return service.find(key).map(tree -> reading.texts(tree, service.path(key))).orElse(List.of()).stream()
                .filter(item -> !item.text().isOpen())
                .toList();
    }

    private static String expected(String name) {
        return APPROVABLE.contains(name)
                ? "a capability that capabilities of template.yaml approves"
                : "nothing: it is a way out of the container, or no capability";
    }

    private static String plain(String written) {
        String upper = written.toUpperCase(Locale.ROOT);
        return upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
    }
}
