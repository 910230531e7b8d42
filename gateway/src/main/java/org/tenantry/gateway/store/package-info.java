/**
 * Where desired state is kept: one schema and one set of SQL for SQLite and PostgreSQL. The only package that knows JDBC;
 * it knows the words of {@code common} and itself. Calls block: make them on virtual threads.
 */
@NullMarked
package org.tenantry.gateway.store;

import org.jspecify.annotations.NullMarked;
