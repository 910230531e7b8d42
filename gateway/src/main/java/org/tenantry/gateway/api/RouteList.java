package org.tenantry.gateway.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All routes of the API, checked: one that declares no permission or no tenant, or is there twice, refuses the start. */
record RouteList(List<ApiRoute> routes) {
    RouteList {
        List<String> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ApiRoute route : routes) {
            for (String missing : route.undeclared()) {
                problems.add("route " + route + " declares no " + missing);
            }
            if (!seen.add(route.toString())) {
                problems.add("route " + route + " is declared twice");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("; ", problems));
        }
        routes = List.copyOf(routes);
    }

    @SafeVarargs
    static RouteList of(List<ApiRoute>... groups) {
        return new RouteList(Stream.of(groups).flatMap(List::stream).toList());
    }

    /** The methods of a path, for the {@code Allow} header. */
    List<String> methods(String path) {
        return routes.stream()
                .filter(route -> route.path().equals(path))
                .map(route -> route.method().name())
                .sorted()
                .toList();
    }
}
