package io.patchbay.itests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.itests.product.BundleJars;
import io.patchbay.itests.product.Gateway;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** F19: faults while the bundles of the providers that meet them, and of those that answer in their place, are updated. */
class FaultsUnderUpdateIT {
    /** Few, so that there is an update in the middle of many of them. */
    private static final int AT_A_TIME = 4;
    /** Each of the bundles twice. */
    private static final int FEWEST_UPDATES = 4;
    private static final List<String> PROVIDERS =
            List.of("io.patchbay.provider.openai", "io.patchbay.provider.anthropic");
    private static final Set<String> NAMES = Set.of("no fault", "429, retry-after-ms", "429 for ever", "one 500",
            "503 for ever", "one reset", "never answers", "late with the first event", "reset before the first word",
            "reset at 40 of 60", "stalled at 40 of 60", "200 with an error object", "context length exceeded",
            "401 on one of two keys", "a body without end");
    private static final Run RUN = new Run(Case.all(
            FaultTable.faults().stream().filter(fault -> NAMES.contains(fault.name)).toList(),
            Trio.ALL));

    @RegisterExtension
    static final Gateway GATEWAY = RUN.gateway(_ -> {});

    @Test
    void updatesChangeNothing(@TempDir Path directory) throws InterruptedException {
        Clients clients = RUN.clients(GATEWAY);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> updates = CompletableFuture.supplyAsync(() -> update(directory, over));

        List<Judged> judged = RUN.judge(GATEWAY, clients, AT_A_TIME);

        over.set(true);
        System.out.printf("F19: %d cases, %d updates%n", judged.size(), updates.join());
        assertThat(judged.stream().filter(each -> each.verdict() != Verdict.RIGHT).map(Judged::inWords)).isEmpty();
        assertThat(updates.join()).isGreaterThanOrEqualTo(FEWEST_UPDATES);
        RUN.close();
    }

    private static int update(Path directory, AtomicBoolean over) {
        BundleJars jars = new BundleJars(directory);
        int updates = 0;
        while (!over.get()) {
            GATEWAY.admin().install(jars.version(PROVIDERS.get(updates % PROVIDERS.size()), "1.0." + updates));
            updates++;
        }
        return updates;
    }
}
