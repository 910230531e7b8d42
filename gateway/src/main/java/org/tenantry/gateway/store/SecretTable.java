package org.tenantry.gateway.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;

/** The secrets of instances, sealed for exactly their row, the id of the key beside each. */
public sealed class SecretTable {
    final Sql sql;
    final SealingKey key;

    SecretTable(Sql sql, SealingKey key) {
        this.sql = sql;
        this.key = key;
    }

    /** All secrets of an instance by name. {@code INVALID}: one was sealed with another key. */
    public SortedMap<String, Secret> of(InstanceId instance) {
        SortedMap<String, Secret> secrets = new TreeMap<>();
        sql.list(SecretTable::shape, "SELECT name, key_id, sealed FROM secrets WHERE instance_id = ?", instance)
                .forEach(row -> secrets.put(row.name(), open(instance, row)));
        return Collections.unmodifiableSortedMap(secrets);
    }

    static String purpose(InstanceId instance, String name) {
        return "secret/" + instance + "/" + name;
    }

    private record Sealed(String name, String keyId, String sealed) {}

    private static Sealed shape(Row row) {
        return new Sealed(row.text("name"), row.text("key_id"), row.text("sealed"));
    }

    private Secret open(InstanceId instance, Sealed row) {
        if (!row.keyId().equals(key.id())) {
            throw TenantryException.field(
                    ErrorCode.INVALID,
                    "cluster key",
                    key.id(),
                    "key " + row.keyId() + ", which the secrets are sealed with");
        }
        byte[] plain = key.open(Base64.getDecoder().decode(row.sealed()), purpose(instance, row.name()));
        return Secret.of(new String(plain, StandardCharsets.UTF_8));
    }

    /** With its changes. The feed does not tell them: secrets change with their instance. */
    public static final class Changing extends SecretTable {
        Changing(Sql sql, SealingKey key) {
            super(sql, key);
        }

        /** Keeps a secret, in place of a former one of that name. {@code NOT_FOUND}: the instance. */
        public void put(InstanceId instance, String name, Secret secret) {
            new InstanceTable(sql).require(instance);
            byte[] sealed = key.seal(secret.reveal().getBytes(StandardCharsets.UTF_8), purpose(instance, name));
            sql.run(
                    "INSERT INTO secrets (instance_id, name, key_id, sealed) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (instance_id, name)"
                            + " DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed",
                    instance,
                    name,
                    key.id(),
                    Base64.getEncoder().encodeToString(sealed));
        }

        /** Forgets one secret; one that is not there is no fault. */
        public void remove(InstanceId instance, String name) {
            sql.run("DELETE FROM secrets WHERE instance_id = ? AND name = ?", instance, name);
        }

        /** Forgets all secrets of an instance. */
        public void remove(InstanceId instance) {
            sql.run("DELETE FROM secrets WHERE instance_id = ?", instance);
            forgetFormer(instance);
        }

        /** Keeps all secrets as they are now beside themselves, for a change that may have to be taken back. */
        public void keepFormer(InstanceId instance) {
            forgetFormer(instance);
            sql.run(
                    "INSERT INTO former_secrets (instance_id, name, key_id, sealed)"
                            + " SELECT instance_id, name, key_id, sealed FROM secrets WHERE instance_id = ?",
                    instance);
        }

        /** Puts the secrets that were kept in the place of those that are there, and keeps them no longer. */
        public void takeFormer(InstanceId instance) {
            sql.run("DELETE FROM secrets WHERE instance_id = ?", instance);
            sql.run(
                    "INSERT INTO secrets (instance_id, name, key_id, sealed)"
                            + " SELECT instance_id, name, key_id, sealed FROM former_secrets WHERE instance_id = ?",
                    instance);
            forgetFormer(instance);
        }

        /** The change is done, or another order took its place. */
        public void forgetFormer(InstanceId instance) {
            sql.run("DELETE FROM former_secrets WHERE instance_id = ?", instance);
        }
    }
}
