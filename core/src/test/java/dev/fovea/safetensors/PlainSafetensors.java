package dev.fovea.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A second reader of safetensors, written from the format's description alone, which shares no code
/// with the first.
public record PlainSafetensors(JsonNode header, byte[] data) {
    public static PlainSafetensors read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int length = Math.toIntExact(ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getLong());
        String text = new String(all, 8, length, StandardCharsets.UTF_8);
        JsonNode header = JsonMapper.shared().readTree(text);
        return new PlainSafetensors(header, Arrays.copyOfRange(all, 8 + length, all.length));
    }

    long offset(String name, int which) {
        return header.get(name).get("data_offsets").get(which).longValue();
    }

    public ByteBuffer values(String name) {
        int from = (int) offset(name, 0);
        return ByteBuffer.wrap(data, from, (int) offset(name, 1) - from).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// A file of a header and some bytes, right or wrong.
    public static void write(Path file, String header, int dataBytes) throws IOException {
        write(file, new byte[dataBytes], header);
    }

    /// The same with these bytes behind the header.
    public static void write(Path file, byte[] data, String header) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, all.putLong(json.length).put(json).put(data).array());
    }
}
