package org.tenantry.common.instance;

/** One container's place in an instance: its service and a number from 1. */
public record ReplicaKey(ServiceName service, int number) implements Comparable<ReplicaKey> {
    @Override
    public int compareTo(ReplicaKey other) {
        int byService = service.compareTo(other.service);
        return byService != 0 ? byService : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return service + "." + number;
    }
}
