package io.patchbay.core.internal;

import java.util.Locale;
import java.util.Set;

/**
 * What the headers of an answer say of how it came about, and which of a provider's headers do not go to a client: what
 * tells of the key and its account, of which the client has none, what holds for the provider's own address, and what
 * another gateway there says of what it did.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/debugging-requests">OpenAI</a>
 * @see <a href="https://docs.anthropic.com/en/api/rate-limits">Anthropic</a>
 * @see <a href="https://docs.cohere.com/docs/rate-limits">Cohere, whose trial keys have limits by endpoint</a>
 */
final class ClientHeaders {
    /** Who gave the answer; in a request, who is to. */
    static final String PROVIDER = "x-patchbay-provider";
    static final String MODEL = "x-patchbay-model";
    static final String ATTEMPTS = "x-patchbay-attempts";
    static final String TIME = "x-patchbay-time-ms";
    static final String ROUTE = "x-patchbay-route";

    private static final Set<String> OWN = Set.of(PROVIDER, MODEL, ATTEMPTS, TIME, ROUTE);
    private static final Set<String> ACCOUNT =
            Set.of("openai-organization", "openai-project", "anthropic-organization-id");
    private static final Set<String> ADDRESS =
            Set.of("alt-svc", "strict-transport-security", "nel", "report-to", "reporting-endpoints");
    /** Begins like that. */
    private static final Set<String> LIMITS = Set.of("anthropic-priority-", "x-trial-endpoint-", "x-endpoint-monthly-");

    private ClientHeaders() {}

    /**
     * Whether a header stays here.
     *
     * @param status the answer's status: when to try again is the client's to know where it has to
     */
    static boolean withheld(String name, int status) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OWN.contains(lower) || lower.contains("ratelimit") || ACCOUNT.contains(lower) || ADDRESS.contains(lower)
                || LIMITS.stream().anyMatch(lower::startsWith) || lower.startsWith("access-control-")
                || (status < 400 && lower.startsWith("retry-after"));
    }
}
