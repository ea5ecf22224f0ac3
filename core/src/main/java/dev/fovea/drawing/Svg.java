package dev.fovea.drawing;

import dev.fovea.text.Printable;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes one SVG document, shape after shape, with a white background. All text is escaped. Lengths are pixels,
/// from the top left.
public final class Svg {
    private static final String SANS =
            "system-ui,-apple-system,'Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif";
    private static final String MONO = "ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace";

    private final StringBuilder text = new StringBuilder();

    private Svg() {}

    /// An empty picture.
    ///
    /// @param title what viewers and screen readers call it
    public static Svg of(double width, double height, String title) {
        Svg svg = new Svg();
        svg.text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(number(width))
                .append("\" height=\"").append(number(height)).append("\" viewBox=\"0 0 ").append(number(width))
                .append(' ').append(number(height)).append("\" role=\"img\">\n<title>").append(escaped(title))
                .append("</title>\n");
        return svg.rect(0, 0, width, height, 0, Ink.fill(Colours.WHITE));
    }

    public Svg rect(double x, double y, double width, double height, double radius, Ink ink) {
        open("rect");
        attribute("x", x);
        attribute("y", y);
        attribute("width", width);
        attribute("height", height);
        if (radius > 0) {
            attribute("rx", radius);
        }
        return close(ink);
    }

    public Svg circle(double x, double y, double radius, Ink ink) {
        open("circle");
        attribute("cx", x);
        attribute("cy", y);
        attribute("r", radius);
        return close(ink);
    }

    public Svg line(double x1, double y1, double x2, double y2, Ink ink) {
        open("line");
        attribute("x1", x1);
        attribute("y1", y1);
        attribute("x2", x2);
        attribute("y2", y2);
        return close(ink);
    }

    /// A line through points, broken where a coordinate is no finite number.
    public Svg polyline(double[] xs, double[] ys, Ink ink) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < xs.length; i++) {
            boolean finite = Double.isFinite(xs[i]) && Double.isFinite(ys[i]);
            if (finite) {
                path.append(drawing ? 'L' : 'M').append(number(xs[i])).append(' ').append(number(ys[i]));
            }
            drawing = finite;
        }
        return path(path.toString(), ink);
    }

    /// A path in SVG's own words.
    Svg path(String path, Ink ink) {
        open("path");
        text.append(" d=\"").append(path).append("\" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
        return close(ink);
    }

    /// A line with a head at its end.
    public Svg arrow(double x1, double y1, double x2, double y2, int colour) {
        double length = Math.hypot(x2 - x1, y2 - y1);
        double dx = length == 0 ? 1 : (x2 - x1) / length;
        double dy = length == 0 ? 0 : (y2 - y1) / length;
        line(x1, y1, x2 - 5 * dx, y2 - 5 * dy, Ink.line(colour, 1.5));
        return head(x2, y2, dx, dy, colour);
    }

    /// The head of an arrow that points along (dx, dy), of length 1.
    Svg head(double x, double y, double dx, double dy, int colour) {
        double backX = x - 8 * dx;
        double backY = y - 8 * dy;
        return path(
                "M" + number(x) + " " + number(y) + "L" + number(backX - 4 * dy) + " " + number(backY + 4 * dx) + "L"
                        + number(backX + 4 * dy) + " " + number(backY - 4 * dx) + "Z",
                Ink.fill(colour));
    }

    /// One line of text whose baseline is at `y`.
    public Svg text(double x, double y, String words, Lettering lettering) {
        open("text");
        attribute("x", x);
        attribute("y", y);
        text.append(" font-family=\"").append(lettering.mono() ? MONO : SANS).append('"');
        attribute("font-size", lettering.size());
        text.append(" fill=\"").append(hex(lettering.colour())).append('"');
        switch (lettering.anchor()) {
            case START -> { }
            case MIDDLE -> text.append(" text-anchor=\"middle\"");
            case END -> text.append(" text-anchor=\"end\"");
        }
        if (lettering.bold()) {
            text.append(" font-weight=\"600\"");
        }
        text.append(" xml:space=\"preserve\">").append(escaped(words)).append("</text>\n");
        return this;
    }

    /// A text that reads upwards, centred on a point.
    public Svg upwards(double x, double y, String words, Lettering lettering) {
        text.append("<g transform=\"translate(").append(number(x)).append(' ').append(number(y))
                .append(") rotate(-90)\">\n");
        text(0, 0, words, lettering.middle());
        text.append("</g>\n");
        return this;
    }

    /// A picture of pixels, enlarged without blur.
    public Svg picture(double x, double y, double width, double height, Pixels pixels) {
        open("image");
        attribute("x", x);
        attribute("y", y);
        attribute("width", width);
        attribute("height", height);
        text.append(" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(pixels.png())).append("\"/>\n");
        return this;
    }

    /// Draws what shows only inside a rectangle.
    public Svg inside(double x, double y, double width, double height, Consumer<Svg> drawing) {
        text.append("<svg");
        attribute("x", x);
        attribute("y", y);
        attribute("width", width);
        attribute("height", height);
        text.append(" viewBox=\"").append(number(x)).append(' ').append(number(y)).append(' ').append(number(width))
                .append(' ').append(number(height)).append("\">\n");
        drawing.accept(this);
        text.append("</svg>\n");
        return this;
    }

    private void open(String element) {
        text.append('<').append(element);
    }

    private void attribute(String name, double value) {
        text.append(' ').append(name).append("=\"").append(number(value)).append('"');
    }

    private Svg close(Ink ink) {
        text.append(" fill=\"").append(colour(ink.fill())).append('"');
        if (ink.stroke() != null) {
            text.append(" stroke=\"").append(colour(ink.stroke())).append('"');
            attribute("stroke-width", ink.width());
            if (ink.dashed()) {
                text.append(" stroke-dasharray=\"5 4\"");
            }
        }
        text.append("/>\n");
        return this;
    }

    private static String colour(@Nullable Integer rgb) {
        return rgb == null ? "none" : hex(rgb);
    }

    static String hex(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb & 0xFFFFFF);
    }

    /// Two decimals are finer than any screen.
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("\\.?0+$", "").replaceAll("^-0$", "0");
    }

    /// Text for XML; characters that XML cannot hold become U+FFFD, others that steer are spelt.
    static String escaped(String words) {
        StringBuilder safe = new StringBuilder();
        words.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isXml(c) ? c : 0xFFFD);
            }
        });
        return Printable.lines(safe.toString());
    }

    private static boolean isXml(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c < 0xD800 || c >= 0xE000 && c < 0xFFFE
                || c > 0xFFFF;
    }

    /// The document.
    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
