/**
 * The runtime on a Docker engine, 20.10 to today's. The only package that knows docker-java; knows {@code runtime}, {@code
 * network} and the words.
 */
@NullMarked
package org.tenantry.agent.runtime.docker;

import org.jspecify.annotations.NullMarked;
