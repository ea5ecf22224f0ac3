package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Svg;

/// A neuron drawn: inputs, weights on the wires, the sum, the bias, ReLU's curve and what comes out.
record NeuronWires(Neuron.Case neuron) implements Figure {
    private static final double STEP = 64;
    private static final double RADIUS = 26;
    private static final double INPUT_X = 80;
    private static final double SUM_X = 330;
    private static final double CURVE_X = 440;
    private static final double CURVE = 92;
    /// The curve is drawn from −RANGE to RANGE.
    private static final double RANGE = 1.5;

    private int inputs() {
        return neuron.inputs().values().length;
    }

    @Override
    public double width() {
        return 640;
    }

    @Override
    public double height() {
        return STEP * inputs() + 20;
    }

    @Override
    public void draw(Svg svg, double x, double y) {
        double middle = y + height() / 2;
        for (int i = 0; i < inputs(); i++) {
            input(svg, i, x, y + 10 + STEP * (i + .5), x + SUM_X, middle);
        }
        double bias = y + 22;
        svg.arrow(x + SUM_X, bias + 8, x + SUM_X, middle - RADIUS - 6, Colours.MUTED);
        svg.text(x + SUM_X, bias, "bias " + fixed(neuron.bias(), 2), Lettering.of(13).middle());
        node(svg, x + SUM_X, middle, RADIUS + 5, fixed(neuron.before(), 2), Colours.GREEN);
        Lettering below = Lettering.of(12).colour(Colours.MUTED).middle();
        svg.text(x + SUM_X, middle + RADIUS + 24, "z = " + neuron.biased(2), below);
        svg.arrow(x + SUM_X + RADIUS + 5, middle, x + CURVE_X - 2, middle, Colours.MUTED);
        curve(svg, x + CURVE_X, middle - CURVE / 2);
        svg.arrow(x + CURVE_X + CURVE, middle, x + 590 - RADIUS, middle, Colours.MUTED);
        node(svg, x + 590, middle, RADIUS, fixed(neuron.relu(), 2), Colours.VERMILION);
        svg.text(x + 590, middle + RADIUS + 18, "output a", below);
    }

    private void input(Svg svg, int index, double x, double at, double sumX, double middle) {
        double from = x + INPUT_X + RADIUS;
        double length = Math.hypot(sumX - from, middle - at);
        double end = 1 - (RADIUS + 6) / length;
        svg.arrow(from, at, from + end * (sumX - from), at + end * (middle - at), Colours.MUTED);
        String weight = "× " + fixed(neuron.weights().values()[index], 2);
        Lettering lettering = Lettering.of(13).middle();
        double labelX = from + .42 * (sumX - from);
        double labelY = at + .42 * (middle - at);
        double wide = lettering.width(weight) + 10;
        svg.rect(labelX - wide / 2, labelY - 10, wide, 20, 3, Ink.fill(Colours.WHITE));
        svg.text(labelX, labelY + 4, weight, lettering);
        svg.text(x, at + 4, "input " + (index + 1), Lettering.of(12).colour(Colours.MUTED));
        node(svg, x + INPUT_X, at, RADIUS, fixed(neuron.inputs().values()[index], 2), Colours.BLUE);
    }

    private static void node(Svg svg, double x, double y, double radius, String number, int colour) {
        svg.circle(x, y, radius, Ink.fill(Colours.mix(Colours.WHITE, colour, .1)).border(colour, 1.5));
        svg.text(x, y + 5, number, Lettering.of(14).digits().middle());
    }

    /// ReLU, and where this neuron lies on it.
    private void curve(Svg svg, double x, double y) {
        svg.rect(x, y, CURVE, CURVE, 7, Ink.fill(Colours.WHITE).border(Colours.MUTED, 1.5));
        svg.line(x + 8, y + CURVE / 2, x + CURVE - 8, y + CURVE / 2, Ink.line(Colours.GRID, 1));
        svg.line(x + CURVE / 2, y + 8, x + CURVE / 2, y + CURVE - 8, Ink.line(Colours.GRID, 1));
        svg.polyline(
                new double[] {across(x, -RANGE), across(x, 0), across(x, RANGE)},
                new double[] {up(y, 0), up(y, 0), up(y, RANGE)}, Ink.line(Colours.GREEN, 2.5));
        svg.circle(across(x, neuron.before()), up(y, neuron.relu()), 5, Ink.fill(Colours.VERMILION));
        svg.text(x + CURVE / 2, y - 8, "ReLU", Lettering.of(12).colour(Colours.MUTED).middle());
    }

    private static double across(double x, double value) {
        return x + CURVE / 2 + Math.clamp(value / RANGE, -1, 1) * (CURVE / 2 - 12);
    }

    private static double up(double y, double value) {
        return y + CURVE / 2 - Math.clamp(value / RANGE, -1, 1) * (CURVE / 2 - 12);
    }
}
