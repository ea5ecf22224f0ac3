package dev.fovea.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresCountTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "0; 0", "-1; -1", "12; 12", "999; 999", "-999; -999", "1000; 1,000", "-1000; -1,000", "-12345; -12,345",
        "123456; 123,456", "-123456; -123,456", "1234567; 1,234,567",
        "9223372036854775807; 9,223,372,036,854,775,807", "-9223372036854775808; -9,223,372,036,854,775,808"})
    void threeDigitsStandTogether(long value, String shown) {
        assertThat(Figures.count(value)).isEqualTo(shown);
    }
}
