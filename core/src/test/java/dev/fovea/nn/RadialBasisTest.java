package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Shape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RadialBasisTest {
    /// (0.5, −2) is 0.25 + 9 from (1, 1), and 0.25 + 1 from (1, −1).
    @Test
    void isMinusTheSquaredDistance() {
        assertThat(Outputs.of(RadialBasis.of("++", "+-"), Shape.of(2), 0.5f, -2f))
                .containsExactly(new float[] {-9.25f, -1.25f}, Offset.offset(1e-5f));
    }

    @Test
    void codesArePlusAndMinusOfOneLength() {
        assertThatThrownBy(() -> RadialBasis.of("+-", "+"))
                .hasMessage("codes are + and -, each as many as the first one has: got \"+\"");
        assertThatThrownBy(() -> RadialBasis.of("+0")).hasMessageContaining("\"+0\"");
        assertThatThrownBy(RadialBasis::of).hasMessageContaining("got none");
    }
}
