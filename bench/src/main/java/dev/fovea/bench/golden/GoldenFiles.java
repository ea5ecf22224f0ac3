package dev.fovea.bench.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.global.torch;

/// Writes every golden file into the folder that the command line names.
///
/// Runs are repeatable: inputs are seeded by the cases' names, libtorch by a fixed seed, on one thread.
public final class GoldenFiles {
    private GoldenFiles() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("expected one argument, the folder to write: got " + arguments.length);
            System.exit(2);
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        torch.manual_seed(1);
        torch.set_num_threads(1);
        for (Golden golden : all()) {
            golden.write(folder);
            long bytes = Files.size(folder.resolve(golden.operation() + ".json"));
            System.out.printf("%-28s %3d cases %7d bytes%n", golden.operation(), golden.cases().size(), bytes);
        }
    }

    private static List<Golden> all() {
        List<Golden> all = new ArrayList<>(List.of(
                ConvolutionCases.convolution(), ConvolutionCases.biasedRelu(),
                ConvolutionCases.transposed(),
                DenseCases.matmul(), DenseCases.dense(), DenseCases.biasAdd()));
        all.addAll(ElementwiseCases.all());
        all.addAll(List.of(
                ReductionCases.sum(), ReductionCases.mean(), ReductionCases.penalty(),
                PoolingCases.max(), PoolingCases.average(), PoolingCases.globalAverage(),
                NormalizationCases.batchNorm(), NormalizationCases.layerNorm(), NormalizationCases.groupNorm(),
                NormalizationCases.localResponse(),
                LossCases.softmax(), LossCases.logSoftmax(), LossCases.crossEntropy(), LossCases.meanSquaredError(),
                LayoutCases.zeroPadding(), LayoutCases.reflectPadding(), LayoutCases.resize(),
                LayoutCases.concatenate(),
                LayoutCases.slice(), LayoutCases.transpose(), LayoutCases.reshape(),
                OptimizerCases.sgd(), OptimizerCases.adam(), OptimizerCases.adamW(), OptimizerCases.rmsProp(),
                OptimizerCases.adagrad(), OptimizerCases.clipping(),
                InitializerCases.initializers(), ScheduleCases.schedules(), LenetCase.lenetAdam()));
        return all;
    }
}
