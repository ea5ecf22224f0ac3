package dev.fovea.optim;

import java.util.ArrayList;
import java.util.List;

/// A learning rate for each stretch of epochs: `Piecewise.of(1e-3).then(20, 1e-4).then(40, 1e-5)` is
/// 0.001 for the first 20 epochs, 0.0001 for the next 20, and 0.00001 after that.
///
/// @param rates one for each stretch
/// @param epochs after how many epochs each rate but the first begins, rising
public record Piecewise(List<Double> rates, List<Integer> epochs) implements Schedule {
    public Piecewise {
        rates = List.copyOf(rates);
        epochs = List.copyOf(epochs);
        if (rates.size() != epochs.size() + 1) {
            throw new IllegalArgumentException("Piecewise: expected one rate more than epochs: got " + rates.size()
                    + " rates and " + epochs.size() + " epochs");
        }
        for (double rate : rates) {
            Settings.positive("Piecewise", "rate", rate);
        }
        int last = 0;
        for (int epoch : epochs) {
            if (epoch <= last) {
                throw new IllegalArgumentException("Piecewise: epochs must rise from 1: got " + epochs);
            }
            last = epoch;
        }
    }

    public static Piecewise of(double rate) {
        return new Piecewise(List.of(rate), List.of());
    }

    /// This schedule with another rate once `epochs` epochs are done.
    public Piecewise then(int epochs, double rate) {
        List<Double> moreRates = new ArrayList<>(rates);
        moreRates.add(rate);
        List<Integer> moreEpochs = new ArrayList<>(this.epochs);
        moreEpochs.add(epochs);
        return new Piecewise(moreRates, moreEpochs);
    }

    @Override
    public double rate(Position position) {
        long done = position.wholeEpochs();
        int stretch = 0;
        while (stretch < epochs.size() && done >= epochs.get(stretch)) {
            stretch++;
        }
        return rates.get(stretch);
    }
}
