package io.patchbay.console.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Objects;
import org.apache.felix.webconsole.spi.BrandingPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Says Patchbay where the Web Console said Apache Felix. */
@Component
public final class Branding implements BrandingPlugin {
    private static final String NAME = "Patchbay";
    private static final String HOME = "/";

    private final String logo;

    /** Reads the logo. */
    @Activate
    public Branding() throws IOException {
        try (InputStream svg = Objects.requireNonNull(Branding.class.getResourceAsStream("logo.svg"))) {
            // In the address itself: a page of the Web Console can only refer to what is in the Web Console's own bundle.
            logo = "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.readAllBytes());
        }
    }

    @Override
    public String getBrandName() {
        return NAME;
    }

    @Override
    public String getProductName() {
        return NAME;
    }

    @Override
    public String getProductURL() {
        return HOME;
    }

    @Override
    public String getProductImage() {
        return logo;
    }

    @Override
    public String getVendorName() {
        return NAME;
    }

    @Override
    public String getVendorURL() {
        return HOME;
    }

    @Override
    public String getVendorImage() {
        return logo;
    }

    @Override
    public String getFavIcon() {
        return logo;
    }

    @Override
    public String getMainStyleSheet() {
        return "/res/ui/webconsole.css";
    }
}
