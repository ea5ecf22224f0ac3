package dev.fovea.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a side's JVM has written down in an earlier start: classes, loaded and linked. Fovea's launcher makes one after
/// each build (`-XX:AOTCacheOutput`, JEP 514).
final class AotCache implements AutoCloseable {
    /// Not the one that is measured: the launcher does not know either what comes.
    private static final String REHEARSED = "cifar-lenet-keras";

    /// The cache cannot hold classes of a module that is added after the start, Fovea's of the Vector API.
    private static final String SCALAR = "-Dfovea.kernels=scalar";

    private final Path folder;

    private AotCache(Path folder) {
        this.folder = folder;
    }

    private Path file() {
        return folder.resolve("cache.aot");
    }

    /// Makes it, in a temporary folder.
    ///
    /// @throws IllegalStateException if the JVM made none
    static AotCache of(Side side, Engine rival) {
        try {
            AotCache cache = new AotCache(Files.createTempDirectory("aot"));
            Side rehearsing = side.with("-XX:AOTCacheOutput=" + cache.file()).with(SCALAR);
            try (Opponent one = Opponent.start(rehearsing, REHEARSED, rival)) {
                one.nanos("first", 1);
                one.end();
            }
            if (!Files.exists(cache.file())) {
                cache.close();
                throw new IllegalStateException("the JVM of " + side.engine() + " made no AOT cache");
            }
            return cache;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The side, started from it.
    Side before(Side side) {
        return side.with("-XX:AOTCache=" + file());
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file());
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
