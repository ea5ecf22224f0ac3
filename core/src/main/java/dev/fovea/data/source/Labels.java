package dev.fovea.data.source;

import dev.fovea.data.DataException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Names of classes.
final class Labels {
    static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private static final int MOST_BYTES = 1 << 16;

    private Labels() {}

    /// The lines of a text file that are not blank, one name each.
    static List<String> read(DataFile file, int expected) {
        byte[] text = file.bytes(MOST_BYTES);
        List<String> names = new String(text, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (names.size() != expected) {
            throw new DataException(file + ": expected " + expected + " class names, one a line, got " + names.size()
                    + "; fetch the file again");
        }
        return names;
    }
}
