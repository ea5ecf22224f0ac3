package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.app.page.KernelChoice;
import dev.fovea.lab.run.RunException;
import dev.fovea.lab.run.RunFolder;
import dev.fovea.lab.run.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFolderTest {
    @TempDir
    private Path folder;

    @Test
    void noTwoRunsClaimOneFolder() throws Exception {
        RunFolder name = new RunFolder(folder.resolve("runs/digits-20260101-000000"));
        Set<Path> claimed = ConcurrentHashMap.newKeySet();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    start.await();
                    claimed.add(name.claimed().path());
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(claimed).hasSize(16).contains(name.path(), folder.resolve("runs/digits-20260101-000000-16"));
    }

    /// Trainings that begin in the same second, without --out.
    @Test
    void trainingsThatBeginAtOnceTakeFoldersOfTheirOwn() throws Exception {
        Cli cli = Cli.in(folder);
        ConcurrentLinkedQueue<Cli.Output> outputs = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(
                    () -> outputs.add(cli.run("train", "digits", "--steps", "1", "--threads", "1", "--json"))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(outputs).allSatisfy(output -> assertThat(output.code()).as(output.err()).isZero());
        assertThat(outputs.stream().map(output -> output.json().path("out").stringValue()).distinct()).hasSize(4);
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            assertThat(runs).hasSize(4);
        }
    }

    @Test
    void aTrainingThatFailsLeavesNoEmptyFolder() throws IOException {
        Cli cli = Cli.in(folder);
        assertThat(cli.run("train", "digits", "--batch", "1000000000").code()).isNotZero();
        assertThat(cli.run("train", "mnist-lenet-adam").code()).isNotZero();
        Path runs = folder.resolve("runs");
        if (Files.exists(runs)) {
            try (Stream<Path> left = Files.list(runs)) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void settingsAndResultAreWrittenAsCheckpointsAre() throws IOException {
        Cli.in(folder).train("run").json();
        try (Stream<Path> files = Files.list(folder.resolve("run"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(
                    "run.json", "result.json", "last.safetensors", "best.safetensors", "model.safetensors",
                            "epochs.csv",
                    "example.png", ".lock");
        }
        Files.createDirectory(folder.resolve("taken"));
        Files.createDirectory(folder.resolve("taken/run.json"));
        RunSettings settings = new RunFolder(folder.resolve("run")).settings();
        assertThatThrownBy(() -> new RunFolder(folder.resolve("taken")).begin(settings, null))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("cannot write ")
                .message().doesNotContain("space");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cpu, scalar | cpu, vector 512 winograd | FOVEA_JAVA_OPTS=-Dfovea.kernels=scalar has the same run",
        "cpu, vector 512 | cpu, vector 512 winograd | FOVEA_JAVA_OPTS=-Dfovea.kernels=direct has the same run",
        "cpu, vector 512 winograd | cpu, vector 512 | without -Dfovea.kernels in FOVEA_JAVA_OPTS the same run",
        "cpu, vector 256 winograd | cpu, vector 512 winograd | FOVEA_JAVA_OPTS=\"-XX:UseAVX=2\" has the same run",
        "cpu, vector 256 | cpu, vector 512 winograd | FOVEA_JAVA_OPTS=\"-XX:UseAVX=2 -Dfovea.kernels=direct\" has the"
                + " same run",
        "cpu, vector 512 winograd | cpu, vector 256 winograd | they run on a machine with vectors of 512 bits",
        "cpu, vector 256 | cpu, scalar | FOVEA_JAVA_OPTS=-Dfovea.kernels=direct has the same run",
        "gpu, tensor | cpu, scalar | the machine that began it has the same",
    })
    void saysHowToHaveTheKernels(String wanted, String here, String way) {
        assertThat(KernelChoice.way(wanted, here)).isEqualTo(way);
    }
}
