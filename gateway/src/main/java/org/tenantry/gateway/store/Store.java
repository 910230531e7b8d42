package org.tenantry.gateway.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.SealingKey;

/**
 * Desired state, and everything else that must not be lost: what a call answered is on the disk. Each change is a
 * compare-and-set on a version and is told in the change feed, in the same transaction. Calls block, for a bounded time: make
 * them on virtual threads. They never throw anything of JDBC; {@code UNAVAILABLE} means that the database is away and nothing
 * was changed, {@code TIMEOUT} that it went away during the commit.
 *
 * <p>Work that is given to a call may be run again where the engine gave up on its transaction, so it does nothing outside of
 * the store, does not call the store, and is quick: writers come one after another.
 */
public final class Store implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private record Identity(ClusterId cluster) {}

    private record Committed<T>(T answer, boolean changed) {}

    private final Engine engine;
    private final Transactions transactions;
    private final SealingKey key;
    private final int feedRetention;
    private final Leases leases;
    private final Identity identity;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private Store(Engine engine, Transactions transactions, SealingKey key, int feedRetention) {
        this.engine = engine;
        this.transactions = transactions;
        this.key = key;
        this.feedRetention = feedRetention;
        this.leases = new Leases(engine.nowMillis());
        this.identity = transactions.run(Engine.Access.READ, Store::identity);
    }

    /**
     * Opens the store, making it or bringing its schema up to this release first. {@code UNSUPPORTED_VERSION}: the schema is
     * newer, and untouched.
     */
    public static Store open(StoreSettings settings, SealingKey key, InstantSource clock, Ids ids) {
        Engine engine = switch (settings.location()) {
            case StoreSettings.Location.Sqlite(var file) -> SqliteEngine.open(file, settings.patience());
            case StoreSettings.Location.Postgres postgres -> PostgresEngine.open(postgres, settings.patience());
        };
        Transactions transactions = new Transactions(engine);
        try {
            new Migrations(engine, transactions).run(clock, ids);
            return new Store(engine, transactions, key, settings.feedRetention());
        } catch (StoreFault e) {
            engine.close();
            throw transactions.told(e);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** The cluster whose store this is. */
    public ClusterId cluster() {
        return identity.cluster();
    }

    /** Changed when a store is restored or migrated: what was known of it before no longer holds. */
    public long incarnation() {
        return read(Reading::incarnation);
    }

    /** What may be kept to know a text again: without the cluster's key it tells nothing of the text. */
    public String fingerprint(String text, String purpose) {
        return key.fingerprint(text, purpose);
    }

    /** Reads one consistent snapshot. */
    public <T> T read(Function<Reading, T> work) {
        return transactions.run(Engine.Access.READ, sql -> work.apply(new Reading(sql, key)));
    }

    /** Changes what the work changes, as a whole or, where it throws, not at all. */
    public <T> T write(Function<Writing, T> work) {
        return heard(transactions.run(Engine.Access.WRITE, sql -> changing(sql, work)));
    }

    /** Changes something for the cluster. {@code STALE_TERM}: the lease is another's by now; nothing was changed. */
    public <T> T writeAsLeader(Lease lease, Function<Writing, T> work) {
        return heard(transactions.run(Engine.Access.WRITE, sql -> {
            leases.lock(sql, lease);
            return changing(sql, work);
        }));
    }

    /**
     * Takes the lease where it is free or over, or renews it. A new holder's term is one higher.
     *
     * @param holder names one run of a gateway: one that starts again is another holder
     * @return the lease, which lasts {@code ttl} from before this call; empty where another holds it
     */
    public Optional<Lease> acquireOrRenewLease(String holder, Duration ttl) {
        if (holder.isEmpty()) {
            throw TenantryException.invalid("lease holder", holder, "a name");
        }
        return transactions.run(Engine.Access.LEASE, sql -> leases.acquireOrRenew(sql, holder, ttl));
    }

    /** Lets another take the lease at once. One that is another's by now is left alone. */
    public void releaseLease(Lease lease) {
        transactions.run(Engine.Access.LEASE, sql -> leases.release(sql, lease));
    }

    /** The changes after a position, oldest first. Nobody who goes on from the last entry misses one. */
    public FeedPage changesAfter(long position, int limit) {
        return transactions.run(Engine.Access.READ, sql -> Feed.after(sql, position, limit));
    }

    /** Runs something after each commit that changed anything, on the thread that committed. It must be quick. */
    public void onCommit(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        engine.close();
    }

    private <T> Committed<T> changing(Sql sql, Function<Writing, T> work) {
        Changes changes = new Changes(sql);
        T answer = work.apply(new Writing(sql, key, changes));
        changes.write(feedRetention);
        return new Committed<>(answer, !changes.isEmpty());
    }

    private <T> T heard(Committed<T> committed) {
        if (committed.changed()) {
            listeners.forEach(Store::tell);
        }
        return committed.answer();
    }

    /** What was committed stays so, whatever a listener does. */
    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            log.error("A listener to the store's commits failed.", e);
        }
    }

    private static Identity identity(Sql sql) {
        return sql.one(
                        row -> new Identity(row.word("cluster_id", ClusterId::new)),
                        "SELECT cluster_id FROM meta WHERE id = 1")
                .orElseThrow(() -> TenantryException.of(ErrorCode.INTERNAL, "the store has lost its name"));
    }
}
