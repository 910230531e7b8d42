/**
 * What an agent keeps on its disk: its key, who it is, what it was told and how replicas ended. Every file is written whole
 * or not at all, and carries a format number. Knows the words and nobody else of the agent.
 */
@NullMarked
package org.tenantry.agent.home;

import org.jspecify.annotations.NullMarked;
