package org.tenantry.gateway.templates.compose;

import org.tenantry.gateway.templates.source.Keys;

/** Every key of the Compose Specification and what becomes of it here; the table in the README says the same. */
final class ComposeKeys {
    private static final String NO_KEY = "a key of the Compose Specification";
    private static final String LATER = "nothing: not supported yet";
    private static final String NOT_ISOLATED = "nothing: it would break the isolation of instances";
    private static final String OWN_NAMES = "instances of one template run side by side, so it gets a name of its own";
    private static final String OWN_LABELS = "containers, networks and volumes carry this project's labels only";

    static final Keys FILE = Keys.orElse(NO_KEY)
            .used("services", "volumes", "networks", "secrets", "configs")
            .ignored("the Compose Specification no longer uses it", "version")
            .ignored(OWN_NAMES, "name")
            .refused(LATER + "; write the file out", "include")
            .refused(LATER, "models")
            .withExtensions();

    static final Keys SERVICE = Keys.orElse(NO_KEY)
            .used("image", "command", "entrypoint", "environment", "user", "working_dir", "init")
            .used("volumes", "tmpfs", "networks", "depends_on", "healthcheck", "restart", "deploy")
            .used("stop_grace_period", "stop_signal", "mem_limit", "cpus", "pids_limit", "scale", "extends", "profiles")
            .used("env_file", "secrets", "configs", "links", "hostname", "extra_hosts", "dns", "dns_opt", "dns_search")
            .used("ulimits", "shm_size", "sysctls", "cap_add", "cap_drop", "read_only", "tty", "stdin_open")
            .used("platform", "pull_policy")
            .ignored(OWN_LABELS, "labels", "annotations")
            .ignored("the services of an instance reach each other on every port", "expose")
            .ignored("never published: the gateway answers for the web service", "ports")
            .ignored(OWN_NAMES, "container_name")
            .ignored("logs are kept and rotated the same way for all", "logging")
            .ignored("logs of every service are kept", "attach")
            .ignored("a guarantee, which no node gives: limits are what counts", "mem_reservation")
            .refused("an image that is built already: not supported yet", "build")
            .refused(LATER + "; leave the service out", "provider", "models")
            .refused(LATER, "domainname", "mac_address", "group_add", "develop", "label_file")
            .refused(LATER, "cpu_count", "cpu_percent", "cpu_shares", "cpu_period", "cpu_quota", "cpu_rt_period")
            .refused(LATER, "cpu_rt_runtime", "cpuset", "blkio_config", "mem_swappiness", "memswap_limit")
            .refused(LATER, "storage_opt", "post_start", "pre_stop", "driver_opts")
            .refused("nothing: who is killed first is the node's to say", "oom_score_adj")
            .refusedUnlessFalse("nothing: a container over its limit must end", "oom_kill_disable")
            .refusedUnlessFalse("nothing: a privileged container owns the node", "privileged")
            .refusedUnlessFalse("nothing: the engine's socket owns the node", "use_api_socket")
            .refused("nothing: an instance has networks of its own; name them under networks", "network_mode")
            .refused("nothing: devices of the node are not an instance's", "devices", "device_cgroup_rules", "gpus")
            .refused(NOT_ISOLATED, "pid", "ipc", "uts", "userns_mode", "cgroup", "cgroup_parent", "security_opt")
            .refused(NOT_ISOLATED, "runtime", "isolation", "credential_spec", "external_links")
            .refused("a named volume", "volumes_from", "volume_driver")
            .withExtensions();

    static final Keys DEPLOY = Keys.orElse(NO_KEY)
            .used("replicas", "resources", "restart_policy", "mode")
            .ignored(OWN_LABELS, "labels")
            .ignored("the scheduler places an instance as a whole", "placement")
            .ignored("replicas are replaced in the same way for all", "update_config", "rollback_config")
            .ignored("a name leads to every replica", "endpoint_mode")
            .withExtensions();

    static final Keys RESOURCES = Keys.orElse(NO_KEY)
            .used("limits")
            .ignored("a guarantee, which no node gives: limits are what counts", "reservations")
            .withExtensions();

