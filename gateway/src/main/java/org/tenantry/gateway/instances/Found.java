package org.tenantry.gateway.instances;

import java.util.Optional;
import java.util.OptionalLong;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Reading;

/** Finds the row that an order is about, and says why it can't be given now. */
final class Found {
    private Found() {}

    /** The instance of that id, or {@code NOT_FOUND}; one of which nothing is left is not. */
    static InstanceRow left(Reading reading, InstanceId id) {
        return reading.instances()
                .find(id)
                .filter(row -> row.goneAt().isEmpty())
                .orElseThrow(() -> TenantryException.notFound("instance", id.value()));
    }

    /** What is there by that id or name. */
    static Optional<InstanceRow> find(Reading reading, String idOrName) {
        Optional<InstanceRow> byId = id(idOrName)
                .flatMap(reading.instances()::find)
                .filter(row -> row.goneAt().isEmpty());
        return byId.or(() -> name(idOrName).flatMap(reading.instances()::byName));
    }

    /** One that takes orders: of the version that the caller knows, neither removed nor locked. */
    static InstanceRow open(Reading reading, InstanceId id, OptionalLong expected) {
        InstanceRow row = left(reading, id);
        requireVersion(row, expected);
        requireStaying(row);
        requireUnlocked(row);
        return row;
    }

    /** {@code VERSION_MISMATCH}: it has changed since the caller looked. */
    static void requireVersion(InstanceRow row, OptionalLong expected) {
        if (expected.isPresent() && expected.getAsLong() != row.version()) {
            throw TenantryException.field(
                    ErrorCode.VERSION_MISMATCH,
                    "If-Match",
                    String.valueOf(expected.getAsLong()),
                    "version " + row.version());
        }
    }

    /** {@code CONFLICT}: it is being removed, or will be unless somebody takes it back. */
    static void requireStaying(InstanceRow row) {
        if (row.goal() == Goal.ABSENT) {
            throw TenantryException.of(
                    ErrorCode.CONFLICT, "instance " + row.name() + " is being removed (expected: one that stays)");
        }
        row.removal().ifPresent(removal -> {
            throw TenantryException.of(
                            ErrorCode.CONFLICT,
                            "instance " + row.name() + " is removed and kept until " + removal.at()
                                    + " (expected: one that stays; restore takes it back)")
                    .with("until", removal.at().toString());
        });
    }

    /** {@code LOCKED}, with the reason and who said it. */
    static void requireUnlocked(InstanceRow row) {
        row.about().lock().ifPresent(lock -> {
            throw TenantryException.of(
                            ErrorCode.LOCKED,
                            "instance " + row.name() + " is locked by " + lock.principal() + " since " + lock.since()
                                    + ": " + lock.reason())
                    .with("reason", lock.reason())
                    .with("by", lock.principal())
                    .with("since", lock.since().toString());
        });
    }

    static Optional<InstanceId> id(String text) {
        try {
            return Optional.of(new InstanceId(text));
        } catch (TenantryException notAnId) {
            return Optional.empty();
        }
    }

    private static Optional<InstanceName> name(String text) {
        try {
            return Optional.of(new InstanceName(text));
        } catch (TenantryException notAName) {
            return Optional.empty();
        }
    }
}
