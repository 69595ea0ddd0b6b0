package torrentkit.app.client.packaging;

import java.util.function.Supplier;

class EveryLambdaParent {
    String title() {
        return "parent";
    }

    final Supplier<String> parentsLambda() {
        return () -> "the parent's, in " + title();
    }
}
