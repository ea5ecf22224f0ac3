package dev.fovea.data.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.data.DataException;
import dev.fovea.fuzz.Refusals;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Files of the CIFAR-10 kind.
class CifarFuzz {
    private static final int RECORD = 1 + 3 * 32 * 32;

    @FuzzTest
    void reads(byte[] bytes) throws IOException {
        boolean whole = bytes.length % 2 == 0;
        Refusals.check(DataException.class, whole ? Arrays.copyOf(bytes, 2 * RECORD) : bytes, ".bin", file -> {
            DataFolder folder = new DataFolder(file.getParent(), "CIFAR", "fetch it");
            List<String> name = List.of(file.getFileName().toString());
            ByteImages images = new CifarImages(1, 2).read(folder, name, 0, List.of("cat", "dog"));
            for (int i = 0; i < images.size(); i++) {
                images.read(i, new float[RECORD - 1], 0);
            }
        });
    }
}
