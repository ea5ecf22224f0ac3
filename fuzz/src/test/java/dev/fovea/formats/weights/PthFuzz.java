package dev.fovea.formats.weights;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.fuzz.Refusals;
import dev.fovea.io.FileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of `torch.save`, archives and legacy ones, whatever they claim.
class PthFuzz {
    static final byte[] PICKLE = pickle();
    private static final int DATA = 24;

    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] bytes) throws IOException {
        check(bytes);
    }

    static void check(byte[] bytes) throws IOException {
        Refusals.check(FileException.class, bytes, ".pth", file -> {
            try (Weights weights = Weights.read(file)) {
                weights.tensors().keySet().forEach(weights::values);
            }
        });
    }

    static Stream<byte[]> seeds() throws IOException {
        return Stream.of(archive(PICKLE), legacy());
    }

    /// `OrderedDict(w=tensor of 2 × 3)`, code by code as PyTorch writes it.
    private static byte[] pickle() {
        String text = "\u0080\u0002ccollections\nOrderedDict\nq\u0000)Rq\u0001(X\u0001\0\0\0wq\u0002"
                + "ctorch._utils\n_rebuild_tensor_v2\nq\u0003((X\u0007\0\0\0storageq\u0004ctorch\nFloatStorage\n"
                + "q\u0005X\u0001\0\0\0000q\u0006X\u0003\0\0\0cpuq\u0007K\u0006tq\u0008QK\0K\u0002K\u0003\u0086q\u0009"
                + "K\u0003K\u0001\u0086q\u000b\u0089h\0)Rq\u000ctq\u000eRq\u000fu}q\u0010"
                + "X\u0009\0\0\0_metadatah\0)Rsb.";
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] legacy() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e80024de9032e80027d2e"));
        all.write(PICKLE);
        all.write("\u0080\u0002]X\u0001\0\0\0000a.".getBytes(StandardCharsets.ISO_8859_1));
        all.write(ByteBuffer.allocate(8 + DATA).order(ByteOrder.LITTLE_ENDIAN).putLong(DATA / 4).array());
        return all.toByteArray();
    }

    static byte[] archive(byte[] pickle) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(all)) {
            put(zip, "a/data.pkl", pickle);
            put(zip, "a/data/0", new byte[DATA]);
        }
        return all.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
