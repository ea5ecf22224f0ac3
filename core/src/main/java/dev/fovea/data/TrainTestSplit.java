package dev.fovea.data;

/// A data set as it is published: the images to learn from, and those that only measure.
public record TrainTestSplit(Dataset train, Dataset test) {
    public TrainTestSplit {
        if (!train.sample().equals(test.sample())) {
            throw new DataException(
                    "training and test images must have one shape: got " + train.sample() + " and " + test.sample());
        }
    }
}
