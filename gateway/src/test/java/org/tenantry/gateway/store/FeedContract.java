package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.store.Snapshot.assertRead;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;

/** The change feed: every committed change, once, in the order of commits, whoever follows it. */
interface FeedContract extends StoreUnderTest {
    @Test
    default void tellsEachChangedThingOncePerTransaction() {
        Store store = open();
        InstanceRow acme = store.write(writing -> {
            InstanceRow row = new Rows(1).written(writing, "acme");
            return writing.instances().update(row);
        });

        FeedPage page = store.changesAfter(0, 10);

        assertThat(page.incarnation()).isEqualTo(store.incarnation());
        assertThat(page.tooOld()).isFalse();
        assertThat(page.entries())
                .containsExactly(
                        new FeedEntry(1, FeedKind.TENANT, acme.tenant().value()),
                        new FeedEntry(2, FeedKind.TEMPLATE, "hello@1.0"),
                        new FeedEntry(3, FeedKind.INSTANCE, acme.id().value()));
        assertRead(store, Reading::position).isEqualTo(3L);
        assertThat(store.changesAfter(1, 1).entries())
                .containsExactly(page.entries().get(1));
        assertThat(store.changesAfter(3, 10)).isEqualTo(new FeedPage(store.incarnation(), List.of(), false));
    }

    @Test
    default void tellsNothingOfATransactionThatFailed() {
        Store store = open();
        store.write(writing -> writing.tenants().insert(new Rows(1).tenant("acme")));

        Refusal.of(() -> store.write(writing -> {
                    writing.tenants().insert(new Rows(2).tenant("globex"));
                    return writing.tenants().insert(new Rows(3).tenant("acme"));
                }))
                .is(ErrorCode.TAKEN);

        assertThat(store.changesAfter(0, 10).entries()).hasSize(1);
    }

    @Test
    default void tellsAFollowerThatItIsTooLate() {
        Store store = open(database().settings().withFeedRetention(5));
        for (int i = 0; i < 8; i++) {
            TenantRow row = new Rows(i).tenant("tenant-" + i);
            store.write(writing -> writing.tenants().insert(row));
        }

        assertThat(store.changesAfter(2, 10).tooOld()).isTrue();
        assertThat(store.changesAfter(3, 10).entries())
                .extracting(FeedEntry::position)
                .containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(store.changesAfter(9, 10).tooOld()).isTrue();
    }

    @Test
    default void neverLetsAFollowerSkipWhatWasCommitted() throws Exception {
        Store store = open();
        int writers = 8;
        int each = 25;
        CompletableFuture<List<FeedEntry>> follower =
                CompletableFuture.supplyAsync(() -> follow(store, writers * each), Thread::startVirtualThread);

        List<List<String>> written = Together.run(writers, writer -> {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                TenantRow row = new Rows(writer * 1000L + i).tenant("tenant-" + writer + "-" + i);
                ids.add(store.write(writing -> writing.tenants().insert(row))
                        .id()
                        .value());
            }
            return ids;
        });

        List<FeedEntry> seen = follower.get(2, TimeUnit.MINUTES);
        assertThat(seen)
                .extracting(FeedEntry::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, writers * each).boxed().toList());
        assertThat(seen)
                .extracting(FeedEntry::id)
                .containsExactlyInAnyOrderElementsOf(
                        written.stream().flatMap(List::stream).toList());
    }

    private static List<FeedEntry> follow(Store store, int count) {
        List<FeedEntry> seen = new ArrayList<>();
        Eventually.until("all changes in the feed", () -> {
            long position = seen.isEmpty() ? 0 : seen.getLast().position();
            seen.addAll(store.changesAfter(position, 7).entries());
            return seen.size() >= count;
        });
        return seen;
    }
}
