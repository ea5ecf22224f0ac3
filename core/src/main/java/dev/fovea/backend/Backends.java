package dev.fovea.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// The choice of a backend, made once.
public final class Backends {
    private static final String DEFAULT = "cpu";

    private Backends() {}

    /// The CPU backend with a number of threads.
    public static Backend open(int threads) {
        return open(DEFAULT, threads);
    }

    /// A backend by name.
    ///
    /// @throws IllegalArgumentException if there is none of that name
    public static Backend open(String name, int threads) {
        List<String> others = new ArrayList<>();
        // One by one: the rest of the class path is not searched once the provider is there.
        for (BackendProvider provider
                : ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader())) {
            if (provider.name().equals(name)) {
                return provider.open(threads);
            }
            others.add(provider.name());
        }
        throw new IllegalArgumentException("no backend is named " + name + ": there are " + others);
    }

    /// The backend of models that are given none: the CPU with as many threads as processors. Its threads
    /// are daemons and start with its first use.
    public static Backend shared() {
        return Shared.BACKEND;
    }

    private static final class Shared {
        static final Backend BACKEND = open(Runtime.getRuntime().availableProcessors());
    }
}
