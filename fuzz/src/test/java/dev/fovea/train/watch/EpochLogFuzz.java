package dev.fovea.train.watch;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.fuzz.Refusals;
import dev.fovea.io.FileException;
import dev.fovea.train.Event;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// `epochs.csv`, as a resumed training and the page of results read it.
class EpochLogFuzz {
    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] text) throws IOException {
        Refusals.check(FileException.class, text, ".csv", file -> {
            CsvLog.copy(file, file.resolveSibling("copy.csv"));
            CsvLog log = CsvLog.at(file);
            log.on(new Event.Restored(file, 3, List.of()));
            log.on(new Event.Started("a", "scalar", 1, 10, 4, 2, 8, 3));
        });
    }

    static Stream<byte[]> seeds() {
        return Stream.of(CsvLog.COLUMNS + "\nepoch,1,2,.5,.25,,,.001,1.5\nstep,1,1,.5,.25,,,.001,\n", "")
                .map(String::getBytes);
    }
}
