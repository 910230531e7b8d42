package org.tenantry.agent.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tenantry.agent.runtime.ContainerOrder.VolumeUse;
import org.tenantry.agent.runtime.ImageFacts;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.agent.runtime.VolumeKey;
import org.tenantry.common.instance.Attachment;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.Service;

/**
 * What has to be there before a replica's container can be made.
 *
 * @param facts of its image; empty while it isn't here
 */
record Materials(ImageRef image, Optional<ImageFacts> facts, List<String> networks, List<Use> volumes) {
    /** One volume and where it is mounted. */
    record Use(VolumeKey key, String target, boolean readOnly) {}

    static Materials of(Standing standing, Memory memory) {
        return of(standing.replica(), standing.service(), memory);
    }

    static Materials of(ReplicaKey replica, Service service, Memory memory) {
        ImageRef image = service.form().image();
        Optional<ImageFacts> facts = Optional.ofNullable(memory.images().get(image));
        List<String> networks =
                service.form().networks().stream().map(Attachment::network).toList();
        List<Use> volumes = new ArrayList<>();
        service.form().mounts().forEach(mount -> volume(replica, mount).ifPresent(volumes::add));
        facts.ifPresent(known -> volumes.addAll(declared(replica, service, known)));
        return new Materials(image, facts, networks, volumes);
    }

    boolean areThere(Inventory seen) {
        return facts.isPresent()
                && networks.stream().allMatch(name -> seen.network(name).isPresent())
                && volumes.stream().allMatch(use -> seen.volume(use.key()).isPresent());
    }

    Stream<String> targets() {
        return Stream.of(
                        Stream.of(Targets.image(image)),
                        networks.stream().map(Targets::network),
                        volumes.stream().map(use -> Targets.volume(use.key())))
                .flatMap(targets -> targets);
    }

    List<VolumeUse> resolved(Inventory seen) {
        return volumes.stream()
                .map(use -> new VolumeUse(seen.volume(use.key()).orElseThrow().id(), use.target(), use.readOnly()))
                .toList();
    }

    private static Optional<Use> volume(ReplicaKey replica, Mount mount) {
        return switch (mount) {
            case Mount.Volume(String name, String target, boolean readOnly) ->
                Optional.of(new Use(new VolumeKey.Named(name), target, readOnly));
            case Mount.Anonymous(String target) ->
                Optional.of(new Use(new VolumeKey.Declared(replica, target), target, false));
            case Mount.Tmpfs tmpfs -> Optional.empty();
            case Mount.File file -> Optional.empty();
            case Mount.Directory directory -> Optional.empty();
        };
    }

    /** What the image declares and the file mounts nothing at: else the engine would make an anonymous volume. */
    private static List<Use> declared(ReplicaKey replica, Service service, ImageFacts facts) {
        Set<String> taken = service.form().mounts().stream()
                .map(mount -> plain(mount.target()))
                .collect(Collectors.toSet());
        return facts.volumes().stream()
                .filter(path -> !taken.contains(plain(path)))
                .map(path -> new Use(new VolumeKey.Declared(replica, path), path, false))
                .toList();
    }

    private static String plain(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
