package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.MapAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.api.OptionalAssert;
import org.tenantry.common.secret.Secret;

/** Looks into a store: {@code assertThat(store.read(…))} would leave the compiler without the type. */
final class Snapshot {
    private Snapshot() {}

    static <T> OptionalAssert<T> assertFound(Store store, Function<Reading, Optional<T>> work) {
        return assertThat(store.read(work));
    }

    static <T> ListAssert<T> assertListed(Store store, Function<Reading, List<T>> work) {
        return assertThat(store.read(work));
    }

    static MapAssert<String, Secret> assertSecrets(Store store, Function<Reading, SortedMap<String, Secret>> work) {
        return assertThat(store.read(work));
    }

    static <T> ObjectAssert<T> assertRead(Store store, Function<Reading, T> work) {
        return new ObjectAssert<>(store.read(work));
    }

    static <T> ObjectAssert<T> assertWritten(Store store, Function<Writing, T> work) {
        return new ObjectAssert<>(store.write(work));
    }
}
