package io.patchbay.itests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;

/**
 * What a packaged bundle says of its provider, by a descriptor or by a component.
 *
 * @param type the provider's type
 * @param title its name, for people
 * @param baseUrl where it is; empty where only a configuration can say it
 * @param keyVariable the environment variable that makes it be there without a document; empty where none does
 * @param dialects what it speaks, best first
 * @param surfaces what it has beyond what its dialects have
 */
record PackagedProvider(String type, String title, String baseUrl, String keyVariable, List<String> dialects,
        List<String> surfaces) {
    private static final Path PACKAGED = Path.of("../../distribution/target/patchbay/providers");
    private static final Pattern TITLE = Pattern.compile("<OCD [^>]*name=\"Patchbay: provider ([^\"]*)\"");

    /** All that are packaged, by their types. */
    static List<PackagedProvider> all() throws IOException {
        try (Stream<Path> jars = Files.list(PACKAGED)) {
            return jars.sorted().map(PackagedProvider::of).toList();
        }
    }

    private static PackagedProvider of(Path jar) {
        try (JarFile bundle = new JarFile(jar.toFile())) {
            Attributes manifest = bundle.getManifest().getMainAttributes();
            String type = manifest.getValue("Bundle-SymbolicName").substring("io.patchbay.provider.".length());
            String capabilities = manifest.getValue("Provide-Capability");
            String keyVariable = attribute(capabilities, "keyVariable").orElse("");
            Optional<String> descriptor = attribute(capabilities, "descriptor");
            return descriptor.isPresent()
                    ? described(type, keyVariable,
                            new ObjectMapper().readTree(text(bundle, descriptor.get()::equals)))
                    : built(type, keyVariable,
                            text(bundle, name -> name.matches("OSGI-INF/metatype/.*Provider.*\\.xml")),
                            text(bundle, name -> name.matches("OSGI-INF/[^/]*Provider\\.xml")));
        } catch (IOException e) {
            throw new AssertionError(jar.toString(), e);
        }
    }

    private static PackagedProvider described(String type, String keyVariable, JsonNode descriptor) {
        return new PackagedProvider(type, descriptor.path("title").asText(), descriptor.path("baseUrl").asText(),
                keyVariable, texts(descriptor.path("dialects")), texts(descriptor.path("surfaces")));
    }

    private static PackagedProvider built(String type, String keyVariable, String metatype, String component) {
        Matcher title = TITLE.matcher(metatype);
        if (!title.find()) {
            throw new AssertionError(type + " has no title");
        }
        return new PackagedProvider(type, title.group(1), "", keyVariable, property(component, "patchbay.speaks"),
                property(component, "patchbay.surfaces"));
    }

    private static Optional<String> attribute(String capabilities, String name) {
        return Pattern.compile("io\\.patchbay\\.provider;[^,]*?\\b" + name + "=\"?([^\",;]+)").matcher(capabilities)
                .results().map(found -> found.group(1)).findFirst();
    }

    /** A property of a component, with one value or with several. */
    private static List<String> property(String component, String name) {
        return Pattern.compile("name=\"" + Pattern.quote(name) + "\"[^>]*?(?:value=\"([^\"]*)\"/>|>([^<]*)<)")
                .matcher(component).results()
                .flatMap(found -> (found.group(1) != null ? found.group(1) : found.group(2)).strip().lines()).toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static String text(JarFile bundle, Predicate<String> name) throws IOException {
        ZipEntry entry = bundle.stream().filter(each -> name.test(each.getName())).findFirst().orElseThrow();
        return new String(bundle.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
}
