package org.tenantry.agent.runtime;

/**
 * What the engine and its machine are.
 *
 * @param version the engine's own version
 * @param api the version of its API that is spoken
 * @param diskBytes size of the file system that the engine keeps its data on
 * @param diskFreeBytes how much of it is free
 */
public record EngineFacts(
        String version, String api, int cores, long memoryBytes, long diskBytes, long diskFreeBytes) {}
