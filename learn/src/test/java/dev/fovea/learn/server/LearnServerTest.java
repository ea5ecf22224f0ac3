package dev.fovea.learn.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.source.Digits;
import dev.fovea.drawing.Pixels;
import dev.fovea.json.Json;
import dev.fovea.json.JsonObject;
import dev.fovea.learn.SharedSite;
import dev.fovea.learn.network.Insight;
import dev.fovea.learn.site.Site;
import dev.fovea.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LearnServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Insight insight;
    private static Site site;
    private static LearnServer server;

    @BeforeAll
    static void start() throws IOException {
        insight = SharedSite.insight();
        site = SharedSite.site();
        server = LearnServer.start(site, insight, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
        CLIENT.close();
    }

    private static HttpRequest.Builder ask(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(ask(path).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, byte[] body) throws Exception {
        return CLIENT.send(ask(path).POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
    }

    @Test
    void servesTheFilesOfTheSite() throws Exception {
        for (Map.Entry<String, byte[]> file : site.files().entrySet()) {
            HttpResponse<byte[]> answer = CLIENT.send(ask(file.getKey()).build(), BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as(file.getKey()).isEqualTo(200);
            assertThat(answer.body()).as(file.getKey()).isEqualTo(file.getValue());
        }
        assertThat(get("").body()).isEqualTo(get("index.html").body());
        assertThat(get("index.html").headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    }

    @Test
    void knowsNothingElse() throws Exception {
        assertThat(get("nothing.html").statusCode()).isEqualTo(404);
        assertThat(get("..%2f..%2fetc/passwd").statusCode()).isEqualTo(404);
        assertThat(post("api/other", new byte[0]).statusCode()).isEqualTo(404);
        HttpResponse<String> deleted = CLIENT.send(ask("index.html").DELETE().build(), BodyHandlers.ofString());
        assertThat(deleted.statusCode()).isEqualTo(405);
    }

    @Test
    void tellsWhatAPictureShows() throws Exception {
        Tensor image = Tensor.zeros(Digits.test().sample());
        Digits.test().read(3, image.values(), 0);
        HttpResponse<String> answer = post("api/glimpse", Pixels.of(image).png());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonObject json = (JsonObject) Json.read(answer.body());
        JsonObject glimpse = (JsonObject) json.get("glimpse");
        assertThat(glimpse).isNotNull();
        assertThat(glimpse.get("probabilities")).isNotNull();
        assertThat(json.get("label")).isNull();
    }

    @Test
    void aBrokenPictureGetsOneLine() throws Exception {
        HttpResponse<String> answer = post("api/glimpse", "no picture".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the picture is not an image").doesNotContain("\\n");
        assertThat(post("api/glimpse", new byte[(20 << 20) + 1]).statusCode()).isEqualTo(413);
    }

    private static HttpResponse<String> learning(String what, String question) throws Exception {
        return post("api/learning/" + what, question.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void trainsAsThePageAsks() throws Exception {
        HttpResponse<String> started = learning("start", "{\"rate\": 0.2, \"seed\": 1}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        Json session = ((JsonObject) Json.read(started.body())).get("session");
        HttpResponse<String> stepped = learning("step", "{\"session\": " + session + ", \"steps\": 3}");
        assertThat(stepped.statusCode()).as(stepped.body()).isEqualTo(200);
        assertThat(stepped.body()).contains("\"step\":3", "\"losses\":[", "\"gradients\":{\"conv2d\":");
        HttpResponse<String> nudged = learning(
                "nudge", "{\"session\": " + session + ", \"variable\": \"dense.weights\", \"index\": 479}");
        assertThat(nudged.statusCode()).as(nudged.body()).isEqualTo(200);
        assertThat(nudged.body()).contains("\"step\":3", "\"slope\":", "\"index\":479");
    }

    @Test
    void whatCannotBeTrainedGetsOneLine() throws Exception {
        for (String wrong : List.of("", "\0", "{\"rate\": 1e999, \"seed\": 1}", "[[[[[[", "{\"rate\": \"∞\"}")) {
            HttpResponse<String> answer = learning("start", wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            Json line = Objects.requireNonNull(((JsonObject) Json.read(answer.body())).get("error"));
            assertThat(line.toString()).doesNotContain("\\n");
        }
        assertThat(learning("step", "{\"session\": \"9999\", \"steps\": 1}").statusCode()).isEqualTo(410);
        assertThat(learning("stop", "{}").statusCode()).isEqualTo(404);
        assertThat(learning("start", " ".repeat(4097)).statusCode()).isEqualTo(413);
        assertThat(get("api/learning/start").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> network(String what, String question) throws Exception {
        return post("api/network/" + what, question.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void answersForOneMapAndOneNumber() throws Exception {
        HttpResponse<String> opened = network("open", "{\"sample\": 3}");
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
        Json picture = ((JsonObject) Json.read(opened.body())).get("picture");
        for (String what : List.of("gradients", "stage", "map", "number", "kernels", "cam", "occlusion")) {
            HttpResponse<String> answer = network(what, "{\"picture\": " + picture
                    + ", \"stage\": 1, \"channel\": 2, \"row\": 7, \"column\": 0}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        }
    }

    @Test
    void whatCannotBeShownGetsOneLine() throws Exception {
        Json picture = ((JsonObject) Json.read(network("open", "{\"sample\": 0}").body())).get("picture");
        HttpResponse<String> wrong = network("map", "{\"picture\": " + picture + ", \"stage\": 99, \"channel\": 0}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .isEqualTo("{\"error\":\"stage: expected a whole number from 0 to 8, got 99\"}");
        HttpResponse<String> gone = network("map", "{\"picture\": \"none\", \"stage\": 1, \"channel\": 0}");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.body())
                .isEqualTo("{\"error\":\"this picture is not open, or no longer: choose it again\"}");
        assertThat(network("open", "{\"sample\": 10}").statusCode()).isEqualTo(400);
        assertThat(network("map", "[]").statusCode()).isEqualTo(400);
        assertThat(network("maps", "{}").statusCode()).isEqualTo(404);
        assertThat(network("MAP", "{}").statusCode()).isEqualTo(404);
        assertThat(network("map", " ".repeat(4097)).statusCode()).isEqualTo(413);
        assertThat(get("api/network/open").statusCode()).isEqualTo(404);
    }

    /// What another site in the same browser could send.
    @Test
    void answersItsOwnPagesAlone() throws Exception {
        assertThat(status("Host: fovea.example")).contains(" 403 ");
        assertThat(status("Host: 127.0.0.1:" + server.port())).contains(" 200 ");
        assertThat(status("Host: 127.0.0.1:" + server.port() + "\r\nSec-Fetch-Site: cross-site")).contains(" 403 ");
        assertThat(status("Host: 127.0.0.1:" + server.port() + "\r\nSec-Fetch-Site: same-site")).contains(" 403 ");
        assertThat(status("Host: 127.0.0.1:" + server.port() + "\r\nSec-Fetch-Site: same-origin")).contains(" 200 ");
        assertThat(get("data/samples.js").headers().firstValue("Cross-Origin-Resource-Policy"))
                .hasValue("same-origin");
        assertThat(status("Host: localhost:" + server.port())).contains(" 200 ");
        assertThat(status("Host: 127.0.0.1:" + server.port() + "\r\nOrigin: http://fovea.example")).contains(" 403 ");
        assertThat(status("Host: 127.0.0.1:" + server.port() + "\r\nOrigin: http://127.0.0.1:" + server.port()))
                .contains(" 200 ");
    }

    private static String status(String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            String request = "GET /index.html HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        assertThatThrownBy(() -> LearnServer.start(site, insight, server.port())).isInstanceOf(IOException.class);
    }
}
