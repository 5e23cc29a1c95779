package io.patchbay.config.internal;

import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Config Admin as the Web Console gets it: what it reads has no secrets in it, what it changes is changed in the document,
 * checked as any other edit, and refused in words.
 */
final class ConsoleAdmin implements ConfigurationAdmin {
    private static final Set<String> NOT_SETTINGS = Set.of(Constants.SERVICE_PID, SERVICE_FACTORYPID,
            SERVICE_BUNDLELOCATION, "webconsole.configurationFactory.nameHint");

    private final ConfigurationAdmin admin;
    private final DocumentStore store;

    ConsoleAdmin(ConfigurationAdmin admin, DocumentStore store) {
        this.admin = admin;
        this.store = store;
    }

    @Override
    public Configuration createFactoryConfiguration(String factoryPid) {
        return new ConsoleConfiguration(this, factoryPid, null);
    }

    @Override
    public Configuration createFactoryConfiguration(String factoryPid, @Nullable String location) {
        return createFactoryConfiguration(factoryPid);
    }

    @Override
    public Configuration getConfiguration(String pid, @Nullable String location) {
        return new ConsoleConfiguration(this, null, pid);
    }

    @Override
    public Configuration getConfiguration(String pid) {
        return getConfiguration(pid, null);
    }

    @Override
    public Configuration getFactoryConfiguration(String factoryPid, String name, @Nullable String location) {
        return new ConsoleConfiguration(this, factoryPid, factoryPid + "~" + name);
    }

    @Override
    public Configuration getFactoryConfiguration(String factoryPid, String name) {
        return getFactoryConfiguration(factoryPid, name, null);
    }

    @Override
    public Configuration @Nullable [] listConfigurations(@Nullable String filter)
            throws IOException, InvalidSyntaxException {
        Configuration[] all = admin.listConfigurations(filter);
        Configuration[] shown = Stream.of(all == null ? new Configuration[0] : all)
                .filter(configuration -> !configuration.getPid().equals(Dispatch.PID))
                .map(configuration -> new ConsoleConfiguration(this, configuration.getFactoryPid(),
                        configuration.getPid()))
                .toArray(Configuration[]::new);
        return shown.length == 0 ? null : shown;
    }

