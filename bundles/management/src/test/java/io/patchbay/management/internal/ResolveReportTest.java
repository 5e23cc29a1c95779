package io.patchbay.management.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class ResolveReportTest {
    private static final String API = "io.patchbay.api.test";

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

    @Test
    void aPackageThatNobodyHas() throws Exception {
        assertThat(report("Import-Package", "com.lib")).containsExactly(
                "acme 1.0.0 needs package com.lib, which no bundle has. Deploy the bundle that exports it as well.");
    }

    @Test
    void aPackageInAnotherVersion() throws Exception {
        framework.start(TestBundle.of("lib", "3").header("Export-Package", "com.lib;version=3.1")
                .to(directory.resolve("lib.jar")));
        assertThat(report("Import-Package", "com.lib;version=\"[1.0,2)\"")).containsExactly(
                "acme 1.0.0 needs package com.lib 1.0.0 to below 2.0.0; here is 3.1.0 from lib. Deploy a bundle that"
                        + " exports it in such a version as well.");
    }

    @Test
    void aNewerApi() throws Exception {
        assertThat(report("Import-Package", API + ";version=\"[0.9,0.10)\""))
                .containsExactly("acme 1.0.0 needs package "
                        + API
                        + " 0.9.0 to below 0.10.0; here is 0.1.0 from org.apache.felix.framework. It was built against a"
                        + " newer API: use a build for API 0.1, or update Patchbay.");
    }

    @Test
    void anOlderApi() throws Exception {
        assertThat(report("Import-Package", API + ";version=\"[0.0.1,0.0.2)\"")).singleElement().asString()
                .endsWith("It was built against an older API: use a build for API 0.1.");
    }

    @Test
    void anotherJava() throws Exception {
        assertThat(report("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")).singleElement()
                .asString().startsWith("acme 1.0.0 needs Java 99; this is Java ");
    }

    @Test
    void anExtender() throws Exception {
        assertThat(report("Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=7.0)(!(version>=8.0)))\""))
                .singleElement().asString()
                .startsWith("acme 1.0.0 needs the extender osgi.component 7.0.0 to below 8.0.0; here is 1.5.0 from"
                        + " org.apache.felix.scr.");
    }

    @Test
    void anyCapability() throws Exception {
        assertThat(report("Require-Capability", "com.any;filter:=\"(com.any=one)\"")).containsExactly(
                "acme 1.0.0 needs com.any (com.any=one), which no bundle has. Deploy the bundle that has it as well.");
    }

    @Test
    void whatIsOptionalOrForLaterIsNotMissing() throws Exception {
        assertThat(report("Import-Package", "com.lib;resolution:=optional")).isEmpty();
        assertThat(report("Require-Capability", "com.any;effective:=active")).isEmpty();
    }

    @Test
    void whatIsThereAndLacksSomethingItself() throws Exception {
        framework.context().installBundle(TestBundle.of("lib", "1").header("Export-Package", "com.lib")
                .header("Import-Package", "com.deep").to(directory.resolve("lib.jar")).toUri().toString());
        assertThat(report("Import-Package", "com.lib")).containsExactly(
                "lib 1.0.0 needs package com.deep, which no bundle has. Deploy the bundle that exports it as well.");
    }

    private List<String> report(String header, String value) throws Exception {
        Path jar = TestBundle.of("acme", "1").header(header, value).to(directory.resolve(header + value.hashCode()));
        Bundle bundle = framework.context().installBundle(jar.toUri().toString());
        return ResolveReport.of(framework.context(), bundle);
    }
}
