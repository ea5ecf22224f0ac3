package dev.fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptimizersTest {
    private static Json json(String text) {
        return Json.read(text.replace('\'', '"'));
    }

    /// Files hold these names: a change of one breaks the files that exist.
    @Test
    void writesNamesAndNumbersAsTheyAre() {
        Optimizer optimizer = Sgd.of(Warmup.of(2, Piecewise.of(0.1).then(3, 0.01))).momentum(0.9).nesterov();
        assertThat(Optimizers.write(optimizer).toString()).isEqualTo(json("""
                {'type': 'sgd', 'schedule': {'type': 'warmup', 'epochs': 2.0, 'then':
                {'type': 'piecewise', 'rates': [0.1, 0.01], 'epochs': [3]}},
                'momentum': 0.9, 'lookAhead': true}""").toString());
        assertThat(Optimizers.write(Adam.of(1e-3)).toString())
                .isEqualTo(json("{'type':'adam','schedule':{'type':'constant','rate':0.001}}").toString());
        assertThat(Optimizers.codec().writeWhole(Adam.of(1e-3)).toString())
                .isEqualTo(json("{'type':'adam','schedule':{'type':'constant','rate':0.001},'beta1':0.9,"
                        + "'beta2':0.999,'epsilon':1.0E-8,'weightDecay':0.0}").toString());
    }

    @Test
    void afterTextItIsStillEqual() {
        Optimizer optimizer = AdamW.of(OneCycle.of(0.3)).weightDecay(5e-4);
        assertThat(Optimizers.read(json(Optimizers.write(optimizer).toString()))).isEqualTo(optimizer);
    }

    @Test
    void aScheduleOfOnesOwnCannotBeSaved() {
        assertThatThrownBy(() -> Optimizers.write(Adam.of(position -> 0.1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only one schedule among [constant, step, ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'type': 'no optimizer of this name'} | expected one optimizer among [sgd, adam",
        "{'type': 'dev.fovea.optim.Adam'} | expected one optimizer among [sgd, adam",
        "[] | expected one optimizer among",
        "7 | expected one optimizer among",
        "{'type': 'adagrad'} | expected a component schedule of adagrad: got none",
        "{'type':'adagrad','schedule':RATE,'epsilon':'x','weightDecay':0} | as epsilon of adagrad",
        "{'type':'adagrad','schedule':RATE,'epsilon':1e999} | epsilon of adagrad: expected a number that a double"
                + " holds",
        "{'type':'adagrad','schedule':RATE,'weightDecay':1e39} | weightDecay of adagrad: expected a number that a"
                + " float",
        "{'type':'step','schedule':RATE} | expected one optimizer among",
        "{'type':'adagrad','schedule':{'type':'step','rate':1,'every':1.5}} | every of step: expected a whole number",
        "{'type':'adagrad','schedule':RATE,'eps':1} | adagrad has no component 'eps' in this version: a newer version",
        "{'type':'adagrad','schedule':RATE,'epsilon':-1,'weightDecay':0} | epsilon must be above 0",
        "{'type':'adagrad','schedule':null,'epsilon':1,'weightDecay':0} | among [constant, step, exponential,"
                + " piecewise, milestones, cosine, oneCycle, warmup]: got null",
        "{'type':'adagrad','schedule':NULLS,'epsilon':1,'weightDecay':0} | expected java.lang.Double as rates of"
                + " piecewise: got null",
        "{'type':'adagrad','schedule':RATES,'epsilon':1,'weightDecay':0} | as rates of piecewise",
    })
    void refusesWhatIsNotAnOptimizer(String text, String message) {
        Json json = json(text.replace("NULLS", "{'type': 'piecewise', 'rates': [null], 'epochs': []}")
                .replace("RATES", "{'type': 'piecewise', 'rates': 7, 'epochs': []}")
                .replace("RATE", "{'type': 'constant', 'rate': 1}"));
        assertThatThrownBy(() -> Optimizers.read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.replace('\'', '"'))
                .message().doesNotContain("\n");
    }
}
