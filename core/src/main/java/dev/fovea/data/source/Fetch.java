package dev.fovea.data.source;

import dev.fovea.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// Gets a file over HTTP and compares its checksum.
///
/// @param patience how long to wait for a connection or an answer
/// @param stall how long to wait for the next bytes
record Fetch(Duration patience, Duration stall) {
    private static final long MOST_BYTES = 1L << 30;

    Fetch() {
        this(Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    /// Writes the file to `part`.
    ///
    /// @param advice ends every error
    /// @throws IOException if `part` cannot be written
    void to(Path part, Download download, Download.Progress progress, String advice) throws IOException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpResponse<InputStream> response = send(client, download, advice);
            try (InputStream in = response.body()) {
                if (response.statusCode() != 200) {
                    throw new DataException("cannot download " + download + ": expected status 200, got "
                            + response.statusCode() + "; " + advice);
                }
                long total =
                        response.headers().firstValueAsLong("content-length").orElse(-1);
                receive(in, part, download, total, progress, advice);
            } finally {
                client.shutdownNow();
            }
        }
    }

    private HttpResponse<InputStream> send(HttpClient client, Download download, String advice) {
        HttpRequest request =
                HttpRequest.newBuilder(download.address()).timeout(patience).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new DataException(
                    "cannot reach " + download.address().getHost() + " (" + reason(e) + "); " + advice, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("interrupted while downloading " + download, e);
        }
    }

    private void receive(
            InputStream in, Path part, Download download, long total, Download.Progress progress, String advice)
            throws IOException {
        MessageDigest digest = md5();
        AtomicLong received = new AtomicLong();
        Thread watch = Thread.ofVirtual().start(() -> closeWhenStalled(in, received));
        try (OutputStream out = Files.newOutputStream(part)) {
            byte[] block = new byte[1 << 16];
            for (int count; (count = read(in, block, download, received, advice)) >= 0; ) {
                out.write(block, 0, count);
                digest.update(block, 0, count);
                progress.received(download.name(), received.addAndGet(count), total);
                if (received.get() > MOST_BYTES) {
                    throw new DataException("stopped downloading " + download + " after " + received
                            + " bytes, far more than the file has; " + advice);
                }
            }
        } finally {
            watch.interrupt();
        }
        String got = HexFormat.of().formatHex(digest.digest());
        if (!got.equals(download.md5())) {
            throw new DataException("wrong checksum of " + download + ": expected MD5 " + download.md5() + ", got "
                    + got + " (" + received + " bytes); try again, or " + advice);
        }
    }

    private static int read(InputStream in, byte[] block, Download download, AtomicLong received, String advice) {
        try {
            return in.read(block);
        } catch (IOException e) {
            throw new DataException(
                    "the download of " + download + " broke off after " + received + " bytes (" + reason(e)
                            + "); try again, or " + advice,
                    e);
        }
    }

    /// The client has no limit on the time between two reads; this closes a stream that stands still.
    private void closeWhenStalled(InputStream in, AtomicLong received) {
        try {
            for (long before = -1; before != received.get(); ) {
                before = received.get();
                Thread.sleep(stall);
            }
            in.close();
        } catch (InterruptedException | IOException _) {
            // Interrupted: the download has ended. Failed to close: the reader hears of it.
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
