package org.tenantry.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final List<Runnable> bells = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();

    private final Alarm alarm = (wait, call) -> {
        waits.add(wait);
        bells.add(call);
        return () -> bells.remove(call);
    };

    private final Turns turns = new Turns(1, alarm);

    @Test
    void letsOneAfterTheOtherInTheOrderOfTheQueue() throws Exception {
        Turns.Turn first = turns.queue();
        Turns.Turn second = turns.queue();
        Turns.Turn third = turns.queue();
        assertThat(first.await()).isTrue();
        CompletableFuture<Boolean> secondCame = waiting(second);
        CompletableFuture<Boolean> thirdCame = waiting(third);

        assertThat(secondCame).isNotDone();
        first.close();
        assertThat(secondCame.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(thirdCame).isNotDone();
        second.close();
        assertThat(thirdCame.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void letsAsManyRunAsItWasTold() throws Exception {
        Turns wide = new Turns(2, alarm);

        assertThat(wide.queue().await()).isTrue();
        assertThat(wide.queue().await()).isTrue();
        assertThat(waiting(wide.queue())).isNotDone();
    }

    @Test
    void goesOnWithoutOneThatTakesTooLongAndCountsItOnce() throws Exception {
        Turns.Turn hanging = turns.queue();
        Turns.Turn second = turns.queue();
        CompletableFuture<Boolean> third = waiting(turns.queue());

        bells.removeFirst().run();

        assertThat(waits).containsOnly(Turns.LONGEST);
        assertThat(second.await()).isTrue();
        hanging.close();
        assertThat(third).isNotDone();
    }

    @Test
    void passesOverOneThatWasGivenUp() throws Exception {
        Turns.Turn first = turns.queue();
        Turns.Turn second = turns.queue();
        Turns.Turn third = turns.queue();

        second.giveUp();
        first.close();

        assertThat(second.await()).isFalse();
        assertThat(third.await()).isTrue();
    }

    @Test
    void givingUpOneThatRunsChangesNothing() throws Exception {
        Turns.Turn first = turns.queue();
        CompletableFuture<Boolean> second = waiting(turns.queue());

        first.giveUp();

        assertThat(first.await()).isTrue();
        assertThat(second).isNotDone();
    }

    @Test
    void whatNeedNotQueueWaitsForNobody() throws Exception {
        turns.queue();

        try (Turns.Turn free = turns.free()) {
            assertThat(free.await()).isTrue();
        }
        assertThat(waiting(turns.queue())).isNotDone();
    }

    private static CompletableFuture<Boolean> waiting(Turns.Turn turn) {
        CompletableFuture<Boolean> come = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                come.complete(turn.await());
            } catch (InterruptedException e) {
                come.completeExceptionally(e);
            }
        });
        return come;
    }
}
