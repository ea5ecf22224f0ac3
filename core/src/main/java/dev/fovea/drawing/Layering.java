package dev.fovea.drawing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Places for the boxes of a [Diagram]: each box one layer after the last of those that point to it; long arrows pass
/// other layers through points of their own; within layers, boxes are ordered and placed near those they are joined to
/// (Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures", 1981).
final class Layering {
    private static final int SWEEPS = 12;
    private static final double BETWEEN_LAYERS = 58;
    private static final double BETWEEN_BOXES = 26;

    private final Diagram diagram;
    private final List<Cell> cells = new ArrayList<>();
    private final List<List<Cell>> layers = new ArrayList<>();
    private final List<List<Cell>> routes = new ArrayList<>();
    private double[] starts = new double[0];
    private double[] depths = new double[0];

    /// A point: along the arrows, and across them.
    record Place(double along, double across) {}

    /// A box, or a point where a long arrow passes a layer.
    private static final class Cell {
        final int layer;
        final double depth;
        final double breadth;
        final List<Cell> before = new ArrayList<>();
        final List<Cell> after = new ArrayList<>();
        double across;

        Cell(int layer, double depth, double breadth) {
            this.layer = layer;
            this.depth = depth;
            this.breadth = breadth;
        }
    }

    private Layering(Diagram diagram) {
        this.diagram = diagram;
    }

    static Layering of(Diagram diagram) {
        Layering layers = new Layering(diagram);
        layers.fillLayers();
        layers.join();
        layers.order();
        layers.placeAcross();
        layers.placeAlong();
        return layers;
    }

    private void fillLayers() {
        Map<String, Integer> index = new HashMap<>();
        List<Diagram.Box> boxes = diagram.boxes();
        for (int i = 0; i < boxes.size(); i++) {
            index.put(boxes.get(i).id(), i);
        }
        int[] layer = new int[boxes.size()];
        boolean changed = true;
        for (int round = 0; changed; round++) {
            if (round > boxes.size()) {
                throw new IllegalArgumentException("a diagram's arrows must not form a circle");
            }
            changed = false;
            for (Diagram.Arrow arrow : diagram.arrows()) {
                int from = index.getOrDefault(arrow.from(), 0);
                int to = index.getOrDefault(arrow.to(), 0);
                if (layer[to] <= layer[from]) {
                    layer[to] = layer[from] + 1;
                    changed = true;
                }
            }
        }
        for (int i = 0; i < boxes.size(); i++) {
            Diagram.Box box = boxes.get(i);
            cells.add(diagram.down()
                    ? new Cell(layer[i], box.height(), box.width())
                    : new Cell(layer[i], box.width(), box.height()));
        }
        int count = Arrays.stream(layer).max().orElse(-1) + 1;
        for (int i = 0; i < count; i++) {
            layers.add(new ArrayList<>());
        }
        cells.forEach(cell -> layers.get(cell.layer).add(cell));
        for (Diagram.Arrow arrow : diagram.arrows()) {
            routes.add(new ArrayList<>(List.of(
                    cells.get(index.getOrDefault(arrow.from(), 0)), cells.get(index.getOrDefault(arrow.to(), 0)))));
        }
    }

    private void join() {
        for (List<Cell> route : routes) {
            Cell end = route.removeLast();
            for (int layer = route.getFirst().layer + 1; layer < end.layer; layer++) {
                Cell passing = new Cell(layer, 0, 8);
                layers.get(layer).add(passing);
                route.add(passing);
            }
            route.add(end);
            for (int i = 1; i < route.size(); i++) {
                route.get(i - 1).after.add(route.get(i));
                route.get(i).before.add(route.get(i - 1));
            }
        }
    }

