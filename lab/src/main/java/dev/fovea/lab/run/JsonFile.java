package dev.fovea.lab.run;

import dev.fovea.io.AtomicFile;
import dev.fovea.io.FileProblem;
import dev.fovea.io.RegularFile;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonBoolean;
import dev.fovea.json.JsonNull;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import dev.fovea.lab.run.RunException.Problem;
import dev.fovea.text.Figures;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Files of JSON, read as strictly as those of models: [Json#read] says what is wrong and where.
public final class JsonFile {
    private static final long MOST_BYTES = 1 << 26;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonFile() {}

    /// @throws IllegalArgumentException one line without the file's name, if it cannot be read or is no JSON
    static JsonNode read(Path file) {
        try {
            long bytes = Files.size(RegularFile.require(file));
            if (bytes > MOST_BYTES) {
                throw new IllegalArgumentException("expected at most " + Figures.megabytes(MOST_BYTES) + ": got "
                        + Figures.megabytes(bytes));
            }
            return node(Json.read(text(Files.readAllBytes(file))));
        } catch (IOException e) {
            throw new IllegalArgumentException(FileProblem.reason(e), e);
        }
    }

    /// Writes it as a whole or not at all.
    ///
    /// @throws RunException if it cannot be written
    public static void write(Path file, ObjectNode json) {
        try {
            AtomicFile.write(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RunException(
                    Problem.UNWRITTEN,
                    "cannot write " + file + ": " + FileProblem.reason(e) + "; " + FileProblem.advice(e), e);
        }
    }

    private static String text(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw new IllegalArgumentException(String.format(
                    "expected UTF-8: got the byte 0x%02X at line %d, column %d", bytes[in.position()],
                    text.chars().filter(letter -> letter == '\n').count() + 1, text.length() - text.lastIndexOf('\n')));
        }
        return text;
    }

    private static JsonNode node(Json value) {
        return switch (value) {
            case JsonObject object -> {
                ObjectNode node = NODES.objectNode();
                object.fields().forEach((name, field) -> node.set(name, node(field)));
                yield node;
            }
            case JsonArray array -> {
                ArrayNode node = NODES.arrayNode();
                array.elements().forEach(element -> node.add(node(element)));
                yield node;
            }
            case JsonString text -> NODES.stringNode(text.value());
            case JsonBoolean flag -> NODES.booleanNode(flag.value());
            case JsonNull _ -> NODES.nullNode();
            case JsonNumber number -> number(number.literal());
        };
    }

    private static JsonNode number(String literal) {
        if (literal.chars().anyMatch(letter -> ".eE".indexOf(letter) >= 0)) {
            return NODES.numberNode(Double.parseDouble(literal));
        }
        BigInteger whole = new BigInteger(literal);
        return switch ((whole.bitLength() + Integer.SIZE) / Integer.SIZE) {
            case 1 -> NODES.numberNode(whole.intValue());
            case 2 -> NODES.numberNode(whole.longValue());
            default -> NODES.numberNode(whole);
        };
    }
}
