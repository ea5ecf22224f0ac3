package dev.fovea.learn.network;

import dev.fovea.json.Json;
import dev.fovea.json.JsonNull;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The pictures that pages look at through a network too large to be sent whole. A page opens a picture and gets small
/// versions of maps; then it asks for one map, one number, one stage. What the network computes of a picture is kept
/// as long as there is room, and computed anew when it is asked for again. Safe for many threads.
public final class OpenPictures {
    /// Pictures at a time; the one that was not asked for longest makes room.
    static final int MOST = 16;
    /// Values and gradients that are kept: half of those of one picture of VGG-16, of which one always is.
    private static final long ROOM = 32_000_000;
    /// Kernels whose gradients are shown.
    private static final int KERNELS = 24;

    private final Insight insight;
    private final List<SamplePicture> samples;
    private final long room;
    private final SmallGlimpse small;
    private final Map<String, Opened> opened = new LinkedHashMap<>();
    private long count;

    /// A picture, and what is known of it: null once it was forgotten.
    private record Opened(Tensor image, int label, @Nullable Glimpse glimpse) {}

    /// What is asked about an open picture.
    public enum What {
        /// Small versions of all gradients.
        GRADIENTS,
        /// More maps of a stage.
        STAGE,
        /// One map.
        MAP,
        /// One number and what it is made of.
        NUMBER,
        /// The gradients of a convolution's kernels.
        KERNELS,
        /// Grad-CAM of the answer.
        CAM,
        /// How much covered squares cost.
        OCCLUSION
    }

    /// @param samples that can be opened by their index
    public OpenPictures(Insight insight, List<SamplePicture> samples) {
        this(insight, samples, ROOM);
    }

    /// @param room values and gradients that are kept besides those of the picture asked for
    OpenPictures(Insight insight, List<SamplePicture> samples, long room) {
        this.insight = insight;
        this.samples = List.copyOf(samples);
        this.room = room;
        this.small = new SmallGlimpse(insight);
    }

    /// Opens one of the samples: `{"sample": 3}`.
    ///
    /// @return the `picture`'s name for other questions, and small versions of maps
    /// @throws PageRefusal if the request is wrong
    public JsonObject open(String request) {
        int index = (int) PageQuestion.of(request).whole("sample", 0, samples.size() - 1);
        SamplePicture sample = samples.get(index);
        return open(sample.image(), sample.label());
    }

    /// Opens a picture of which nobody has said what it shows.
    ///
    /// @param image as [dev.fovea.model.Model#predict] takes it
    public JsonObject open(Tensor image) {
        return open(image, insight.model().predict(image).top(1).getFirst().index());
    }

    private synchronized JsonObject open(Tensor image, int label) {
        String name = Long.toString(++count);
        opened.put(name, new Opened(image, label, null));
        if (opened.size() > MOST) {
            opened.remove(opened.keySet().iterator().next());
        }
        return small.values(glimpse(name)).put("picture", name).build();
    }

    /// Answers a question about a picture: `{"picture": "1", "stage": 2, "channel": 0}`, and where they matter `"row"`,
    /// `"column"`, and `"gradients": true` for the gradient of the loss in place of the values.
    ///
    /// @throws PageRefusal if the request is wrong, or the picture is no longer open
    public synchronized JsonObject answer(What what, String request) {
        PageQuestion asked = PageQuestion.of(request);
        String name = asked.text("picture");
        if (!opened.containsKey(name)) {
            throw new PageRefusal(
                    PageRefusal.Reason.UNKNOWN, "this picture is not open, or no longer: choose it again");
        }
        return switch (what) {
            case GRADIENTS -> one("gradients", small.gradients(glimpse(name)));
            case STAGE -> {
                int stage = stage(asked);
                yield one("maps", small.more(values(asked, name, stage), stage));
            }
            case MAP -> map(asked, name);
            case NUMBER -> number(asked, name);
            case KERNELS -> kernels(asked, name);
            case CAM -> one("cam", cam(name));
            case OCCLUSION -> one("occlusion", occlusion(name));
        };
    }

