package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.drawing.Numerals;
import java.util.ArrayList;
import java.util.List;

/// One step of a descent, worked out with every number.
///
/// @param points the data beside the line before the step
/// @param loss before the step
/// @param weightSlope ∂J/∂w
/// @param biasSlope ∂J/∂b
/// @param weight w before the step
/// @param bias b before the step
/// @param newWeight w after it
/// @param newBias b after it
/// @param newLoss after it
public record DescentStep(
        float rate, List<Point> points, float loss, float weightSlope, float biasSlope, float weight, float bias,
        float newWeight, float newBias, float newLoss) {
    public DescentStep {
        points = List.copyOf(points);
    }

    /// A point of the data beside the line.
    ///
    /// @param line what the line says: w · x + b
    /// @param error by how much the line lies too high
    /// @param product error times x
    public record Point(float x, float y, float line, float error, float product) {}

    void addTo(List<Block> page) {
        page.add(new Block.Heading("One step with all its numbers, α = " + number(rate)));
        page.add(Block.text("At w = " + number(weight) + ", b = " + number(bias) + " the line says w · x + b. The error"
                + " e is how far that lies above y."));
        List<List<String>> rows = new ArrayList<>();
        for (Point point : points) {
            rows.add(List.of(
                    number(point.x), number(point.y), number(point.line), number(point.error),
                    number(point.error * point.error), number(point.product)));
        }
        page.add(new Block.Table(List.of("x", "y", "w · x + b", "e", "e²", "e · x"), rows, List.of()));
        page.add(Block.text("The loss and its slopes are means over the five points. A slope tells how fast J grows"
                + " with w, or with b: by the chain rule (see fovea show graph), the derivative of e²/2 is e times that"
                + " of e, which is x for w and 1 for b."));
        page.add(Block.lines(
                "J     = mean(e²) / 2 = " + number(loss),
                "∂J/∂w = mean(e · x)  = " + number(weightSlope),
                "∂J/∂b = mean(e)      = " + number(biasSlope)));
        page.add(Block.text("Both slopes together are ∇J, the gradient, which points uphill. The step goes the other"
                + " way, by α times the slope:"));
        page.add(Block.lines(
                "w ← w − α · ∂J/∂w = " + step(weight, weightSlope, newWeight),
                "b ← b − α · ∂J/∂b = " + step(bias, biasSlope, newBias),
                "J is now " + number(newLoss)));
    }

    private String step(float before, float slope, float after) {
        String taken = slope < 0 ? "(" + number(slope) + ")" : number(slope);
        return number(before) + " − " + number(rate) + " · " + taken + " = " + number(after);
    }

    private static String number(float value) {
        String text = fixed(value, Numerals.decimals(4, value));
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
