package io.patchbay.cli;

import java.util.List;
import java.util.Optional;

/** All commands, in one table: what is parsed, explained by help and completed by shells follows from it. */
final class Commands {
    /** What every command over the admin API takes. */
    static final List<Option> GLOBAL = List.of(
            new Option("--json", "", "the API's own answer on standard output, or {\"error\": ...}"),
            new Option("--home", "DIR", "the home of the gateway ($PATCHBAY_HOME, else that of 'run')"),
            new Option("--url", "URL", "its management port, in place of --home; needs PATCHBAY_ADMIN_TOKEN"),
            new Option("--help", "", "explain the command"));

    private static final Option NAMES = new Option("--names", "", "only their names, one a line");
    private static final Option FORMAT = new Option("--format", "yaml|json", "yaml, or json");
    private static final List<Option> VALUE = List.of(
            new Option("--value-from-env", "VAR", "the value is in the variable VAR of this command's environment"),
            new Option("--value-file", "FILE", "the value is what FILE holds"));
    private static final List<Option> NONE = List.of();

    /** Those over the admin API. */
    static final List<Group> API = List.of(
            new Group("bundles", "list, install, update, remove, stop and start bundles", List.of(
                    new Command("list", "", "the bundles, their state and services", List.of(NAMES)),
                    new Command("install", "FILE...", "install jars; one that is there already is updated", NONE),
                    new Command("update", "FILE...", "put a new version in the place of the one that runs", NONE),
                    new Command("remove", "NAME", "uninstall one", NONE),
                    new Command("stop", "NAME", "stop one, also for the starts to come", NONE),
                    new Command("start", "NAME", "start one that was stopped", NONE)),
                    """
                            NAME is a symbolic name. An update that is broken is refused, and the version before goes on; one that
                            works takes over without losing a request."""),
            new Group("config", "show, check, edit, apply, restore and export the configuration", List.of(
                    new Command("show", "", "the document; plain secrets as ***", List.of(FORMAT)),
                    new Command("schema", "", "its JSON Schema, made from what is installed", NONE),
                    new Command("validate", "FILE", "check a whole document, change nothing", NONE),
                    new Command("edit", "", "edit a copy with $VISUAL, $EDITOR or vi, and apply it", List.of(FORMAT)),
                    new Command("apply", "FILE", "apply a whole document",
                            List.of(new Option("--patch", "",
                                    "a part: its sections replace theirs, null removes one"))),
                    new Command("history", "[N]", "the states before, or the document of one",
                            List.of(new Option("--diff", "", "what differs between state N and the present"))),
                    new Command("restore", "N", "go back to a state of the history", NONE),
                    new Command("export", "", "the document as it can be applied elsewhere", List.of(FORMAT))),
                    """
                            FILE is YAML or JSON; - is standard input. A document with errors is refused as a whole, each error on a
                            line: file:line:column: pid: key: message. *** in the place of a secret leaves it as it is."""),
            new Group("health", "show how providers, keys and limits are, and reset them", List.of(
                    new Command("providers", "", "the breakers of providers and their models", NONE),
                    new Command("keys", "", "what the keys have gone through with each model", NONE),
                    new Command("limits", "", "what is under way, waits and was shed", NONE),
                    new Command("reset", "", "forget it: all, or what the options name", List.of(
                            new Option("--provider", "PROVIDER", "of one provider, by its configured name"),
                            new Option("--key", "KEY", "of one key, by its configured name"),
                            new Option("--model", "MODEL", "of one model, as its provider knows it")))),
                    """
                            A key that its provider refused is out until its configuration changes, or until it is reset."""),
            new Group("keys", "list, add, rotate and remove the keys of providers", List.of(
                    new Command("list", "", "the keys, and whether they are in use", List.of(NAMES)),
                    new Command("add", "NAME", "add one", List.of(
                            new Option("--provider", "PROVIDER", "whose key it is, by its configured name; required"),
                            new Option("--weight", "N", "its share of the traffic (1)"),
                            new Option("--models", "A,B", "patterns of the models that it is for (*)"),
                            VALUE.get(0), VALUE.get(1))),
                    new Command("rotate", "NAME", "give one a new value", VALUE),
                    new Command("remove", "NAME", "remove one",
                            List.of(new Option("--with-secret", "",
                                    "its stored value as well, unless another section uses it")))),
                    """
                            A value is never an argument: it comes from a variable, a file, standard input, or is asked for. It goes
                            to the gateway's secrets, and the document refers to it. A value that is a reference itself, $[env:NAME]
                            or $[secret:name], is written into the document as it is."""),
            new Group("route", "explain where a request would go", List.of(
                    new Command("explain", "", "which route, which targets in which order, and why no other", List.of(
                            new Option("--model", "MODEL", "the model that is asked for, in place of the body's"),
                            new Option("--header", "NAME:VALUE", "a header of the request; may be given again"),
                            new Option("--body", "FILE", "the request's body; without, a chat that says nothing"),
                            new Option("--path", "PATH", "where it is sent to (/v1/chat/completions)"),
                            new Option("--caller", "KEY", "the virtual key that it comes with")))),
                    """
                            Nothing is sent to a provider, but perhaps a question for its models. FILE may be - for standard input."""));

