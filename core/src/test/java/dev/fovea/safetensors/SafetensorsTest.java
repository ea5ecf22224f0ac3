package dev.fovea.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.io.FileException;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("a.safetensors");
    }

    private static Safetensors.Entry floats(String name, Shape shape, float... values) {
        return new Safetensors.Entry(name, shape, new Safetensors.Floats(values, 0, values.length));
    }

    @Test
    void readsBackWhatWasWritten() {
        float[] flat = {9, 1, -2.5f, Float.MIN_VALUE, Float.NaN, 9};
        Safetensors.write(file(), Map.of("who", "Fovea ≥ 1 \"x\"\n"), List.of(
                new Safetensors.Entry("bytes", Shape.of(3), new Safetensors.Bytes(new byte[] {1, -1, 0})),
                new Safetensors.Entry("part", Shape.of(2, 2), new Safetensors.Floats(flat, 1, 4)),
                new Safetensors.Entry("longs", Shape.of(2), new Safetensors.Longs(new long[] {Long.MIN_VALUE, 7})),
                new Safetensors.Entry("doubles", Shape.of(1), new Safetensors.Doubles(new double[] {Math.PI})),
                floats("scalar", Shape.SCALAR, 3)));
        try (SafetensorsReader reader = SafetensorsReader.open(file())) {
            assertThat(reader.metadata()).containsExactly(Map.entry("who", "Fovea ≥ 1 \"x\"\n"));
            assertThat(reader.names()).containsExactly("longs", "doubles", "part", "scalar", "bytes");
            assertThat(reader.floats("part")).containsExactly(1, -2.5f, Float.MIN_VALUE, Float.NaN);
            assertThat(reader.shape("part")).containsExactly(2L, 2L);
            assertThat(reader.shape("scalar")).isEmpty();
            assertThat(reader.floats("scalar")).containsExactly(3);
            assertThat(reader.longs("longs")).containsExactly(Long.MIN_VALUE, 7);
            assertThat(reader.doubles("doubles")).containsExactly(Math.PI);
            assertThat(reader.bytes("bytes")).containsExactly(1, -1, 0);
            assertThat(reader.dtype("bytes")).isEqualTo(Dtype.U8);
            float[] into = new float[5];
            reader.floats("part", into, 1);
            assertThat(into).startsWith(0, 1).contains(-2.5f);
            assertThatThrownBy(() -> reader.floats("longs"))
                    .hasMessageEndingWith("expected F32 in tensor \"longs\", got I64");
            assertThatThrownBy(() -> reader.floats("none")).hasMessageContaining("expected tensor \"none\"");
        }
    }

    @Test
    void anotherReaderSeesTheSame() throws IOException {
        float[] values = new float[700_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Seed.of(3).normal(i);
        }
        Safetensors.write(file(), Map.of("a", "b"), List.of(
                floats("small", Shape.of(1, 3), 1, 2, 3), floats("large", Shape.of(values.length), values),
                new Safetensors.Entry("count", Shape.of(1), new Safetensors.Longs(new long[] {-5}))));
        PlainSafetensors plain = PlainSafetensors.read(file());
        assertThat((Files.size(file()) - plain.data().length) % 8).as("alignment of the data").isZero();
        assertThat(plain.offset("count", 0) % 8).isZero();
        assertThat(plain.header().get("__metadata__").get("a").stringValue()).isEqualTo("b");
        assertThat(plain.header().get("small").get("shape").toString()).isEqualTo("[1,3]");
        assertThat(plain.values("count").getLong()).isEqualTo(-5);
        float[] read = new float[values.length];
        plain.values("large").asFloatBuffer().get(read);
        assertThat(read).isEqualTo(values);
        try (SafetensorsReader reader = SafetensorsReader.open(file())) {
            assertThat(reader.floats("large")).isEqualTo(values);
        }
    }

    @Test
    void readsHeadersOfOtherWriters() throws IOException {
        PlainSafetensors.write(file(), """
                {"b":{"shape":[0,5],"dtype":"BF16","data_offsets":[4,4],"note":[1,{}]},
                "a":{"dtype":"U8","data_offsets":[0,4],"shape":[4]}}    \s""", 4);
        try (SafetensorsReader reader = SafetensorsReader.open(file())) {
            assertThat(reader.metadata()).isEmpty();
            assertThat(reader.count("b")).isZero();
            assertThat(reader.bytes("a")).hasSize(4);
        }
    }

    /// Bytes and values as IEEE 754 and the format's description have them, worked by hand: little-endian.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "F32 | 0000803F 000000C0 0000807F | 1 -2 Infinity",
        // 1.1₂; the greatest; the least above 0, 2⁻²⁴; −∞
        "F16 | 003E FF7B 0100 00FC | 1.5 65504 5.9604645E-8 -Infinity",
        "BF16 | C03F 4940 0080 | 1.5 3.140625 -0.0",
        // 0.1 is rounded to the nearest float; 10³⁰⁰ is above all
        "F64 | 9A9999999999B93F 9C7500883CE4377E | 0.1 Infinity",
        // 2²⁴ + 1 lies between two floats, and the even one is taken
        "I64 | FFFFFFFFFFFFFFFF 0100000100000000 | -1 16777216",
        "U64 | FFFFFFFFFFFFFFFF 0300000000000000 | 18446744073709551616 3",
        "I32 | FEFFFFFF 00000100 | -2 65536",
        "U32 | FFFFFFFF 07000000 | 4294967296 7",
        "I16 | FEFF 0001 | -2 256",
        "U16 | FEFF 0001 | 65534 256",
        "I8 | FE 7F | -2 127",
        "U8 | FE 7F | 254 127",
        "BOOL | 01 00 01 | 1 0 1",
    })
    void readsEveryTypeAsFloats(Dtype dtype, String bytes, String values) throws IOException {
        byte[] data = HexFormat.of().parseHex(bytes.replace(" ", ""));
        float[] expected = floats(values);
        PlainSafetensors.write(file(), data, """
                {"a":{"dtype":"%s","shape":[%d],"data_offsets":[0,%d]}}""".formatted(
                        dtype, expected.length, data.length));
        try (SafetensorsReader reader = SafetensorsReader.open(file())) {
            assertThat(reader.asFloats("a")).isEqualTo(expected);
        }
    }

    private static float[] floats(String values) {
        String[] words = values.split(" ");
        float[] floats = new float[words.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.parseFloat(words[i]);
        }
        return floats;
    }

    @Test
    void halvesLargerThanTheBufferAreReadWhole() throws IOException {
        byte[] data = new byte[2 * 700_003];
        for (int i = 0; i < data.length / 2; i++) {
            short half = Float.floatToFloat16(i % 2000);
            data[2 * i] = (byte) half;
            data[2 * i + 1] = (byte) (half >> 8);
        }
        PlainSafetensors.write(file(), data, """
                {"a":{"dtype":"F16","shape":[700003],"data_offsets":[0,1400006]}}""");
        try (SafetensorsReader reader = SafetensorsReader.open(file())) {
            float[] values = reader.asFloats("a");
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i]).as("value %d", i).isEqualTo(i % 2000);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F8_E5M2", "F8_E4M3", "F8_E8M0", "C64"})
    void refusesTypesThatAreKnownBySizeAlone(Dtype dtype) throws IOException {
        PlainSafetensors.write(file(), new byte[8], """
                {"a":{"dtype":"%s","shape":[%d],"data_offsets":[0,8]}}""".formatted(dtype, 8 / dtype.bytes()));
        try (SafetensorsReader reader = SafetensorsReader.open(file())) {
            assertThatThrownBy(() -> reader.asFloats("a")).isInstanceOf(FileException.class).hasMessage(
                    file() + ": expected numbers that floats can hold in tensor \"a\", got " + dtype);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'' | begins with {, got an empty one",
        "[] | begins with {, got byte 91",
        "{ | header in JSON",
        "{} {} | nothing behind the header",
        "{} | expected 0 bytes of tensors, as the header says, got 8",
        "{'a':{'dtype':'F32','shape':[2]}} | dtype, shape and two data_offsets",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8]}} | dtype, shape and two data_offsets",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4,8]}} | at most 2 whole numbers",
        "{'a':{'dtype':'F33','shape':[2],'data_offsets':[0,8]}} | as dtype of tensor \"a\", got \"F33\"",
        "{'a':{'dtype':7,'shape':[2],'data_offsets':[0,8]}} | a text as dtype",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | expected bytes for F32 [3] of tensor \"a\", got 8",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | whole numbers from 0 for tensor \"a\", got \"-2\"",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | whole numbers from 0",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | header in JSON",
        "{'a':{'dtype':'F32','shape':[4611686018427387904,8],'data_offsets':[0,8]}} | a shape that fits a file",
        "{'a':{'dtype':'F32','shape':[1000000000000],'data_offsets':[0,4000000000000]}} | within the file's 8 bytes",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | within the file's 8 bytes",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | to begin at byte 0",
        "{'a':{'dtype':'U8','shape':[5],'data_offsets':[0,5]},'b':U8} | tensor \"b\" to begin at byte 5",
        "{'b':U8,'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]}} | tensor \"b\" to begin at byte 2",
        "{'a':U8,'a':U8} | \"a\" twice",
        "{'__metadata__':{'a':'x','a':'y'}} | \"a\" twice",
        "{'__metadata__':{},'__metadata__':{}} | \"__metadata__\" twice",
        "{'__metadata__':{'a':1}} | a text in __metadata__",
        "{'__metadata__':[]} | an object of texts",
        "{'a':[]} | an object for tensor",
    })
    void refusesWrongHeaders(String header, String message) throws IOException {
        String json = header.replace("''", "").replace("U8}", "{'dtype':'U8','shape':[4],'data_offsets':[4,8]}}")
                .replace(":U8", ":{'dtype':'U8','shape':[4],'data_offsets':[4,8]}");
        PlainSafetensors.write(file(), json.replace('\'', '"'), 8);
        assertThatThrownBy(() -> SafetensorsReader.open(file()))
                .isInstanceOf(FileException.class)
                .hasMessageStartingWith(file() + " is not a complete safetensors file: ")
                .hasMessageContaining(message)
                .hasMessageEndingWith("; take a file that Fovea saved, or another copy of it")
                .message().doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1099511627776 | a header of at most 100000000 bytes, got 1099511627776",
        "-1 | got 18446744073709551615, as in files of another kind",
        "100000000 | expected a header of 100000000 bytes, got a file of 16",
    })
    void refusesHeadersThatClaimTooMuch(long length, String message) throws IOException {
        Files.write(file(), ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
        assertThatThrownBy(() -> SafetensorsReader.open(file()))
                .isInstanceOf(FileException.class).hasMessageContaining(message);
    }

    @Test
    void refusesWhatIsNoFile() throws IOException {
        assertThatThrownBy(() -> SafetensorsReader.open(file()))
                .isInstanceOf(FileException.class).hasMessageEndingWith("no such file or folder");
        assertThatThrownBy(() -> SafetensorsReader.open(folder)).isInstanceOf(FileException.class)
                .hasMessage("cannot read " + folder + ": it is a folder; name a file in it, such as model.safetensors");
        Files.write(file(), new byte[7]);
        assertThatThrownBy(() -> SafetensorsReader.open(file())).hasMessageContaining("at least 8 bytes, got 7");
    }

    @Test
    void refusesEntriesThatDoNotFit() {
        assertThatThrownBy(() -> floats("a", Shape.of(2), 1)).hasMessageContaining("must fill the shape 2 of a: got 1");
        assertThatThrownBy(() -> floats("__metadata__", Shape.of(1), 1)).hasMessageContaining("a name of its own");
        assertThatThrownBy(() -> Safetensors.write(file(), Map.of(),
                List.of(floats("a", Shape.of(1), 1), floats("a", Shape.of(1), 1)))).hasMessageContaining("two tensors");
        assertThat(file()).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeGivesOneLine() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        Path below = plain.resolve("a.safetensors");
        assertThatThrownBy(() -> Safetensors.write(below, Map.of(), List.of()))
                .isInstanceOf(FileException.class)
                .hasMessageStartingWith("cannot write " + below + ": ")
                .hasMessageContaining("is not a folder");
    }

    /// What was there before stays, whatever it is: AtomicFileTest.
    @Test
    void advicesBelongToTheCause() throws IOException {
        assertThat(FileException.unwritten(file(), new FileSystemException("x", null, "No space left on device")))
                .hasMessage("cannot write " + file() + ": No space left on device; what was there before is unchanged;"
                        + " free space or choose another folder");
        Safetensors.write(file(), Map.of(), List.of(floats("a", Shape.of(1), 1)));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Safetensors.write(file(), Map.of(), List.of()))
                    .isInstanceOf(FileException.class)
                    .hasMessageStartingWith("cannot write " + file() + ": the thread was interrupted;")
                    .message().doesNotContain("space");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(SafetensorsReader.open(file()).floats("a")).containsExactly(1);
    }

    /// Every byte counts, padding and the checksum's own name among them.
    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF})
    void anyByteThatIsChangedIsRefused(int mask) throws IOException {
        Safetensors.write(file(), Map.of("who", "Fovea ≥ 1"), List.of(
                floats("a", Shape.of(2, 3), 1, 2, 3, 4, 5, 6), floats("b", Shape.SCALAR, 7),
                new Safetensors.Entry("bytes", Shape.of(3), new Safetensors.Bytes(new byte[] {1, -1, 0}))));
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) mask;
            Files.write(file(), changed);
            assertThatThrownBy(this::verified).as("byte " + at)
                    .isInstanceOf(FileException.class)
                    .hasMessageStartingWith(file() + " is not a complete safetensors file: ")
                    .message().doesNotContain("\n");
        }
        Files.write(file(), whole);
        verified();
    }

    private void verified() {
        try (SafetensorsReader reader = SafetensorsReader.open(file())) {
            reader.verify();
        }
    }

    @Test
    void theChecksumIsThatOfTheWholeFile() throws IOException {
        float[] values = new float[700_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Seed.of(3).normal(i);
        }
        Safetensors.write(file(), Map.of(), List.of(floats("large", Shape.of(values.length), values)));
        PlainSafetensors plain = PlainSafetensors.read(file());
        String text = plain.header().get("__metadata__").get("fovea.checksum").stringValue();
        byte[] whole = Files.readAllBytes(file());
        int from = new String(whole, StandardCharsets.ISO_8859_1).indexOf(text) + text.length() - 16;
        Arrays.fill(whole, from, from + 16, (byte) '0');
        CRC32C castagnoli = new CRC32C();
        CRC32 iso = new CRC32();
        castagnoli.update(whole);
        iso.update(whole);
        assertThat(text).endsWith(": %08x%08x".formatted(castagnoli.getValue(), iso.getValue()));
        verified();
    }

    @Test
    void filesWithoutAChecksumPassAndTextsCannotTakeItsName() throws IOException {
        PlainSafetensors.write(file(), "{\"__metadata__\":{\"a\":\"b\"}}", 0);
        verified();
        assertThatThrownBy(() -> Safetensors.write(file(), Map.of("fovea.checksum", "x"), List.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("the file's own");
    }

    @Test
    void leavesNothingBesideTheFile() throws IOException {
        Path deep = folder.resolve("x/y/a.safetensors");
        Safetensors.write(deep, Map.of(), List.of());
        Safetensors.write(deep, Map.of("now", "second"), List.of());
        try (var files = Files.list(deep.getParent()); SafetensorsReader reader = SafetensorsReader.open(deep)) {
            assertThat(files).containsExactly(deep);
            assertThat(reader.metadata()).containsEntry("now", "second");
        }
    }
}
