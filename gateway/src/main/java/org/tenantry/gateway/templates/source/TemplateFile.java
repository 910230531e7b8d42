package org.tenantry.gateway.templates.source;

import org.tenantry.common.instance.Content;

/** One file of a template. Its bytes never change. */
public final class TemplateFile {
    private final FilePath path;
    private final byte[] bytes;
    private final boolean executable;
    private final String digest;

    public TemplateFile(FilePath path, byte[] bytes, boolean executable) {
        this.path = path;
        this.bytes = bytes.clone();
        this.executable = executable;
        this.digest = Content.digest(bytes);
    }

    public FilePath path() {
        return path;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    public boolean executable() {
        return executable;
    }

    /** SHA-256 of its bytes. */
    public String digest() {
        return digest;
    }

    /** Permissions that let everybody read it, and run it where it is a program. */
    public int mode() {
        return executable ? 0555 : 0444;
    }

    @Override
    public String toString() {
        return path + " " + digest;
    }
}
