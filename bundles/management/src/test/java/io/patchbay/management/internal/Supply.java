package io.patchbay.management.internal;

import java.util.function.Supplier;

/** What bundles of tests give. */
public final class Supply implements Supplier<String> {
    @Override
    public String get() {
        return "Here you are.";
    }
}
