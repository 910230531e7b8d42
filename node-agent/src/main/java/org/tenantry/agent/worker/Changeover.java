package org.tenantry.agent.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tenantry.agent.health.Health;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.DependsOn.Condition;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceName;

/**
 * How containers give way to those of another revision without failing a request: pure. A web service without data of its
 * own is replaced one replica at a time, the new container beside the old one, which serves until the new one is ready.
 * Whatever else people wait for is replaced in place, while nothing of the instance is reported and gateways hold requests.
 */
final class Changeover {
    /** Longer nobody holds requests for a container that starts: then whatever answers is better. */
    static final Duration LONGEST_HOLD = Duration.ofMinutes(1);

    private final Situation situation;
    private final Assignment assignment;
    private final Standings standings;
    private final Set<ServiceName> path;
    private final boolean held;
    private final Optional<ReplicaKey> turn;

    Changeover(Situation situation, Assignment assignment, Standings standings) {
        this.situation = situation;
        this.assignment = assignment;
        this.standings = standings;
        this.path = WebPath.of(assignment);
        this.held = Stream.concat(
                        ofPath().filter(this::isReplacedInPlace), dependencies().filter(this::isOnItsWay))
                .findAny()
                .isPresent();
        this.turn = onTurn();
    }

    /** Whether requests wait meanwhile: nothing of the instance may be reported. */
    boolean isHeld() {
        return held;
    }

    /** Whether a replica's old containers are kept beside its new one until that is ready. */
    boolean isBeside(Standing standing) {
        return !held && isWeb(standing) && !old(standing).isEmpty();
    }

    /** Whether that replica is the one that is replaced now. */
    boolean isOnTurn(Standing standing) {
        return turn.filter(standing.replica()::equals).isPresent();
    }

    /** Whether an old container of a replica, or the start of a job, has to wait until nobody is at work in the instance. */
    boolean mustWait(Standing standing) {
        return held && path.contains(standing.replica().service()) && !isQuiet();
    }

    /** Whether others wait for that service to end: it is not to run while requests are under way. */
    boolean isJob(Standing standing) {
        return dependencies()
                .anyMatch(on -> on.condition() == Condition.COMPLETED
                        && on.service().equals(standing.replica().service()));
    }

    /** The containers that answer the web, as gateways are to know. */
    Map<ReplicaKey, HeldContainer> fronts() {
        Map<ReplicaKey, HeldContainer> fronts = new TreeMap<>();
        if (!held) {
            ofPath().filter(this::isWeb)
                    .forEach(standing -> front(standing).ifPresent(one -> fronts.put(standing.replica(), one)));
        }
        return fronts;
    }

    /** The old container that serves in the place of the new one; one that gateways know before one that they don't. */
    Optional<HeldContainer> predecessor(Standing standing) {
        return old(standing).stream()
                .min(Comparator.<HeldContainer, Boolean>comparing(one -> !serves(standing, one))
                        .thenComparing(Conditions::startedAt)
                        .thenComparing(HeldContainer::id));
    }

    /** Whether the container of the wanted revision does what it should. */
    boolean isReady(Standing standing) {
        return standing.kept().isPresent() && standings.states().get(standing.replica()) instanceof ReplicaState.Ready;
    }

    /** When requests are let go whatever the rest does. */
    Stream<Instant> due() {
        return held
                ? standings.all().values().stream()
                        .flatMap(standing -> standing.kept().stream())
                        .filter(Situation::isUp)
                        .map(container -> Conditions.startedAt(container).plus(LONGEST_HOLD))
                : Stream.empty();
    }

    private boolean isQuiet() {
        return Leaving.remaining(situation).isEmpty();
    }

    private Optional<HeldContainer> front(Standing standing) {
        return isReady(standing) ? standing.kept() : predecessor(standing).filter(one -> serves(standing, one));
    }

