package io.patchbay.management.internal;

import io.patchbay.management.internal.Look.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders that say which bundles there are: those of the distribution, and {@code deploy} of the home, which overrides
 * them by symbolic name. Beside its jars, {@code deploy} has marks: {@code name.stopped} for a bundle that must not run,
 * {@code name.removed} for one of the distribution that must not be there.
 *
 * <p>Not thread-safe.
 */
final class DeployFolders {
    private static final String JAR = ".jar";
    private static final String STOPPED = ".stopped";
    private static final String REMOVED = ".removed";
    private static final String STAGED = ".staged";

    private final Path deploy;
    private final List<Path> shipped;
    private Map<Path, Seen> seen = new TreeMap<>();
    private boolean first = true;

    /**
     * What a jar was when it was looked at last; without a jar or a refusal while it is not still. One that was there and
     * is missing may be about to be replaced.
     */
    private record Seen(FileState state, @Nullable BundleJar jar, @Nullable String refusal, boolean missing) {
        Seen(FileState state, @Nullable BundleJar jar, @Nullable String refusal) {
            this(state, jar, refusal, false);
        }

        boolean isJudged() {
            return jar != null || refusal != null;
        }

        boolean isMoving() {
            return missing || !isJudged();
        }

        Seen as(boolean nowMissing) {
            return new Seen(state, jar, refusal, nowMissing);
        }
    }

    /**
     * Folders.
     *
     * @param deploy of the home
     * @param shipped of the distribution
     * @throws IOException if {@code deploy} cannot be made, or cleared of what an earlier run left half done
     */
    DeployFolders(Path deploy, List<Path> shipped) throws IOException {
        this.deploy = deploy;
        this.shipped = List.copyOf(shipped);
        Files.createDirectories(deploy);
        for (Path staged : files(deploy, STAGED)) {
            Files.deleteIfExists(staged);
        }
    }

    /**
     * Looks at the files. The first time, a jar is taken as it is; later only when it is as it was the time before, so
     * that nothing is taken while it is written. In the same way one that is missing is gone only the second time.
     */
    Look look() throws IOException {
        Map<Path, Seen> now = new TreeMap<>();
        for (Path folder : folders()) {
            for (Path file : files(folder, JAR)) {
                if (!String.valueOf(file.getFileName()).startsWith(".")) {
                    judge(file).ifPresent(judged -> now.put(file, judged));
                }
            }
        }
        seen.forEach((file, before) -> {
            if (!before.missing) {
                now.putIfAbsent(file, before.as(true));
            }
        });
        seen = now;
        first = false;
        return view();
    }

    /** What was seen by the last look, with the marks as they are now. */
    Look view() throws IOException {
        Set<String> unsettled = new HashSet<>();
        List<Refusal> refusals = new ArrayList<>();
        seen.forEach((file, each) -> {
            if (each.jar == null) {
                unsettled.add(source(file));
            }
            if (each.refusal != null) {
                refusals.add(new Refusal(source(file), String.valueOf(file.getFileName()), "", each.refusal));
            }
        });
        Map<String, List<BundleJar>> wanted = new TreeMap<>();
        best(List.of(deploy), refusals).forEach((name, jar) -> wanted.put(name, new ArrayList<>(List.of(jar))));
        Set<String> removed = marks(REMOVED);
        best(shipped, refusals).forEach((name, jar) -> {
            if (!removed.contains(name)) {
                wanted.computeIfAbsent(name, _ -> new ArrayList<>()).add(jar);
            }
        });
        boolean moving = seen.values().stream().anyMatch(Seen::isMoving);
        return new Look(wanted, marks(STOPPED), unsettled, moving, refusals);
    }

    /** Whether a jar is in {@code deploy}, and none of the distribution's. */
    boolean isDeployed(BundleJar jar) {
        return jar.file().startsWith(deploy);
    }

    /** The name by which a jar is known: its folder and its own. */
    static String source(Path jar) {
        return jar.getName(jar.getNameCount() - 2) + "/" + jar.getFileName();
    }

    /** The name that a bundle's jar has once it is {@linkplain #put put}. */
    String target(String symbolicName) {
        return source(deploy.resolve(symbolicName + JAR));
    }

    /** A new file for a jar that is to be {@linkplain #put put}; nobody looks at it until then. */
    Path stage() throws IOException {
        Files.createDirectories(deploy);
        return Files.createTempFile(deploy, ".upload", STAGED);
    }