    private static JsonObject one(String name, Json json) {
        return JsonObject.builder().put(name, json).build();
    }

    private int stage(PageQuestion asked) {
        return (int) asked.whole("stage", 0, insight.stages().size() - 1);
    }

    private static int channel(PageQuestion asked, Shape shape) {
        return (int) asked.whole("channel", 0, shape.dim(shape.rank() - 1) - 1);
    }

    private @Nullable Tensor values(PageQuestion asked, String name, int stage) {
        return asked.yes("gradients") ? glimpse(name).gradients().get(stage) : glimpse(name).values().get(stage);
    }

    private JsonObject map(PageQuestion asked, String name) {
        int stage = stage(asked);
        Shape shape = insight.stages().get(stage).shape();
        if (shape.rank() != 3) {
            throw PageQuestion.wrong("stage " + stage + " has no maps, but " + shape + " numbers without a place");
        }
        int channel = channel(asked, shape);
        Tensor values = values(asked, name, stage);
        if (values == null) {
            throw PageQuestion.wrong("stage " + stage + " has no gradient: the outputs do not depend on it");
        }
        float[] map = new float[shape.dim(0) * shape.dim(1)];
        for (int i = 0; i < map.length; i++) {
            map[i] = values.values()[i * shape.dim(2) + channel];
        }
        return one("map", InsightJson.tensor(new Tensor(Shape.of(shape.dim(0), shape.dim(1)), map)));
    }

    private JsonObject number(PageQuestion asked, String name) {
        int stage = stage(asked);
        Shape shape = insight.stages().get(stage).shape();
        boolean maps = shape.rank() == 3;
        int row = maps ? (int) asked.whole("row", 0, shape.dim(0) - 1) : 0;
        int column = maps ? (int) asked.whole("column", 0, shape.dim(1) - 1) : 0;
        return new StageNumber(insight, glimpse(name), stage, channel(asked, shape), row, column).json();
    }

    private JsonObject kernels(PageQuestion asked, String name) {
        int index = stage(asked);
        Stage stage = insight.stages().get(index);
        Tensor slopes = glimpse(name).gradients().get(index);
        if (stage.kind() != Stage.Kind.CONVOLUTION || slopes == null) {
            throw PageQuestion.wrong("stage " + index + " has no kernels whose gradients could be shown");
        }
        Tensor input = glimpse(name).values().get(stage.inputs().getFirst());
        return one("kernels", InsightJson.tensor(
                KernelSlopes.of(input, slopes, Objects.requireNonNull(stage.window()), KERNELS)));
    }

    private Json cam(String name) {
        int said = glimpse(name).prediction().top(1).getFirst().index();
        return insight.hasMaps()
                ? InsightJson.tensor(insight.cam(insight.ofClass(image(name), said)))
                : JsonNull.NULL;
    }

    private Json occlusion(String name) {
        int said = glimpse(name).prediction().top(1).getFirst().index();
        return InsightJson.tensor(insight.occlusion(image(name), said, Insight.square(image(name))));
    }

    private Tensor image(String name) {
        return Objects.requireNonNull(opened.get(name)).image();
    }

    /// What the network computes of a picture, which is from now on the one that was asked for last.
    private Glimpse glimpse(String name) {
        Opened picture = Objects.requireNonNull(opened.get(name));
        Glimpse glimpse = picture.glimpse();
        if (glimpse == null) {
            forget(room - 2 * insight.values());
            glimpse = insight.ofLoss(picture.image(), picture.label());
        }
        opened.remove(name);
        opened.put(name, new Opened(picture.image(), picture.label(), glimpse));
        return glimpse;
    }

    /// Forgets what is known of the pictures that were not asked for longest, until so many values are left at most.
    private void forget(long left) {
        long each = 2 * insight.values();
        long kept = opened.values().stream().filter(picture -> picture.glimpse() != null).count() * each;
        for (Map.Entry<String, Opened> picture : opened.entrySet()) {
            if (kept > left && picture.getValue().glimpse() != null) {
                picture.setValue(new Opened(picture.getValue().image(), picture.getValue().label(), null));
                kept -= each;
            }
        }
    }
}
