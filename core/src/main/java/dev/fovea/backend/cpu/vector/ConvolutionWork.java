package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A convolution, or the gradient of one by its input, as products of patches and filters.
///
/// Forward there is one product, for all groups. The input gradient with stride 1 is a convolution of dy with
/// the filters turned by half a circle and their channels swapped; with larger strides the pixels of dx
/// fall into strideH · strideW classes, each seen by its own subset of taps, and each class is such a
/// convolution of its own: nothing is multiplied by the zeros between outputs.
final class ConvolutionWork implements Work {
    /// Numbers that the object of a class of pixels takes, beside its tables.
    private static final int NUMBERS = 16;

    private final Operand x;
    private final Operand w;
    private final @Nullable Operand bias;
    private final boolean relu;
    private final Operand y;
    private final PatchProduct[] products;
    private final Clear[] clears;

    /// Pixels of dx that no output saw: of every strideH-th row from `row` on, every `columns`-th column from `column`.
    private record Clear(int row, int column, int columns) {}

    private final Window g;

    private ConvolutionWork(
            Window g, Operand x, Operand w, @Nullable Operand bias, boolean relu, Operand y,
            List<PatchProduct> products, List<Clear> clears) {
        this.g = g;
        this.x = x;
        this.w = w;
        this.bias = bias;
        this.relu = relu;
        this.y = y;
        this.products = products.toArray(PatchProduct[]::new);
        this.clears = clears.toArray(Clear[]::new);
    }

    static ConvolutionWork forward(
            Window g, Operand x, Operand w, @Nullable Operand bias, Epilogue activation, Operand y) {
        int channels = g.c() / g.groups();
        int k = g.k() / g.groups();
        Window one = new Window(g.h(), g.w(), channels, g.r(), g.s(), k, g.strideH(), g.strideW(), g.top(), g.left(),
                g.dilationH(), g.dilationW(), 1, g.oh(), g.ow());
        int[] taps = new int[g.r() * g.s()];
        Arrays.setAll(taps, tap -> tap * channels * g.k());
        PatchProduct product = new PatchProduct(one, g.c(), g.groups(), new FilterPlaces(taps, g.k(), 1), k,
                0, g.k(), g.ow() * g.k(), g.oh() * g.ow() * g.k());
        return new ConvolutionWork(g, x, w, bias, activation == Epilogue.RELU, y, List.of(product), List.of());
    }

    static ConvolutionWork inputGradient(Window g, Operand dy, Operand w, Operand dx) {
        List<PatchProduct> products = new ArrayList<>();
        List<Clear> clears = new ArrayList<>();
        for (int row = 0; row < Math.min(g.strideH(), g.h()); row++) {
            Taps down = Taps.of(g.h(), g.r(), g.strideH(), g.dilationH(), g.top(), row);
            if (down.count() == 0) {
                clears.add(new Clear(row, 0, 1));
                continue;
            }
            for (int column = 0; column < Math.min(g.strideW(), g.w()); column++) {
                Taps across = Taps.of(g.w(), g.s(), g.strideW(), g.dilationW(), g.left(), column);
                if (across.count() == 0) {
                    clears.add(new Clear(row, column, g.strideW()));
                } else {
                    products.add(gradientOfClass(g, down, across, row, column));
                }
            }
        }
        return new ConvolutionWork(g, dy, w, null, false, dx, products, clears);
    }

    private static PatchProduct gradientOfClass(Window g, Taps down, Taps across, int row, int column) {
        int channels = g.c() / g.groups();
        int k = g.k() / g.groups();
        int[] taps = new int[down.count() * across.count()];
        for (int r = 0; r < down.count(); r++) {
            for (int s = 0; s < across.count(); s++) {
                taps[r * across.count() + s] =
                        (down.tap(r) * g.s() + across.tap(s)) * channels * g.k();
            }
        }
        Window turned = new Window(g.oh(), g.ow(), k, down.count(), across.count(), channels, 1, 1,
                down.before(), across.before(), down.dilation(), across.dilation(), 1, down.pixels(), across.pixels());
        int origin = (row * g.w() + column) * g.c();
        return new PatchProduct(turned, g.k(), g.groups(), new FilterPlaces(taps, 1, g.k()), k,
                origin, g.strideW() * g.c(), g.strideH() * g.w() * g.c(), g.h() * g.w() * g.c());
    }

