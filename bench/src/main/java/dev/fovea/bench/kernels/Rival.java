package dev.fovea.bench.kernels;

import java.util.List;

/// The native libraries.
enum Rival {
    OPENBLAS("OpenBLAS"),
    ONEDNN("oneDNN");

    private final String title;

    Rival(String title) {
        this.title = title;
    }

    /// Names it in tables.
    String title() {
        return title;
    }

    /// Every way in which the library computes this; none where it cannot.
    List<Kernel> kernels(Problem problem, int threads) {
        return switch (this) {
            case OPENBLAS -> switch (problem) {
                case ProductProblem product -> List.of(new OpenBlasKernel(product, threads));
                case ConvolutionProblem _ -> List.of();
            };
            case ONEDNN -> switch (problem) {
                case ProductProblem product -> OneDnnProducts.of(new OneDnn(threads), product);
                case ConvolutionProblem convolution -> OneDnnConvolutions.of(new OneDnn(threads), convolution);
            };
        };
    }
}
