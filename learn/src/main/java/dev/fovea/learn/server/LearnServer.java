package dev.fovea.learn.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fovea.backend.Backend;
import dev.fovea.data.DataException;
import dev.fovea.json.JsonObject;
import dev.fovea.learn.network.Insight;
import dev.fovea.learn.network.OpenPictures;
import dev.fovea.learn.network.SamplePictures;
import dev.fovea.learn.site.ExampleException;
import dev.fovea.learn.site.Site;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Serves the site on 127.0.0.1. It answers requests that name that address alone, and takes pictures from its own
/// pages alone, so that no other site that is open in the browser can ask it anything.
public final class LearnServer implements AutoCloseable {
    private static final int MOST_BYTES = 20 << 20;
    private static final int DONE = 200;
    static final int BAD = 400;
    private static final int FORBIDDEN = 403;
    static final int UNKNOWN = 404;
    private static final int WRONG_METHOD = 405;
    static final int SLOW = 408;
    static final int TOO_LARGE = 413;
    private static final int FAILED = 500;
    static final int BUSY = 503;

    /// Of all requests at a time, as they are sent.
    private static final int MOST_BYTES_AT_ONCE = 64 << 20;

    /// Until all of a request has come.
    private static final Duration TO_SEND = Duration.ofSeconds(60);

    /// Until the engine is free: longer than most pages take to be worked.
    private static final Duration TO_WAIT = Duration.ofSeconds(10);

    /// An example that trains takes one core for some seconds.
    private static final int MOST_AT_ONCE = 4;

    private static final int SECONDS_TO_RETRY = 5;
    private static final String HTML = "text/html; charset=utf-8";
    private static final Map<String, String> TYPES = Map.of(
            "html", HTML, "css", "text/css; charset=utf-8", "js",
            "text/javascript; charset=utf-8", "svg", "image/svg+xml", "png", "image/png");

    private final Site site;
    private final Insight insight;
    private final HttpServer server;
    private final Turns turns;
    private final Bodies bodies;
    private final LearningEndpoint learning;
    private final OpenPictures pictures;
    private final NetworkEndpoint network;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LearnServer(Site site, Insight insight, HttpServer server, Turns turns, Bodies bodies) {
        this.site = site;
        this.insight = insight;
        this.server = server;
        this.turns = turns;
        this.bodies = bodies;
        this.learning = new LearningEndpoint(site.recorded(), insight.model().subject().backend());
        this.pictures = new OpenPictures(insight, site.samples());
        this.network = new NetworkEndpoint(pictures);
    }

    /// Serves until it is closed.
    ///
    /// @param port 0 for any that is free
    /// @throws IOException if the port is taken
    public static LearnServer start(Site site, Insight insight, int port) throws IOException {
        Bodies bodies = new Bodies(MOST_BYTES, MOST_BYTES_AT_ONCE, TO_SEND);
        return start(site, insight, port, new Turns(MOST_AT_ONCE, TO_WAIT), bodies);
    }

    /// @param turns of those who compute
    /// @param bodies of requests
    static LearnServer start(Site site, Insight insight, int port, Turns turns, Bodies bodies) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        LearnServer server = new LearnServer(site, insight, http, turns, bodies);
        http.setExecutor(server.threads);
        http.createContext("/", server::answer);
        http.start();
        return server;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String address() {
        return "http://127.0.0.1:" + port() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isOwn(exchange)) {
                error(exchange, FORBIDDEN, "this page answers at " + address() + " alone");
                return;
            }
            String path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> file(exchange, path.equals("/") ? "index.html" : path.substring(1));
                case "POST" -> {
                    if (path.equals("/api/glimpse")) {
                        ask(exchange, this::glimpse);
                    } else if (path.startsWith(LearningEndpoint.PATH)) {
                        ask(exchange, body -> learning.answer(path, body));
                    } else if (path.startsWith(NetworkEndpoint.PATH)) {
                        ask(exchange, body -> network.answer(path, body));
                    } else {
                        error(exchange, UNKNOWN, "nothing is asked at " + path);
                    }
                }
                default -> error(exchange, WRONG_METHOD, "expected GET or POST");
            }
        }
    }

    /// Whether the request names this server, and comes from its own pages if it says where it comes from.
    private boolean isOwn(HttpExchange exchange) {
        Set<String> hosts = Set.of("127.0.0.1:" + port(), "localhost:" + port());
        String host = exchange.getRequestHeaders().getFirst("Host");
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        String from = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
        return host != null && hosts.contains(host)
                && (from == null || from.equals("same-origin") || from.equals("none"))
                && (origin == null || origin.startsWith("http://") && hosts.contains(origin.substring(7)));
    }

    private void file(HttpExchange exchange, String name) throws IOException {
        try {
            byte[] bytes = site.isToBeWorked(name) ? turns.take(() -> site.file(name)) : site.file(name);
            if (bytes == null) {
                error(exchange, UNKNOWN, "no page is named " + name);
                return;
            }
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain; charset=utf-8");
            send(exchange, DONE, type, bytes);
        } catch (ExampleException e) {
            send(exchange, FAILED, HTML, e.page().getBytes(StandardCharsets.UTF_8));
        } catch (RefusedException e) {
            // A page that the engine had no time for loads itself again.
            exchange.getResponseHeaders().set("Refresh", String.valueOf(SECONDS_TO_RETRY));
            refuse(exchange, e);
        }
    }

    /// What is computed of a request's body, and answered.
    private interface Question {
        JsonObject answer(byte[] body);
    }

    /// Answers when the whole body has come and it is the request's turn. What is said to a slow client is said before
    /// the body is closed, and the connection with it.
    private void ask(HttpExchange exchange, Question question) throws IOException {
        JsonObject answer;
        try (Bodies.Body body = bodies.open(exchange.getRequestBody())) {
            try {
                byte[] bytes = body.bytes();
                answer = turns.take(() -> question.answer(bytes));
            } catch (RefusedException e) {
                refuse(exchange, e);
                return;
            } catch (DataException e) {
                error(exchange, BAD, String.valueOf(e.getMessage()));
                return;
            } catch (IllegalArgumentException | Backend.OutOfMemory | OutOfMemoryError e) {
                error(exchange, FAILED, "the network cannot be shown on this picture: " + e.getMessage());
                return;
            }
        }
        json(exchange, DONE, answer);
    }

    /// What the network computes of the picture that is sent.
    private JsonObject glimpse(byte[] picture) {
        Tensor image = insight.model().picture(picture, "the picture");
        return insight.isWhole() ? SamplePictures.unknown(insight, image) : pictures.open(image);
    }

    private static void refuse(HttpExchange exchange, RefusedException refused) throws IOException {
        if (refused.status() == BUSY) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(SECONDS_TO_RETRY));
        }
        error(exchange, refused.status(), String.valueOf(refused.getMessage()));
    }

    private static void error(HttpExchange exchange, int code, String line) throws IOException {
        json(exchange, code, JsonObject.builder().put("error", line).build());
    }

    private static void json(HttpExchange exchange, int code, JsonObject json) throws IOException {
        send(exchange, code, "application/json", json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int code, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Content-Security-Policy",
                "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'");
        exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(code, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        }
    }
}
