package dev.fovea.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fovea.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final byte[] CONTENT = "0123456789".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
    private static final Fetch FETCH = new Fetch(Duration.ofMinutes(2), Duration.ofMinutes(2));

    @TempDir
    private Path data;

    private HttpServer server;
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
    }

    private String serve(String name, byte[] content) {
        server.createContext("/" + name, exchange -> answer(exchange, 200, content));
        return address(name);
    }

    private String address(String name) {
        return "http://localhost:" + server.getAddress().getPort() + "/" + name;
    }

    private static void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fetch(Download download) {
        download.fetch(data, (_, _, _) -> {}, FETCH);
    }

    /// The download fails with this line and leaves no file behind.
    private void assertFails(Download download, String message) throws IOException {
        String byHand = "fetch " + download + " (MD5 " + download.md5() + ") by other means and "
                + (download.contents().isEmpty() ? "put it into " + data.resolve("set") : "unpack it in " + data);
        assertThatThrownBy(() -> fetch(download))
                .isInstanceOf(DataException.class)
                .hasMessage(message.replace("BY_HAND", byHand));
        assertThat(files()).isEmpty();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> data.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileArrivesInItsFolder() throws IOException {
        Download download = Download.file(serve("a.gz", CONTENT), md5(CONTENT), "set");
        List<Long> received = new ArrayList<>();
        download.fetch(
                data.resolve("deep/er"),
                (file, bytes, total) -> {
                    assertThat(file).isEqualTo("a.gz");
                    assertThat(total).isEqualTo(CONTENT.length);
                    received.add(bytes);
                },
                FETCH);
        assertThat(data.resolve("deep/er/set/a.gz")).hasBinaryContent(CONTENT);
        assertThat(received).isSorted().endsWith((long) CONTENT.length);
        assertThat(files()).containsExactly("deep/er/set/a.gz");
    }

    @Test
    void aRedirectIsFollowed() throws IOException {
        serve("there", CONTENT);
        server.createContext("/here", exchange -> {
            exchange.getResponseHeaders().add("Location", address("there"));
            answer(exchange, 302, new byte[0]);
        });
        fetch(Download.file(address("here"), md5(CONTENT), "set"));
        assertThat(files()).containsExactly("set/here");
    }

    @Test
    void whatIsThereIsNotFetchedAgain() throws IOException {
        Files.createDirectory(data.resolve("set"));
        Files.writeString(data.resolve("set/a.gz"), "mine");
        fetch(Download.file(address("a.gz"), md5(CONTENT), "set"));
        assertThat(data.resolve("set/a.gz")).hasContent("mine");
    }

    @Test
    void aWrongChecksum() throws IOException {
        Download download = Download.file(serve("a.gz", CONTENT), "00000000000000000000000000000000", "set");
        assertFails(
                download,
                "wrong checksum of " + download + ": expected MD5 00000000000000000000000000000000, got " + md5(CONTENT)
                        + " (200000 bytes); try again, or BY_HAND");
    }

    @Test
    void aMissingFile() throws IOException {
        Download download = Download.file(address("nothing.gz"), md5(CONTENT), "set");
        assertFails(download, "cannot download " + download + ": expected status 200, got 404; BY_HAND");
    }

    @Test
    void aDownloadThatBreaksOff() throws IOException {
        server.createContext("/half", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 100_000);
            exchange.getResponseBody().flush();
            // Closing the exchange before the promised length ends the connection.
            exchange.close();
        });
        Download download = Download.file(address("half"), md5(CONTENT), "set");
        assertThatThrownBy(() -> fetch(download))
                .isInstanceOf(DataException.class)
                .message()
                .startsWith("the download of " + download + " broke off after ")
                .contains("try again, or fetch " + download)
                .doesNotContain("\n");
        assertThat(files()).isEmpty();
    }

    @Test
    void aDownloadThatStandsStill() throws IOException {
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Download download = Download.file(address("slow"), md5(CONTENT), "set");
        // On a busy machine the first bytes may come as late as the end of its patience.
        Fetch impatient = new Fetch(Duration.ofSeconds(20), Duration.ofMillis(300));
        assertThatThrownBy(() -> download.fetch(data, (_, _, _) -> {}, impatient))
                .isInstanceOf(DataException.class)
                .message()
                .startsWith("the download of " + download + " broke off after ")
                .containsPattern("after (0|1000) bytes \\(");
        assertThat(files()).isEmpty();
    }

    @Test
    void nobodyAnswers() throws IOException {
        // Taken, so that no other program listens there, but nobody does.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String address = "http://localhost:" + taken.getLocalPort() + "/a.gz";
            assertFails(Download.file(address, md5(CONTENT), "set"),
                    "cannot reach localhost (ConnectException); BY_HAND");
        }
    }

    @Test
    void theFolderCannotBeMade() throws IOException {
        Files.writeString(data.resolve("set"), "a file");
        Download download = Download.file(serve("a.gz", CONTENT), md5(CONTENT), "set");
        assertThatThrownBy(() -> fetch(download))
                .isInstanceOf(DataException.class)
                .hasMessage("cannot write into " + data.resolve("set") + ": java.nio.file.FileAlreadyExistsException: "
                        + data.resolve("set") + "; choose another data folder");
    }

    // Archives

    private static byte[] entry(String name, char type, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, String.format("%011o ", content.length));
        put(header, 136, "00000000000 ");
        header[156] = (byte) type;
        put(header, 257, "ustar\0" + "00");
        return sealed(header, content);
    }

    private static byte[] sealed(byte[] header, byte[] content) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        byte[] entry = Arrays.copyOf(header, 512 + (content.length + 511) / 512 * 512);
        System.arraycopy(content, 0, entry, 512, content.length);
        return entry;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static byte[] archive(byte[]... entries) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            for (byte[] entry : entries) {
                out.write(entry);
            }
            out.write(new byte[1024]);
        }
        return packed.toByteArray();
    }

    private Download archived(byte[] archive) {
        return Download.archive(serve("set.tar.gz", archive), md5(archive), "set", List.of("a.bin", "names.txt"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void onlyTheWantedFilesOfAnArchiveAreWritten() throws IOException {
        byte[] block = Arrays.copyOf(CONTENT, 1024);
        byte[] archive = archive(
                entry("set/", '5', new byte[0]),
                entry("../escape.bin", '0', text("x")),
                entry("/tmp/escape.bin", '0', text("x")),
                entry("set/../../a.bin", '0', text("x")),
                entry("set/readme.html", '0', text("hello")),
                entry("set/names.txt", '2', new byte[0]),
                entry("set/a.bin", '0', block),
                entry("set/names.txt", '\0', text("cat\ndog\n")),
                entry("set/names.txt", '0', text("again")));
        fetch(archived(archive));
        assertThat(data.resolve("set/a.bin")).hasBinaryContent(block);
        assertThat(data.resolve("set/names.txt")).hasContent("cat\ndog\n");
        assertThat(files()).containsExactly("set/a.bin", "set/names.txt");
        assertThat(data.resolveSibling("escape.bin")).doesNotExist();
    }

    @Test
    void anIncompleteFolderIsFilled() throws IOException {
        Files.createDirectory(data.resolve("set"));
        Files.writeString(data.resolve("set/a.bin"), "old");
        fetch(archived(archive(entry("set/a.bin", '0', text("new")), entry("set/names.txt", '0', text("cat")))));
        assertThat(data.resolve("set/a.bin")).hasContent("new");
        assertThat(files()).containsExactly("set/a.bin", "set/names.txt");
    }

    @Test
    void anArchiveWithoutAFile() throws IOException {
        assertFails(
                archived(archive(entry("set/a.bin", '0', text("x")))),
                "set.tar.gz: expected set/names.txt in the archive, got none; fetch it again");
    }

    @Test
    void aTruncatedArchive() throws IOException {
        byte[] whole = entry("set/a.bin", '0', CONTENT);
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(whole, 0, 50_000);
        }
        assertFails(
                archived(packed.toByteArray()), "set.tar.gz: damaged archive (truncated in set/a.bin); fetch it again");
    }

    @Test
    void whatIsNoArchive() throws IOException {
        assertFails(archived(CONTENT), "set.tar.gz: damaged archive (Not in GZIP format); fetch it again");
        byte[] noise = new byte[1024];
        Arrays.fill(noise, (byte) '7');
        server.removeContext("/set.tar.gz");
        assertFails(archived(archive(noise)), "set.tar.gz: damaged archive (wrong header checksum); fetch it again");
    }

    @Test
    void anEntryOfTerabytes() throws IOException {
        byte[] header = Arrays.copyOf(entry("set/a.bin", '0', new byte[0]), 512);
        put(header, 124, "77777777777 ");
        assertFails(
                archived(archive(sealed(header, new byte[0]))),
                "set.tar.gz: set/a.bin claims 8589934591 bytes, far more than it has; fetch the archive again");
        put(header, 124, "-0000000001 ");
        server.removeContext("/set.tar.gz");
        assertFails(
                archived(archive(sealed(header, new byte[0]))),
                "set.tar.gz: damaged archive (expected an octal number, got '-0000000001'); fetch it again");
    }
}
