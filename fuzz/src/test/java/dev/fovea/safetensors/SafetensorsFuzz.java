package dev.fovea.safetensors;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.fuzz.Refusals;
import dev.fovea.io.FileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of tensors, whatever their header claims.
class SafetensorsFuzz {
    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] bytes) throws IOException {
        Refusals.check(FileException.class, bytes, ".safetensors", file -> {
            try (SafetensorsReader reader = SafetensorsReader.open(file)) {
                for (String name : reader.names()) {
                    reader.shape(name);
                    Refusals.check(FileException.class, () -> reader.asFloats(name));
                    switch (reader.dtype(name)) {
                        case F32 -> reader.floats(name);
                        case F64 -> reader.doubles(name);
                        case I64 -> reader.longs(name);
                        case U8 -> reader.bytes(name);
                        default -> reader.count(name);
                    }
                }
            }
        });
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8),
                file("{\"__metadata__\":{\"k\":\"v\"},\"b\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                        + "\"c\":{\"dtype\":\"U8\",\"shape\":[1,3],\"data_offsets\":[8,11]}}", 11),
                file("{\"h\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}", 8));
    }

    private static byte[] file(String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json)
                .array();
    }
}
