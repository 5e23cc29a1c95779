package io.patchbay.itests.faults;

import io.patchbay.testkit.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What happened in a case.
 *
 * @param about the case
 * @param seen what the client saw, exchange by exchange
 * @param atPrimary the requests at the primary
 * @param atFallback those at the fallback
 * @param begun when it began, by {@link System#nanoTime}
 */
record Result(Case about, List<Seen> seen, List<ReceivedRequest> atPrimary, List<ReceivedRequest> atFallback,
        long begun) {
    private static final Set<Outcome> ANSWERS =
            Set.of(Outcome.PRIMARY, Outcome.FALLBACK, Outcome.RESCUED, Outcome.RESTARTED);

    private static final Set<Outcome> BY_FALLBACK = Set.of(Outcome.FALLBACK, Outcome.RESCUED, Outcome.RESTARTED);

    /** Where all attempts are over when the headers are sent. */
    private static final Set<Outcome> TOLD_AT_THE_END = Set.of(Outcome.PRIMARY, Outcome.FALLBACK, Outcome.REFUSED);

    private record Remark(Verdict verdict, String reason) {}

    Judged judge(Accounts accounts) {
        List<Remark> remarks = new ArrayList<>();
        seen.forEach(each -> answer(each).ifPresent(remarks::add));
        upstreams(remarks);
        accounting(accounts, remarks);
        Verdict worst = remarks.stream().map(Remark::verdict).max(Enum::compareTo).orElse(Verdict.RIGHT);
        String reasons = remarks.stream().map(Remark::reason).collect(Collectors.joining(", "));
        return new Judged(about.fault().toString(), about.trio().client(), about.inWords(),
                seen.stream().map(Seen::inWords).collect(Collectors.joining("; ")), attemptsInWords(), worst, reasons);
    }

    private Optional<Remark> answer(Seen one) {
        Fault fault = about.fault();
        Outcome outcome = Outcome.of(one, fault.words());
        if (outcome == Outcome.FALSE) {
            return Optional.of(new Remark(Verdict.DANGEROUS, "looks like an answer that nobody gave"));
        }
        if (!fault.isRight(outcome, one)) {
            boolean safe = (outcome == Outcome.REFUSED || outcome == Outcome.BROKEN_OFF) && fault.wants(ANSWERS);
            return Optional.of(new Remark(safe ? Verdict.SAFE_ONLY : Verdict.WRONG,
                    outcome + (outcome == Outcome.REFUSED ? " " + one.status() : "") + " in place of "
                            + fault.rightInWords()));
        }
        return one.millis() > fault.withinMs()
                ? Optional.of(new Remark(Verdict.WRONG, "late"))
                : Optional.empty();
    }

    private void upstreams(List<Remark> remarks) {
        Fault fault = about.fault();
        if (atPrimary.size() > fault.most()) {
            remarks.add(new Remark(fault.isAboutKeys() ? Verdict.DANGEROUS : Verdict.WRONG,
                    "primary asked " + atPrimary.size() + " times, not " + fault.most()));
        }
        if (atPrimary.size() < fault.fewest()) {
            remarks.add(new Remark(Verdict.WRONG, "primary asked only " + atPrimary.size() + " times"));
        }
        for (int i = 1; i < atPrimary.size(); i++) {
            long gap = millis(atPrimary.get(i).receivedAtNanos() - atPrimary.get(i - 1).receivedAtNanos());
            if (gap < fault.gapMs()) {
                remarks.add(new Remark(Verdict.DANGEROUS, "asked again after " + gap + " ms, not " + fault.gapMs()));
            }
        }
    }

    /** F16: everything that happened is counted, once. */
    private void accounting(Accounts accounts, List<Remark> remarks) {
        String provider = about.provider();
        boolean reachable = about.fault().isReachable();
        expect(remarks, "attempts counted", accounts.attempts(provider),
                reachable ? atPrimary.size() : Math.max(1, accounts.attempts(provider)));
        List<Outcome> outcomes = seen.stream().map(one -> Outcome.of(one, about.fault().words())).toList();
        expect(remarks, "fallbacks counted", accounts.fallbacks(provider),
                outcomes.stream().filter(BY_FALLBACK::contains).count());
        tokens(accounts, remarks, provider, "m", Outcome.PRIMARY);
        tokens(accounts, remarks, about.fallback(), about.fallbackModel(), Outcome.FALLBACK);
        tokens(accounts, remarks, about.fallback(), about.fallbackModel(), Outcome.RESCUED);
        if (seen.size() == 1 && reachable && TOLD_AT_THE_END.containsAll(outcomes)) {
            seen.getFirst().attempts().ifPresent(told -> expect(remarks, "attempts told", Long.parseLong(told),
                    (long) atPrimary.size() + atFallback.size()));
        }
    }

    /** Each answer took one token of input, and one of output for each word that its provider said. */
    private void tokens(Accounts accounts, List<Remark> remarks, String provider, String model, Outcome outcome) {
        int words = about.fault().words();
        if (seen.stream().allMatch(one -> Outcome.of(one, words) == outcome)) {
            char said = outcome == Outcome.PRIMARY ? 'w' : 'f';
            expect(remarks, "input tokens", accounts.tokens("input", provider, model), seen.size());
            expect(remarks, "output tokens", accounts.tokens("output", provider, model), seen.stream()
                    .mapToLong(one -> one.text().chars().filter(letter -> letter == said).count()).sum());
        }
    }

    private static void expect(List<Remark> remarks, String what, long was, long expected) {
        if (was != expected) {
            remarks.add(new Remark(Verdict.WRONG, what + ": " + was + ", not " + expected));
        }
    }

    private String attemptsInWords() {
        return "primary " + times(atPrimary) + " fallback " + times(atFallback);
    }

    private String times(List<ReceivedRequest> requests) {
        return requests.isEmpty()
                ? "-"
                : requests.stream().map(request -> "+" + millis(request.receivedAtNanos() - begun)
                        + (Case.carries(request, Case.BAD_KEY) ? "!" : "")).collect(Collectors.joining(" "));
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
