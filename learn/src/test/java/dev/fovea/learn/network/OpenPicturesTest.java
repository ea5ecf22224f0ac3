package dev.fovea.learn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.source.Digits;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import dev.fovea.learn.network.OpenPictures.What;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenPicturesTest {
    private static final Dataset TEST = Digits.test();
    private static final int CONVOLUTION = 4;

    private static Backend backend;
    private static Insight insight;
    private static List<SamplePicture> samples;

    private final OpenPictures pictures = new OpenPictures(insight, samples);

    @BeforeAll
    static void make() {
        backend = Backends.open(1);
        insight = Insight.of(ScreenNetwork.untrained(Digits.load(), Seed.of(3), backend));
        samples = SamplePicture.first(TEST, 10);
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static Json get(JsonObject json, String name) {
        return Objects.requireNonNull(json.get(name), name);
    }

    private static double number(JsonObject json, String name) {
        return ((JsonNumber) get(json, name)).doubleValue();
    }

    private static float[] floats(Json tensor) {
        byte[] bytes = Base64.getDecoder().decode(((JsonString) get((JsonObject) tensor, "data")).value());
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static Glimpse glimpse(int sample) {
        return insight.ofLoss(samples.get(sample).image(), samples.get(sample).label());
    }

    private JsonObject ask(What what, String rest) {
        return pictures.answer(what, "{\"picture\": \"1\"" + rest + "}");
    }

    @Test
    void aMapIsTheEngines() {
        pictures.open("{\"sample\": 3}");
        Tensor values = glimpse(3).values().get(CONVOLUTION);
        Tensor slopes = Objects.requireNonNull(glimpse(3).gradients().get(CONVOLUTION));
        float[] map = floats(get(ask(What.MAP, ", \"stage\": 4, \"channel\": 7"), "map"));
        float[] gradients =
                floats(get(ask(What.MAP, ", \"stage\": 4, \"channel\": 7, \"gradients\": true"), "map"));
        for (int i = 0; i < 16; i++) {
            assertThat(map[i]).isEqualTo(values.at(i / 4, i % 4, 7));
            assertThat(gradients[i]).isEqualTo(slopes.at(i / 4, i % 4, 7));
        }
    }

    /// Every number of every stage: what the page would add up is what the engine computed.
    @Test
    void numbersAreMadeOfWhatIsSent() {
        pictures.open("{\"sample\": 2}");
        Glimpse known = glimpse(2);
        for (int stage = 0; stage < insight.stages().size(); stage++) {
            Shape shape = insight.stages().get(stage).shape();
            boolean maps = shape.rank() == 3;
            for (int place = 0; place < (maps ? shape.dim(0) * shape.dim(1) : 1); place++) {
                int row = maps ? place / shape.dim(1) : 0;
                int column = maps ? place % shape.dim(1) : 0;
                int channel = (place * 5 + stage) % shape.dim(shape.rank() - 1);
                JsonObject json = ask(What.NUMBER, ", \"stage\": " + stage + ", \"channel\": " + channel
                        + ", \"row\": " + row + ", \"column\": " + column);
                float value = maps
                        ? known.values().get(stage).at(row, column, channel)
                        : known.values().get(stage).at(channel);
                assertThat((float) number(json, "value")).isEqualTo(value);
                assertThat(made(json, insight.stages().get(stage).kind(), value)).as("stage %d", stage)
                        .isCloseTo(value, within(1e-5));
            }
        }
    }

    private static double made(JsonObject json, Stage.Kind kind, float value) {
        return switch (kind) {
            case CONVOLUTION, DENSE -> {
                float[] seen = floats(get(json, "seen"));
                float[] weights = floats(get(json, "weights"));
                double sum = number(json, "bias");
                for (int i = 0; i < seen.length; i++) {
                    sum += Float.isNaN(seen[i]) ? 0 : (double) seen[i] * weights[i];
                }
                yield sum;
            }
            case POOLING -> {
                float greatest = Float.NEGATIVE_INFINITY;
                for (float one : floats(get(json, "seen"))) {
                    greatest = Math.max(greatest, one);
                }
                yield greatest;
            }
            case ACTIVATION -> Math.max(0, number(json, "before"));
            case IMAGE, FLATTEN, JOIN, OTHER -> value;
        };
    }

    @Test
    void aCurveHasTheLeastAndTheGreatest() {
        pictures.open("{\"sample\": 2}");
        float[] pairs = floats(get(
                ask(What.NUMBER, ", \"stage\": 2, \"channel\": 0, \"row\": 0, \"column\": 0"), "pairs"));
        float[] before = glimpse(2).values().get(1).values();
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : before) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        assertThat(pairs[0]).isEqualTo(least);
        assertThat(pairs[pairs.length - 2]).isEqualTo(greatest);
        for (int i = 0; i < pairs.length; i += 2) {
            assertThat(pairs[i + 1]).isEqualTo(Math.max(0, pairs[i]));
            assertThat(i == 0 || pairs[i] >= pairs[i - 2]).isTrue();
        }
    }

    /// By nudging a weight: the loss of the picture changes as the kernel's gradient says.
    @Test
    void kernelsGradientsAreSlopesOfTheLoss() {
        pictures.open("{\"sample\": 5}");
        float[] slopes = floats(get(ask(What.KERNELS, ", \"stage\": 4"), "kernels"));
        Tensor filters = insight.model().read("conv2d_1.filters");
        try {
            for (int kernel : new int[] {0, 3, 11}) {
                double[] losses = new double[2];
                for (int side = 0; side < 2; side++) {
                    float[] moved = filters.values().clone();
                    moved[(4 * 8) * 12 + kernel] += side == 0 ? 1e-2f : -1e-2f;
                    insight.model().write("conv2d_1.filters", new Tensor(filters.shape(), moved));
                    losses[side] = -Math.log(insight.model().predict(samples.get(5).image()).probabilities().get(5));
                }
                assertThat((double) slopes[kernel * 9 + 4]).isCloseTo((losses[0] - losses[1]) / 2e-2, within(2e-3));
            }
        } finally {
            insight.model().write("conv2d_1.filters", filters);
        }
    }

    @Test
    void heatMapsAreThoseOfAPageThatHasAll() {
        pictures.open("{\"sample\": 1}");
        Tensor image = samples.get(1).image();
        int said = glimpse(1).prediction().top(1).getFirst().index();
        assertThat(floats(get(ask(What.CAM, ""), "cam")))
                .containsExactly(insight.cam(insight.ofClass(image, said)).values());
        assertThat(floats(get(ask(What.OCCLUSION, ""), "occlusion")))
                .containsExactly(insight.occlusion(image, said, 2).values());
    }

    @Test
    void smallMapsKeepWhatIsFarthestFromZero() {
        float[] values = new float[5 * 4];
        values[1] = .5f;
        values[6] = -2;
        values[7] = 1;
        values[19] = 4;
        SmallMaps small = SmallMaps.of(new Tensor(Shape.of(5, 4, 1), values), 12, 3, false);
        assertThat(small.limit()).isEqualTo(4);
        assertThat(small.height()).isEqualTo(3);
        assertThat(small.width()).isEqualTo(2);
        assertThat(small.data()).containsExactly(16, -64 + 1, 0, 0, 0, 127);
        Tensor picture = SmallMaps.picture(new Tensor(Shape.of(5, 4, 1), values), 3);
        assertThat(picture.values()).containsExactly(.125f, -.25f, 0, 0, 0, 2);
    }

    @Test
    void anOpenedPictureHasSmallMapsOfAllStages() {
        JsonObject opened = pictures.open("{\"sample\": 0}");
        assertThat(((JsonArray) get(opened, "values")).elements()).hasSameSizeAs(insight.stages());
        assertThat(((JsonArray) get(ask(What.GRADIENTS, ""), "gradients")).elements())
                .hasSameSizeAs(insight.stages());
        assertThat(floats(get(opened, "outputs"))).containsExactly(glimpse(0).output().values());
        JsonObject maps = (JsonObject) get(ask(What.STAGE, ", \"stage\": 1"), "maps");
        byte[] data = Base64.getDecoder().decode(((JsonString) get(maps, "data")).value());
        Tensor values = glimpse(0).values().get(1);
        assertThat(data).hasSize(8 * 64);
        for (int i = 0; i < data.length; i++) {
            float value = values.at(i / 8 % 8, i % 8, i / 64);
            assertThat(data[i] * number(maps, "limit") / 127).isCloseTo(value, within(number(maps, "limit") / 250));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "MAP; , \"stage\": 9, \"channel\": 0; stage: expected a whole number from 0 to 8, got 9",
        "MAP; , \"stage\": -1, \"channel\": 0; stage: expected a whole number from 0 to 8, got -1",
        "MAP; , \"channel\": 0; stage: expected a whole number from 0 to 8, got nothing",
        "MAP; , \"stage\": 4, \"channel\": 12; channel: expected a whole number from 0 to 11, got 12",
        "MAP; , \"stage\": 7, \"channel\": 0; stage 7 has no maps",
        "MAP; , \"stage\": 1, \"channel\": 0, \"gradients\": 1; gradients: expected true or false, got 1",
        "STAGE; , \"stage\": 1e3; stage: expected a whole number from 0 to 8",
        "NUMBER; , \"stage\": 1, \"channel\": 0, \"row\": 8, \"column\": 0; row: expected a whole number from 0 to 7",
        "NUMBER; , \"stage\": 1, \"channel\": 0, \"row\": 0; column: expected a whole number from 0 to 7, got nothing",
        "KERNELS; , \"stage\": 3; stage 3 has no kernels"})
    void aWrongPlaceGetsOneLine(What what, String rest, String line) {
        pictures.open("{\"sample\": 0}");
        assertThatThrownBy(() -> ask(what, rest)).isInstanceOfSatisfying(PageRefusal.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(PageRefusal.Reason.WRONG);
            assertThat(refusal).hasMessageContaining(line).message().doesNotContain("\n");
        });
    }

    @Test
    void aPictureThatIsNoLongerOpenIsSaid() {
        assertThatThrownBy(() -> ask(What.CAM, "")).isInstanceOfSatisfying(PageRefusal.class, refusal ->
                assertThat(refusal.reason()).isEqualTo(PageRefusal.Reason.UNKNOWN));
        for (int i = 0; i <= OpenPictures.MOST; i++) {
            pictures.open("{\"sample\": " + i % 10 + "}");
        }
        assertThatThrownBy(() -> ask(What.GRADIENTS, "")).hasMessage(
                "this picture is not open, or no longer: choose it again");
        assertThatThrownBy(() -> pictures.open("{\"sample\": 10}"))
                .hasMessage("sample: expected a whole number from 0 to 9, got 10");
    }

    /// With room for one, the other is computed anew, to the same numbers.
    @Test
    void whatWasForgottenIsComputedAgain() {
        OpenPictures few = new OpenPictures(insight, samples, 1);
        few.open("{\"sample\": 4}");
        few.open("{\"sample\": 8}");
        for (int picture : new int[] {1, 2, 1}) {
            JsonObject map = few.answer(What.MAP, "{\"picture\": \"" + picture + "\", \"stage\": 4, \"channel\": 2}");
            Tensor known = glimpse(picture * 4).values().get(4);
            assertThat(floats(get(map, "map"))[5]).isEqualTo(known.at(1, 1, 2));
        }
    }
}