    /** Those of the launcher, which the script explains. */
    static final List<Group> LAUNCHER = List.of(launcher("demo", "run with two mock providers", true),
            launcher("run", "run the gateway", true), launcher("stop", "stop it", false),
            launcher("status", "say whether it is up and ready", false),
            launcher("cache", "make the start cache", false),
            alone("bench", "compare with a bare relay and nginx"),
            alone("version", "print the version"), alone("help", "explain a command"),
            alone("completion", "print what makes a shell complete commands"));

    /** The shells that {@code completion} knows. */
    static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private Commands() {}

    /**
     * An option.
     *
     * @param value what its value is; empty for one without
     */
    record Option(String name, String value, String text) {
        boolean hasValue() {
            return !value.isEmpty();
        }
    }

    /**
     * What is done with a group's things.
     *
     * @param arguments nothing, {@code NAME}, {@code [N]} for one that may be left out, {@code FILE...} for one or more
     */
    record Command(String name, String arguments, String text, List<Option> options) {
        boolean takes(int count) {
            if (arguments.isEmpty()) {
                return count == 0;
            }
            return count == 1 || (count == 0 && arguments.startsWith("[")) || (count > 1 && arguments.endsWith("..."));
        }
    }

    /**
     * The first word of a command line, and what may follow.
     *
     * @param commands empty where options follow at once
     */
    record Group(String name, String text, List<Command> commands, List<Option> options, String notes) {
        Group(String name, String text, List<Command> commands, String notes) {
            this(name, text, commands, GLOBAL, notes);
        }

        Optional<Command> command(String word) {
            for (Command command : commands) {
                if (command.name().equals(word)) {
                    return Optional.of(command);
                }
            }
            return Optional.empty();
        }

        /** The commands' names. */
        String names(String separator) {
            StringBuilder names = new StringBuilder();
            for (Command command : commands) {
                names.append(names.isEmpty() ? "" : separator).append(command.name());
            }
            return names.toString();
        }
    }

    /** The group of that name. */
    static Optional<Group> group(String word) {
        for (Group group : API) {
            if (group.name().equals(word)) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    private static Group launcher(String name, String text, boolean runs) {
        Option home = new Option("--home", "DIR", "the home");
        return new Group(name, text, List.of(), runs
                ? List.of(home, new Option("--config", "FILE", "a document in place of the home's"),
                        new Option("--port", "N", "where clients come in"),
                        new Option("--management-port", "N", "metrics, health and admin API"))
                : List.of(home), "");
    }

    private static Group alone(String name, String text) {
        return new Group(name, text, List.of(), List.of(), "");
    }
}
