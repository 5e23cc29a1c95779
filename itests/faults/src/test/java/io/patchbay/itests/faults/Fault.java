package io.patchbay.itests.faults;

import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Faults;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A way in which the primary misbehaves, and what is right then. Built step by step in {@link FaultTable}, and never
 * changed after.
 */
final class Fault {
    /** Its number in the table of faults. */
    final String id;
    final String name;
    private final Map<String, Object> provider = new LinkedHashMap<>();
    private final Map<String, Object> route = new LinkedHashMap<>(Map.of("timeoutMs", 20_000));
    private Misdeed misdeed = (_, _, _) -> Optional.empty();
    private Supplier<FakeUpstream> upstream = FakeUpstream::start;
    private Set<Outcome> right = EnumSet.noneOf(Outcome.class);
    private OptionalInt status = OptionalInt.empty();
    private OptionalInt alone = OptionalInt.empty();
    private boolean whole = true;
    private boolean streamed = true;
    private boolean prefilled;
    private boolean goesOn = true;
    private boolean twoKeys;
    private int words = 6;
    private int exchanges = 1;
    private int fewest = 1;
    private int most = 3;
    private long gapMs;
    private long withinMs = 10_000;

    /** What an upstream does with one of its requests, numbered from 1; nothing where it answers as it should. */
    @FunctionalInterface
    interface Misdeed {
        Optional<Script> with(Faults faults, ReceivedRequest request, int number);
    }

    Fault(String id, String name) {
        this.id = id;
        this.name = name;
    }

    /** The first request meets it, all others are answered. */
    Fault once(Function<Faults, Script> script) {
        misdeed = (faults, _, number) -> number == 1 ? Optional.of(script.apply(faults)) : Optional.empty();
        return this;
    }

    /** Every request meets it. */
    Fault always(Function<Faults, Script> script) {
        misdeed = (faults, _, _) -> Optional.of(script.apply(faults));
        return this;
    }

    /** Requests with the first of two keys meet it. */
    Fault withTheFirstKey(Function<Faults, Script> script) {
        twoKeys = true;
        misdeed = (faults, request, _) -> Case.carries(request, Case.BAD_KEY)
                ? Optional.of(script.apply(faults))
                : Optional.empty();
        return this;
    }

    /** There is no primary that could be reached. */
    Fault unreachable(Supplier<FakeUpstream> nobody) {
        upstream = nobody;
        fewest = 0;
        return this;
    }

    /** Only an answer in one piece can meet it. */
    Fault whole() {
        streamed = false;
        return this;
    }

    /** Only a stream can meet it. */
    Fault streamed() {
        whole = false;
        return this;
    }

    /** The client's last message is the model's. */
    Fault prefilled() {
        prefilled = true;
        return this;
    }

    /** The fallback's model does not go on from a beginning. */
    Fault fallbackStartsOver() {
        goesOn = false;
        return this;
    }

    /** A setting of the primary. */
    Fault provider(String setting, Object value) {
        provider.put(setting, value);
        return this;
    }

    /** A setting of the route. */
    Fault route(String setting, Object value) {
        route.put(setting, value);
        return this;
    }

    /** How many words an answer has. */
    Fault words(int count) {
        words = count;
        return this;
    }

    /** How many requests the client makes, one after the other. */
    Fault exchanges(int count) {
        exchanges = count;
        return this;
    }

    /** How often the primary may be asked, in all exchanges together. */
    Fault asked(int atLeast, int atMost) {
        fewest = atLeast;
        most = atMost;
        return this;
    }

    /** How long a key that was refused must be left alone. */
    Fault gap(long millis) {
        gapMs = millis;
        return this;
    }

    /** How long an exchange may take. */
    Fault within(long millis) {
        withinMs = millis;
        return this;
    }

    /** What the client may see. */
    Fault right(Outcome first, Outcome... others) {
        right = EnumSet.of(first, others);
        return this;
    }

    /** The client sees an error of this status, and nobody is asked twice. */
    Fault passedOn(int errorStatus) {
        status = OptionalInt.of(errorStatus);
        return right(Outcome.REFUSED).asked(1, 1);
    }

    /** What the client is told where there is no fallback and no retry. */
    Fault alone(int errorStatus) {
        alone = OptionalInt.of(errorStatus);
        return this;
    }

    /** The same fault where there is no fallback and no retry; empty where that is no case of its own. */
    Optional<Fault> withoutFallback() {
        if (alone.isEmpty()) {
            return Optional.empty();
        }
        Fault other = new Fault(id, name + ", alone");
        other.provider.putAll(provider);
        other.route.putAll(route);
        other.route.put("retries", 0);
        other.misdeed = misdeed;
        other.upstream = upstream;
        other.whole = whole;
        other.streamed = streamed;
        other.prefilled = prefilled;
        other.words = words;
        other.withinMs = withinMs;
        other.passedOn(alone.getAsInt());
        other.fewest = fewest;
        return Optional.of(other);
    }

    Map<String, Object> provider() {
        return provider;
    }

    Map<String, Object> route() {
        return route;
    }

    Misdeed misdeed() {
        return misdeed;
    }

    FakeUpstream upstream() {
        return upstream.get();
    }

    boolean hasFallback() {
        return !Integer.valueOf(0).equals(route.get("retries"));
    }

    boolean meets(boolean stream) {
        return stream ? streamed : whole;
    }

    boolean isPrefilled() {
        return prefilled;
    }

    boolean isReachable() {
        return fewest > 0;
    }

    /** Whether the primary needs keys: a rest is a key's. */
    boolean isAboutKeys() {
        return Set.of("F01", "F02", "F17").contains(id);
    }

    boolean goesOn() {
        return goesOn;
    }

    boolean hasTwoKeys() {
        return twoKeys;
    }

    int words() {
        return words;
    }

    int exchanges() {
        return exchanges;
    }

    int fewest() {
        return fewest;
    }

    int most() {
        return most;
    }

    long gapMs() {
        return gapMs;
    }

    long withinMs() {
        return withinMs;
    }

    boolean isRight(Outcome outcome, Seen seen) {
        return right.contains(outcome)
                && (outcome != Outcome.REFUSED || status.isEmpty() || status.getAsInt() == seen.status());
    }

    boolean wants(Set<Outcome> outcomes) {
        return right.stream().anyMatch(outcomes::contains);
    }

    String rightInWords() {
        return right + (status.isPresent() ? " " + status.getAsInt() : "");
    }

    @Override
    public String toString() {
        return id + " " + name;
    }
}
