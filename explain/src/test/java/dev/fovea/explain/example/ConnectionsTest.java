package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backends;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    /// By hand: 8 · 6 + 6, 6 · 3 + 6, 3 + 1.
    @Test
    void fullLocalAndShared() {
        List<Connections.Kind> kinds = Connections.of(Backends.shared()).kinds();

        assertThat(kinds).extracting(Connections.Kind::parameters).containsExactly(54, 24, 4);
        assertThat(kinds).extracting(Connections.Kind::count).containsExactly(48, 18, 18);
    }

    @Test
    void wiresCarryTheWeightsThatTheirLayersGiveThem() {
        List<Connections.Kind> kinds = Connections.of(Backends.shared()).kinds();

        for (int output = 0; output < 6; output++) {
            for (int input = 0; input < 8; input++) {
                int inside = input - output;
                boolean seen = inside >= 0 && inside < 3;
                assertThat(kinds.get(0).wires().at(output, input)).isEqualTo(1 + 6 * input + output);
                assertThat(kinds.get(1).wires().at(output, input)).isEqualTo(seen ? 1 + 3 * output + inside : 0);
                assertThat(kinds.get(2).wires().at(output, input)).isEqualTo(seen ? 1 + inside : 0);
            }
        }
    }

    /// LeNet-5's and VGG-16's as published: 5, 6, 14, 16; and 212 for VGG-16's last pooling.
    @Test
    void receptiveFieldsAsPublished() {
        List<ReceptiveField.Seen> networks = ReceptiveField.of(Backends.shared()).networks();

        assertThat(sizes(networks.get(0))).containsExactly(3, 5, 6, 10);
        assertThat(sizes(networks.get(1))).containsExactly(5, 6, 14, 16);
        assertThat(sizes(networks.get(2))).containsExactly(
                3, 5, 6, 10, 14, 16, 24, 32, 40, 44, 60, 76, 92, 100, 132, 164, 196, 212);
    }

    private static List<Integer> sizes(ReceptiveField.Seen network) {
        return network.fields().stream().map(ReceptiveField.Field::size).toList();
    }

    @Test
    void gradientsReachExactlyTheField() {
        for (ReceptiveField.Seen network : ReceptiveField.of(Backends.shared()).networks()) {
            for (ReceptiveField.Field field : network.fields()) {
                ReceptiveField.Patch patch = field.patch();
                assertThat(List.of(patch.height(), patch.width())).as(network.name() + " " + field.layer())
                        .containsOnly(field.size());
                assertThat(patch.filled()).isEqualTo(field.size() * field.size());
            }
        }
    }
}