    private void order() {
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean forward = sweep % 2 == 0;
            for (List<Cell> layer : forward ? layers : layers.reversed()) {
                Map<Cell, Double> wanted = new HashMap<>();
                for (int i = 0; i < layer.size(); i++) {
                    List<Cell> joined = forward ? layer.get(i).before : layer.get(i).after;
                    wanted.put(layer.get(i), meanPosition(joined, i));
                }
                layer.sort(Comparator.comparingDouble(cell -> wanted.getOrDefault(cell, 0.0)));
            }
        }
    }

    private double meanPosition(List<Cell> joined, double otherwise) {
        return joined.stream().mapToDouble(cell -> layers.get(cell.layer).indexOf(cell)).average().orElse(otherwise);
    }

    private void placeAcross() {
        for (List<Cell> layer : layers) {
            double next = 0;
            for (Cell cell : layer) {
                cell.across = next + cell.breadth / 2;
                next += cell.breadth + BETWEEN_BOXES;
            }
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (List<Cell> layer : sweep % 2 == 0 ? layers : layers.reversed()) {
                double[] wanted = layer.stream().mapToDouble(Layering::meanAcross).toArray();
                spread(layer, wanted);
            }
        }
        double least = layers.stream().flatMap(List::stream).mapToDouble(c -> c.across - c.breadth / 2).min().orElse(0);
        layers.forEach(layer -> layer.forEach(cell -> cell.across -= least));
    }

    private static double meanAcross(Cell cell) {
        return java.util.stream.Stream.concat(cell.before.stream(), cell.after.stream())
                .mapToDouble(joined -> joined.across)
                .average()
                .orElse(cell.across);
    }

    /// Puts cells where they want to be; those that would overlap share the room around their mean.
    private static void spread(List<Cell> layer, double[] wanted) {
        for (int i = 0; i < layer.size(); i++) {
            layer.get(i).across = wanted[i];
        }
        for (int pass = 0; pass < 4 * layer.size(); pass++) {
            for (int i = 1; i < layer.size(); i++) {
                Cell a = layer.get(i - 1);
                Cell b = layer.get(i);
                double missing = (a.breadth + b.breadth) / 2 + BETWEEN_BOXES - (b.across - a.across);
                if (missing > 0) {
                    a.across -= missing / 2;
                    b.across += missing / 2;
                }
            }
        }
        for (int i = 1; i < layer.size(); i++) {
            Cell a = layer.get(i - 1);
            Cell b = layer.get(i);
            b.across = Math.max(b.across, a.across + (a.breadth + b.breadth) / 2 + BETWEEN_BOXES);
        }
    }

    private void placeAlong() {
        starts = new double[layers.size()];
        depths = new double[layers.size()];
        double next = 0;
        for (int i = 0; i < layers.size(); i++) {
            starts[i] = next;
            depths[i] = layers.get(i).stream().mapToDouble(cell -> cell.depth).max().orElse(0);
            next += depths[i] + BETWEEN_LAYERS;
        }
    }

    /// The extent in the direction of the arrows.
    double along() {
        return layers.isEmpty() ? 0 : starts[starts.length - 1] + depths[depths.length - 1];
    }

    double across() {
        return layers.stream().flatMap(List::stream).mapToDouble(cell -> cell.across + cell.breadth / 2).max()
                .orElse(0);
    }

    private Place middle(Cell cell) {
        return new Place(starts[cell.layer] + depths[cell.layer] / 2, cell.across);
    }

    /// The middle of a box.
    Place place(int box) {
        return middle(cells.get(box));
    }

    /// The points of an arrow: from the edge of one box to the edge of the other.
    List<Place> route(int arrow) {
        List<Cell> route = routes.get(arrow);
        List<Place> points = new ArrayList<>();
        for (Cell cell : route) {
            Place middle = middle(cell);
            if (cell == route.getFirst()) {
                points.add(new Place(middle.along() + cell.depth / 2, middle.across()));
            } else if (cell == route.getLast()) {
                points.add(new Place(middle.along() - cell.depth / 2, middle.across()));
            } else {
                points.add(new Place(starts[cell.layer], middle.across()));
                points.add(new Place(starts[cell.layer] + depths[cell.layer], middle.across()));
            }
        }
        return points;
    }
}
