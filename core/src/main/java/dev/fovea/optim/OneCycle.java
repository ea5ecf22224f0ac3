package dev.fovea.optim;

/// One rise and one fall of the learning rate, each along half a cosine: from peak / start up to the
/// peak, which is reached after a share of the steps, then down to peak / start / end at the last step.
///
/// Smith and Topin, "Super-convergence: very fast training of neural networks using large learning
/// rates", 2018, in the two-phase form that PyTorch uses; the momentum is left alone.
///
/// @param peak the highest rate
/// @param rise share of the steps that go up, between 0 and 1
/// @param start the first rate is the peak divided by this, at least 1
/// @param end the last rate is the first divided by this, at least 1
public record OneCycle(double peak, double rise, double start, double end) implements Schedule {
    public OneCycle {
        Settings.positive("OneCycle", "peak", peak);
        Settings.positive("OneCycle", "rise", rise);
        Settings.belowOne("OneCycle", "rise", rise);
        Settings.atLeastOne("OneCycle", "start", start);
        Settings.atLeastOne("OneCycle", "end", end);
    }

    /// Up for 0.3 of the steps from a 25th of the peak, then down to a ten-thousandth of that.
    public static OneCycle of(double peak) {
        return new OneCycle(peak, 0.3, 25, 10_000);
    }

    public OneCycle rise(double share) {
        return new OneCycle(peak, share, start, end);
    }

    public OneCycle start(double divisor) {
        return new OneCycle(peak, rise, divisor, end);
    }

    public OneCycle end(double divisor) {
        return new OneCycle(peak, rise, start, divisor);
    }

    @Override
    public double rate(Position position) {
        double first = peak / start;
        // The turn is counted as PyTorch counts it, so that equal options give equal rates.
        double turn = Math.max(0, rise * position.totalSteps() - 1);
        double close = position.totalSteps() - 1;
        double step = Math.min(position.step(), close);
        if (step < turn) {
            return Cosine.between(first, peak, step / turn);
        }
        return close == turn ? peak : Cosine.between(peak, first / end, (step - turn) / (close - turn));
    }
}
