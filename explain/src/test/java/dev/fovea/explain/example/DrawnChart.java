package dev.fovea.explain.example;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A chart as a reader takes it from the picture: the lines' names from the legend, by colour, and their points from
/// the numbers at the axes.
///
/// @param lines by name, in the legend's order
record DrawnChart(Map<String, List<Point>> lines) {
    private static final Pattern TICK = Pattern.compile(
            "<line x1=\"([\\d.]+)\" y1=\"([\\d.]+)\" x2=\"([\\d.]+)\" y2=\"([\\d.]+)\" fill=\"none\" stroke=\"#\\w+\""
                    + " stroke-width=\"1\"/>\n<text [^>]*text-anchor=\"(end|middle)\"[^>]*>"
                    + "(−?[.\\d⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)</text>");
    private static final Pattern LEGEND = Pattern.compile(
            "<line [^>]*stroke=\"(#\\w+)\" stroke-width=\"2\"[^>]*/>\n(?:<circle [^>]*>\n)?<text [^>]*>([^<]+)</text>");
    private static final Pattern LINE = Pattern.compile("<path d=\"M([^\"]+)\" [^>]*stroke=\"(#\\w+)\"");

    /// A place in the chart, in the units of its axes.
    record Point(double x, double y) {}

    private record Tick(double pixel, double value) {}

    /// The charts of a picture, by their titles.
    static DrawnChart of(String svg, String title) {
        String chart = svg.substring(svg.indexOf(">" + title + "</text>"));
        int next = chart.indexOf("font-weight=\"600\"");
        chart = next < 0 ? chart : chart.substring(0, next);
        List<Tick> across = new ArrayList<>();
        List<Tick> up = new ArrayList<>();
        boolean powers = false;
        for (MatchResult tick : TICK.matcher(chart).results().toList()) {
            boolean isUp = tick.group(5).equals("end");
            powers |= isUp && tick.group(6).matches("10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+");
            double value = isUp && powers ? exponent(tick.group(6)) : number(tick.group(6));
            (isUp ? up : across).add(new Tick(Double.parseDouble(tick.group(isUp ? 2 : 1)), value));
        }
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        for (MatchResult name : LEGEND.matcher(chart).results().toList()) {
            lines.put(name.group(2), new ArrayList<>());
            for (MatchResult line : LINE.matcher(chart).results().toList()) {
                if (line.group(2).equals(name.group(1))) {
                    lines.put(name.group(2), points(line.group(1), across, up, powers));
                }
            }
        }
        return new DrawnChart(lines);
    }

    private static List<Point> points(String path, List<Tick> across, List<Tick> up, boolean powers) {
        List<Point> points = new ArrayList<>();
        for (String point : path.split("L")) {
            String[] xy = point.split(" ");
            double y = read(up, Double.parseDouble(xy[1]));
            points.add(new Point(read(across, Double.parseDouble(xy[0])), powers ? Math.pow(10, y) : y));
        }
        return points;
    }

    /// By the first tick and the last.
    private static double read(List<Tick> axis, double pixel) {
        Tick first = axis.getFirst();
        Tick last = axis.getLast();
        return first.value + (pixel - first.pixel) * (last.value - first.value) / (last.pixel - first.pixel);
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace('−', '-'));
    }

    private static double exponent(String text) {
        StringBuilder digits = new StringBuilder();
        for (char letter : text.substring(2).toCharArray()) {
            digits.append(letter == '⁻' ? "-" : String.valueOf("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(letter)));
        }
        return Double.parseDouble(digits.toString());
    }
}
