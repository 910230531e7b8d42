package org.tenantry.agent.home;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Content;
import org.tenantry.common.instance.InstanceId;

/** What assignments refer to and a gateway is asked for. */
public final class Supplies {
    private final Assignments assignments;
    private final ContentStore contents;

    Supplies(Assignments assignments, ContentStore contents) {
        this.assignments = assignments;
        this.contents = contents;
    }

    /** What that assignment refers to and isn't here. */
    public List<Content> missing(Assignment assignment) {
        return referred(assignment)
                .distinct()
                .filter(content -> !contents.has(content))
                .toList();
    }

    /** What is missing of all that is kept. */
    public Map<InstanceId, List<Content>> missing() {
        Map<InstanceId, List<Content>> missing = new TreeMap<>();
        assignments.load().forEach((instance, kept) -> {
            List<Content> lacking = missing(kept.assignment());
            if (!lacking.isEmpty()) {
                missing.put(instance, lacking);
            }
        });
        return missing;
    }

    public void put(Content content, byte[] bytes) {
        contents.put(content, bytes);
    }

    /** Drops what nothing refers to. Nothing may be brought meanwhile. */
    public void sweep() {
        Set<Content> referred = new HashSet<>();
        assignments.load().values().forEach(kept -> referred(kept.assignment()).forEach(referred::add));
        contents.keepOnly(referred);
    }

    private static java.util.stream.Stream<Content> referred(Assignment assignment) {
        return assignment.services().stream()
                .flatMap(service -> service.form().mounts().stream())
                .flatMap(mount -> mount.contents().stream());
    }
}
