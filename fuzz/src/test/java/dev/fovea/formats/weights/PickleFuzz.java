package dev.fovea.formats.weights;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Pickles in an archive that is right: whole files would seldom get so far.
class PickleFuzz {
    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] pickle) throws IOException {
        PthFuzz.check(PthFuzz.archive(pickle));
    }

    static Stream<byte[]> seeds() {
        return Stream.of(PthFuzz.PICKLE);
    }
}
