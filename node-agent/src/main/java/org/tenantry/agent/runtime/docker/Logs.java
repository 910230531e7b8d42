package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.LogContainerCmd;
import java.util.List;
import java.util.OptionalInt;
import org.tenantry.agent.runtime.ByteFrames;
import org.tenantry.agent.runtime.LogOptions;
import org.tenantry.agent.runtime.Running;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** What containers wrote. */
record Logs(Engine engine) {
    List<String> last(String container, int lines) {
        LastLines kept = new LastLines(lines);
        FrameStream stream = begin(container, new LogOptions(OptionalInt.of(lines), false, false), kept);
        try {
            if (stream.ended(engine.callTimeout())) {
                stream.await();
                return kept.lines();
            }
            stream.close();
            throw TenantryException.of(ErrorCode.UNAVAILABLE, "the engine did not hand out a log in time");
        } catch (InterruptedException interrupted) {
            stream.close();
            Thread.currentThread().interrupt();
            throw TenantryException.of(ErrorCode.UNAVAILABLE, "reading a log was interrupted");
        }
    }

    Running stream(String container, LogOptions options, ByteFrames output) {
        FrameStream stream = begin(container, options, output);
        return new Running() {
            @Override
            public OptionalInt await() throws InterruptedException {
                stream.await();
                return OptionalInt.empty();
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    private FrameStream begin(String container, LogOptions options, ByteFrames output) {
        return engine.stream(docker -> command(docker, container, options).exec(new FrameStream(output)));
    }

    private static LogContainerCmd command(DockerClient docker, String container, LogOptions options) {
        LogContainerCmd command = docker.logContainerCmd(container)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(options.follow())
                .withTimestamps(options.timestamps());
        return options.lines().isPresent() ? command.withTail(options.lines().getAsInt()) : command.withTailAll();
    }
}
