package example;

import dev.fovea.model.Model;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/// A service with one model in it, loaded when it starts.
@SpringBootApplication
public class Service {
    public static void main(String[] arguments) {
        SpringApplication.run(Service.class, arguments);
    }

    @Bean
    Model model(@Value("${model}") String file) {
        // As text: Spring looks for a path of its own among the resources of the web first.
        return Model.load(Path.of(file));
    }
}
