package dev.fovea.data.source;

import dev.fovea.data.DataException;
import dev.fovea.io.FileProblem;
import dev.fovea.io.RegularFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A file that exists and is no folder. Every failure to read it is one line.
record DataFile(Path path, long size) {
    /// DEFLATE never shrinks data by more than this factor.
    private static final long DEFLATE_LIMIT = 1032;

    /// Reads something from a stream.
    interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    static DataFile of(Path path) {
        if (Files.isDirectory(path)) {
            throw new DataException(path + " is a folder: expected a file");
        }
        try {
            return new DataFile(path, Files.size(RegularFile.require(path)));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /// The whole file, which may hold `most` bytes.
    byte[] bytes(int most) {
        if (size > most) {
            throw new DataException(path + ": expected at most " + most + " bytes, got " + size);
        }
        return read(false, InputStream::readAllBytes);
    }

    /// Copies the whole file, which must hold exactly `length` bytes, into an array.
    void copy(byte[] into, int offset, int length) {
        int count = read(false, in -> in.readNBytes(into, offset, length));
        if (count != length) {
            throw new DataException(path + ": expected " + length + " bytes, got " + count + "; fetch the file again");
        }
    }

    /// Whether the content, not the name, is gzip.
    boolean packed() {
        byte[] start = read(false, in -> in.readNBytes(2));
        return start.length == 2 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B;
    }

    /// The most bytes that the content can have, unpacked or not.
    long mostBytes(boolean packed) {
        return packed ? size * DEFLATE_LIMIT : size;
    }

    /// Reads the content, unpacked where `packed`.
    <T> T read(boolean packed, Reader<T> reader) {
        try (InputStream file = Files.newInputStream(path);
                InputStream in = packed ? new GZIPInputStream(file, 1 << 16) : new BufferedInputStream(file)) {
            return reader.read(in);
        } catch (ZipException | EOFException e) {
            throw new DataException(path + ": damaged gzip data (" + e.getMessage() + "); fetch the file again", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static DataException unreadable(Path path, IOException e) {
        return new DataException("cannot read " + path + ": " + FileProblem.reason(e), e);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
