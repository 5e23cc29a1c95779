package io.patchbay.cli;

import io.patchbay.launcher.Exit;
import io.patchbay.launcher.Home;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Where a gateway's admin API is, and what opens it.
 *
 * @param url without a slash at the end
 */
record Access(String url, String token) {
    private static final String TOKEN = "PATCHBAY_ADMIN_TOKEN";

    /**
     * Finds both: {@code --url} with the token of the environment, or what the gateway of a home has noted there. A home's
     * token is for its own gateway and goes nowhere else.
     *
     * @throws Exit if one is missing
     */
    static Access find(Arguments arguments, Terminal terminal) throws IOException {
        String url = arguments.option("--url").orElse(null);
        String token = terminal.variable(TOKEN).orElse(null);
        if (url != null) {
            if (token == null) {
                throw new Exit(Exit.NO_PERMISSION,
                        "with --url the admin token is read from " + TOKEN + ", which is not set");
            }
            return new Access(checkedUrl(url), checkedToken(token, TOKEN));
        }
        Home home = new Home(Path.of(arguments.option("--home").or(() -> terminal.variable("PATCHBAY_HOME"))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".patchbay").toString())).toAbsolutePath()
                .normalize());
        String address = "http://127.0.0.1:" + port(home);
        Path file = home.resolve("secrets/admin-token");
        return new Access(address,
                token != null ? checkedToken(token, TOKEN) : checkedToken(read(file), file.toString()));
    }

    @Override
    public String toString() {
        return url;
    }

    /** A port that a gateway has left behind may be another program's now, which must not see the token. */
    private static String port(Home home) throws IOException {
        if (home.process().isEmpty()) {
            throw new Exit(Exit.NOT_RUNNING, "Patchbay does not run with the home " + home.root());
        }
        Properties state = home.readState();
        if (state.isEmpty()) {
            throw new Exit(Exit.TRY_LATER, "the gateway with the home " + home.root() + " starts or stops");
        }
        String port = state.getProperty("managementPort");
        if (port == null) {
            throw new Exit(Exit.UNAVAILABLE, "the gateway with the home " + home.root() + " has no management port");
        }
        return port;
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new Exit(Exit.NO_PERMISSION, "no admin token: " + TOKEN + " is not set, and there is no " + file);
        }
    }

    private static String checkedUrl(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return url.replaceAll("/+$", "");
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new Exit(Exit.USAGE, "--url is the address of the management port, such as http://127.0.0.1:8081");
    }

    private static String checkedToken(String text, String source) {
        String token = text.strip();
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
                throw new Exit(Exit.NO_PERMISSION,
                        source + " holds no admin token: there are characters in it that none has");
            }
        }
        if (token.isEmpty()) {
            throw new Exit(Exit.NO_PERMISSION, source + " is empty");
        }
        return token;
    }
}
