package dev.fovea.learn;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import dev.fovea.learn.network.Insight;
import dev.fovea.learn.network.ScreenNetwork;
import dev.fovea.learn.site.Site;

/// The site of the built-in digits as it is served: made once for all tests that only read it, and its examples worked
/// once.
public final class SharedSite {
    private static final Backend BACKEND = Backends.open(1);
    private static final TrainTestSplit DIGITS = Digits.load();
    private static final Insight INSIGHT = Insight.of(ScreenNetwork.trained(DIGITS, BACKEND));
    private static final Site SITE = Site.of(INSIGHT, DIGITS.test(), true, BACKEND);

    private SharedSite() {}

    /// Never closed: it is there for all.
    public static Backend backend() {
        return BACKEND;
    }

    public static Insight insight() {
        return INSIGHT;
    }

    public static Site site() {
        return SITE;
    }
}
