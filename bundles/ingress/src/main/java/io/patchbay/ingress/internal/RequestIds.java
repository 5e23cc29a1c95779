package io.patchbay.ingress.internal;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client's request id where it is safe to show, and makes one where it is not: a part that is this server's and
 * a number.
 */
final class RequestIds {
    private static final int MAX_LENGTH = 128;

    private final String prefix = UUID.randomUUID().toString().substring(0, 18) + "-";
    private final AtomicLong last = new AtomicLong();

    String idFor(@Nullable String fromClient) {
        return fromClient != null && sane(fromClient) ? fromClient : prefix + last.incrementAndGet();
    }

    private static boolean sane(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
