package org.tenantry.agent.worker;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tenantry.agent.health.Patient;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.Service;

/** Whose health has to be asked: everything that runs of an instance that is meant to run. */
final class Patients {
    private Patients() {}

    static Set<Patient> of(Situation situation) {
        Set<Patient> patients = new HashSet<>();
        if (situation.wish() instanceof Wish.Follow(Assignment assignment)
                && assignment.goal().runs()) {
            Map<ReplicaKey, Service> replicas = Situation.replicas(assignment);
            situation.seen().containers().stream()
                    .filter(Situation::isUp)
                    .filter(container -> replicas.containsKey(container.replica()))
                    .forEach(container -> {
                        Service service = replicas.get(container.replica());
                        if (service != null
                                && Check.of(service, assignment.web(), situation.memory())
                                        instanceof Check.Ask(HealthCheck check)) {
                            patients.add(patient(container, situation, check));
                        }
                    });
        }
        return patients;
    }

    /** Whether it is known of all of them how they are asked, if at all: after a start, images have to say it first. */
    static boolean areKnown(Situation situation) {
        return !(situation.wish() instanceof Wish.Follow(Assignment assignment))
                || Situation.replicas(assignment).entrySet().stream()
                        .filter(wanted ->
                                situation.containers(wanted.getKey()).stream().anyMatch(Situation::isUp))
                        .noneMatch(wanted -> Check.of(wanted.getValue(), assignment.web(), situation.memory())
                                instanceof Check.Unknown);
    }

    private static Patient patient(HeldContainer container, Situation situation, HealthCheck check) {
        Instant startedAt = Conditions.startedAt(container);
        Optional<String> address =
                Endpoints.address(container, situation.seen()).map(Map.Entry::getValue);
        return new Patient(container.id(), startedAt, address, check);
    }
}
