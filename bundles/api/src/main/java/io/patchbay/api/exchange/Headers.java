package io.patchbay.api.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * HTTP headers in their order; names are compared without regard to case, and a name may stand more than once.
 *
 * <p>Immutable: the {@code with} methods return new ones.
 */
public final class Headers {
    /** No headers. */
    public static final Headers EMPTY = new Headers(List.of());

    /** Names and values in turn. */
    private final List<String> entries;

    private Headers(List<String> entries) {
        this.entries = entries;
    }

    /**
     * One header.
     *
     * @throws IllegalArgumentException if name or value holds a line break or a NUL, or the name is empty
     */
    public static Headers of(String name, String value) {
        return builder().add(name, value).build();
    }

    /** A builder without headers. */
    public static Builder builder() {
        return new Builder();
    }

    /** The first value of a name. */
    public Optional<String> first(String name) {
        for (int i = 0; i < entries.size(); i += 2) {
            if (entries.get(i).equalsIgnoreCase(name)) {
                return Optional.of(entries.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** All values of a name, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        forEach((entry, value) -> {
            if (entry.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return values;
    }

    /** Whether the name stands there. */
    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /** Calls an action with each name and value, in order. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < entries.size(); i += 2) {
            action.accept(entries.get(i), entries.get(i + 1));
        }
    }

    /** These headers with one more at the end. */
    public Headers with(String name, String value) {
        Builder builder = new Builder(new ArrayList<>(entries));
        return builder.add(name, value).build();
    }

    /** These headers with a name that has exactly this value. */
    public Headers withOnly(String name, String value) {
        return without(name::equalsIgnoreCase).with(name, value);
    }

    /** These headers without those whose name fits. */
    public Headers without(Predicate<String> names) {
        Builder builder = builder();
        forEach((name, value) -> {
            if (!names.test(name)) {
                builder.add(name, value);
            }
        });
        return builder.build();
    }

    /** The number of headers. */
    public int size() {
        return entries.size() / 2;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** The names alone: values may be secrets. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder("Headers");
        forEach((name, _) -> names.append(' ').append(name));
        return names.toString();
    }

    /** Builds {@link Headers}. Not safe for use by many threads. */
    public static final class Builder {
        private final List<String> entries;

        private Builder() {
            this(new ArrayList<>());
        }

        private Builder(List<String> entries) {
            this.entries = entries;
        }

        /**
         * Adds a header.
         *
         * @throws IllegalArgumentException if name or value holds a line break or a NUL, or the name is empty
         */
        public Builder add(String name, String value) {
            if (name.isEmpty() || unsafe(name) || unsafe(value)) {
                throw new IllegalArgumentException("not a header: " + name.replaceAll("\\p{Cntrl}", "?"));
            }
            entries.add(name);
            entries.add(value);
            return this;
        }

        /** The headers; the builder must not be used afterwards. */
        public Headers build() {
            return entries.isEmpty() ? EMPTY : new Headers(entries);
        }

        private static boolean unsafe(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\r' || c == '\n' || c == 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
