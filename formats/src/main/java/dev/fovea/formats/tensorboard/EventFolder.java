package dev.fovea.formats.tensorboard;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fovea.formats.tensorboard.wire.Wire;
import dev.fovea.io.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The event files of a folder.
final class EventFolder {
    static final String PREFIX = "events.out.tfevents.";

    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "(\\d{1,18})\\..*");

    private EventFolder() {}

    /// In the order in which TensorBoard reads them; links are none of ours.
    static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> name(file).startsWith(PREFIX))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + FileProblem.reason(e), e);
        }
    }

    /// The time in a file's name; 0 where it has none.
    static long seconds(Path file) {
        Matcher matcher = NAME.matcher(name(file));
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /// The name of the training that the files are of; empty where it has none.
    static String run(Path folder) {
        List<Path> files = files(folder);
        if (files.isEmpty()) {
            return "";
        }
        try {
            ByteBuffer first = ByteBuffer.wrap(Files.readAllBytes(files.getFirst()));
            for (byte[] record = Framing.next(first); record != null; record = Framing.next(first)) {
                Wire.Event event = Wire.Event.parseFrom(record);
                if (event.hasSessionLog()) {
                    return event.getSessionLog().getMsg();
                }
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + files.getFirst() + ": " + FileProblem.reason(e), e);
        }
    }

    /// Deletes the files.
    static void clear(Path folder) {
        for (Path file : files(folder)) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + file + ": " + FileProblem.reason(e), e);
            }
        }
    }

    /// Takes out of each file what comes after a step, because that training goes on from there, and a record that a
    /// crash cut off.
    static void forgetAfter(Path folder, long step) {
        for (Path file : files(folder)) {
            try {
                long size = Files.size(file);
                long kept = kept(ByteBuffer.wrap(Files.readAllBytes(file)), step);
                if (kept < size) {
                    cut(file, kept);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot go on with " + file + ": " + FileProblem.reason(e), e);
            }
        }
    }

    /// The length of the whole records up to a step.
    private static int kept(ByteBuffer file, long step) throws InvalidProtocolBufferException {
        int kept = 0;
        for (byte[] record = Framing.next(file); record != null; record = Framing.next(file)) {
            if (Wire.Event.parseFrom(record).getStep() > step) {
                break;
            }
            kept = file.position();
        }
        return kept;
    }

    private static void cut(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
