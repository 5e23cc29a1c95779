package io.patchbay.config.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The smallest and the greatest values of settings, which the Metatype service checks but does not tell: they are read
 * from the bundles' own Metatype resources.
 *
 * @param byPid by PID and key
 */
record Limits(Map<String, Map<String, Limit>> byPid) {
    /** What may not be passed; null where there is no limit. */
    record Limit(@Nullable String min, @Nullable String max) {
        static final Limit NONE = new Limit(null, null);
    }

    static Limits of(BundleContext context) {
        Map<String, Map<String, Limit>> byPid = new HashMap<>();
        for (Bundle bundle : Schema.resolved(context)) {
            for (URL resource : resources(bundle)) {
                try (InputStream in = resource.openStream()) {
                    read(in, byPid);
                } catch (IOException | XMLStreamException e) {
                    // A schema without limits is still one; the Metatype service has told about the resource.
                }
            }
        }
        return new Limits(byPid);
    }

    private static List<URL> resources(Bundle bundle) {
        Enumeration<URL> resources =
                PresentMetatype.ifPresent(bundle, () -> bundle.findEntries("OSGI-INF/metatype", "*.xml", false));
        return resources == null ? List.of() : Collections.list(resources);
    }

    Limit limit(String pid, String key) {
        return byPid.getOrDefault(pid, Map.of()).getOrDefault(key, Limit.NONE);
    }

    private static void read(InputStream in, Map<String, Map<String, Limit>> byPid) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader xml = factory.createXMLStreamReader(in);
        Map<String, Map<String, Limit>> byObjectClass = new HashMap<>();
        Map<String, Limit> limits = new HashMap<>();
        String pid = "";
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "OCD" -> {
                        limits = new HashMap<>();
                        byObjectClass.put(attribute(xml, "id"), limits);
                    }
                    case "AD" -> limits.put(attribute(xml, "id"),
                            new Limit(xml.getAttributeValue(null, "min"), xml.getAttributeValue(null, "max")));
                    case "Designate" -> pid = attribute(xml, "factoryPid").isEmpty()
                            ? attribute(xml, "pid")
                            : attribute(xml, "factoryPid");
                    case "Object" -> byPid.put(pid, byObjectClass.getOrDefault(attribute(xml, "ocdref"), Map.of()));
                    default -> {
                        // Nothing that limits.
                    }
                }
            }
        }
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
