package org.tenantry.gateway.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Access;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.access.Principal;
import org.tenantry.gateway.store.FeedEntry;
import org.tenantry.gateway.store.FeedKind;
import org.tenantry.gateway.store.FeedPage;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.Store;

/** Tells principals of the changes that they may know of. */
public final class Events {
    private static final int MOST = 200;

    private final Store store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long signals;

    private Events(Store store) {
        this.store = store;
    }

    /** Follows a store; changes of this process are told at once. */
    public static Events of(Store store) {
        Events events = new Events(store);
        store.onCommit(events::signal);
        return events;
    }

    /** Says that the feed may have grown, as when another gateway's change came in. */
    public void signal() {
        lock.lock();
        try {
            signals++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many signals there were; take it before reading, then {@link #await} more. */
    public long signals() {
        lock.lock();
        try {
            return signals;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a signal after those that were there, or until the time is over. */
    public void await(long seen, Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            while (signals == seen && left > 0) {
                left = changed.awaitNanos(Math.min(left, TimeUnit.HOURS.toNanos(1)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The end of the feed. */
    public Cursor now() {
        return new Cursor(store.incarnation(), store.read(Reading::position));
    }

    /** What this principal may know of that changed since. */
    public Batch after(Cursor cursor, Principal principal) {
        FeedPage page = store.changesAfter(cursor.position(), MOST);
        if (page.tooOld() || page.incarnation() != cursor.incarnation()) {
            return new Batch(List.of(), now(), true);
        }
        if (page.entries().isEmpty()) {
            return new Batch(List.of(), cursor, false);
        }
        Cursor next = new Cursor(page.incarnation(), page.entries().getLast().position());
        return new Batch(store.read(reading -> shown(reading, page, principal)), next, false);
    }

    private static List<Event> shown(Reading reading, FeedPage page, Principal principal) {
        List<Event> events = new ArrayList<>();
        for (FeedEntry entry : page.entries()) {
            if (mayKnow(reading, entry, principal)) {
                Cursor cursor = new Cursor(page.incarnation(), entry.position());
                events.add(new Event(cursor, entry.kind().word(), entry.id()));
            }
        }
        return events;
    }

    private static boolean mayKnow(Reading reading, FeedEntry entry, Principal principal) {
        if (principal.scope().isEmpty()) {
            return true;
        }
        return switch (entry.kind()) {
            case TEMPLATE -> Access.may(principal, Permission.TEMPLATE_READ, Optional.empty());
            case TENANT, INSTANCE, PLACEMENT, OPERATION ->
                owner(reading, entry)
                        .map(tenant -> Access.may(principal, permission(entry.kind()), Optional.of(tenant)))
                        .orElse(false);
            case HOST, NODE, TOKEN -> false;
        };
    }

    private static Permission permission(FeedKind kind) {
        return switch (kind) {
            case TENANT -> Permission.TENANT_READ;
            case TEMPLATE -> Permission.TEMPLATE_READ;
            case INSTANCE, HOST, PLACEMENT -> Permission.INSTANCE_READ;
            case NODE -> Permission.NODE_READ;
            case OPERATION -> Permission.OPERATION_READ;
            case TOKEN -> Permission.TOKEN_READ;
        };
    }

    private static Optional<TenantId> owner(Reading reading, FeedEntry entry) {
        try {
            return switch (entry.kind()) {
                case TENANT -> Optional.of(new TenantId(entry.id()));
                case INSTANCE, PLACEMENT ->
                    reading.instances().find(new InstanceId(entry.id())).map(row -> row.tenant());
                case OPERATION ->
                    reading.operations().find(new OperationId(entry.id())).map(row -> row.tenant());
                case TEMPLATE, HOST, NODE, TOKEN -> Optional.empty();
            };
        } catch (TenantryException notOfThisRelease) {
            return Optional.empty();
        }
    }
}
