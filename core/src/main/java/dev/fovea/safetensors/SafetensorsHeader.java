package dev.fovea.safetensors;

import dev.fovea.io.FileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What a safetensors file says before its data: texts, and the place of each tensor. Everything is
/// checked against the size of the file before anybody allocates by it.
///
/// @param metadata free texts by name
/// @param entries the tensors by name, in the header's order
public record SafetensorsHeader(Map<String, String> metadata, Map<String, Entry> entries) {
    static final String METADATA = "__metadata__";

    /// The largest header, as in the format's reference reader.
    static final int LIMIT = 100_000_000;

    private static final int RANK_LIMIT = 32;
    private static final JsonFactory JSON = new JsonFactory();

    /// One tensor.
    ///
    /// @param shape extents, outermost first
    /// @param from its first byte, counted from the end of the header
    /// @param to one past its last byte
    record Entry(String name, Dtype dtype, List<Long> shape, long from, long to) {
        long count() {
            return (to - from) / dtype.bytes();
        }
    }

    /// @param dataBytes bytes of the file that follow the header
    /// @throws FileException without the file's name, if anything is not as the format says
    static SafetensorsHeader parse(byte[] json, long dataBytes) {
        if (json.length == 0 || json[0] != '{') {
            throw new FileException("expected a header that begins with {, got "
                    + (json.length == 0 ? "an empty one" : "byte " + (json[0] & 0xff)));
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            SafetensorsHeader header = new Reading(parser, dataBytes).header();
            header.requireNoHoles(dataBytes);
            return header;
        } catch (JacksonException e) {
            throw new FileException("expected a header in JSON: " + e.getOriginalMessage(), e);
        }
    }

    private void requireNoHoles(long dataBytes) {
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
        long end = 0;
        for (Entry entry : sorted) {
            if (entry.from() != end) {
                throw new FileException("expected tensor " + quote(entry.name()) + " to begin at byte " + end
                        + ", where the one before it ends, got " + entry.from());
            }
            end = entry.to();
        }
        if (end != dataBytes) {
            throw new FileException(
                    "expected " + end + " bytes of tensors, as the header says, got " + dataBytes);
        }
    }

    /// A name as messages show it: short, and on one line.
    public static String quote(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return '"' + (line.length() <= 80 ? line : line.substring(0, 80) + "…") + '"';
    }

    /// One pass over the header's tokens.
    private record Reading(JsonParser parser, long dataBytes) {
        SafetensorsHeader header() {
            Map<String, Entry> entries = new LinkedHashMap<>();
            Map<String, String> metadata = null;
            expect(JsonToken.START_OBJECT, "an object");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                boolean twice = name.equals(METADATA) ? metadata != null : entries.containsKey(name);
                if (twice) {
                    throw new FileException("expected each name once, got " + quote(name) + " twice");
                }
                if (name.equals(METADATA)) {
                    metadata = metadata();
                } else {
                    entries.put(name, entry(name));
                }
            }
            if (parser.nextToken() != null) {
                throw new FileException("expected nothing behind the header's object, got more JSON");
            }
            return new SafetensorsHeader(metadata == null ? Map.of() : metadata, entries);
        }

        private Map<String, String> metadata() {
            Map<String, String> metadata = new LinkedHashMap<>();
            expect(JsonToken.START_OBJECT, "an object of texts as " + METADATA);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                expect(JsonToken.VALUE_STRING, "a text in " + METADATA);
                if (metadata.put(name, parser.getString()) != null) {
                    throw new FileException("expected each name once, got " + quote(name) + " twice");
                }
            }
            return metadata;
        }

        private Entry entry(String name) {
            Dtype dtype = null;
            List<Long> shape = null;
            List<Long> offsets = null;
            expect(JsonToken.START_OBJECT, "an object for tensor " + quote(name));
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                switch (parser.currentName()) {
                    case "dtype" -> dtype = dtype(name);
                    case "shape" -> shape = numbers(name, RANK_LIMIT);
                    case "data_offsets" -> offsets = numbers(name, 2);
                    default -> {
                        parser.nextToken();
                        parser.skipChildren();
                    }
                }
            }
            return checked(name, dtype, shape, offsets);
        }

        private Entry checked(
                String name, @Nullable Dtype dtype, @Nullable List<Long> shape, @Nullable List<Long> offsets) {
            if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
                throw new FileException(
                        "expected dtype, shape and two data_offsets for tensor " + quote(name) + ", got less");
            }
            long from = offsets.get(0);
            long to = offsets.get(1);
            if (from > to || to > dataBytes) {
                throw new FileException("expected tensor " + quote(name) + " within the file's " + dataBytes
                        + " bytes of data, got bytes " + from + " to " + to);
            }
            if (bytes(name, dtype, shape) != to - from) {
                throw new FileException("expected bytes for " + dtype + " " + shape + " of tensor " + quote(name)
                        + ", got " + (to - from));
            }
            return new Entry(name, dtype, List.copyOf(shape), from, to);
        }

        private static long bytes(String name, Dtype dtype, List<Long> shape) {
            long bytes = dtype.bytes();
            try {
                for (long extent : shape) {
                    bytes = Math.multiplyExact(bytes, extent);
                }
                return bytes;
            } catch (ArithmeticException e) {
                throw new FileException(
                        "expected a shape that fits a file for tensor " + quote(name) + ", got " + shape, e);
            }
        }

        private Dtype dtype(String name) {
            expect(JsonToken.VALUE_STRING, "a text as dtype of tensor " + quote(name));
            String text = parser.getString();
            return Dtype.named(text).orElseThrow(() -> new FileException("expected one of "
                    + List.of(Dtype.values()) + " as dtype of tensor " + quote(name) + ", got " + quote(text)));
        }

        private List<Long> numbers(String name, int limit) {
            List<Long> numbers = new ArrayList<>();
            expect(JsonToken.START_ARRAY, "a list of numbers for tensor " + quote(name));
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
                if (!whole || parser.getLongValue() < 0 || numbers.size() == limit) {
                    throw new FileException("expected at most " + limit + " whole numbers from 0 for tensor "
                            + quote(name) + ", got " + quote(String.valueOf(parser.getString())));
                }
                numbers.add(parser.getLongValue());
            }
            return numbers;
        }

        private void expect(JsonToken token, String what) {
            if (parser.nextToken() != token) {
                throw new FileException("expected " + what + ", got " + parser.currentToken());
            }
        }
    }
}
