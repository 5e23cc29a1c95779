package io.patchbay.core.internal;

import io.patchbay.api.config.ChecksSettings;
import io.patchbay.api.config.SettingsCheck;
import io.patchbay.api.routing.ConditionReader;
import java.util.LinkedHashMap;
import java.util.Map;
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
            wrong.putAll(SettingsCheck.unreadable(settings, key, value -> TargetSpec.parseAll(key, (String[]) value)));
        }
        wrong.putAll(SettingsCheck.unreadable(settings, "shadow",
                value -> TargetSpec.parseShares("shadow", (String[]) value)));
        wrong.putAll(SettingsCheck.unreadable(settings, "fallbackOn", value -> FallbackSpecs.kinds((String[]) value)));
        wrong.putAll(SettingsCheck.unreadable(settings, "sticky", value -> Stickiness.of((String) value)));
        wrong.putAll(SettingsCheck.unreadable(settings, "when", value -> condition((String) value)));
        return wrong;
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
