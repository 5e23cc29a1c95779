package io.patchbay.core.internal;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Makes a component property type as DS would: with the defaults of its annotation. */
final class TestSettings {
    private TestSettings() {}

    static <T> T of(Class<T> type, Map<String, Object> required, Map<String, Object> others) {
        Map<String, Object> values = new HashMap<>(required);
        others.forEach((name, value) -> values.put(name.startsWith(".") ? "_" + name.substring(1) : name, value));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, _) -> {
            Object value = values.get(method.getName());
            return value != null ? value : method.getDefaultValue();
        }));
    }
}
