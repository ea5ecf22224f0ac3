package dev.fovea.formats.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.formats.tensorboard.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads event files by the published description of the format, with nothing of the code that writes them but the
/// messages: lengths, and checksums bit by bit.
final class Records {
    /// Castagnoli's polynomial, reflected.
    private static final int POLYNOMIAL = 0x82f63b78;

    private Records() {}

    /// All events of a folder's files, in order; each record must be whole and each checksum right.
    static List<Wire.Event> in(Path folder) {
        List<Wire.Event> events = new ArrayList<>();
        for (Path file : EventFolder.files(folder)) {
            events.addAll(of(file));
        }
        return events;
    }

    static List<Wire.Event> of(Path path) {
        List<Wire.Event> events = new ArrayList<>();
        try {
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
            while (file.hasRemaining()) {
                byte[] length = new byte[8];
                file.get(length);
                assertThat(file.getInt()).as("checksum of a length").isEqualTo(masked(length));
                byte[] record =
                        new byte[Math.toIntExact(ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong())];
                file.get(record);
                assertThat(file.getInt()).as("checksum of a record").isEqualTo(masked(record));
                events.add(Wire.Event.parseFrom(record));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    static List<Wire.Summary.Value> values(List<Wire.Event> events) {
        return events.stream().flatMap(event -> event.getSummary().getValueList().stream()).toList();
    }

    /// The steps at which a tag has a value.
    static List<Long> steps(List<Wire.Event> events, String tag) {
        return events.stream()
                .filter(event -> event.getSummary().getValueList().stream()
                        .anyMatch(value -> value.getTag().equals(tag)))
                .map(Wire.Event::getStep)
                .toList();
    }

    static int masked(byte[] bytes) {
        int crc = crc(bytes);
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    static int crc(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
        }
        return ~crc;
    }
}
