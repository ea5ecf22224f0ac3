package dev.fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final int SIZE = 1 << 16;

    @TempDir
    Path folder;

    private static byte[] filled(int value) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesAFileAndItsFoldersAndNothingElse() throws IOException {
        Path file = folder.resolve("a/b/c");
        AtomicFile.write(file, filled(1));
        AtomicFile.write(file, filled(2));
        assertThat(file).hasBinaryContent(filled(2));
        assertThat(names()).containsExactly("a");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whateverFailsTheFileFromBeforeStaysAndNothingIsLeftBehind() throws IOException {
        Path file = folder.resolve("file");
        AtomicFile.write(file, filled(1));
        for (Exception failure : List.of(new IOException("No space left on device"), new IllegalStateException("x"))) {
            assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                channel.write(ByteBuffer.wrap(filled(2)));
                if (failure instanceof IOException io) {
                    throw io;
                }
                throw (RuntimeException) failure;
            })).isSameAs(failure);
            assertThat(file).hasBinaryContent(filled(1));
            assertThat(names()).containsExactly("file");
        }
    }

    /// Every reader sees the whole of one of the writers' files at any time.
    @Test
    void writersAtOnceNeverMixNorFail() throws Exception {
        Path file = folder.resolve("shared");
        AtomicFile.write(file, filled(0));
        List<Thread> threads = new ArrayList<>();
        Map<String, Integer> wrong = new ConcurrentHashMap<>();
        AtomicInteger writing = new AtomicInteger(4);
        for (int i = 1; i <= 4; i++) {
            byte[] bytes = filled(i);
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int round = 0; round < 50; round++) {
                        AtomicFile.write(file, bytes);
                    }
                } catch (IOException | RuntimeException e) {
                    wrong.merge("write " + e, 1, Integer::sum);
                } finally {
                    writing.decrementAndGet();
                }
            }));
        }
        threads.add(Thread.ofPlatform().start(() -> {
            while (writing.get() > 0) {
                try {
                    byte[] read = Files.readAllBytes(file);
                    if (read.length != SIZE || !Arrays.equals(read, filled(read[0]))) {
                        wrong.merge("mixture", 1, Integer::sum);
                    }
                } catch (IOException | RuntimeException e) {
                    wrong.merge("read " + e, 1, Integer::sum);
                }
            }
        }));
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
        assertThat(names()).containsExactly("shared");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a permission there")
    void linksAreReplacedAndNotFollowed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("link"), victim);
        Files.createSymbolicLink(folder.resolve("link.part"), victim);
        AtomicFile.write(link, filled(1));
        assertThat(victim).hasContent("precious");
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(link).hasBinaryContent(filled(1));
        assertThat(names()).containsExactly("link", "link.part", "victim");
    }

    /// As a process that was killed leaves it; what another process has locked is on its way.
    @Test
    void whatAKilledWriterLeftBehindIsRemoved() throws Exception {
        Path abandoned = Files.write(folder.resolve(".fovea-0123456789abcdef-0000000000000001.part"), filled(1));
        Path own = folder.resolve(PartFile.name());
        Files.write(own, filled(1));
        Path others = Files.writeString(folder.resolve(".fovea-notes.part"), "x");
        Path old = Files.writeString(folder.resolve("file.part"), "x");
        Path linked = folder.resolve(".fovea-0123456789abcdef-0000000000000002.part");
        if (OS.current() != OS.WINDOWS) {
            Files.createSymbolicLink(linked, old);
        }
        Path living = Files.write(folder.resolve(".fovea-0123456789abcdef-0000000000000003.part"), filled(1));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("java.class.path"), Holder.class.getName(), living.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.getInputStream().read()).isEqualTo('!');
            AtomicFile.write(folder.resolve("file"), filled(2));
            assertThat(abandoned).doesNotExist();
            assertThat(List.of(own, others, old, living)).allSatisfy(file -> assertThat(file).exists());
            assertThat(names()).contains("file");
        } finally {
            process.destroyForcibly().waitFor();
        }
        AtomicFile.write(folder.resolve("file"), filled(2));
        assertThat(living).as("its writer was killed").doesNotExist();
    }

    /// Holds a file as its writer does.
    static final class Holder {
        public static void main(String[] args) throws Exception {
            try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                System.out.print(lock.isValid() ? "!" : "?");
                System.out.flush();
                Thread.sleep(600_000);
            }
        }
    }

    @Test
    void anInterruptedThreadIsToldSo() throws Exception {
        Path file = folder.resolve("file");
        AtomicFile.write(file, filled(1));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> AtomicFile.write(file, filled(2))).isInstanceOfSatisfying(
                    ClosedByInterruptException.class, e -> {
                        assertThat(FileProblem.reason(e)).isEqualTo("the thread was interrupted");
                        assertThat(FileProblem.advice(e)).contains("not interrupted").doesNotContain("space");
                    });
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file).hasBinaryContent(filled(1));
        assertThat(names()).containsExactly("file");
    }

    @Test
    void writesIntoAnArchive() throws IOException {
        Path archive = folder.resolve("models.zip");
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            AtomicFile.write(zip.getPath("/runs/first"), filled(1));
            AtomicFile.write(zip.getPath("/runs/first"), channel -> {
                channel.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
                channel.position(0);
                channel.write(ByteBuffer.wrap("j".getBytes(StandardCharsets.US_ASCII)));
            });
        }
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("accessMode", "readOnly"))) {
            try (Stream<Path> files = Files.list(zip.getPath("/runs"))) {
                assertThat(files.map(Path::toString)).containsExactly("/runs/first");
            }
            try (InputStream in = Files.newInputStream(zip.getPath("/runs/first"))) {
                assertThat(in.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("jello");
            }
            assertThatThrownBy(() -> AtomicFile.write(zip.getPath("/runs/second"), filled(1)))
                    .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(FileProblem.reason(e))
                            .isEqualTo("the file system is for reading only"));
        }
    }

    @Test
    void advicesBelongToTheCause() {
        assertThat(FileProblem.advice(new FileSystemException("f", null, "No space left on device")))
                .isEqualTo("free space or choose another folder");
        assertThat(FileProblem.advice(new FileSystemException("f", null, "Disk quota exceeded")))
                .contains("free space");
        assertThat(FileProblem.advice(new FileSystemException("f", null, "File name too long")))
                .isEqualTo("choose a shorter name");
        assertThat(FileProblem.advice(new java.nio.file.AccessDeniedException("f"))).isEqualTo("choose another folder");
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("n".repeat(300)), filled(1)))
                .isInstanceOfSatisfying(IOException.class, e -> assertThat(FileProblem.advice(e))
                        .doesNotContain("space"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no mkfifo")
    void pipesAreNeitherReplacedNorWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertThatThrownBy(() -> AtomicFile.write(pipe, filled(1)))
                .hasMessageContaining("it is a pipe, a socket or a device");
        assertThatThrownBy(() -> RegularFile.open(pipe)).hasMessageContaining("it is a pipe, a socket or a device");
        assertThatThrownBy(() -> RegularFile.open(folder)).hasMessageContaining("it is a folder");
        assertThat(Files.readAttributes(pipe, java.nio.file.attribute.BasicFileAttributes.class).isOther()).isTrue();
    }

    /// One that never ends and one that is always empty.
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its devices are no paths")
    void devicesAreNeitherReadNorReplaced() {
        for (String name : List.of("/dev/zero", "/dev/null")) {
            Path device = Path.of(name);
            assertThatThrownBy(() -> RegularFile.require(device))
                    .isInstanceOf(IOException.class).hasMessageContaining("it is a pipe, a socket or a device");
            assertThatThrownBy(() -> RegularFile.open(device))
                    .hasMessageContaining("it is a pipe, a socket or a device");
            assertThatThrownBy(() -> AtomicFile.write(device, filled(1)))
                    .hasMessageContaining("it is a pipe, a socket or a device");
        }
        assertThatThrownBy(() -> RegularFile.require(folder)).hasMessageContaining("it is a folder");
    }
}
