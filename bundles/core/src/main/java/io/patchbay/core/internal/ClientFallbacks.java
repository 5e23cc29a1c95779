package io.patchbay.core.internal;

import io.patchbay.api.exchange.WireRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * The models that a client wants to be asked where its own does not answer: those that its request's body names, else
 * those of the header {@value #HEADER}, parted by commas.
 */
final class ClientFallbacks {
    private static final String HEADER = "x-patchbay-fallbacks";

    private ClientFallbacks() {}

    static List<String> of(WireRequest request) {
        return request.fallbacks().isEmpty()
                ? request.headers().first(HEADER).map(ClientFallbacks::read).orElse(List.of())
                : request.fallbacks();
    }

    private static List<String> read(String header) {
        return Stream.of(header.split(",")).map(String::strip).filter(model -> !model.isEmpty()).toList();
    }
}
