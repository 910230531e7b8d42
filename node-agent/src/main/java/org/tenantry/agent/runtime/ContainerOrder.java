package org.tenantry.agent.runtime;

import java.util.List;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceForm;

/**
 * A container to make. Of the form's mounts only memory is taken from there; its volumes, files and networks come resolved.
 *
 * @param image the engine's id of the image, as {@link ImageFacts} gives it
 * @param networks where it is attached; it answers there by its service's name and the aliases. None: no network at all
 */
public record ContainerOrder(
        Owner owner,
        ReplicaKey replica,
        Revision revision,
        String image,
        ServiceForm form,
        List<NetworkUse> networks,
        List<VolumeUse> volumes,
        List<FileUse> files) {

    public ContainerOrder {
        files = List.copyOf(files);
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
    }

    /** A container without files. */
    public ContainerOrder(
            Owner owner,
            ReplicaKey replica,
            Revision revision,
            String image,
            ServiceForm form,
            List<NetworkUse> networks,
            List<VolumeUse> volumes) {
        this(owner, replica, revision, image, form, networks, volumes, List.of());
    }

    /** A network by the engine's id. */
    public record NetworkUse(String network, List<String> aliases) {
        public NetworkUse {
            aliases = List.copyOf(aliases);
        }
    }

    /** A volume by the engine's id, and where in the container. */
    public record VolumeUse(String volume, String target, boolean readOnly) {}

    /** A file or directory of this machine by its path, which the container can't change, and where in the container. */
    public record FileUse(String path, String target) {}
}
