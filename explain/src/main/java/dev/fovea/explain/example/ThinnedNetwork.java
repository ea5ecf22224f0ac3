package dev.fovea.explain.example;

import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Svg;
import java.util.List;

/// Three inputs, a layer of which some neurons are off, two outputs, and the wires that are left.
///
/// @param on which neurons of the middle layer are on
record ThinnedNetwork(List<Boolean> on) implements Figure {
    private static final int INPUTS = 3;
    private static final int OUTPUTS = 2;
    private static final double STEP = 34;
    private static final double RADIUS = 11;
    private static final double ACROSS = 84;

    ThinnedNetwork {
        on = List.copyOf(on);
    }

    @Override
    public double width() {
        return 2 * ACROSS + 2 * RADIUS;
    }

    @Override
    public double height() {
        return STEP * on.size();
    }

    /// The middle of a neuron among so many, which stand in the middle of the height.
    private double at(double y, int index, int count) {
        return y + height() / 2 + STEP * (index - (count - 1) / 2.);
    }

    @Override
    public void draw(Svg svg, double x, double y) {
        double left = x + RADIUS;
        double middle = left + ACROSS;
        double right = middle + ACROSS;
        for (int i = 0; i < on.size(); i++) {
            if (on.get(i)) {
                double here = at(y, i, on.size());
                for (int k = 0; k < INPUTS; k++) {
                    svg.line(left, at(y, k, INPUTS), middle, here, Ink.line(Colours.MUTED, .8));
                }
                for (int k = 0; k < OUTPUTS; k++) {
                    svg.line(middle, here, right, at(y, k, OUTPUTS), Ink.line(Colours.MUTED, .8));
                }
            }
        }
        for (int k = 0; k < INPUTS; k++) {
            neuron(svg, left, at(y, k, INPUTS), Colours.BLUE);
        }
        for (int i = 0; i < on.size(); i++) {
            if (on.get(i)) {
                neuron(svg, middle, at(y, i, on.size()), Colours.GREEN);
            } else {
                off(svg, middle, at(y, i, on.size()));
            }
        }
        for (int k = 0; k < OUTPUTS; k++) {
            neuron(svg, right, at(y, k, OUTPUTS), Colours.VERMILION);
        }
    }

    private static void neuron(Svg svg, double x, double y, int colour) {
        svg.circle(x, y, RADIUS, Ink.fill(Colours.mix(Colours.WHITE, colour, .25)).border(colour, 1.5));
    }

    private static void off(Svg svg, double x, double y) {
        double half = RADIUS / 2;
        svg.circle(x, y, RADIUS, Ink.fill(Colours.WHITE).border(Colours.MUTED, 1).broken());
        svg.line(x - half, y - half, x + half, y + half, Ink.line(Colours.MUTED, 1));
        svg.line(x - half, y + half, x + half, y - half, Ink.line(Colours.MUTED, 1));
    }
}
