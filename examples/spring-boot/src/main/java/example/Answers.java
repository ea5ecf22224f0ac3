package example;

import dev.fovea.data.DataException;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Says what a picture shows: `curl --data-binary @seven.png -H 'Content-Type: image/png' localhost:8080/predict`.
///
/// The model answers any number of requests at once.
@RestController
class Answers {
    private static final int CLASSES = 3;
    private static final int UNPROCESSABLE = 422;

    private final Model model;

    Answers(Model model) {
        this.model = model;
    }

    record Answer(String label, float probability, List<Prediction.Ranked> top) {}

    record Refusal(String error) {}

    @PostMapping("/predict")
    Answer predict(@RequestBody byte[] picture) {
        Prediction said = model.predict(model.picture(picture, "the body"));
        return new Answer(said.label(), said.probability(), said.top(CLASSES));
    }

    @ExceptionHandler
    ResponseEntity<Refusal> notAPicture(DataException e) {
        return ResponseEntity.status(UNPROCESSABLE).body(new Refusal(e.getMessage()));
    }
}
