package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.runtime.ByteFrames;
import org.tenantry.agent.runtime.ExecResult;
import org.tenantry.agent.runtime.Running;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** Commands in running containers. */
record Execs(Engine engine) {
    private static final Logger LOG = LoggerFactory.getLogger(Execs.class);
    private static final int OUTPUT_BYTES = 16 * 1024;
    private static final String NOT_STARTED = "OCI runtime exec failed";

    ExecResult run(String container, List<String> command, Duration timeout) {
        BoundedText text = new BoundedText(OUTPUT_BYTES);
        try {
            String id = create(container, command, false);
            FrameStream stream = start(id, text);
            return ended(stream, timeout) ? result(id, text.toString()) : timedOut(id, stream, text);
        } catch (TenantryException e) {
            if (e.code() == ErrorCode.CONFLICT || e.code() == ErrorCode.INVALID) {
                return new ExecResult.NotStarted(e.message());
            }
            throw e;
        }
    }

    private static boolean ended(FrameStream stream, Duration timeout) {
        try {
            boolean ended = stream.ended(timeout);
            if (ended) {
                stream.await();
            }
            return ended;
        } catch (InterruptedException interrupted) {
            stream.close();
            Thread.currentThread().interrupt();
            throw TenantryException.of(ErrorCode.UNAVAILABLE, "waiting for a command was interrupted");
        }
    }

    private ExecResult result(String id, String output) {
        int code = exitCode(id);
        return code > 0 && output.startsWith(NOT_STARTED)
                ? new ExecResult.NotStarted(output)
                : new ExecResult.Ended(code, output);
    }

    private ExecResult timedOut(String id, FrameStream stream, BoundedText text) {
        stream.close();
        kill(id);
        return new ExecResult.TimedOut(text.toString());
    }

    Running stream(String container, List<String> command, InputStream input, ByteFrames output) {
        String id = create(container, command, true);
        String path = "/v" + engine.api() + "/exec/" + id + "/start";
        Conversation conversation = engine.bounded(() -> Conversation.begin(engine.address(), path, input, output));
        return new Running() {
            @Override
            public OptionalInt await() throws InterruptedException {
                boolean whole = conversation.await();
                closed(input);
                conversation.close();
                return whole ? OptionalInt.of(exitCode(id)) : OptionalInt.empty();
            }

            @Override
            public void close() {
                if (!conversation.isOver()) {
                    conversation.close();
                    closed(input);
                    kill(id);
                }
            }
        };
    }

    private String create(String container, List<String> command, boolean withInput) {
        return engine.call(docker -> docker.execCreateCmd(container)
                .withCmd(command.toArray(String[]::new))
                .withAttachStdin(withInput)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId());
    }

    private FrameStream start(String id, ByteFrames output) {
        return engine.stream(docker ->
                docker.execStartCmd(id).withDetach(false).withTty(false).exec(new FrameStream(output)));
    }

    private int exitCode(String id) {
        Long code = inspect(id).getExitCodeLong();
        return code == null ? -1 : Math.toIntExact(code);
    }

    private InspectExecResponse inspect(String id) {
        return engine.call(docker -> docker.inspectExecCmd(id).exec());
    }

    /**
     * The engine's API has no way to end a command, and goes on with one whose caller is gone. The engine is this machine's,
     * so the process is killed by the number that the engine gives it here.
     */
    private void kill(String id) {
        try {
            InspectExecResponse seen = inspect(id);
            Long pid = seen.getPidLong();
            if (Boolean.TRUE.equals(seen.isRunning()) && pid != null && pid > 0) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (TenantryException e) {
            LOG.debug("{}: a command could not be ended: {}", id, e.message());
        }
    }

    private static void closed(InputStream input) {
        try {
            input.close();
        } catch (IOException e) {
            LOG.debug("the input of a command did not close", e);
        }
    }
}
