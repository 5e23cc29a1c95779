package io.patchbay.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.MetaTypeService;

class PresentMetatypeTest {
    @Test
    void aBundleThatIsUninstalledMeanwhileHasNoSettings() {
        Bundle gone = bundle(Bundle.UNINSTALLED);
        BundleContext context = answering(BundleContext.class, new Bundle[]{gone});

        assertThat(Schema.of(context, broken()).definition("any")).isEmpty();
        assertThat(Limits.of(context).byPid()).isEmpty();
    }

    @Test
    void anyOthersFailureIsTold() {
        Bundle there = bundle(Bundle.ACTIVE);
        BundleContext context = answering(BundleContext.class, new Bundle[]{there});

        assertThatNullPointerException().isThrownBy(() -> Schema.of(context, broken()));
        assertThatNullPointerException().isThrownBy(() -> Limits.of(context));
    }

    private static MetaTypeService broken() {
        return new PresentMetatype(answering(MetaTypeService.class, new NullPointerException("revision is null")));
    }

    private static Bundle bundle(int state) {
        return Bundle.class.cast(Proxy.newProxyInstance(Bundle.class.getClassLoader(), new Class<?>[]{Bundle.class},
                (_, method, _) -> {
                    if (method.getName().equals("getState")) {
                        return state;
                    }
                    throw new NullPointerException("revision is null");
                }));
    }

    /** Something that answers every call with the same, or throws it. */
    private static <T> T answering(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, _, _) -> {
            if (answer instanceof RuntimeException thrown) {
                throw thrown;
            }
            return answer;
        }));
    }
}
