package org.tenantry.gateway.edge.transport;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What Java has no words for about descriptors of files. */
final class Descriptors {
    private static final int O_CLOEXEC = 02000000;

    private Descriptors() {}

    /** Closes what a number names and lets it name what the other one does, which is closed: dup3(2). */
    static void replace(FileDescriptor number, FileDescriptor by) {
        try {
            int given = (int) dup3().invokeExact(by.intValue(), number.intValue(), O_CLOEXEC);
            if (given != number.intValue()) {
                throw new IllegalStateException("dup3 of " + by + " to " + number + " failed");
            }
            by.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle dup3() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dup3"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
