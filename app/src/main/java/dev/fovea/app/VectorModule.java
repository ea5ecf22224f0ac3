package dev.fovea.app;

/// The module of the Vector API, added after the start: `--add-modules` would print a warning at every start.
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /// Adds the module where the launcher opened the way (`--add-exports java.base/jdk.internal.module=ALL-UNNAMED`);
    /// elsewhere it does nothing, and the backend says which kernels run.
    static void add() {
        if (ModuleLayer.boot().findModule(NAME).isPresent()) {
            return;
        }
        try {
            Class.forName("jdk.internal.module.Modules").getMethod("loadModule", String.class).invoke(null, NAME);
        } catch (ReflectiveOperationException notOpened) {
            // The backend names its kernels at the start of every run, with the cure.
        }
    }
}
