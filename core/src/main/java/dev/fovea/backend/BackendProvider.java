package dev.fovea.backend;

/// Opens a backend. Found by [java.util.ServiceLoader], so that `backend` depends on no backend.
public interface BackendProvider {
    /// The backend's name, as in `cpu`.
    String name();

    /// @param threads that share the work of a step
    Backend open(int threads);
}
