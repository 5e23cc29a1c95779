package io.patchbay.management.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.lease.Leases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class LifecycleTest {
    private static final String NAME = "acme";

    @TempDir
    Path directory;

    private TestFramework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(directory);
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    private void restart() throws Exception {
        stop();
        start();
        framework.lifecycle.look();
    }

    private static TestBundle version(String version) {
        return TestBundle.supplying(NAME, version);
    }

    @Test
    void whatIsThereAtTheStartRunsAfterTheFirstLook() {
        version("1.0.0").to(framework.deploy("a.jar"));
        framework.lifecycle.look();
        assertThat(framework.supplied()).containsExactly("1.0.0");
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
    }

    @Test
    void aJarThatComesLaterIsTakenOnceItIsStill() {
        framework.lifecycle.look();
        version("1.0.0").to(framework.deploy("a.jar"));
        framework.lifecycle.look();
        assertThat(framework.supplied()).isEmpty();
        framework.lifecycle.look();
        assertThat(framework.supplied()).containsExactly("1.0.0");
    }

    @Test
    void aJarThatIsReplacedServesBesideTheOldOneUntilThatOneIsNotUsed() {
        version("1.0.0").to(framework.deploy("a.jar"));
        framework.look();
        CountDownLatch busy = framework.busy();
        version("1.1.0").to(framework.deploy("a.jar"));
        framework.look();
        await().untilAsserted(() -> assertThat(framework.changes()).containsExactly("+1.0.0", "+1.1.0", "-1.0.0"));
        assertThat(framework.states(NAME)).containsExactly("draining 1.0.0", "active 1.1.0");
        version("1.2.0").to(framework.deploy("a.jar"));
        framework.look();
        assertThat(framework.states(NAME)).containsExactly("draining 1.0.0", "draining 1.1.0", "active 1.2.0");
        busy.countDown();
        await().untilAsserted(() -> assertThat(framework.states(NAME)).containsExactly("active 1.2.0"));
        assertThat(framework.supplied()).containsExactly("1.2.0");
    }

    @Test
    void aVersionThatIsInUseIsReplacedBitByBit() throws Exception {
        Leases old = Leases.of(framework.put(version("1.0.0")).bundle().getBundleId());
        assertThat(old.take()).isTrue();
        Bundle fresh = framework.put(version("1.1.0")).bundle();
        assertThat(Leases.of(fresh.getBundleId()).share()).isGreaterThan(0);
        old.giveBack();
    }

    @Test
    void aVersionThatNobodyUsesIsReplacedAtOnce() throws Exception {
        framework.put(version("1.0.0"));
        Bundle fresh = framework.put(version("1.1.0")).bundle();
        assertThat(Leases.of(fresh.getBundleId()).share()).isZero();
    }

    @Test
    void theApiWritesWhatTheFoldersSay() throws Exception {
        assertThat(framework.put(version("1.0.0")).installed()).isTrue();
        assertThat(framework.deploy("acme.jar")).exists();
        assertThat(framework.put(version("1.0.0")).installed()).isFalse();
        CountDownLatch busy = framework.busy();
        assertThat(framework.put(version("1.0.0").header("Any", "other")).installed()).isFalse();
        assertThat(framework.states(NAME)).containsExactly("draining 1.0.0", "active 1.0.0");
        busy.countDown();
        await().untilAsserted(() -> assertThat(framework.states(NAME)).containsExactly("active 1.0.0"));
        framework.look();
        assertThat(framework.supplied()).hasSize(1);
        assertThat(files("deploy")).containsExactly("acme.jar");
        restart();
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
    }

    @Test
    void theApiTakesThePlaceOfAnyJarOfTheName() throws Exception {
        version("2.0.0").to(framework.deploy("by-hand.jar"));
        framework.look();
        framework.put(version("1.0.0"));
        assertThat(files("deploy")).containsExactly("acme.jar");
        restart();
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
    }

    @Test
    void aComponentThatFailsNeverServes() throws Exception {
        framework.put(version("1.0.0"));
        TestBundle broken = TestBundle.of(NAME, "1.1.0").component("supply", BrokenSupply.class, "");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> framework.put(broken))
                .withMessage("Component supply failed to start: java.lang.IllegalStateException: no luck today.");
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
        broken.to(framework.deploy("acme.jar"));
        framework.look();
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0", "refused 1.1.0");
        assertThat(framework.supplied()).containsExactly("1.0.0");
        restart();
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0", "refused 1.1.0");
        assertThat(framework.supplied()).containsExactly("1.0.0");
        version("1.2.0").to(framework.deploy("acme.jar"));
        framework.look();
        await().untilAsserted(() -> assertThat(framework.states(NAME)).containsExactly("active 1.2.0"));
    }

    @Test
    void aComponentWithoutItsClassNeverServes() throws Exception {
        framework.put(version("1.0.0"));
        TestBundle broken = TestBundle.supplying(NAME, "1.1.0").without(Supply.class);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> framework.put(broken))
                .withMessageContaining("Component supply failed to start: its class cannot be loaded");
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
    }

    @Test
    void aComponentThatLacksWhatTheOldOneHadIsRefused() throws Exception {
        framework.put(version("1.0.0"));
        TestBundle waiting = TestBundle.of(NAME, "1.1.0").component("supply", Supply.class,
                "<reference name=\"runnable\" interface=\"java.lang.Runnable\"/>");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> framework.put(waiting))
                .withMessage("Component supply waits for a service: java.lang.Runnable.");
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
    }

    @Test
    void whatItsUsersDoNotTakeIsRefused() throws Exception {
        framework.put(version("1.0.0"));
        framework.refuse();
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> framework.put(version("1.1.0")))
                .withMessageContaining("supply was not taken by org.apache.felix.framework");
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
    }

    @Test
    void whatTheNewVersionDoesNotHaveAnyMoreIsNotWaitedFor() throws Exception {
        framework.put(version("1.0.0"));
        framework.put(TestBundle.of(NAME, "2.0.0").component("other", Supply.class, ""));
        await().untilAsserted(() -> assertThat(framework.states(NAME)).containsExactly("active 2.0.0"));
    }

    @Test
    void anActivatorThatFailsIsTold() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> framework.put(version("1.0.0").file(BrokenActivator.class)
                        .header("Bundle-Activator", BrokenActivator.class.getName())
                        .header("Import-Package", "org.osgi.framework")))
                .withMessage("acme 1.0.0 failed to start: java.lang.IllegalStateException: no luck at the start.");
        assertThat(framework.states(NAME)).isEmpty();
        assertThat(files("deploy")).isEmpty();
    }

    @Test
    void whatLacksAPackageIsTakenOnceThatIsThere() {
        version("1.0.0").header("Import-Package", "com.lib;version=\"[1.2,2)\"").to(framework.deploy("a.jar"));
        framework.look();
        assertThat(framework.states(NAME)).containsExactly("refused 1.0.0");
        assertThat(framework.reason(NAME)).isEqualTo("acme 1.0.0 needs package com.lib 1.2.0 to below 2.0.0, which no"
                + " bundle has. Deploy the bundle that exports it as well.");
        TestBundle.of("lib", "1.2.0").header("Export-Package", "com.lib;version=1.2.0")
                .to(framework.deploy("lib.jar"));
        framework.look();
        framework.look();
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
    }

    @Test
    void bundlesThatNeedEachOtherComeTogether() {
        version("1.0.0").header("Import-Package", "com.lib").header("Export-Package", "com.acme")
                .to(framework.deploy("a.jar"));
        TestBundle.of("lib", "1.0.0").header("Export-Package", "com.lib").header("Import-Package", "com.acme")
                .to(framework.deploy("lib.jar"));
        framework.lifecycle.look();
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
        assertThat(framework.states("lib")).containsExactly("active 1.0.0");
    }

    @Test
    void whatOthersAreWiredToIsNotChanged() throws Exception {
        TestBundle.of("lib", "1.0.0").header("Export-Package", "com.lib").to(framework.deploy("lib.jar"));
        version("1.0.0").header("Import-Package", "com.lib").to(framework.deploy("a.jar"));
        framework.look();
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> framework.lifecycle.remove("lib"))
                .withMessageStartingWith("Others use the packages of lib: acme.");
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> framework.lifecycle.stop("lib"));
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> framework.put(TestBundle.of("lib", "1.1.0")));
        Files.delete(framework.deploy("lib.jar"));
        framework.look();
        assertThat(framework.states("lib")).containsExactly("active 1.0.0", "refused 1.0.0");
        framework.lifecycle.remove(NAME).join();
        framework.look();
        await().untilAsserted(() -> assertThat(framework.states("lib")).isEmpty());
    }

    @Test
    void ofTwoJarsOfOneNameTheHigherVersionServes() throws Exception {
        version("1.10.0").to(framework.deploy("a.jar"));
        version("1.9.0").to(framework.deploy("b.jar"));
        framework.look();
        assertThat(framework.states(NAME)).containsExactly("active 1.10.0", "refused 1.9.0");
        assertThat(framework.reason(NAME)).isEqualTo("deploy/b.jar and deploy/a.jar are both acme: deploy/a.jar serves,"
                + " with version 1.10.0. Take one of them away.");
        Files.delete(framework.deploy("a.jar"));
        framework.look();
        await().untilAsserted(() -> assertThat(framework.states(NAME)).containsExactly("active 1.9.0"));
    }

    @Test
    void aJarHalfCopiedIsNotTouched() throws Exception {
        version("1.0.0").to(framework.deploy("a.jar"));
        framework.look();
        byte[] whole = version("1.1.0").bytes();
        Files.write(framework.deploy("a.jar"), Arrays.copyOf(whole, whole.length / 2));
        framework.look();
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
        assertThat(framework.reason("a.jar")).startsWith("a.jar is not whole");
        Files.write(framework.deploy("a.jar"), whole);
        framework.look();
        await().untilAsserted(() -> assertThat(framework.states(NAME)).containsExactly("active 1.1.0"));
        assertThat(framework.states("a.jar")).isEmpty();
    }

    @Test
    void aCorruptJarChangesNothingNotEvenOverARestart() throws Exception {
        version("1.0.0").to(framework.deploy("a.jar"));
        framework.look();
        Files.writeString(framework.deploy("a.jar"), "no jar at all");
        framework.look();
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
        assertThat(framework.reason("a.jar")).isEqualTo("a.jar is no jar: its content is not that of a zip file.");
        restart();
        assertThat(framework.supplied()).containsExactly("1.0.0");
        assertThat(framework.states("a.jar")).containsExactly("refused");
        var _ = framework.lifecycle.remove("a.jar");
        assertThat(framework.states("a.jar")).isEmpty();
    }

    @Test
    void theHomeOverridesWhatIsShippedUntilItsJarIsGone() throws Exception {
        version("2.0.0").to(framework.shipped("acme.jar"));
        version("1.0.0").to(framework.deploy("a.jar"));
        framework.look();
        assertThat(framework.supplied()).containsExactly("1.0.0");
        Files.delete(framework.deploy("a.jar"));
        framework.look();
        await().untilAsserted(() -> assertThat(framework.states(NAME)).containsExactly("active 2.0.0"));
    }

    @Test
    void aJarThatIsMissingForAMomentIsBeingReplaced() throws Exception {
        version("2.0.0").to(framework.shipped("acme.jar"));
        version("1.0.0").to(framework.deploy("a.jar"));
        framework.look();
        Files.delete(framework.deploy("a.jar"));
        framework.lifecycle.look();
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
        version("1.1.0").to(framework.deploy("a.jar"));
        framework.look();
        await().untilAsserted(() -> assertThat(framework.states(NAME)).containsExactly("active 1.1.0"));
        assertThat(framework.changes()).containsExactly("+1.0.0", "+1.1.0", "-1.0.0");
    }

    @Test
    void aJarThatIsMovedAwayAndBackWasAlwaysThere() throws Exception {
        version("1.0.0").to(framework.deploy("a.jar"));
        framework.look();
        Files.move(framework.deploy("a.jar"), directory.resolve("aside.jar"));
        framework.lifecycle.look();
        Files.move(directory.resolve("aside.jar"), framework.deploy("a.jar"));
        framework.look();
        assertThat(framework.changes()).containsExactly("+1.0.0");
    }

    @Test
    void whatIsShippedServesWhereTheHomesIsBroken() {
        version("2.0.0").to(framework.shipped("acme.jar"));
        version("3.0.0").header("Import-Package", "com.lib").to(framework.deploy("a.jar"));
        framework.look();
        assertThat(framework.states(NAME)).containsExactly("active 2.0.0", "refused 3.0.0");
        framework.look();
        assertThat(framework.supplied()).containsExactly("2.0.0");
    }

    @Test
    void whatIsShippedIsRemovedForGoodUntilItIsStartedAgain() throws Exception {
        version("2.0.0").to(framework.shipped("acme.jar"));
        framework.look();
        framework.lifecycle.remove(NAME).join();
        assertThat(files("deploy")).containsExactly("acme.removed");
        assertThat(framework.states(NAME)).isEmpty();
        restart();
        assertThat(framework.states(NAME)).isEmpty();
        framework.lifecycle.start(NAME);
        assertThat(framework.states(NAME)).containsExactly("active 2.0.0");
    }

    @Test
    void whoDoesNotWaitForTheEndOfADrainDoesNotKeepItFromItsEnd() throws Exception {
        framework.put(version("1.0.0"));
        CountDownLatch busy = framework.busy();
        framework.lifecycle.remove(NAME).complete(null);
        assertThat(framework.states(NAME)).containsExactly("draining 1.0.0");
        busy.countDown();
        await().untilAsserted(() -> assertThat(framework.states(NAME)).isEmpty());
    }

    @Test
    void whatWasDeployedOverWhatIsShippedComesBackAsItIsShipped() throws Exception {
        version("2.0.0").to(framework.shipped("acme.jar"));
        framework.look();
        framework.put(version("3.0.0"));
        framework.lifecycle.remove(NAME).join();
        framework.lifecycle.start(NAME);
        assertThat(framework.states(NAME)).containsExactly("active 2.0.0");
        assertThat(files("deploy")).isEmpty();
    }

    @Test
    void aBundleThatIsStoppedStaysSoAndStartsBesideTheOneThatDrains() throws Exception {
        framework.put(version("1.0.0"));
        CountDownLatch busy = framework.busy();
        var _ = framework.lifecycle.stop(NAME);
        assertThat(framework.states(NAME)).containsExactly("draining 1.0.0");
        framework.lifecycle.start(NAME);
        assertThat(framework.states(NAME)).containsExactlyInAnyOrder("draining 1.0.0", "active 1.0.0");
        busy.countDown();
        await().untilAsserted(() -> assertThat(framework.states(NAME)).containsExactly("active 1.0.0"));
        framework.lifecycle.stop(NAME).join();
        framework.look();
        assertThat(framework.states(NAME)).containsExactly("stopped 1.0.0");
        framework.put(version("1.1.0"));
        await().untilAsserted(() -> assertThat(framework.states(NAME)).containsExactly("stopped 1.1.0"));
        restart();
        assertThat(framework.supplied()).isEmpty();
        Files.delete(framework.deploy("acme.stopped"));
        framework.look();
        assertThat(framework.supplied()).containsExactly("1.1.0");
    }

    @Test
    void whatIsChangedWhileTheGatewayIsDownIsFoundAtTheStart() throws Exception {
        version("1.0.0").to(framework.deploy("a.jar"));
        TestBundle.of("gone", "1.0.0").to(framework.deploy("gone.jar"));
        framework.look();
        version("1.1.0").to(framework.deploy("a.jar"));
        Files.delete(framework.deploy("gone.jar"));
        restart();
        await().untilAsserted(() -> assertThat(framework.states(NAME)).containsExactly("active 1.1.0"));
        await().untilAsserted(() -> assertThat(framework.states("gone")).isEmpty());
        assertThat(framework.supplied()).containsExactly("1.1.0");
    }

    @Test
    void aJarThatIsMovedBetweenTheFoldersServesOn() throws Exception {
        version("1.0.0").to(framework.shipped("acme.jar"));
        framework.look();
        Bundle before = bundle();
        Files.move(framework.shipped("acme.jar"), framework.deploy("acme.jar"));
        framework.look();
        assertThat(bundle()).isEqualTo(before);
        assertThat(framework.states(NAME)).containsExactly("active 1.0.0");
    }

    @Test
    void thePlatformIsNotChanged() throws Exception {
        framework.start(TestBundle.of("platform", "1.0.0").to(directory.resolve("platform.jar")));
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> framework.put(TestBundle.of("platform", "1.1.0")))
                .withMessageStartingWith("platform is a part of the platform");
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> framework.lifecycle.stop("platform"));
        TestBundle.of("platform", "1.1.0").to(framework.deploy("p.jar"));
        framework.look();
        assertThat(framework.states("platform")).containsExactly("active 1.0.0", "refused 1.1.0");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> framework.lifecycle.start("none"));
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> framework.lifecycle.stop("none"));
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> framework.lifecycle.remove("none"));
    }

    private Bundle bundle() {
        return Arrays.stream(framework.context().getBundles()).filter(each -> NAME.equals(each.getSymbolicName()))
                .findFirst().orElseThrow();
    }

    private List<String> files(String folder) {
        return Arrays.stream(directory.resolve(folder).toFile().list()).sorted().toList();
    }
}
