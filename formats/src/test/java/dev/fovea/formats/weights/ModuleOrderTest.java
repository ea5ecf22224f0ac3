package dev.fovea.formats.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.io.FileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleOrderTest {
    private static List<List<String>> paths(String names) {
        List<List<String>> paths = new ArrayList<>();
        for (String name : names.split(" ")) {
            paths.add(Arrays.asList(name.split("\\.")));
        }
        return paths;
    }

    /// The modules with weights, convolutions and matrices apart from norms, in the order of the forward pass, as the
    /// sources of torchvision 0.29 and timm 1.0 have them; of long networks those that are hard to place.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "resnet18 | conv1 layer1.0.conv1 layer1.0.conv2 layer2.0.conv1 layer2.0.conv2 layer2.0.downsample.0"
                + " layer2.1.conv1 layer3.0.conv1 layer3.0.conv2 layer3.0.downsample.0 layer4.1.conv2 fc",
        "resnet18 norms | bn1 layer1.0.bn1 layer1.0.bn2 layer2.0.bn1 layer2.0.bn2 layer2.0.downsample.1",
        "resnet152 | layer3.0.conv3 layer3.0.downsample.0 layer3.1.conv1 layer3.2.conv1 layer3.10.conv1",
        "vgg11 | features.0 features.3 features.11 features.18 classifier.0 classifier.3 classifier.6",
        "vgg11 of timm | features.0 features.18 pre_logits.fc1 pre_logits.fc2 head.fc",
        "googlenet | conv1.conv conv2.conv conv3.conv inception3a.branch1.conv inception3a.branch2.0.conv"
                + " inception3a.branch2.1.conv inception3a.branch4.1.conv inception3b.branch1.conv"
                + " inception4a.branch1.conv inception5b.branch4.1.conv fc",
        "squeezenet | features.0 features.3.squeeze features.3.expand1x1 features.3.expand3x3 features.10.squeeze"
                + " classifier.1",
        "densenet121 | features.conv0 features.denseblock1.denselayer1.conv1 features.denseblock1.denselayer1.conv2"
                + " features.denseblock1.denselayer2.conv1 features.denseblock1.denselayer6.conv2"
                + " features.transition1.conv features.denseblock2.denselayer1.conv1"
                + " features.denseblock2.denselayer12.conv1 features.transition2.conv classifier",
        "densenet121 norms | features.norm0 features.denseblock1.denselayer1.norm1 features.transition1.norm"
                + " features.denseblock4.denselayer16.norm2 features.norm5",
        "mobilenet v3 | features.0.0 features.1.block.0.0 features.1.block.1.fc1 features.1.block.1.fc2"
                + " features.1.block.2.0 features.2.block.0.0 features.12.0 classifier.0 classifier.3",
        "mobilenet v3 of timm | conv_stem blocks.0.0.conv_dw blocks.0.0.se.conv_reduce blocks.0.0.se.conv_expand"
                + " blocks.0.0.conv_pw blocks.1.0.conv_pw blocks.1.0.conv_dw blocks.1.0.se.conv_reduce"
                + " blocks.1.0.se.conv_expand blocks.1.0.conv_pwl blocks.1.1.conv_pw blocks.5.0.conv conv_head"
                + " classifier",
        "efficientnet of timm | bn1 blocks.0.0.bn1 blocks.0.0.bn2 blocks.1.0.bn1 blocks.1.0.bn3 blocks.6.0.bn3 bn2"
                + " conv_head",
        "shufflenet | conv1.0 stage2.0.branch1.0 stage2.0.branch1.2 stage2.0.branch2.0 stage2.1.branch2.0 stage4.3"
                + " conv5.0 fc",
        "inception v3 | Conv2d_1a_3x3.conv Conv2d_2a_3x3.conv Conv2d_2b_3x3.conv Conv2d_4a_3x3.conv"
                + " Mixed_5b.branch1x1.conv Mixed_5b.branch5x5_1.conv Mixed_5b.branch5x5_2.conv"
                + " Mixed_5b.branch3x3dbl_1.conv Mixed_5b.branch3x3dbl_3.conv Mixed_5b.branch_pool.conv"
                + " Mixed_6a.branch3x3.conv Mixed_6a.branch3x3dbl_1.conv Mixed_6b.branch1x1.conv"
                + " Mixed_6b.branch7x7_1.conv Mixed_6b.branch7x7_3.conv Mixed_6b.branch7x7dbl_1.conv"
                + " Mixed_6b.branch7x7dbl_5.conv Mixed_6b.branch_pool.conv Mixed_7a.branch3x3_1.conv"
                + " Mixed_7a.branch3x3_2.conv Mixed_7a.branch7x7x3_1.conv Mixed_7b.branch1x1.conv"
                + " Mixed_7b.branch3x3_1.conv Mixed_7b.branch3x3_2a.conv Mixed_7b.branch3x3_2b.conv"
                + " Mixed_7b.branch3x3dbl_1.conv Mixed_7b.branch3x3dbl_3b.conv Mixed_7b.branch_pool.conv fc",
        "regnet, shortcuts last | stem.0 trunk_output.block1.block1-0.f.a.0 trunk_output.block1.block1-0.f.b.0"
                + " trunk_output.block1.block1-0.f.se.fc1 trunk_output.block1.block1-0.f.se.fc2"
                + " trunk_output.block1.block1-0.f.c.0 trunk_output.block1.block1-0.proj.0"
                + " trunk_output.block2.block2-0.f.a.0 trunk_output.block2.block2-1.f.a.0"
                + " trunk_output.block2.block2-10.f.a.0 fc",
        "regnet of timm | stem.conv s1.b1.conv1.conv s1.b1.conv2.conv s1.b1.se.fc1 s1.b1.se.fc2 s1.b1.conv3.conv"
                + " s1.b1.downsample.conv s2.b1.conv1.conv s4.b10.conv1.conv head.fc",
        "convnext | features.0.0 features.1.0.block.0 features.1.0.block.3 features.1.0.block.5 features.2.1"
                + " features.7.2.block.5 classifier.2",
        "convnext of timm | stem.0 stages.0.blocks.0.conv_dw stages.0.blocks.0.mlp.fc1 stages.0.blocks.0.mlp.fc2"
                + " stages.1.downsample.1 stages.1.blocks.0.conv_dw stages.1.blocks.10.conv_dw head.fc",
        "LeNet | conv1 conv2 fc1 fc2 fc3",
    })
    void namesTellTheOrder(String network, String names) {
        List<List<String>> expected = paths(names);
        List<List<String>> sorted = new ArrayList<>(expected);
        sorted.sort((a, b) -> String.join(".", a).compareTo(String.join(".", b)));
        for (List<List<String>> given : List.of(sorted, expected.reversed())) {
            List<List<String>> ordered = new ArrayList<>(given);
            ModuleOrder order = new ModuleOrder(given);
            ordered.sort(order);
            assertThat(ordered).as(network).isEqualTo(expected);
            for (int i = 1; i < ordered.size(); i++) {
                order.requireKnown(ordered.get(i - 1), ordered.get(i));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "encoder.0 | decoder.0",
        "block.query | block.key",
        "left1 | right1",
        "layer.0.convolution | layer.0.attention",
    })
    void ordersThatWouldBeGuessedAreRefused(String one, String other) {
        List<List<String>> paths = paths(one + " " + other);
        ModuleOrder order = new ModuleOrder(paths);
        assertThatThrownBy(() -> order.requireKnown(paths.getFirst(), paths.getLast()))
                .isInstanceOf(FileException.class)
                .hasMessage("expected names of torchvision or timm, which tell the order of layers, got " + one
                        + " and " + other + ", of which either may come first");
    }

    @Test
    void equalPathsAreEqual() {
        List<List<String>> paths = paths("a.b a.c");
        ModuleOrder order = new ModuleOrder(paths);
        assertThat(order.compare(paths.getFirst(), paths.getFirst())).isZero();
        List<List<String>> copy = new ArrayList<>(paths);
        Collections.reverse(copy);
        copy.sort(order);
        assertThat(copy).isEqualTo(paths);
    }
}
