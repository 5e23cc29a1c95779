package io.patchbay.itests.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the gateway's metrics say of each case. */
final class Accounts {
    private static final Pattern ATTEMPTS =
            Pattern.compile("patchbay_attempts_total\\{.*?provider=\"([^\"]*)\".*} (\\S+)");
    private static final Pattern FALLBACKS =
            Pattern.compile("patchbay_fallbacks_total\\{.*?from=\"([^\"]*)\".*} (\\S+)");
    private static final Pattern TOKENS = Pattern.compile(
            "patchbay_tokens_total\\{(?=.*kind=\"(input|output)\")(?=.*model=\"([^\"]*)\").*?provider=\"([^\"]*)\".*} (\\S+)");

    private final Map<String, Long> counts = new HashMap<>();

    Accounts(List<String> lines) {
        for (String line : lines) {
            Matcher attempts = ATTEMPTS.matcher(line);
            Matcher fallbacks = FALLBACKS.matcher(line);
            Matcher tokens = TOKENS.matcher(line);
            if (attempts.matches()) {
                add("attempts " + attempts.group(1), attempts.group(2));
            } else if (fallbacks.matches()) {
                add("fallbacks " + fallbacks.group(1), fallbacks.group(2));
            } else if (tokens.matches()) {
                add(tokens.group(1) + " " + tokens.group(3) + "/" + tokens.group(2), tokens.group(4));
            }
        }
    }

    /** How many attempts at a provider were counted. */
    long attempts(String provider) {
        return counts.getOrDefault("attempts " + provider, 0L);
    }

    /** How many requests were answered by another provider than this first one. */
    long fallbacks(String provider) {
        return counts.getOrDefault("fallbacks " + provider, 0L);
    }

    /** The tokens of a provider's model. */
    long tokens(String kind, String provider, String model) {
        return counts.getOrDefault(kind + " " + provider + "/" + model, 0L);
    }

    private void add(String name, String count) {
        counts.merge(name, (long) Double.parseDouble(count), Long::sum);
    }
}
