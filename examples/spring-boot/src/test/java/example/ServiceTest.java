package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// The service, asked over HTTP, says what the model says.
class ServiceTest {
    @TempDir
    Path folder;

    @Test
    void answersOverHttp() throws IOException, InterruptedException {
        var digits = Digits.load();
        var layers = Sequential.of(Conv2D.of(16, 3).same().relu(), MaxPool2D.of(2), Flatten.of(), Dense.of(10));
        var model = Model.of(layers, digits.train(), Seed.of(1));
        model.fit(digits.train(), Fit.epochs(2));
        var file = folder.resolve("digits.safetensors");
        model.save(file);
        // As it is given on the command line, from the folder where the service is started.
        var named = Path.of("").toAbsolutePath().relativize(file);
        var image = Tensor.zeros(digits.test().sample());
        digits.test().read(0, image.values(), 0);
        var picture = png(image);
        var expected = model.predict(model.picture(picture, "the body"));

        try (ConfigurableApplicationContext service =
                SpringApplication.run(Service.class, "--model=" + named, "--server.port=0",
                "--spring.main.banner-mode=off")) {
            var port = service.getEnvironment().getProperty("local.server.port");
            var answer = post(port, picture);
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(
                    answer.body().startsWith("{\"label\":\"" + expected.label() + "\",\"probability\":"
                            + expected.probability()),
                    answer.body());

            var refusal = post(port, "no picture".getBytes());
            assertEquals(422, refusal.statusCode(), refusal.body());
            assertTrue(refusal.body().contains("not an image"), refusal.body());
        }
    }

    private static HttpResponse<String> post(String port, byte[] body) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/predict"))
                    .header("Content-Type", "image/png")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static byte[] png(Tensor image) throws IOException {
        var picture = new BufferedImage(image.shape().dim(1), image.shape().dim(0), BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < image.values().length; i++) {
            picture.getRaster().setSample(
                    i % picture.getWidth(), i / picture.getWidth(), 0, Math.round(255 * image.values()[i]));
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }
}