    static final Keys LIMITS =
            Keys.orElse(NO_KEY).used("cpus", "memory", "pids").withExtensions();

    static final Keys RESTART = Keys.orElse(NO_KEY)
            .used("condition", "max_attempts")
            .ignored("the agent waits longer after each restart in a row", "delay", "window")
            .withExtensions();

    static final Keys HEALTH = Keys.orElse(NO_KEY)
            .used("test", "interval", "timeout", "retries", "start_period", "disable")
            .ignored("the agent asks early and often while a container starts", "start_interval")
            .withExtensions();

    static final Keys DEPENDENCY = Keys.orElse(NO_KEY)
            .used("condition")
            .ignored("only what changed is replaced", "restart")
            .used("required")
            .withExtensions();

    static final Keys ATTACHMENT = Keys.orElse(NO_KEY)
            .used("aliases")
            .ignored("every network is attached before the container starts", "priority")
            .refused(
                    "nothing: the agent gives addresses",
                    "ipv4_address",
                    "ipv6_address",
                    "link_local_ips",
                    "mac_address")
            .refused(LATER, "driver_opts", "gw_priority", "interface_name")
            .withExtensions();

    static final Keys MOUNT = Keys.orElse(NO_KEY)
            .used("type", "source", "target", "read_only", "tmpfs", "bind")
            .ignored("of no effect on Linux", "consistency")
            .refused(LATER, "volume", "image")
            .refused("a volume, tmpfs or bind", "cluster")
            .withExtensions();

    static final Keys BIND = Keys.orElse(NO_KEY)
            .ignored("nothing is made on the node", "create_host_path")
            .ignored("files are labelled by the node", "selinux")
            .refused("nothing: files of the template are mounted alone", "propagation", "recursive")
            .withExtensions();

    static final Keys TMPFS = Keys.orElse(NO_KEY).used("size", "mode").withExtensions();

    static final Keys ULIMIT = Keys.orElse(NO_KEY).used("soft", "hard").withExtensions();

    static final Keys ENV_FILE =
            Keys.orElse(NO_KEY).used("path", "required", "format").withExtensions();

    static final Keys FILE_USE =
            Keys.orElse(NO_KEY).used("source", "target", "uid", "gid", "mode").withExtensions();

    static final Keys SECRET = Keys.orElse(NO_KEY)
            .used("file", "environment", "external")
            .ignored(OWN_NAMES, "name")
            .ignored(OWN_LABELS, "labels")
            .refused(LATER, "driver", "driver_opts", "template_driver")
            .withExtensions();

    static final Keys CONFIG = Keys.orElse(NO_KEY)
            .used("file", "content", "environment", "external")
            .ignored(OWN_NAMES, "name")
            .ignored(OWN_LABELS, "labels")
            .refused(LATER, "template_driver")
            .withExtensions();

    static final Keys VOLUME = Keys.orElse(NO_KEY)
            .used("driver")
            .ignored(OWN_NAMES, "name")
            .ignored(OWN_LABELS, "labels")
            .refused(LATER, "driver_opts")
            .refusedUnlessFalse("nothing: an instance has volumes of its own", "external")
            .withExtensions();

    static final Keys NETWORK = Keys.orElse(NO_KEY)
            .used("internal")
            .ignored(OWN_NAMES, "name")
            .ignored(OWN_LABELS, "labels")
            .ignored("every network is a bridge of the instance's node", "driver", "attachable")
            .used("driver_opts")
            .refused("nothing: the agent gives addresses", "ipam", "enable_ipv4")
            .refusedUnlessFalse(LATER, "enable_ipv6")
            .refusedUnlessFalse("nothing: an instance has networks of its own", "external")
            .withExtensions();

    static final Keys NETWORK_OPTIONS = Keys.orElse("encrypted, which is ignored; others are not supported yet")
            .ignored("a network never leaves the instance's node", "encrypted")
            .withExtensions();

    private ComposeKeys() {}
}