    /**
     * Puts a staged jar where it is looked for, in place of any other of its symbolic name.
     *
     * @throws IOException if it cannot be written; then all is as it was
     */
    void put(BundleJar staged) throws IOException {
        Path target = deploy.resolve(staged.symbolicName() + JAR);
        Files.move(staged.file(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(mark(staged.symbolicName(), REMOVED));
        for (Path other : deployed(staged.symbolicName())) {
            if (!other.equals(target)) {
                delete(other);
            }
        }
        BundleJar put = new BundleJar(target, FileState.of(target).orElse(staged.state()), staged.symbolicName(),
                staged.version(), staged.checksum());
        seen.put(target, new Seen(put.state(), put, null));
    }

    /** Takes a bundle's jars away, and keeps the distribution's from coming back. */
    void remove(String symbolicName) throws IOException {
        if (isShipped(symbolicName)) {
            Files.writeString(mark(symbolicName, REMOVED), "");
        }
        for (Path jar : deployed(symbolicName)) {
            delete(jar);
        }
        Files.deleteIfExists(mark(symbolicName, STOPPED));
    }

    /** Deletes a jar that is refused. */
    void delete(String source) throws IOException {
        for (Path jar : files(deploy, JAR)) {
            if (source(jar).equals(source)) {
                delete(jar);
            }
        }
    }

    /** Marks whether a bundle must not run. */
    void stop(String symbolicName, boolean stopped) throws IOException {
        if (stopped) {
            Files.writeString(mark(symbolicName, STOPPED), "");
        } else {
            Files.deleteIfExists(mark(symbolicName, STOPPED));
        }
    }

    /** Lets a bundle of the distribution come back. */
    boolean restore(String symbolicName) throws IOException {
        return Files.deleteIfExists(mark(symbolicName, REMOVED)) && isShipped(symbolicName);
    }

    private void delete(Path jar) throws IOException {
        Files.deleteIfExists(jar);
        seen.remove(jar);
    }

    private boolean isShipped(String symbolicName) {
        return seen.values().stream().anyMatch(each -> each.jar != null && each.jar.symbolicName().equals(symbolicName)
                && !isDeployed(each.jar));
    }

    private List<Path> deployed(String symbolicName) {
        return seen.values().stream()
                .flatMap(each -> Stream.ofNullable(each.jar))
                .filter(jar -> jar.symbolicName().equals(symbolicName) && isDeployed(jar))
                .map(BundleJar::file)
                .toList();
    }

    private List<Path> folders() {
        return Stream.concat(Stream.of(deploy), shipped.stream()).toList();
    }

    private Path mark(String symbolicName, String suffix) {
        return deploy.resolve(symbolicName + suffix);
    }

    private Set<String> marks(String suffix) throws IOException {
        Set<String> names = new HashSet<>();
        for (Path file : files(deploy, suffix)) {
            String name = String.valueOf(file.getFileName());
            names.add(name.substring(0, name.length() - suffix.length()));
        }
        return names;
    }

    private Optional<Seen> judge(Path file) throws IOException {
        FileState state = FileState.of(file).orElse(null);
        Seen before = seen.get(file);
        if (state == null) {
            return Optional.empty();
        }
        boolean still = before != null && before.state.equals(state);
        if (before != null && still && before.isJudged()) {
            return Optional.of(before.as(false));
        }
        return still || first ? read(file, state) : Optional.of(new Seen(state, null, null));
    }

    private static Optional<Seen> read(Path file, FileState state) {
        try {
            return Optional.of(new Seen(state, BundleJar.read(file), null));
        } catch (RefusedException e) {
            return Optional.of(new Seen(state, null, e.getMessage()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Seen(state, null, file.getFileName() + " cannot be read: " + e + "."));
        }
    }

    /** The highest version of each bundle in some folders. */
    private Map<String, BundleJar> best(List<Path> in, List<Refusal> refusals) {
        Map<String, BundleJar> best = new LinkedHashMap<>();
        seen.values().stream()
                .flatMap(each -> Stream.ofNullable(each.jar))
                .filter(jar -> in.contains(jar.file().getParent()))
                .sorted(Comparator.comparing(BundleJar::version).reversed().thenComparing(BundleJar::file))
                .forEach(jar -> {
                    BundleJar higher = best.putIfAbsent(jar.symbolicName(), jar);
                    if (higher != null) {
                        refusals.add(new Refusal(source(jar.file()), jar.symbolicName(), jar.version().toString(),
                                source(jar.file()) + " and " + source(higher.file()) + " are both " + jar.symbolicName()
                                        + ": " + source(higher.file()) + " serves, with "
                                        + (higher.version().equals(jar.version()) ? "the same version, " : "version ")
                                        + higher.version() + ". Take one of them away."));
                    }
                });
        return best;
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }
}
