package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import dev.fovea.op.MatMul;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The last, fully connected step: each letter gets the mean of a list at the places where its own list is high.
///
/// @param list 12 numbers
/// @param places where the lists of X and O are high
/// @param x the mean at the places of X
/// @param o the mean at the places of O
public record Vote(Tensor list, Places places, float x, float o) {
    private static final float HIGH = 0.9f;

    /// Where the lists of the two letters are high, counted from 1.
    public record Places(List<Integer> x, List<Integer> o) {
        public Places {
            x = List.copyOf(x);
            o = List.copyOf(o);
        }

        static Places of(LetterMaps x, LetterMaps o) {
            return new Places(high(x.list()), high(o.list()));
        }

        private static List<Integer> high(Tensor list) {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < list.values().length; i++) {
                if (list.values()[i] > HIGH) {
                    places.add(i + 1);
                }
            }
            return places;
        }

        /// The dense layer: 12 × 2 weights, one part in so many places of a letter, elsewhere 0.
        Tensor weights(int length) {
            Tensor weights = Tensor.zeros(Shape.of(length, 2));
            x.forEach(place -> weights.values()[2 * (place - 1)] = 1f / x.size());
            o.forEach(place -> weights.values()[2 * (place - 1) + 1] = 1f / o.size());
            return weights;
        }
    }

    static Vote of(Tensor list, Places places, Backend backend) {
        Calculation calculation = new Calculation(backend);
        Tensor weights = places.weights(list.values().length);
        Tensor votes = calculation.value(
                MatMul.plain().on(calculation.input("list", list), calculation.parameter("weights", weights)));
        return new Vote(list, places, votes.values()[0], votes.values()[1]);
    }

    /// The letter with more of the vote.
    public String letter() {
        return x > o ? "X" : "O";
    }
}
