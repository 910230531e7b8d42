package org.tenantry.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.home.Home;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Order;
import org.tenantry.common.protocol.Verdict;

class StandpointTest {
    private static final Term LATER = new Term(2, 1);

    @TempDir
    private Path directory;

    private Home home;
    private Standpoint standpoint;

    @BeforeEach
    void open() {
        home = Home.open(directory.resolve("agent"), new SecureRandom());
        standpoint = new Standpoint(Samples.INSTANCE, home.assignments(), new Wish.Undecided());
        standpoint.take(Samples.stack(Goal.RUNNING, 3, 1));
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void whatWasToBeRemovedAndIsThenKeptIsStillKeptAfterARestart() {
        standpoint.take(new Order(Samples.INSTANCE, Samples.TERM, 4, Verdict.REMOVE));
        assertThat(afterARestart()).isInstanceOf(Wish.Remove.class);

        standpoint.take(new Order(Samples.INSTANCE, LATER, 4, Verdict.KEEP_ASIDE));

        assertThat(afterARestart()).isInstanceOf(Wish.Aside.class);
    }

    @Test
    void whatIsKeptAsideAndThenRemovedIsRemovedAfterARestartToo() {
        standpoint.take(new Order(Samples.INSTANCE, Samples.TERM, 3, Verdict.KEEP_ASIDE));
        assertThat(afterARestart()).isInstanceOf(Wish.Aside.class);

        standpoint.take(new Order(Samples.INSTANCE, Samples.TERM, 4, Verdict.REMOVE));

        assertThat(afterARestart()).isInstanceOf(Wish.Remove.class);
    }

    /** An agent that starts knows what lies on its disk, and nothing else. */
    private Wish afterARestart() {
        return Standpoint.of(Objects.requireNonNull(home.assignments().load().get(Samples.INSTANCE)));
    }
}
