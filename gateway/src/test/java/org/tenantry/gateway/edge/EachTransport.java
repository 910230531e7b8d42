package org.tenantry.gateway.edge;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test of what kinds of sockets could do differently: with each that this machine has. */
@ParameterizedTest
@MethodSource("org.tenantry.gateway.edge.EdgeWorld#transports")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface EachTransport {}
