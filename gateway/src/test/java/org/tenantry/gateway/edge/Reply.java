package org.tenantry.gateway.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A head and its body as they stood on the wire; of either side. */
record Reply(String line, Map<String, List<String>> fields, String body) {
    static Map<String, List<String>> fields(List<String> lines) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            fields.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return fields;
    }

    int status() {
        return Integer.parseInt(line.split(" ")[1]);
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).map(List::getFirst);
    }
}
