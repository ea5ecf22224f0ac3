package dev.fovea.learn.site;

import dev.fovea.backend.Backend;
import dev.fovea.explain.example.Kernel;
import dev.fovea.explain.example.PoolingWindows;
import dev.fovea.explain.example.ReceptiveField;
import dev.fovea.explain.example.SlidingWindow;
import dev.fovea.explain.example.WindowStep;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonObject;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Windows that slide.
record WindowMotions(MotionJson json) {
    /// What the sizes of outputs are tried on.
    private static final Tensor PLUS = Tensor.of(
            Shape.of(5, 5), 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 1, 2, 3, 2, 1, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0);

    List<Motion> convolution(SlidingWindow window, Backend backend) {
        return List.of(
                new Motion("", "slide", slide(window).build()),
                new Motion("Several channels", "channels", channels(window.channels())),
                new Motion("How large", "slide", sizes(backend)));
    }

    private static JsonObject.Builder slide(SlidingWindow window) {
        SlidingWindow.Setting setting = window.setting();
        return JsonObject.builder()
                .put("image", MotionJson.numbers(window.padded()))
                .put("inner", rectangle(
                        window.top(), window.left(), setting.image().shape().dim(0), setting.image().shape().dim(1)))
                .put("kernel", MotionJson.numbers(setting.kernel()))
                .put("stride", setting.stride())
                .put("bias", MotionJson.numbers(setting.bias()))
                .put("steps", JsonArray.of(window.steps(), WindowMotions::step))
                .put("output", MotionJson.numbers(window.result()));
    }

    static JsonObject step(WindowStep step) {
        return JsonObject.builder()
                .put("row", step.row())
                .put("column", step.column())
                .put("top", step.top())
                .put("left", step.left())
                .put("products", MotionJson.numbers(step.products()))
                .put("sum", MotionJson.numbers(step.sum()))
                .build();
    }

    private static JsonObject rectangle(int top, int left, int height, int width) {
        return JsonObject.builder()
                .put("top", top)
                .put("left", left)
                .put("height", height)
                .put("width", width)
                .build();
    }

    /// The same picture and kernel with other steps and borders.
    private JsonObject sizes(Backend backend) {
        List<JsonObject> choices = new ArrayList<>();
        for (Padding padding : List.of(Padding.VALID, Padding.SAME, Padding.of(2))) {
            for (int stride : new int[] {1, 2}) {
                SlidingWindow.Setting setting =
                        new SlidingWindow.Setting(PLUS, Kernel.EDGES.weights(), stride, padding, 0, 0);
                boolean named = padding.equals(Padding.VALID) || padding.equals(Padding.SAME);
                choices.add(slide(SlidingWindow.of(setting, backend))
                        .put("name", json.both((named ? padding.toString() : "p = 2") + ", s = " + stride))
                        .put("sizes", true)
                        .build());
            }
        }
        return MotionJson.choices(choices);
    }

    private JsonObject channels(SlidingWindow.ManyChannels channels) {
        List<String> colours = List.of("red", "green", "blue");
        int count = channels.image().shape().dim(2);
        List<JsonArray> planes = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            planes.add(MotionJson.numbers(plane(channels.image(), c)));
        }
        List<JsonArray> kernels = new ArrayList<>();
        for (int k = 0; k < channels.sums().size(); k++) {
            List<JsonArray> parts = new ArrayList<>();
            for (int c = 0; c < count; c++) {
                parts.add(MotionJson.numbers(part(channels.kernels(), k, c)));
            }
            kernels.add(new JsonArray(List.copyOf(parts)));
        }
        return JsonObject.builder()
                .put("names", JsonArray.of(colours, json::both))
                .put("planes", new JsonArray(List.copyOf(planes)))
                .put("kernels", new JsonArray(List.copyOf(kernels)))
                .put("parts", JsonArray.of(channels.parts(), maps -> JsonArray.of(maps, MotionJson::numbers)))
                .put("sums", JsonArray.of(channels.sums(), MotionJson::numbers))
                .build();
    }

    /// One channel of height × width × channels.
    private static Tensor plane(Tensor image, int channel) {
        Shape shape = image.shape();
        Tensor plane = Tensor.zeros(Shape.of(shape.dim(0), shape.dim(1)));
        for (int i = 0; i < plane.values().length; i++) {
            plane.values()[i] = image.values()[i * shape.dim(2) + channel];
        }
        return plane;
    }

    /// What one kernel does with one channel, of height × width × channels × kernels.
    private static Tensor part(Tensor kernels, int kernel, int channel) {
        Shape shape = kernels.shape();
        Tensor part = Tensor.zeros(Shape.of(shape.dim(0), shape.dim(1)));
        for (int i = 0; i < part.values().length; i++) {
            part.values()[i] = kernels.values()[(i * shape.dim(2) + channel) * shape.dim(3) + kernel];
        }
        return part;
    }

    List<Motion> pooling(PoolingWindows pooling) {
        List<PoolingWindows.Case> cases = new ArrayList<>(pooling.cases());
        cases.add(pooling.walk());
        return List.of(new Motion("", "pooling", MotionJson.choices(cases.stream().map(this::pooling).toList())));
    }

    private JsonObject pooling(PoolingWindows.Case one) {
        return JsonObject.builder()
                .put("name", json.both(one.name()))
                .put("image", MotionJson.numbers(one.image()))
                .put("places", JsonArray.of(one.places(), place ->
                        rectangle(place.top(), place.left(), place.height(), place.width())))
                .put("max", MotionJson.numbers(one.max()))
                .put("average", MotionJson.numbers(one.average()))
                .build();
    }

    List<Motion> field(ReceptiveField field) {
        return List.of(new Motion("", "field", MotionJson.choices(field.networks().stream().map(this::seen).toList())));
    }

    private JsonObject seen(ReceptiveField.Seen network) {
        return JsonObject.builder()
                .put("name", json.both(network.name()))
                .put("side", network.side())
                .put("fields", JsonArray.of(network.fields(), field -> JsonObject.builder()
                        .put("layer", json.both(field.layer()))
                        .put("kernel", field.kernel())
                        .put("stride", field.stride())
                        .put("output", field.output())
                        .put("jump", field.jump())
                        .put("size", field.size())
                        .put("patch", rectangle(
                                field.patch().top(), field.patch().left(), field.patch().height(),
                                field.patch().width()))
                        .build()))
                .build();
    }
}
