package dev.fovea.data.source;

import dev.fovea.data.ClassNames;
import dev.fovea.data.DataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Lists the pictures of a CSV file with two columns, path and label, as RFC 4180 writes them: fields may stand in
/// double quotes, in which commas and line ends mean nothing and `""` is a quote. A first row `path,label` is a
/// heading. Paths start from the CSV file's folder.
final class ImageCsv {
    private static final int MOST_BYTES = 1 << 28;

    /// A row and the line that it begins on.
    record Row(int line, List<String> fields) {}

    private ImageCsv() {}

    static ImageFolder list(Path csv) {
        String text = new String(DataFile.of(csv).bytes(MOST_BYTES), StandardCharsets.UTF_8);
        List<Row> rows = rows(csv, text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (!rows.isEmpty() && isHeading(rows.getFirst())) {
            rows.removeFirst();
        }
        SortedSet<String> labels = new TreeSet<>();
        for (Row row : rows) {
            if (row.fields.size() != 2 || row.fields.get(0).isBlank() || row.fields.get(1).isBlank()) {
                throw new DataException(csv + ", line " + row.line + ": expected path,label, got "
                        + row.fields.size() + (row.fields.size() == 1 ? " field: " : " fields: ")
                        + String.join(",", row.fields) + "; " + advice(row));
            }
            labels.add(label(row));
        }
        List<String> names = List.copyOf(labels);
        List<ImageFolder.Picture> pictures = pictures(csv, rows, names);
        refuseOtherHeading(csv, rows, pictures);
        return new ImageFolder(csv, names, pictures, List.of());
    }

    /// @param names of the classes, each of them looked at once
    static List<ImageFolder.Picture> pictures(Path csv, List<Row> rows, List<String> names) {
        Map<String, Integer> numbers = new HashMap<>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        List<ImageFolder.Picture> pictures = new ArrayList<>();
        for (Row row : rows) {
            int label = numbers.getOrDefault(label(row), -1);
            Path written = file(csv, row);
            pictures.add(new ImageFolder.Picture(
                    csv.toAbsolutePath().resolveSibling(written), label, written.isAbsolute()));
        }
        return pictures;
    }

    private static String label(Row row) {
        return ClassNames.composed(row.fields.get(1).strip());
    }

    private static String advice(Row row) {
        String only = row.fields.size() == 1 ? row.fields.getFirst() : "";
        if (only.contains(";") || only.contains("\t")) {
            return "separate path and label with a comma, not with a " + (only.contains(";") ? "semicolon" : "tab");
        }
        return row.fields.size() > 2
                ? "put a field with commas into double quotes"
                : "give each picture a path and a label";
    }

    private static void refuseOtherHeading(Path csv, List<Row> rows, List<ImageFolder.Picture> pictures) {
        if (pictures.size() > 1 && !ClassFolders.isPicture(pictures.getFirst().file())
                && !Files.exists(pictures.getFirst().file()) && Files.exists(pictures.get(1).file())) {
            Row first = rows.getFirst();
            throw new DataException(
                    csv + ", line " + first.line + ": expected a picture or the heading path,label, got "
                    + String.join(",", first.fields) + "; if it is a heading, write path,label");
        }
    }

    /// As it is written.
    private static Path file(Path csv, Row row) {
        try {
            return csv.getFileSystem().getPath(row.fields.getFirst().strip());
        } catch (InvalidPathException e) {
            throw new DataException(csv + ", line " + row.line + ": not a path: " + row.fields.getFirst(), e);
        }
    }

    private static boolean isHeading(Row row) {
        return row.fields.size() == 2
                && row.fields.get(0).strip().equalsIgnoreCase("path")
                && row.fields.get(1).strip().equalsIgnoreCase("label");
    }

    /// The rows that are not blank.
    private static List<Row> rows(Path csv, String text) {
        List<Row> rows = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        int line = 1;
        int begin = 1;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean ends = letter == '\n' || letter == '\r' && !text.startsWith("\n", i + 1);
            line += ends ? 1 : 0;
            if (quoted) {
                if (letter != '"') {
                    field.append(letter);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append(letter);
                    i++;
                } else {
                    quoted = false;
                }
            } else if (letter == '"' && field.toString().isBlank()) {
                field.setLength(0);
                quoted = true;
            } else if (letter == ',') {
                fields.add(field.toString());
                field.setLength(0);
            } else if (ends) {
                end(rows, fields, field, begin);
                begin = line;
            } else if (letter != '\r') {
                field.append(letter);
            }
        }
        if (quoted) {
            throw new DataException(csv + ", line " + begin + ": a double quote has no end");
        }
        end(rows, fields, field, begin);
        return rows;
    }

    private static void end(List<Row> rows, List<String> fields, StringBuilder field, int line) {
        fields.add(field.toString());
        field.setLength(0);
        if (fields.size() > 1 || !fields.getFirst().isBlank()) {
            rows.add(new Row(line, List.copyOf(fields)));
        }
        fields.clear();
    }
}
