package io.patchbay.dialect.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which generation a model is of, as far as its name tells: generations differ in what they accept.
 *
 * <p>Sources: Anthropic's <a href="https://platform.claude.com/docs/en/about-claude/models/migration-guide">migration
 * guide</a>, <a href="https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking">adaptive thinking</a> and
 * <a href="https://platform.claude.com/docs/en/build-with-claude/structured-outputs">structured outputs</a>.
 *
 * @param number the major version times 100, and the minor; 0 for what is no Claude
 */
public record ClaudeVersion(int number) {
    /** A date such as {@code 20250514} is no minor version. */
    private static final Pattern NAME =
            Pattern.compile("claude-(?:[a-z]+-)?(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");

    /** The generation of a model. */
    public static ClaudeVersion of(String model) {
        Matcher name = NAME.matcher(model);
        if (!name.find()) {
            return new ClaudeVersion(0);
        }
        int minor = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
        return new ClaudeVersion(Integer.parseInt(name.group(1)) * 100 + minor);
    }

    /** Whether it is told to think by an effort, and not by a budget of tokens. */
    public boolean thinksAdaptively() {
        return number >= 406;
    }

    /** Whether it thinks unless it is told not to. */
    public boolean thinksUnasked() {
        return number >= 500;
    }

    /** Whether it knows an effort between high and max. */
    public boolean knowsExtraHigh() {
        return number >= 407;
    }

    /** Whether it can be held to a schema. */
    public boolean knowsSchemas() {
        return number >= 405;
    }

    /** Whether it refuses {@code top_p} beside a temperature. */
    public boolean refusesTopPWithTemperature() {
        return number >= 401;
    }

    /** Whether it refuses everything that steers sampling. */
    public boolean refusesSampling() {
        return number >= 407;
    }
}
