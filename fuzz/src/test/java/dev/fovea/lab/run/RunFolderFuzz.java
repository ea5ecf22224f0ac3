package dev.fovea.lab.run;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.fuzz.Refusals;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// `run.json` and `result.json` of a run's folder.
class RunFolderFuzz {
    private final RunFolder folder = new RunFolder(Refusals.folder());

    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] text) throws IOException {
        Files.write(folder.settingsFile(), text);
        Files.write(folder.resultFile(), text);
        Refusals.check(RunException.class, folder::settings);
        Refusals.check(RunException.class, folder::id);
        Refusals.check(RunException.class, folder::builds);
        Refusals.check(RunException.class, folder::result);
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"version\":1,\"recipe\":\"digits\",\"epochs\":60,\"steps\":0,\"batch\":32,\"seed\":1,"
                                + "\"id\":\"a\",\"builds\":[\"b\"]}",
                        "{\"version\":1,\"recipe\":\"images\",\"epochs\":1,\"steps\":0,\"batch\":32,\"seed\":1,"
                                + "\"data\":\"d\",\"tensorboard\":\"t\",\"images\":{\"path\":\"p\",\"digest\":\"d\","
                                + "\"share\":0.2,\"shape\":[8,8,1],\"fit\":\"crop\",\"augment\":[\"none\"],"
                                + "\"skipBroken\":false,\"labels\":[\"a\",\"b\"]}}",
                        "{\"recipe\":\"digits\",\"digest\":\"d\",\"seed\":1,\"test\":{\"accuracy\":0.5,"
                                + "\"correct\":1,\"count\":2},\"settings\":{\"epochs\":1,\"clip\":2}}")
                .map(String::getBytes);
    }
}
