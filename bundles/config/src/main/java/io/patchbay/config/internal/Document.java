package io.patchbay.config.internal;

import java.util.Map;

/**
 * A configuration document as it was written, nothing of it checked.
 *
 * @param file the file's name, as messages say it
 * @param sections what it says for each PID, in its order
 */
record Document(String file, Map<String, Section> sections) {
    /**
     * What the document says for one PID.
     *
     * @param pid a PID, or {@code factoryPid~name}
     * @param line where it stands, from 1
     * @param settings its settings by key
     */
    record Section(String pid, int line, Map<String, Setting> settings) {
        /** The PID, or the factory PID, without the name. */
        String type() {
            int tilde = pid.indexOf('~');
            return tilde < 0 ? pid : pid.substring(0, tilde);
        }

        /** The part after {@code ~}; empty where there is none. */
        String name() {
            int tilde = pid.indexOf('~');
            return tilde < 0 ? "" : pid.substring(tilde + 1);
        }

        /** Whether it is one of several, with a name. */
        boolean isNamed() {
            return pid.indexOf('~') >= 0;
        }

        boolean isProvider() {
            return isNamed() && pid.startsWith(Pids.PROVIDER);
        }
    }

    /**
     * One setting.
     *
     * @param key its key
     * @param line where it stands, from 1
     * @param value a String, Boolean, BigInteger or BigDecimal, or a List of these
     */
    record Setting(String key, int line, Object value) {
        /** Whether it is a secret, which no message may show. */
        boolean isPrivate() {
            return key.startsWith(".");
        }
    }
}
