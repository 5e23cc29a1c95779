package io.patchbay.core.internal;

import io.patchbay.api.config.ChecksSettings;
import io.patchbay.api.config.SettingsCheck;
import io.patchbay.api.routing.ConditionReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Says what is wrong with the settings of a route before they are applied. */
@Component
@ChecksSettings(ConfiguredRoute.PID)
public final class RouteCheck implements SettingsCheck {
    private final BundleContext context;
    private volatile @Nullable ServiceReference<ConditionReader> reader;

    @Activate
    public RouteCheck(BundleContext context) {
        this.context = context;
    }

    /** The service is got only for a route that has a condition. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindReader(ServiceReference<ConditionReader> reference) {
        reader = reference;
    }

    void unbindReader(ServiceReference<ConditionReader> reference) {
        if (reference.equals(reader)) {
            reader = null;
        }
    }

    @Override
    public Map<String, String> check(Map<String, Object> settings) {
        Map<String, String> wrong = new LinkedHashMap<>();
        for (String key : new String[]{"targets", "fallbacks", "contextFallbacks", "contentFallbacks",
            "rateLimitFallbacks"}) {
            check(settings, key, value -> TargetSpec.parseAll(key, (String[]) value), wrong);
        }
        check(settings, "shadow", value -> TargetSpec.parseShares("shadow", (String[]) value), wrong);
        check(settings, "fallbackOn", value -> FallbackSpecs.kinds((String[]) value), wrong);
        check(settings, "sticky", value -> Stickiness.of((String) value), wrong);
        check(settings, "when", value -> condition((String) value), wrong);
        return wrong;
    }

    private static void check(Map<String, Object> settings, String key, Consumer<Object> reading,
            Map<String, String> wrong) {
        Object value = settings.get(key);
        if (value != null) {
            try {
                reading.accept(value);
            } catch (IllegalArgumentException e) {
                String said = String.valueOf(e.getMessage());
                wrong.put(key, said.startsWith(key + ": ") ? said.substring(key.length() + 2) : said);
            }
        }
    }

    /** Where nobody can read it, it waits for who can. */
    private void condition(String expression) {
        ServiceReference<ConditionReader> reference = reader;
        ConditionReader service =
                reference == null || expression.isBlank() ? null : context.getService(reference);
        if (service != null) {
            try {
                service.read(expression);
            } finally {
                context.ungetService(reference);
            }
        }
    }
}
