package io.patchbay.config.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchbay.config.internal.Document.Format;
import io.patchbay.config.internal.Document.Section;
import io.patchbay.config.internal.DocumentCheck.Checked;
import io.patchbay.config.internal.DocumentEdit.UneditableException;
import io.patchbay.config.internal.DocumentFile.ChangedException;
import io.patchbay.config.internal.RefusedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The document, and the only way to change what is configured: a file that was saved, an edit by the API or the Web
 * Console, a return to an older state, a secret. One at a time each is read, checked as a whole, written, applied as one
 * step, and kept in the history. What has errors changes nothing.
 *
 * <p>The file is the truth: before an edit what stands in it by now is taken, and it is replaced only if that is still
 * what stands in it.
 */
final class DocumentStore {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentStore.class);
    private static final int TRIES = 5;
    private static final int ETAG_DIGITS = 32;

    private final Supplier<Schema> schemas;
    private final Predicate<ValueReference> isSet;
    private final Configurations configurations;
    private final SecretStore secrets;
    private final SecretWatch secretWatch;
    private final History history;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    private Optional<DocumentFile> file;
    private volatile State state;
    /** The text that was refused last; empty where the file is as it is in force. */
    private Optional<String> refused = Optional.empty();

    /**
     * What is in force, and what is wrong with what stands in the file.
     *
     * @param document the document in force
     * @param etag the digest of its text
     * @param written whether a file has it
     * @param since when it came into force
     * @param checked what it configures
     * @param problems why the file as it is now is not in force; empty where it is
     */
    record State(Document document, String etag, boolean written, Instant since, Checked checked,
            List<Problem> problems) {
        private State with(boolean nowWritten, List<Problem> others) {
            return new State(document, etag, nowWritten, since, checked, others);
        }
    }

    DocumentStore(Optional<Path> file, Supplier<Schema> schemas, Predicate<ValueReference> isSet,
            Configurations configurations, SecretStore secrets, History history, InstantSource clock) {
        this.file = file.map(DocumentFile::new);
        this.schemas = schemas;
        this.isSet = isSet;
        this.configurations = configurations;
        this.secrets = secrets;
        this.secretWatch = new SecretWatch(secrets);
        this.history = history;
        this.clock = clock;
        Document nothing = new Document("patchbay.yaml", Format.YAML, "{}\n", new Document.Span(0, 2), Map.of());
        state = new State(nothing, etag(nothing.text()), false, clock.instant(),
                new Checked(Map.of(), Set.of(), List.of()),
                List.of());
        file.map(Path::toAbsolutePath).map(Path::getParent).ifPresent(AtomicFile::clean);
    }

    State state() {
        return state;
    }

    Schema schema() {
        return schemas.get();
    }

    /**
     * Applies the file as it is at the start.
     *
     * @throws InvalidDocumentException if it has errors, and nothing is applied
     */
    void start() throws InvalidDocumentException {
        lock.lock();
        try {
            DocumentFile document = file.orElseThrow();
            String text = document.read().orElseThrow(() -> new InvalidDocumentException(
                    new Place(String.valueOf(document.path()), 0, 0), "no such file"));
            apply(DocumentReader.read(document.name(), text), "file", true);
        } finally {
            lock.unlock();
        }
    }

    /** Applies what stands in for a document, as long as there is none. */
    void standIn(Map<String, Map<String, Object>> sections) {
        lock.lock();
        try {
            if (!state.written()) {
                apply(DocumentReader.read("patchbay.yaml", Notation.document(Format.YAML, sections)), "environment",
                        false);
            }
        } catch (InvalidDocumentException e) {
            LOG.error("what the environment says cannot be configured: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** Where the document will be, as long as there is none. */
    void willBeIn(Path path) {
        lock.lock();
        try {
            file = Optional.of(new DocumentFile(path));
        } finally {
            lock.unlock();
        }
    }

    /** Takes the file as it is now; if it has errors, they are told once, and what was in force stays. */
    void fileChanged() {
        lock.lock();
        try {
            take();
        } finally {
            lock.unlock();
        }
    }

    /** Gives components again what refers to a secret that was changed. */
    void lookAtSecrets() {
        lock.lock();
        try {
            List<String> changed = secretWatch.changed();
            if (!changed.isEmpty()) {
                LOG.info("secrets have changed: {}", changed);
                configurations.apply(state.checked().configurations(), referring(changed, state.checked()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Checks again, after bundles have come or gone, what depends on what they say can be configured. */
    void bundlesChanged() {
        lock.lock();
        try {
            if (refused.isPresent()) {
                refused = Optional.empty();
                take();
            } else {
                Checked checked = check(state.document().sections(), Set.of()).typedAs(state.checked());
                boolean same =
                        Configurations.isSame(state.checked().configurations(), checked.configurations());
                state = new State(state.document(), state.etag(), state.written(), state.since(), checked, List.of());
                if (!same) {
                    // A bundle has told of which types values are that were taken as they stand.
                    configurations.apply(checked.configurations(), List.of());
                }
            }
        } catch (InvalidDocumentException e) {
            if (!e.problems().equals(state.problems())) {
                LOG.warn("what is in force does not fit the bundles that are installed now");
                e.problems().forEach(problem -> LOG.warn("{}", problem));
            }
            state = state.with(state.written(), e.problems());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes the document; returns when the change is live.
     *
     * @param matches says of the present ETag whether it is the one that the edit is based on
     * @param origin who makes the change, for the history
     * @throws InvalidDocumentException if what would come out has errors
     * @throws RefusedException if it is based on an old state, or the document cannot be changed
     */
    Change edit(Edit edit, Predicate<String> matches, String origin)
            throws InvalidDocumentException, RefusedException {
        lock.lock();
        try {
            for (int i = 0; i < TRIES; i++) {
                takeBeforeEdit();
                if (!matches.test(state.etag())) {
                    throw new RefusedException(Reason.STALE,
                            "the document has changed since; read it again: its ETag is " + state.etag());
                }
                try {
                    return commit(EditPlan.of(state.document(), edit, schema(), secrets), origin);
                } catch (ChangedException e) {
                    LOG.info("the document was saved meanwhile: the edit is made anew");
                }
            }
            throw new RefusedException(Reason.CONFLICT, "the document changes all the time");
        } catch (IOException | UncheckedIOException | UneditableException e) {
            throw new RefusedException(Reason.CONFLICT, String.valueOf(e.getMessage()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says what an edit would come to, and makes none.
     *
     * @throws InvalidDocumentException if what would come out has errors
     */
    List<Problem> check(Edit edit) throws InvalidDocumentException {
        lock.lock();
        try {
            EditPlan plan = EditPlan.of(state.document(), edit, schema(), secrets);
            return check(plan.sections(), plan.secrets().keySet()).warnings();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns to a state of the history; secrets are as they are now.
     *
     * @throws RefusedException if there is no such state
     */
    Change restore(int n, Predicate<String> matches) throws InvalidDocumentException, RefusedException {
        History.State old = old(n);
        Document body = DocumentReader.read("history " + n, old.format(), old.text(), null);
        return edit(new Edit.Whole(body, true), matches, "restore");
    }

    /** All states that are kept, newest first. */
    List<History.State> history() throws IOException {
        lock.lock();
        try {
            return history.states();
        } finally {
            lock.unlock();
        }
    }

    /** A state of the history. */
    History.State old(int n) throws RefusedException {
        lock.lock();
        try {
            return history.state(n).orElseThrow(
                    () -> new RefusedException(Reason.NOT_FOUND, "the history has no state " + n));
        } catch (IOException e) {
            throw new RefusedException(Reason.CONFLICT, "the history cannot be read: " + e);
        } finally {
            lock.unlock();
        }
    }

    /** The document's text in force without the secrets in it. */
    String maskedText() {
        return masked(state.document());
    }

    List<String> secretNames() throws IOException {
        return secrets.names();
    }

    /** Stores a secret; returns the PIDs of what refers to it when that has it. */
    Collection<String> putSecret(String name, String value) throws RefusedException {
        return changeSecret(name, () -> secrets.write(name, value));
    }

    /** Deletes a secret that nothing refers to. */
    Collection<String> deleteSecret(String name) throws RefusedException {
        lock.lock();
        try {
            if (!secrets.has(name)) {
                throw new RefusedException(Reason.NOT_FOUND, "there is no secret " + name);
            }
            Collection<String> referring = referring(List.of(name), state.checked());
            if (!referring.isEmpty()) {
                throw new RefusedException(Reason.CONFLICT,
                        "secret " + name + " is in use by " + String.join(", ", referring));
            }
            return changeSecret(name, () -> secrets.delete(name));
        } finally {
            lock.unlock();
        }
    }

    /** A change of a file. */
    @FunctionalInterface
    private interface FileChange {
        void run() throws IOException;
    }

    private Collection<String> changeSecret(String name, FileChange change) throws RefusedException {
        lock.lock();
        try {
            change.run();
            secretWatch.note(name);
            return configurations.apply(state.checked().configurations(),
                    referring(List.of(name), state.checked()));
        } catch (IOException e) {
            throw new RefusedException(Reason.CONFLICT, "secret " + name + " cannot be written: " + e);
        } finally {
            lock.unlock();
        }
    }

    private void takeBeforeEdit() throws RefusedException {
        take();
        if (refused.isPresent()) {
            throw new RefusedException(Reason.CONFLICT,
                    "the document has errors of its own, which come first", state.problems());
        }
    }

    private void take() {
        if (file.isEmpty()) {
            return;
        }
        Optional<String> text = Optional.empty();
        try {
            text = file.get().read();
            if (text.isEmpty()) {
                gone();
            } else if (text.get().equals(state.document().text()) && state.written()) {
                refused = Optional.empty();
                state = state.with(true, List.of());
            } else if (!text.equals(refused)) {
                Document document = DocumentReader.read(file.get().name(), text.get());
                if (document.isEmpty()) {
                    throw new InvalidDocumentException(new Place(document.file(), 0, 0),
                            "is empty; {} configures nothing");
                }
                apply(document, "file", true);
            }
        } catch (InvalidDocumentException e) {
            Optional<String> now = Optional.of(text.orElse(""));
            if (!now.equals(refused)) {
                LOG.warn("the changed document is not applied, what was configured stays");
                e.problems().forEach(problem -> LOG.warn("{}", problem));
            }
            refused = now;
            state = state.with(state.written(), e.problems());
        }
    }

    private void gone() {
        refused = Optional.empty();
        Problem problem = Problem.of(new Place(file.orElseThrow().name(), 0, 0),
                "is gone; what was configured stays, and an edit writes it again");
        if (state.written() && !state.problems().contains(problem)) {
            LOG.warn("{}", problem);
            state = state.with(true, List.of(problem));
        }
    }

    private Change commit(EditPlan plan, String origin)
            throws IOException, InvalidDocumentException, RefusedException, UneditableException {
        Checked checked = check(plan.sections(), plan.secrets().keySet());
        String text = DocumentEdit.apply(plan.basis(), plan.values());
        DocumentFile target = file.orElseThrow(() -> new RefusedException(Reason.CONFLICT,
                "there is no home in which the document could be written"));
        Document document = DocumentReader.read(target.name(), state.document().format(), text, null);
        boolean same = text.equals(state.document().text());
        Map<String, Optional<byte[]>> before = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, String> secret : plan.secrets().entrySet()) {
                before.put(secret.getKey(), secrets.content(secret.getKey()));
                secrets.write(secret.getKey(), secret.getValue());
            }
            if (!same) {
                if (!state.written()) {
                    keep("environment", List.of());
                }
                target.write(target.read().map(_ -> state.document().text()), text);
            }
        } catch (IOException e) {
            for (Map.Entry<String, Optional<byte[]>> secret : before.entrySet()) {
                secrets.restore(secret.getKey(), secret.getValue());
            }
            throw e;
        }
        plan.secrets().keySet().forEach(secretWatch::note);
        Collection<String> changed = apply(document, checked, origin, state.written() || !same,
                referring(plan.secrets().keySet(), checked));
        return new Change(state.etag(), changed, checked.warnings());
    }

    private void apply(Document document, String origin, boolean written) throws InvalidDocumentException {
        apply(document, check(document.sections(), Set.of()), origin, written, List.of());
    }

    private Collection<String> apply(Document document, Checked checked, String origin, boolean written,
            Collection<String> again) {
        Collection<Problem> known = state.checked().warnings();
        checked.warnings().stream().filter(warning -> !known.contains(warning))
                .forEach(warning -> LOG.warn("{}", warning));
        secretWatch.watch(checked.configurations().values().stream().flatMap(values -> values.values().stream())
                .flatMap(ValueReference::secrets).collect(Collectors.toSet()));
        Collection<String> changed = configurations.apply(checked.configurations(), again);
        state = new State(document, etag(document.text()), written, clock.instant(), checked, List.of());
        refused = Optional.empty();
        if (written) {
            keep(origin, changed);
        }
        return changed;
    }

    /** Adds what is in force to the history, unless it is the newest there. */
    private void keep(String origin, Collection<String> changed) {
        try {
            boolean there = history.newest().map(newest -> newest.etag().equals(state.etag())).orElse(false);
            if (!there) {
                history.add(origin, state.etag(), changed, state.document().format(), masked(state.document()));
            }
        } catch (IOException e) {
            LOG.warn("the history cannot be written: {}", e.toString());
        }
    }

    private String masked(Document document) {
        Map<String, Map<String, Object>> masked = Secret.mask(document.values(), schema());
        try {
            return DocumentEdit.apply(document, masked);
        } catch (UneditableException e) {
            return Notation.document(document.format(), masked);
        }
    }

    private Checked check(Map<String, Section> sections, Set<String> comingSecrets) throws InvalidDocumentException {
        return DocumentCheck.check(sections, schema(), reference -> isSet.test(reference)
                || (reference.kind().equals("secret") && comingSecrets.contains(reference.name())));
    }

    private static Collection<String> referring(Collection<String> names, Checked checked) {
        Collection<String> referring = new TreeSet<>();
        checked.configurations().forEach((pid, values) -> {
            if (values.values().stream().flatMap(ValueReference::secrets).anyMatch(names::contains)) {
                referring.add(pid);
            }
        });
        return referring;
    }

    /** The digest of a text. */
    static String etag(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "\"" + HexFormat.of().formatHex(digest).substring(0, ETAG_DIGITS) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
