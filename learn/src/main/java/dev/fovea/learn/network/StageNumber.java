package dev.fovea.learn.network;

import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.model.Model;
import dev.fovea.op.Window;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One number of a stage, with what the engine made it of: the page multiplies and adds, and compares.
final class StageNumber {
    /// Products of one sum: what a page adds up without a pause.
    static final int MOST_TERMS = 1 << 18;
    private static final int CURVE = 200;

    private final Model model;
    private final Stage stage;
    private final Glimpse glimpse;
    private final Tensor value;
    private final int channel;
    private final int row;
    private final int column;

    /// @param row 0 where a stage has no places, and so the column
    StageNumber(Insight insight, Glimpse glimpse, int stage, int channel, int row, int column) {
        this.model = insight.model();
        this.stage = insight.stages().get(stage);
        this.glimpse = glimpse;
        this.value = glimpse.values().get(stage);
        this.channel = channel;
        this.row = row;
        this.column = column;
    }

    /// The `value`, and by the stage's kind what it was computed of.
    ///
    /// @throws PageRefusal if it is a sum of more products than a page can show
    JsonObject json() {
        JsonObject.Builder json = JsonObject.builder().put("value", JsonNumber.of(value.values()[place()]));
        switch (stage.kind()) {
            case CONVOLUTION -> convolution(json, Objects.requireNonNull(stage.window()));
            case POOLING -> pooling(json);
            case ACTIVATION -> activation(json);
            case DENSE -> dense(json);
            case IMAGE, FLATTEN, JOIN, OTHER -> {
                // The number alone: what it is made of has no form that the page draws.
            }
        }
        return json.build();
    }

    private int place() {
        return value.shape().rank() == 3
                ? (row * value.shape().dim(1) + column) * value.shape().dim(2) + channel
                : channel;
    }

    private Tensor input() {
        return glimpse.values().get(stage.inputs().getFirst());
    }

    private void convolution(JsonObject.Builder json, Window window) {
        int perGroup = window.c() / window.groups();
        int first = channel / (window.k() / window.groups()) * perGroup;
        int size = window.r() * window.s();
        requireRoom((long) perGroup * size);
        float[] seen = new float[perGroup * size];
        float[] weights = new float[perGroup * size];
        Weights all = new Weights(Objects.requireNonNull(stage.weights()));
        for (int c = 0; c < perGroup; c++) {
            System.arraycopy(seen(window, first + c), 0, seen, c * size, size);
            for (int i = 0; i < size; i++) {
                weights[c * size + i] = all.at((i * perGroup + c) * window.k() + channel);
            }
        }
        json.put("first", first)
                .put("seen", InsightJson.tensor(new Tensor(Shape.of(perGroup, size), seen)))
                .put("weights", InsightJson.tensor(new Tensor(Shape.of(perGroup, size), weights)));
        bias(json);
    }

    /// What the window sees of a channel, row by row; NaN outside.
    private float[] seen(Window window, int from) {
        float[] values = input().values();
        float[] seen = new float[window.r() * window.s()];
        for (int i = 0; i < seen.length; i++) {
            int y = row * window.strideH() - window.top() + i / window.s() * window.dilationH();
            int x = column * window.strideW() - window.left() + i % window.s() * window.dilationW();
            boolean inside = y >= 0 && y < window.h() && x >= 0 && x < window.w();
            seen[i] = inside ? values[(y * window.w() + x) * window.c() + from] : Float.NaN;
        }
        return seen;
    }

    private void pooling(JsonObject.Builder json) {
        Window window = stage.window();
        if (window != null) {
            requireRoom((long) window.r() * window.s());
            float[] seen = seen(window, channel);
            json.put("seen", InsightJson.tensor(new Tensor(Shape.of(1, seen.length), seen)));
        }
    }

    /// The number before, and pairs of before and after from all over the stage, in order: the least, the greatest,
    /// and some between.
    private void activation(JsonObject.Builder json) {
        float[] before = input().values();
        float[] after = value.values();
        Set<Integer> seen = new TreeSet<>(Comparator.<Integer, Float>comparing(i -> before[i]).thenComparing(i -> i));
        int least = 0;
        int greatest = 0;
        for (int i = 0; i < before.length; i++) {
            least = before[i] < before[least] ? i : least;
            greatest = before[i] > before[greatest] ? i : greatest;
        }
        seen.add(least);
        seen.add(greatest);
        for (int i = 0; i < before.length; i += Math.ceilDiv(before.length, CURVE)) {
            seen.add(i);
        }
        float[] pairs = new float[2 * seen.size()];
        int filled = 0;
        for (int i : seen) {
            pairs[filled++] = before[i];
            pairs[filled++] = after[i];
        }
        json.put("before", JsonNumber.of(before[place()]))
                .put("pairs", InsightJson.tensor(new Tensor(Shape.of(seen.size(), 2), pairs)));
    }

    private void dense(JsonObject.Builder json) {
        Weights all = new Weights(Objects.requireNonNull(stage.weights()));
        float[] inputs = input().values();
        requireRoom(inputs.length);
        int units = all.place.shape().dim(1);
        float[] weights = new float[inputs.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = all.at(i * units + channel);
        }
        json.put("seen", InsightJson.tensor(new Tensor(Shape.of(1, inputs.length), inputs)))
                .put("weights", InsightJson.tensor(new Tensor(Shape.of(1, weights.length), weights)));
        bias(json);
    }

    private void bias(JsonObject.Builder json) {
        @Nullable String bias = stage.bias();
        if (bias != null) {
            json.put("bias", JsonNumber.of(new Weights(bias).at(channel)));
        }
    }

    private static void requireRoom(long terms) {
        if (terms > MOST_TERMS) {
            throw PageQuestion.wrong("this number is a sum of " + terms + " products: the page shows sums of at most "
                    + MOST_TERMS);
        }
    }

    /// A parameter's values where they lie: those of a large layer are not copied for a few of them.
    private final class Weights {
        private final float[] values;
        private final Layout.Place place;

        Weights(String name) {
            Store store = model.subject().store();
            values = store.parameterValues();
            place = store.parameters().place(name);
        }

        float at(int index) {
            return values[place.from() + index];
        }
    }
}
