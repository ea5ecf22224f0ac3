package dev.fovea.data.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.data.DataException;
import dev.fovea.fuzz.Refusals;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// CSV files of paths and labels.
class LabelCsvFuzz {
    @MethodSource("seeds")
    @FuzzTest
    void lists(byte[] text) throws IOException {
        Refusals.check(DataException.class, text, ".csv", ImageCsv::list);
    }

    static Stream<byte[]> seeds() {
        return Stream.of("path,label\na.png,cat\n\"b, c.png\",dog\n", "a.png,x\r\nb.png,y", "\uFEFFa,b\n")
                .map(String::getBytes);
    }
}