    /** The configuration behind a PID; null where there is none. */
    @Nullable
    Configuration find(String pid) {
        try {
            Configuration[] found = admin.listConfigurations("(" + Constants.SERVICE_PID + "="
                    + pid.replaceAll("[\\\\*()]", "\\\\$0") + ")");
            return found == null ? null : found[0];
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The properties as they may be shown. */
    Dictionary<String, Object> shown(String pid, Dictionary<String, Object> properties) {
        Schema schema = store.schema();
        Map<String, Object> shown = new LinkedHashMap<>();
        for (String key : Collections.list(properties.keys())) {
            Object value = properties.get(key);
            boolean secret = !NOT_SETTINGS.contains(key) && schema.isSecret(pid, key);
            shown.put(key, !secret ? value : switch (value) {
                case String text -> masked(text);
                case String[] texts -> Stream.of(texts).map(ConsoleAdmin::masked).toArray(String[]::new);
                default -> Secret.MASK;
            });
        }
        return FrameworkUtil.asDictionary(shown);
    }

    private static String masked(String text) {
        return Secret.isPlain(text) ? Secret.MASK : text;
    }

    /**
     * Changes a section of the document.
     *
     * @throws IOException if the change is refused; the message says why
     */
    Collection<String> update(String pid, Dictionary<String, ?> properties) throws IOException {
        return edit(new Edit.Part(section(pid, properties), Set.of()));
    }

    /** Takes a section out of the document. */
    void delete(String pid) throws IOException {
        edit(deletion(pid));
    }

    /** Why a change would be refused; empty where it would not. */
    String complaint(@Nullable String factoryPid, String pid, Dictionary<String, ?> properties) {
        String target = factoryPid != null && find(pid) == null ? name(factoryPid, properties) : pid;
        return complaint(new Edit.Part(section(target, properties), Set.of()));
    }

    /** Why a deletion would be refused; empty where it would not. */
    String complaint(String pid) {
        return complaint(deletion(pid));
    }

    private String complaint(Edit edit) {
        try {
            store.check(edit);
            return "";
        } catch (InvalidDocumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Collection<String> edit(Edit edit) throws IOException {
        try {
            return store.edit(edit, etag -> true, "console").changed();
        } catch (InvalidDocumentException | RefusedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Edit deletion(String pid) {
        return new Edit.Part(Document.of("Web Console", Map.of()), Set.of(pid));
    }

    /** A form sends every setting; what is the default, and does not stand in the document, need not stand there now. */
    private Document section(String pid, Dictionary<String, ?> properties) {
        Schema.Definition definition = store.schema().definition(Pids.type(pid)).orElse(null);
        Map<String, Object> values = new LinkedHashMap<>();
        Set<String> known = definition == null ? Set.of() : definition.attributes().keySet();
        List<String> keys = new ArrayList<>(known);
        keys.retainAll(Collections.list(properties.keys()));
        Collections.list(properties.keys()).stream().filter(key -> !known.contains(key)).sorted().forEach(keys::add);
        keys.removeAll(NOT_SETTINGS);
        for (String key : keys) {
            Object value = value(properties.get(key));
            Schema.Attribute attribute = definition == null ? null : definition.attributes().get(key);
            boolean written = store.state().document().value(pid, key).isPresent();
            boolean nothing = value.equals("") || (value instanceof List<?> list && list.isEmpty());
            Object byDefault = attribute == null ? null : attribute.byDefault().orElse(null);
            boolean isDefault = byDefault == null ? nothing : DocumentEdit.same(byDefault, value);
            if (written ? byDefault != null || !nothing : !isDefault) {
                values.put(key, value);
            }
        }
        return Document.of("Web Console", Map.of(pid, values));
    }

    private static Object value(Object property) {
        return switch (property) {
            case Boolean flag -> flag;
            case Byte number -> BigInteger.valueOf(number);
            case Short number -> BigInteger.valueOf(number);
            case Integer number -> BigInteger.valueOf(number);
            case Long number -> BigInteger.valueOf(number);
            case Float number -> new BigDecimal(number.toString());
            case Double number -> new BigDecimal(number.toString());
            case Collection<?> list -> list.stream().map(ConsoleAdmin::value).toList();
            case Object[] array -> Arrays.stream(array).map(ConsoleAdmin::value).toList();
            case Object array when array.getClass().isArray() ->
                    IntStream.range(0, Array.getLength(array))
                            .mapToObj(i -> value(Array.get(array, i))).toList();
            default -> property.toString();
        };
    }

    /** The PID of a new instance: by the type of a provider, by the provider of a key, by the model of a route. */
    String name(String factoryPid, Dictionary<String, ?> properties) {
        Object speaking = switch (factoryPid) {
            case Pids.KEY -> properties.get("provider");
            case Pids.ROUTE -> properties.get("model");
            default -> null;
        };
        String last = factoryPid.substring(factoryPid.lastIndexOf('.') + 1);
        String base = String.valueOf(speaking == null ? last : speaking).replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceAll("^[^A-Za-z0-9]+|-+$", "");
        base = base.isEmpty() ? last : base;
        boolean provider = factoryPid.startsWith(Pids.PROVIDER);
        Set<String> taken = new HashSet<>();
        store.state().document().sections().values().stream()
                .filter(section -> provider ? section.isProvider() : section.type().equals(factoryPid))
                .forEach(section -> taken.add(section.name()));
        String name = base;
        for (int i = 2; taken.contains(name); i++) {
            name = base + "-" + i;
        }
        return factoryPid + "~" + name;
    }
}
