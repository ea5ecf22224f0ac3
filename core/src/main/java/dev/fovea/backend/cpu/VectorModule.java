package dev.fovea.backend.cpu;

/// The module of the Vector API, for programs that their own launcher starts.
public final class VectorModule {
    static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /// Adds the module after the start where the launcher opened the way
    /// (`--add-exports java.base/jdk.internal.module=ALL-UNNAMED`): `--add-modules jdk.incubator.vector` would print a
    /// warning at every start. Elsewhere, or where the module is there, it adds nothing, and the backend says which
    /// kernels run. Then a thread loads the kernels' classes, because the first network will need them soon.
    ///
    /// With `-Dfovea.kernels=scalar` it does nothing.
    public static void add() {
        if (KernelSet.wanted().equals(KernelSet.SCALAR)) {
            return;
        }
        if (ModuleLayer.boot().findModule(NAME).isEmpty()) {
            try {
                Class.forName("jdk.internal.module.Modules").getMethod("loadModule", String.class).invoke(null, NAME);
            } catch (ReflectiveOperationException notOpened) {
                // The backend names its kernels at the start of every run, with the advice on them.
                return;
            }
        }
        // What does not load is told to whoever opens a backend.
        Thread.ofPlatform().daemon().name("fovea-loading").start(() -> KernelSet.named(KernelSet.VECTOR));
    }
}
