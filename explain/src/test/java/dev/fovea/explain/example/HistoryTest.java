package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final History HISTORY = History.told();

    @Test
    void milestonesStandInTheOrderOfTheirYears() {
        assertThat(HISTORY.milestones()).extracting(History.Milestone::year)
                .containsExactly(1958, 1959, 1980, 1986, 1989, 2005, 2009, 2012, 2012, 2014, 2015);
        assertThat(HISTORY.milestones()).extracting(History.Milestone::title).contains(
                "The perceptron", "The Neocognitron", "Backpropagation", "The cat neuron", "AlexNet", "ResNet");
    }

    @Test
    void eachHasAPaperWithItsYear() {
        for (History.Milestone milestone : HISTORY.milestones()) {
            assertThat(milestone.source()).as(milestone.title()).containsPattern("[A-Z][a-z]+.*(19|20)\\d\\d");
        }
    }

    /// As published: 60,965,224 and so on.
    @Test
    void theNetworksOfTheContestAreCounted() {
        assertThat(HISTORY.contest()).extracting(History.Contestant::parameters)
                .isEqualTo(List.of(60_965_224L, 138_357_544L, 6_998_552L, 60_192_808L));
    }
}
