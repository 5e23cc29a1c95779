package io.patchbay.config.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * The Metatype service for those who ask it about all bundles while bundles come and go: one that was uninstalled since
 * it was listed has no settings. Without this, they get whatever exception the framework happens to meet then.
 */
record PresentMetatype(MetaTypeService service) implements MetaTypeService {
    @Override
    public @Nullable MetaTypeInformation getMetaTypeInformation(Bundle bundle) {
        MetaTypeInformation information = ifPresent(bundle, () -> service.getMetaTypeInformation(bundle));
        return information == null ? null : new Information(information);
    }

    /** What is found out about a bundle; null where it was uninstalled meanwhile. */
    static <T> @Nullable T ifPresent(Bundle bundle, Supplier<@Nullable T> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                throw e;
            }
            return null;
        }
    }

    /** What is read only when it is asked for. */
    private record Information(MetaTypeInformation information) implements MetaTypeInformation {
        @Override
        public ObjectClassDefinition getObjectClassDefinition(String id, @Nullable String locale) {
            ObjectClassDefinition definition =
                    ifPresent(getBundle(), () -> information.getObjectClassDefinition(id, locale));
            if (definition == null) {
                throw new IllegalArgumentException(id + ": its bundle was uninstalled");
            }
            return definition;
        }

        @Override
        public String[] getPids() {
            return information.getPids();
        }

        @Override
        public String[] getFactoryPids() {
            return information.getFactoryPids();
        }

        @Override
        public Bundle getBundle() {
            return information.getBundle();
        }

        @Override
        public String[] getLocales() {
            return information.getLocales();
        }
    }
}
