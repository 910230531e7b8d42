package org.tenantry.gateway.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Held;
import org.tenantry.common.protocol.Order;
import org.tenantry.common.protocol.Orders;
import org.tenantry.common.protocol.Verdict;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.instances.Outline;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.PlacementRow;

class VerdictsTest {
    private static final NodeId HERE = new NodeId("n-aaaaaaaaaaaa");
    private static final NodeId THERE = new NodeId("n-bbbbbbbbbbbb");
    private static final InstanceId ID = new InstanceId("i-aaaaaaaaaaaa");
    private static final Term PLACED = new Term(1, 3);
    private static final Term NOW = new Term(1, 9);

    @Test
    void whatIsPlacedHereIsFollowedInItsPlacementsTerm() {
        DesiredInstance instance = desired(Goal.RUNNING, Optional.of(HERE), Set.of(HERE));

        assertThat(orders(List.of(instance), List.of())).containsExactly(new Order(ID, PLACED, 7, Verdict.FOLLOW));
    }

    @Test
    void whatIsStoppedIsFollowedTooForItsGoalSaysThatItRests() {
        DesiredInstance instance = desired(Goal.STOPPED, Optional.of(HERE), Set.of(HERE));

        assertThat(orders(List.of(instance), List.of()))
                .extracting(Order::verdict)
                .containsExactly(Verdict.FOLLOW);
    }

    @Test
    void whatIsToBeAbsentIsRemovedFromEveryNodeThatEverHeldIt() {
        DesiredInstance instance = desired(Goal.ABSENT, Optional.of(THERE), Set.of(HERE, THERE));

        assertThat(orders(List.of(instance), List.of()))
                .extracting(Order::verdict)
                .containsExactly(Verdict.REMOVE);
    }

    @Test
    void whatLivesElsewhereNowIsKeptAside() {
        DesiredInstance instance = desired(Goal.RUNNING, Optional.of(THERE), Set.of(HERE, THERE));

        assertThat(orders(List.of(instance), List.of()))
                .extracting(Order::verdict)
                .containsExactly(Verdict.KEEP_ASIDE);
    }

    @Test
    void whatNobodyKnowsIsKeptAsideAndNeverRemoved() {
        Held unknown = new Held(ID, new Term(1, 2), 5);

        assertThat(orders(List.of(), List.of(unknown)))
                .containsExactly(new Order(ID, new Term(1, 2), 5, Verdict.KEEP_ASIDE));
    }

    @Test
    void whatCameBackAfterItWasGoneEverywhereIsRemovedInTheTermThatItsAgentKnows() {
        Held again = new Held(ID, new Term(1, 5), 6);
        DesiredInstance history = desired(Goal.ABSENT, Optional.empty(), Set.of());

        assertThat(orders(List.of(history), List.of(again)))
                .containsExactly(new Order(ID, new Term(1, 5), 7, Verdict.REMOVE));
        assertThat(orders(List.of(history), List.of())).isEmpty();
    }

    @Test
    void whatIsHistoryWithoutAGoalOfAbsentIsKeptAside() {
        Held again = new Held(ID, new Term(1, 5), 6);
        DesiredInstance odd = desired(Goal.STOPPED, Optional.empty(), Set.of());

        assertThat(orders(List.of(odd), List.of(again)))
                .extracting(Order::verdict)
                .containsExactly(Verdict.KEEP_ASIDE);
    }

    @Test
    void whatWasNeverHereAndIsNotHeldIsNoneOfItsBusiness() {
        DesiredInstance instance = desired(Goal.RUNNING, Optional.of(THERE), Set.of(THERE));

        assertThat(orders(List.of(instance), List.of())).isEmpty();
    }

    @Test
    void theDigestChangesWithEveryVerdictAndNotWithTheirOrderOrTheTerm() {
        Order follow = new Order(ID, PLACED, 7, Verdict.FOLLOW);
        Order other = new Order(new InstanceId("i-bbbbbbbbbbbb"), PLACED, 7, Verdict.FOLLOW);
        String digest = new Orders(NOW, List.of(follow, other)).digest();

        assertThat(new Orders(PLACED, List.of(other, follow)).digest()).isEqualTo(digest);
        assertThat(new Orders(NOW, List.of(follow)).digest()).isNotEqualTo(digest);
        assertThat(new Orders(NOW, List.of(follow, new Order(other.instance(), PLACED, 7, Verdict.REMOVE))).digest())
                .isNotEqualTo(digest);
        assertThat(new Orders(NOW, List.of(follow, new Order(other.instance(), PLACED, 8, Verdict.FOLLOW))).digest())
                .isNotEqualTo(digest);
    }

    private static List<Order> orders(List<DesiredInstance> concerned, List<Held> held) {
        return Verdicts.of(NOW, HERE, concerned, held).orders();
    }

    private static DesiredInstance desired(Goal goal, Optional<NodeId> placed, Set<NodeId> holdings) {
        InstanceRow row = new InstanceRow(
                ID,
                new TenantId("t-aaaaaaaaaaaa"),
                new InstanceName("acme"),
                TemplateRef.parse("hello@1.0"),
                new TreeMap<>(),
                new TreeMap<>(),
                goal,
                new TreeMap<>(),
                Instant.EPOCH,
                Optional.empty(),
                7);
        Optional<PlacementRow> placement = placed.map(node -> new PlacementRow(ID, node, PLACED, 1));
        return new DesiredInstance(row, List.of(), placement, holdings, Outline.NOTHING, WebRules.NONE);
    }
}
