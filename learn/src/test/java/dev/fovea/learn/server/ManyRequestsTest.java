package dev.fovea.learn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Executable;
import dev.fovea.backend.Store;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import dev.fovea.drawing.Pixels;
import dev.fovea.graph.Program;
import dev.fovea.learn.network.Insight;
import dev.fovea.learn.network.ScreenNetwork;
import dev.fovea.learn.site.Site;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the server does when all ask at once, and when clients are slow.
class ManyRequestsTest {
    private static final int MANY = 40;
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration LONG = Duration.ofHours(1);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static FallibleBackend backend;
    private static Insight insight;
    private static Site site;
    private static byte[] picture;

    @BeforeAll
    static void start() {
        backend = new FallibleBackend(Backends.open(1), new AtomicBoolean());
        TrainTestSplit digits = Digits.load();
        insight = Insight.of(ScreenNetwork.trained(digits, backend));
        site = Site.of(insight, digits.test(), true, backend);
        Tensor image = Tensor.zeros(digits.test().sample());
        digits.test().read(3, image.values(), 0);
        picture = Pixels.of(image).png();
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        backend.close();
    }

    /// A backend that compiles nothing while it fails.
    private record FallibleBackend(Backend backend, AtomicBoolean fails) implements Backend {
        @Override
        public String name() {
            return backend.name();
        }

        @Override
        public String advice() {
            return backend.advice();
        }

        @Override
        public int threads() {
            return backend.threads();
        }

        @Override
        public Executable compile(Program program, Store store, int capacity) {
            if (fails.get()) {
                throw new OutOfMemory("the network needs more than there is", 0, 0);
            }
            return backend.compile(program, store, capacity);
        }

        @Override
        public Runnable share(int from, int to, Range body) {
            return backend.share(from, to, body);
        }

        @Override
        public void close() {
            backend.close();
        }
    }

    private static LearnServer server(Turns turns, Duration toSend) throws IOException {
        return LearnServer.start(site, insight, 0, turns, new Bodies(MOST_BYTES, 4 * MOST_BYTES, toSend));
    }

    private static HttpRequest page(LearnServer server, String page) {
        return HttpRequest.newBuilder(URI.create(server.address() + page)).build();
    }

    private static HttpResponse<String> get(LearnServer server, String page) throws Exception {
        return CLIENT.send(page(server, page), BodyHandlers.ofString());
    }

    /// Many ask about the picture before anybody waits for an answer.
    private static List<HttpResponse<String>> glimpses(LearnServer server) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "api/glimpse"))
                .POST(BodyPublishers.ofByteArray(picture))
                .build();
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            asked.add(CLIENT.sendAsync(request, BodyHandlers.ofString()));
        }
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private static Socket sends(LearnServer server, String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private static String halfAPicture(LearnServer server) {
        return "POST /api/glimpse HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                + "\r\nContent-Length: 1000\r\n\r\nhalf of it";
    }

    @Test
    void allAreAnsweredOneAfterTheOther() throws Exception {
        try (LearnServer server = server(new Turns(2, LONG), LONG)) {
            List<HttpResponse<String>> answers = glimpses(server);
            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
            assertThat(answers).extracting(HttpResponse::body).containsOnly(answers.getFirst().body());
        }
    }

    @Test
    void whileTheEngineIsTakenFilesAreServedAndQuestionsAreToldToComeBack() throws Exception {
        Turns turns = new Turns(1, Duration.ZERO);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (LearnServer server = server(turns, LONG);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> other = TurnsTest.held(turns, threads, begun, end);
            begun.await();
            List<HttpResponse<String>> answers = glimpses(server);
            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(503);
            assertThat(answers).extracting(HttpResponse::body).containsOnly(
                    "{\"error\":\"the engine computes for other requests: try again in some seconds\"}");
            assertThat(answers.getFirst().headers().firstValue("Retry-After")).hasValue("5");
            HttpRequest open = HttpRequest.newBuilder(URI.create(server.address() + "api/network/open"))
                    .POST(BodyPublishers.ofString("{\"sample\": 0}"))
                    .build();
            assertThat(CLIENT.send(open, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
            assertThat(get(server, "network.html").statusCode()).isEqualTo(200);
            assertThat(get(server, "unknown.html").statusCode()).isEqualTo(404);
            assertThat(site.isToBeWorked("history.html")).isTrue();
            HttpResponse<String> unworked = get(server, "history.html");
            assertThat(unworked.statusCode()).isEqualTo(503);
            assertThat(unworked.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(unworked.headers().firstValue("Refresh")).hasValue("5");

            end.countDown();
            other.get();
            assertThat(get(server, "history.html").statusCode()).isEqualTo(200);
            assertThat(site.isToBeWorked("history.html")).isFalse();
        }
    }

    /// They send half a line, or half a picture, and then nothing more.
    @Test
    void slowClientsHoldNobodyUp() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (LearnServer server = server(new Turns(1, LONG), LONG)) {
            for (int i = 0; i < MANY; i++) {
                slow.add(sends(server, "GET /index.ht"));
                slow.add(sends(server, halfAPicture(server)));
            }
            assertThat(get(server, "index.html").statusCode()).isEqualTo(200);
            assertThat(glimpses(server)).extracting(HttpResponse::statusCode).containsOnly(200);
        }
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void whoDoesNotSendAllInTimeIsToldAndLeft() throws Exception {
        try (LearnServer server = server(new Turns(1, LONG), Duration.ofMillis(1));
                Socket socket = sends(server, halfAPicture(server))) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408 ").endsWith(
                    "{\"error\":\"the request did not come within 0 s: send it again\"}");
        }
    }

    @Test
    void aPageThatFailsSaysSoAndIsThereNextTime() throws Exception {
        try (LearnServer server = server(new Turns(1, LONG), LONG)) {
            backend.fails().set(true);
            HttpResponse<String> failed = get(server, "neuron.html");
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(failed.body()).contains("The example neuron could not be worked: the network needs more than"
                    + " there is: use a smaller network.");
            backend.fails().set(false);
            assertThat(get(server, "neuron.html").statusCode()).isEqualTo(200);
        }
    }
}
