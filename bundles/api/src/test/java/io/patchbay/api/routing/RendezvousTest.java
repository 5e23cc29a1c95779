package io.patchbay.api.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchbay.api.exchange.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final int USERS = 100_000;
    /** As many as it takes for a canary's few percent to be as exact. */
    private static final int MANY_USERS = 1_000_000;

    @Test
    void sharesFollowTheWeights() {
        Map<String, Integer> first = new HashMap<>();
        List<Target> targets = List.of(target("a", 6), target("b", 3), target("c", 1));
        for (int user = 0; user < USERS; user++) {
            first.merge(first(user, targets), 1, Integer::sum);
        }
        assertShare(first.get("a"), USERS, 0.6);
        assertShare(first.get("b"), USERS, 0.3);
        assertShare(first.get("c"), USERS, 0.1);
    }

    @Test
    void theSecondFollowsTheWeightsOfWhatIsLeft() {
        List<Target> targets = List.of(target("a", 6), target("b", 3), target("c", 1));
        int secondToA = 0;
        int afterA = 0;
        for (int user = 0; user < USERS; user++) {
            List<Target> ordered = Rendezvous.order("user-" + user, targets);
            if (ordered.getFirst().provider().equals("a")) {
                afterA++;
                secondToA += ordered.get(1).provider().equals("b") ? 1 : 0;
            }
        }
        assertShare(secondToA, afterA, 0.75);
    }

    @Test
    void aCanaryOfFivePercentGetsFivePercentAndKeepsItsUsersWhenItGrows() {
        int moved = 0;
        int left = 0;
        int few = 0;
        for (int user = 0; user < MANY_USERS; user++) {
            boolean before = first(user, List.of(target("main", 95), target("canary", 5))).equals("canary");
            boolean after = first(user, List.of(target("main", 90), target("canary", 10))).equals("canary");
            few += before ? 1 : 0;
            moved += after && !before ? 1 : 0;
            left += before && !after ? 1 : 0;
        }
        assertShare(few, MANY_USERS, 0.05);
        assertShare(moved, MANY_USERS, 0.05);
        assertThat(left).isZero();
    }

    @Test
    void whoWasNotWithATargetThatGoesStays() {
        List<Target> all = List.of(target("a", 1), target("b", 1), target("c", 1));
        for (int user = 0; user < 1_000; user++) {
            String before = first(user, all);
            if (!before.equals("b")) {
                assertThat(first(user, List.of(all.get(2), all.get(0)))).isEqualTo(before);
            }
        }
    }

    @Test
    void weightZeroIsTheLastResortInTheGivenOrder() {
        List<Target> targets = List.of(target("spare", 0), target("a", 1), target("last", 0));
        for (int user = 0; user < 100; user++) {
            assertThat(Rendezvous.order("user-" + user, targets)).extracting(Target::provider)
                    .containsExactly("a", "spare", "last");
        }
    }

    @Test
    void theOrderIsTheSameForEver() {
        List<Target> targets = List.of(target("a", 1), target("b", 1), target("c", 1), target("d", 1));
        assertThat(Rendezvous.order("alice", targets)).extracting(Target::provider)
                .containsExactly("d", "a", "b", "c");
    }

    @Test
    void modelsOfOneProviderAreTargetsOfTheirOwn() {
        List<Target> targets = List.of(Target.of("p", "old", 1), Target.of("p", "new", 1));
        int fresh = 0;
        for (int user = 0; user < USERS; user++) {
            fresh += Rendezvous.order("user-" + user, targets).getFirst().model().equals("new") ? 1 : 0;
        }
        assertShare(fresh, USERS, 0.5);
    }

    private static String first(int user, List<Target> targets) {
        return Rendezvous.order("user-" + user, targets).getFirst().provider();
    }

    /** Asserts a share, within 2 % of it. */
    private static void assertShare(int count, int of, double expected) {
        assertThat((double) count / of).isCloseTo(expected, within(0.02 * expected));
    }

    private static Target target(String provider, double weight) {
        return Target.of(provider, "m", weight);
    }
}
