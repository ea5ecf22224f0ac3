package dev.fovea.data.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.data.DataException;
import dev.fovea.fuzz.Refusals;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of the MNIST kind, plain and packed.
class IdxFuzz {
    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] bytes) throws IOException {
        Refusals.check(DataException.class, bytes, ".idx", file -> Idx.read(DataFile.of(file), 3));
    }

    static Stream<byte[]> seeds() throws IOException {
        byte[] plain = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 9, 8, 7, 6};
        return Stream.of(plain, TarFuzz.packed(plain));
    }
}
