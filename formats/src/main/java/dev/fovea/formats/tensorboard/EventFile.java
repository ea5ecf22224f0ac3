package dev.fovea.formats.tensorboard;

import dev.fovea.formats.tensorboard.wire.Wire;
import dev.fovea.io.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// A new event file. Each event goes out in one write as soon as it is added, so that a training can be watched while
/// it runs, and one that is killed leaves whole records.
final class EventFile implements AutoCloseable {
    private static final String VERSION = "brain.Event:2";

    private final Path path;
    private final FileChannel channel;

    private EventFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// Opens a file whose name comes after those of all event files in the folder.
    static EventFile in(Path folder) {
        try {
            Files.createDirectories(folder);
            long seconds = System.currentTimeMillis() / 1000;
            for (Path before : EventFolder.files(folder)) {
                seconds = Math.max(seconds, EventFolder.seconds(before) + 1);
            }
            Path path = folder.resolve(EventFolder.PREFIX + seconds + "." + host(System.getenv()) + "."
                    + ProcessHandle.current().pid() + ".0");
            EventFile file = new EventFile(
                    path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            file.add(now().setFileVersion(VERSION));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write event files into " + folder + ": " + FileProblem.reason(e)
                    + "; " + FileProblem.advice(e), e);
        }
    }

    /// An event of this moment, at step 0.
    static Wire.Event.Builder now() {
        return Wire.Event.newBuilder().setWallTime(System.currentTimeMillis() / 1e3);
    }

    void add(Wire.Event.Builder event) {
        ByteBuffer frame = Framing.frame(event.build().toByteArray());
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path + ": " + FileProblem.reason(e) + "; "
                    + FileProblem.advice(e), e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path + ": " + FileProblem.reason(e) + "; "
                    + FileProblem.advice(e), e);
        }
    }

    /// The machine's name where the environment says it; asking the network could take seconds.
    static String host(Map<String, String> environment) {
        String name = environment.getOrDefault("HOSTNAME", environment.getOrDefault("COMPUTERNAME", "localhost"));
        return name.replaceAll("[^A-Za-z0-9-]", "-");
    }
}
