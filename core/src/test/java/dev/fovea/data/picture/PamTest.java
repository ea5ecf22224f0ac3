package dev.fovea.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.DataException;
import dev.fovea.data.Images;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the samples of a PAM mean is said by the rest of its line TUPLTYPE.
class PamTest {
    private static byte[] pam(String type, int... samples) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(("P7\nWIDTH 1\nHEIGHT 1\nDEPTH " + samples.length + "\nMAXVAL 255\n" + type + "ENDHDR\n")
                .getBytes(StandardCharsets.UTF_8));
        for (int sample : samples) {
            file.write(sample);
        }
        return file.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "0,255,255,0,1,0,0", "255,0,0,0,0,1,1", "0,0,0,255,0,0,0", "0,0,0,0,1,1,1", "0,255,0,51,.8,0,.8"
    })
    void inksAreAmountsAndZeroIsNone(int c, int m, int y, int k, float red, float green, float blue) {
        assertThat(Images.decode(pam("TUPLTYPE CMYK\n", c, m, y, k), "inks.pam").values())
                .containsExactly(red, green, blue);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "TUPLTYPE\n", "TUPLTYPE RGB\n", "TUPLTYPE RGB of two words\n", "# before\nTUPLTYPE  RGB # \n# after\n",
        "TUPLTYPE A_NAME_OF_MORE_THAN_TWENTY_LETTERS\n", "TUPLTYPE a\nTUPLTYPE b\n"
    })
    void threeSamplesAreColoursUnderAnyName(String type) {
        assertThat(Images.decode(pam(type, 255, 0, 51), "a.pam").values()).containsExactly(1, 0, .2f);
    }

    @Test
    void opacityIsWhatIsCalledSo() {
        assertThat(Images.decode(pam("TUPLTYPE RGB_ALPHA\n", 255, 0, 51, 0), "a.pam").values()).containsOnly(1);
        assertThat(Images.decode(pam("TUPLTYPE GRAYSCALE_ALPHA\n", 51, 255), "a.pam").values()).containsExactly(.2f);
        assertThat(Images.decode(pam("", 51, 255), "a.pam").values()).containsExactly(.2f);
        assertThat(Images.decode(pam("", 51, 0, 255, 255), "a.pam").values()).containsExactly(.2f, 0, 1);
    }

    @Test
    void othersAreNamed() {
        assertRefused(pam("", 1, 2, 3, 4, 5), "5 channels");
        assertRefused(pam("TUPLTYPE RGB\n", 1, 2, 3, 4), "4 channels of the TUPLTYPE RGB");
        assertRefused(pam("TUPLTYPE CMYK\nTUPLTYPE with x\n", 1, 2, 3, 4), "4 channels of the TUPLTYPE CMYK with x");
        assertRefused(pam("TUPLTYPE \u001B[31m\rred\n", 1, 2), "2 channels of the TUPLTYPE ?[31m?red");
        assertRefused(pam("TUPLTYPE " + "x".repeat(1000) + "\n", 1, 2, 3, 4),
                "4 channels of the TUPLTYPE " + "x".repeat(40) + "…");
        assertRefused(pam("TUPLTYPE CMYK_ALPHA\n", 1, 2, 3, 4, 5), "5 channels of the TUPLTYPE CMYK_ALPHA");
    }

    private static void assertRefused(byte[] file, String got) {
        assertThatThrownBy(() -> Images.decode(file, "a.pam"))
                .isInstanceOf(DataException.class)
                .hasMessage("a.pam: the image is a PAM of " + got
                        + ", which is not read; save it again as PNG or JPEG");
    }
}
