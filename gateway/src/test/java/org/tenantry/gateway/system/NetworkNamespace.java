package org.tenantry.gateway.system;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A network namespace of a test's own, with a loopback device and nothing else. What a test does within it, sockets that it
 * opens and programs that it starts there included, sees that network and no other.
 */
record NetworkNamespace(String name) {
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final Linker LINKER = Linker.nativeLinker();

    static NetworkNamespace make(String name) {
        said(List.of("ip", "netns", "add", name));
        said(List.of("ip", "-n", name, "link", "set", "lo", "up"));
        return new NetworkNamespace(name);
    }

    /** Does it within, on a thread of its own: a thread that entered a namespace should not serve anybody else. */
    void within(Runnable work) {
        FutureTask<Boolean> task = new FutureTask<>(
                () -> {
                    enter();
                    work.run();
                },
                true);
        Thread thread = Thread.ofPlatform().name("within " + name).start(task);
        try {
            thread.join();
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getMessage(), e.getCause());
        }
    }

    /** Whether that process is in it; false where it is gone. */
    boolean holds(long pid) {
        try {
            return Files.readAttributes(file(), "unix:ino")
                    .equals(Files.readAttributes(Path.of("/proc/" + pid + "/ns/net"), "unix:ino"));
        } catch (IOException gone) {
            return false;
        }
    }

    void remove() {
        said(List.of("ip", "netns", "delete", name));
    }

    private Path file() {
        return Path.of("/run/netns", name);
    }

    private void enter() {
        MethodHandle open = function(
                "open",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        MethodHandle setns = function(
                "setns", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        MethodHandle close = function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) open.invokeExact(arena.allocateFrom(file().toString()), 0);
            int entered = (int) setns.invokeExact(descriptor, CLONE_NEWNET);
            int closed = (int) close.invokeExact(descriptor);
            if (entered != 0 || closed != 0) {
                throw new IllegalStateException(name + " could not be entered (expected: root)");
            }
        } catch (RuntimeException known) {
            throw known;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor form, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), form, options);
    }

    private static void said(List<String> command) {
        Engine.Said said = Engine.run(command);
        if (said.exit() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + said.text() + "(expected: root)");
        }
    }
}
