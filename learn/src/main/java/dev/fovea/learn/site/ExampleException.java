package dev.fovea.learn.site;

/// An example could not be worked. The message is one line.
public final class ExampleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What stands in the place of the example's page.
    private final String page;

    ExampleException(String message, String page, Throwable cause) {
        super(message, cause);
        this.page = page;
    }

    /// A page of the site that says so.
    public String page() {
        return page;
    }
}
