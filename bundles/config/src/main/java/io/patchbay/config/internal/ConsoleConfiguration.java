package io.patchbay.config.internal;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;

/** One configuration as the Web Console gets it. A new one of several has its PID from its first properties. */
final class ConsoleConfiguration implements Configuration {
    private static final String NO_PID = "[new]";

    private final ConsoleAdmin admin;
    private final @Nullable String factoryPid;
    private @Nullable String pid;

    ConsoleConfiguration(ConsoleAdmin admin, @Nullable String factoryPid, @Nullable String pid) {
        this.admin = admin;
        this.factoryPid = factoryPid != null || pid == null || pid.indexOf('~') < 0 ? factoryPid : Pids.type(pid);
        this.pid = pid;
    }

    @Override
    public String getPid() {
        return pid == null ? NO_PID : pid;
    }

    @Override
    public @Nullable String getFactoryPid() {
        return factoryPid;
    }

    @Override
    public @Nullable Dictionary<String, Object> getProperties() {
        Configuration configuration = real();
        Dictionary<String, Object> properties = configuration == null ? null : configuration.getProperties();
        return properties == null ? null : admin.shown(getPid(), properties);
    }

    /** As a component would get them, but no reference is resolved here. */
    @Override
    public @Nullable Dictionary<String, Object> getProcessedProperties(ServiceReference<?> reference) {
        return getProperties();
    }

    @Override
    public void update(Dictionary<String, ?> properties) throws IOException {
        updateIfDifferent(properties);
    }

    @Override
    public boolean updateIfDifferent(Dictionary<String, ?> properties) throws IOException {
        String target = pid == null ? admin.name(Objects.requireNonNull(factoryPid), properties) : pid;
        boolean changed = admin.update(target, properties).contains(target);
        pid = target;
        return changed;
    }

    @Override
    public void update() {
        // What is configured is what the document says, already.
    }

    @Override
    public void delete() throws IOException {
        admin.delete(getPid());
    }

    /** Configurations are for any bundle. */
    @Override
    public void setBundleLocation(@Nullable String location) {
        // The document knows no locations.
    }

    @Override
    public @Nullable String getBundleLocation() {
        Configuration configuration = real();
        return configuration == null ? null : configuration.getBundleLocation();
    }

    @Override
    public long getChangeCount() {
        Configuration configuration = real();
        return configuration == null ? 0 : configuration.getChangeCount();
    }

    @Override
    public void addAttributes(ConfigurationAttribute... attributes) throws IOException {
        throw new IOException("the document knows no attributes of configurations");
    }

    @Override
    public Set<ConfigurationAttribute> getAttributes() {
        return Set.of();
    }

    @Override
    public void removeAttributes(ConfigurationAttribute... attributes) {
        // There are none.
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Configuration configuration && configuration.getPid().equals(getPid());
    }

    @Override
    public int hashCode() {
        return getPid().hashCode();
    }

    private @Nullable Configuration real() {
        return pid == null ? null : admin.find(pid);
    }
}