    /// Along one axis, the taps by which the pixels x ≡ `phase` (mod stride) were seen. Pixel
    /// phase + stride · i was seen by tap first + q · step from output i + shift − q · dilation; turned
    /// round, so that outputs ascend, that is a convolution of dy with padding `before`.
    private record Taps(int count, int first, int step, int dilation, int before, int pixels) {
        static Taps of(int extent, int taps, int stride, int dilation, int padding, int phase) {
            int pixels = Math.ceilDiv(extent - phase, stride);
            int step = stride / gcd(stride, dilation);
            for (int first = 0; first < Math.min(step, taps); first++) {
                int reach = phase + padding - first * dilation;
                if (Math.floorMod(reach, stride) == 0) {
                    int count = Math.ceilDiv(taps - first, step);
                    int apart = dilation / gcd(stride, dilation);
                    int before = (count - 1) * apart - Math.floorDiv(reach, stride);
                    return new Taps(count, first, step, apart, before, pixels);
                }
            }
            return new Taps(0, 0, step, 1, 0, pixels);
        }

        private static int gcd(int a, int b) {
            return b == 0 ? a : gcd(b, a % b);
        }

        /// The tap at place `q` of the turned filter.
        int tap(int q) {
            return first + (count - 1 - q) * step;
        }
    }

    @Override
    public long packedFloats() {
        long floats = 0;
        for (PatchProduct product : products) {
            floats += product.packedFloats();
        }
        return floats;
    }

    @Override
    public int packParts() {
        int parts = 0;
        for (PatchProduct product : products) {
            parts += product.packParts();
        }
        return parts;
    }

    @Override
    public void pack(int part, Operand packed) {
        int panel = part;
        int offset = packed.offset;
        for (PatchProduct product : products) {
            if (panel < product.packParts()) {
                product.pack(panel, w, packed.array, offset);
                return;
            }
            panel -= product.packParts();
            offset += (int) product.packedFloats();
        }
    }

    @Override
    public long scratchFloats() {
        long floats = 0;
        for (PatchProduct product : products) {
            floats = Math.max(floats, product.scratchFloats());
        }
        return floats;
    }

    @Override
    public long tableNumbers() {
        long numbers = NUMBERS * (long) (clears.length + products.length);
        for (PatchProduct product : products) {
            numbers += product.tableNumbers();
        }
        return numbers;
    }

    @Override
    public String kernel(int n) {
        return products.length == 0
                ? "zeros"
                : Arrays.stream(products).map(PatchProduct::kernel).distinct().collect(Collectors.joining(", "));
    }

    @Override
    public int parts(int phase, int n) {
        int parts = clears.length * n;
        for (PatchProduct product : products) {
            parts += product.units(n);
        }
        return parts;
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int unit = part;
        int offset = packed.offset;
        for (PatchProduct product : products) {
            int units = product.units(n);
            if (unit < units) {
                product.run(unit, n, x, packed.array, offset, bias, relu, y, scratch);
                return;
            }
            unit -= units;
            offset += (int) product.packedFloats();
        }
        clear(clears[unit / n], unit % n);
    }

    private void clear(Clear clear, int image) {
        for (int h = clear.row; h < g.h(); h += g.strideH()) {
            for (int column = clear.column; column < g.w(); column += clear.columns) {
                int at = y.offset + ((image * g.h() + h) * g.w() + column) * g.c();
                Arrays.fill(y.array, at, at + g.c(), 0f);
            }
        }
    }
}
