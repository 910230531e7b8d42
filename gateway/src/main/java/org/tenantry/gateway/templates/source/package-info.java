/**
 * YAML text as a tree in which every value knows its line, and what is said about it: findings on keys, problems with
 * lines. The only package that knows SnakeYAML; knows {@code common} words and nobody else.
 */
@NullMarked
package org.tenantry.gateway.templates.source;

import org.jspecify.annotations.NullMarked;
