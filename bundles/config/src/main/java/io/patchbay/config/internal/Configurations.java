package io.patchbay.config.internal;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings Config Admin to what is wanted. Every configuration of the product, and every one that was applied before, that
 * is not wanted any more is deleted.
 */
final class Configurations {
    private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);
    /** A configuration that any bundle may get. */
    private static final String ANY_BUNDLE = "?";

    private final ConfigurationAdmin admin;
    private final Set<String> applied = new HashSet<>();

    Configurations(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /**
     * Creates, updates and deletes only what differs.
     *
     * @param wanted the properties by PID
     */
    synchronized void apply(Map<String, Map<String, Object>> wanted) {
        try {
            int changed = 0;
            for (Map.Entry<String, Map<String, Object>> entry : wanted.entrySet()) {
                changed += configuration(entry.getKey()).updateIfDifferent(FrameworkUtil.asDictionary(entry.getValue()))
                        ? 1
                        : 0;
            }
            int deleted = 0;
            Configuration[] all = admin.listConfigurations(null);
            for (Configuration configuration : all == null ? new Configuration[0] : all) {
                String pid = configuration.getPid();
                if ((applied.contains(pid) || pid.startsWith(Pids.PATCHBAY)) && !wanted.containsKey(pid)) {
                    configuration.delete();
                    deleted++;
                }
            }
            applied.clear();
            applied.addAll(wanted.keySet());
            LOG.info("configuration applied: {} sections, {} changed, {} deleted", wanted.size(), changed, deleted);
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException("Config Admin does not take the configuration", e);
        }
    }

    private Configuration configuration(String pid) throws IOException {
        int tilde = pid.indexOf('~');
        return tilde < 0
                ? admin.getConfiguration(pid, ANY_BUNDLE)
                : admin.getFactoryConfiguration(pid.substring(0, tilde), pid.substring(tilde + 1), ANY_BUNDLE);
    }
}
