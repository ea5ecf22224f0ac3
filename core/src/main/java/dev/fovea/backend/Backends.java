package dev.fovea.backend;

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
        List<BackendProvider> providers = ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader())
                .stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no backend is named " + name + ": there are "
                        + providers.stream().map(BackendProvider::name).toList()))
                .open(threads);
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