    /** One that gateways know goes on serving: the check that it would be asked by is its successor's. */
    private boolean serves(Standing standing, HeldContainer container) {
        Memory memory = situation.memory();
        boolean well = Check.of(standing.service(), assignment.web(), memory) instanceof Check.Alive
                || memory.health().get(container.id()) instanceof Health.Well;
        return memory.fronts().isTold(container.id()) || well;
    }

    private Stream<Standing> ofPath() {
        return standings.all().values().stream()
                .filter(standing -> path.contains(standing.replica().service()));
    }

    private Stream<DependsOn> dependencies() {
        return assignment.services().stream()
                .filter(service -> path.contains(service.name()))
                .map(Service::dependsOn)
                .flatMap(List::stream);
    }

    private boolean isWeb(Standing standing) {
        return standing.replica().service().equals(assignment.web().service());
    }

    private static List<HeldContainer> old(Standing standing) {
        return standing.surplus().stream().filter(Situation::isUp).toList();
    }

    /** Whether a new container could be made, or is: before, the old one goes on as if nothing had been asked for. */
    private boolean isPossible(Standing standing) {
        Materials materials = Materials.of(standing, situation.memory());
        return materials.facts().isPresent() && (standing.kept().isPresent() || materials.areThere(situation.seen()));
    }

    private boolean isReplacedInPlace(Standing standing) {
        return !old(standing).isEmpty() && isPossible(standing) && !(isWeb(standing) && isStateless(standing));
    }

    private boolean isStateless(Standing standing) {
        return Materials.of(standing, situation.memory()).volumes().stream().allMatch(Materials.Use::readOnly);
    }

    private Optional<ReplicaKey> onTurn() {
        List<Standing> possible =
                ofPath().filter(this::isBeside).filter(this::isPossible).toList();
        return possible.stream()
                .filter(standing -> standing.kept().isPresent())
                .findFirst()
                .or(() -> possible.stream().findFirst())
                .map(Standing::replica);
    }

    /** Whether nothing of a service does yet what it is needed for, and something of it comes up for the first time. */
    private boolean isOnItsWay(DependsOn on) {
        List<Standing> all = standings.all().values().stream()
                .filter(standing -> standing.replica().service().equals(on.service()))
                .toList();
        return all.stream().noneMatch(standing -> isOf(on.condition(), standing))
                && all.stream().anyMatch(this::isNew);
    }

    private boolean isOf(Condition condition, Standing standing) {
        ReplicaState state = standings.states().get(standing.replica());
        boolean works = state instanceof ReplicaState.Ready || (isEnough(condition) && state instanceof ReplicaState.Starting);
        return state instanceof ReplicaState.Done || (condition != Condition.COMPLETED && works);
    }

    /** Who was told before waits until all is well again; who comes up only for what it asked for. */
    private boolean isEnough(Condition condition) {
        return condition == Condition.STARTED
                && situation.memory().fronts().all().isEmpty();
    }

    private boolean isNew(Standing standing) {
        return standing.kept()
                .map(container -> isFirstRun(standing, container))
                .orElseGet(() -> old(standing).isEmpty());
    }

    private boolean isFirstRun(Standing standing, HeldContainer container) {
        Memory.Past past = situation.memory().pasts().get(standing.replica());
        boolean crashed = past != null && past.ending().container().equals(container.id());
        return !crashed
                && switch (container.state()) {
                    case ContainerState.Created created -> true;
                    case ContainerState.Unfinished unfinished -> true;
                    case ContainerState.Running(Instant since) -> isUnderWay(standing, since);
                    case ContainerState.Paused paused -> false;
                    case ContainerState.Exited exited -> false;
                    case ContainerState.Dead dead -> false;
                };
    }

    /** It starts, or works at what it was started for; what was found ill is waited for by nobody. */
    private boolean isUnderWay(Standing standing, Instant since) {
        ReplicaState state = standings.states().get(standing.replica());
        boolean works = state instanceof ReplicaState.Starting || state instanceof ReplicaState.Ready;
        return works && since.plus(LONGEST_HOLD).isAfter(situation.now());
    }
}
