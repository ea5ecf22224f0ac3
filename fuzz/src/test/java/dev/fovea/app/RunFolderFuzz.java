package dev.fovea.app;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.app.console.CommandException;
import dev.fovea.fuzz.Refusals;
import dev.fovea.lab.run.RunFolder;
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
        Refusals.check(CommandException.class, folder::settings);
        Refusals.check(CommandException.class, folder::id);
        Refusals.check(CommandException.class, folder::builds);
        Refusals.check(CommandException.class, folder::result);
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"version\":1,\"recipe\":\"digits\",\"epochs\":60,\"steps\":0,\"batch\":32,\"seed\":1,"
                                + "\"id\":\"a\",\"builds\":[\"b\"]}",
                        "{\"version\":1,\"recipe\":\"images\",\"epochs\":1,\"steps\":0,\"batch\":32,\"seed\":1,"
                                + "\"data\":\"d\",\"tensorboard\":\"t\",\"images\":{\"path\":\"p\",\"size\":[8,8]}}")
                .map(String::getBytes);
    }
}
