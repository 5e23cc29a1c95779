package io.patchbay.config.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Says whether the document as it stands is in force, and if not, of when what is in force is. */
final class DocumentHealth implements HealthCheck {
    private final DocumentStore store;

    DocumentHealth(DocumentStore store) {
        this.store = store;
    }

    @Override
    public Result execute() {
        DocumentStore.State state = store.state();
        List<Problem> problems = state.problems();
        Instant since = state.since().truncatedTo(ChronoUnit.SECONDS);
        String name = state.document().file();
        if (!problems.isEmpty()) {
            return new Result(Result.Status.WARN, "the document has errors, the state of " + since + " is in force: "
                    + problems.getFirst() + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)"));
        }
        return new Result(Result.Status.OK, state.written()
                ? name + " is in force since " + since
                : "no document: the environment says which providers there are, since " + since);
    }
}
