package io.patchbay.management.internal;

import java.util.function.Supplier;

/** What a broken bundle of tests has. */
public final class BrokenSupply implements Supplier<String> {
    /** Never succeeds. */
    public BrokenSupply() {
        throw new IllegalStateException("no luck today");
    }

    @Override
    public String get() {
        return "never";
    }
}
