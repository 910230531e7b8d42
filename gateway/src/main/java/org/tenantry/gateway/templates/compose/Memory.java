package org.tenantry.gateway.templates.compose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.tenantry.common.instance.Mount;
import org.tenantry.gateway.templates.compose.Reading.Form;
import org.tenantry.gateway.templates.source.Section;

/** Reads mounts of memory, {@code /run:size=64m,mode=1777} and the long form. */
final class Memory {
    private static final Form<Long> SIZE = new Form<>(Quantities::size, "a size such as 64m");
    private static final Form<String> MODE = new Form<>(
            text -> text.matches("0?o?[0-7]{1,4}") ? Optional.of(text) : Optional.empty(),
            "octal permissions such as 1777");
    private static final Pattern OPTION = Pattern.compile(
            "mode=[0-7]{1,5}|uid=[0-9]{1,9}|gid=[0-9]{1,9}|nr_inodes=[0-9]{1,9}|ro|rw|exec|noexec|suid|nosuid|nodev");
    private static final String OPTIONS =
            "size, mode, uid, gid, nr_inodes, ro, rw, exec, noexec, suid, nosuid or nodev; no other is supported";

    private Memory() {}

    static Optional<Mount> shortForm(Reading.Item item, Reading reading) {
        if (item.text().isOpen()) {
            return Optional.empty();
        }
        String[] parts = item.text().value().split(":", 2);
        OptionalLong size = OptionalLong.empty();
        List<String> more = new ArrayList<>();
        for (String option : parts.length == 1 ? List.<String>of() : Arrays.asList(parts[1].split(","))) {
            if (option.startsWith("size=")) {
                size = size(option, item, reading);
            } else if (OPTION.matcher(option).matches()) {
                more.add(option);
            } else {
                reading.remarks().unsupported(item.line(), item.path(), option, OPTIONS);
                return Optional.empty();
            }
        }
        OptionalLong bytes = size;
        return reading.parse(new Text(parts[0], Text.State.KNOWN), item.line(), item.path(), Mounts.TARGET)
                .map(at -> new Mount.Tmpfs(at, bytes, joined(more)));
    }

    static Mount longForm(Section mount, String target, Reading reading) {
        Section options = mount.find("tmpfs")
                .flatMap(tree -> reading.remarks().mapping(tree, mount.path("tmpfs")))
                .map(map -> ComposeKeys.TMPFS.read(map, mount.path("tmpfs"), reading.remarks()))
                .orElseGet(() -> Section.none(mount.path("tmpfs"), mount.line()));
        Optional<Long> size = options.find("size").flatMap(tree -> reading.parse(tree, options.path("size"), SIZE));
        Optional<String> mode = options.find("mode").flatMap(tree -> reading.parse(tree, options.path("mode"), MODE));
        return new Mount.Tmpfs(
                target,
                size.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                mode.map(text -> "mode=" + text.replace("o", "")));
    }

    private static OptionalLong size(String option, Reading.Item item, Reading reading) {
        Text text = new Text(option.substring("size=".length()), Text.State.KNOWN);
        return reading.parse(text, item.line(), item.path(), SIZE)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    private static Optional<String> joined(List<String> options) {
        return options.isEmpty() ? Optional.empty() : Optional.of(String.join(",", options));
    }
}
