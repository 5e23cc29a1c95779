package io.patchbay.api.exchange;

import java.util.List;
import java.util.Objects;

/**
 * Who sent a request, as far as Patchbay knows.
 *
 * <p>Immutable.
 */
public final class Caller {
    /** Somebody without a credential, where none is asked for; may use every model. */
    public static final Caller ANONYMOUS = of("anonymous", List.of(ModelPattern.ANY));

    private final String name;
    private final List<ModelPattern> models;
    private final Priority priority;

    private Caller(String name, List<ModelPattern> models, Priority priority) {
        this.name = Objects.requireNonNull(name, "name");
        this.models = List.copyOf(models);
        this.priority = Objects.requireNonNull(priority, "priority");
    }

    /**
     * The owner of a virtual key, of normal priority.
     *
     * @param name the virtual key's name
     * @param models the models that it may use
     */
    public static Caller of(String name, List<ModelPattern> models) {
        return new Caller(name, models, Priority.NORMAL);
    }

    /** The same caller with a priority. */
    public Caller withPriority(Priority other) {
        return new Caller(name, models, other);
    }

    /** The name of the virtual key, or {@code anonymous}. */
    public String name() {
        return name;
    }

    /** Whether the caller may use a model, by the name that the caller asks for. */
    public boolean mayUse(String model) {
        return ModelPattern.anyMatches(models, model);
    }

    /** How much the caller's requests matter, unless one says otherwise by its header {@code x-patchbay-priority}. */
    public Priority priority() {
        return priority;
    }

    @Override
    public String toString() {
        return name;
    }
}
