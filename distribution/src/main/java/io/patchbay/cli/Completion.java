package io.patchbay.cli;

import io.patchbay.cli.Commands.Command;
import io.patchbay.cli.Commands.Group;
import io.patchbay.cli.Commands.Option;
import io.patchbay.launcher.Exit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Scripts that make shells complete command lines. What they know is written into them, so that a shell need not start
 * Java; only for the names of bundles and keys they ask the gateway.
 */
final class Completion {
    static final String HELP = """
            patchbay completion: print what makes a shell complete commands, options, files, and names of bundles and keys

            usage: patchbay completion bash|zsh|fish

              bash    in ~/.bashrc:  eval "$(patchbay completion bash)"
              zsh     in ~/.zshrc, after compinit:  eval "$(patchbay completion zsh)"
              fish    patchbay completion fish > ~/.config/fish/completions/patchbay.fish

            'patchbay' stands for the path of the script, where that is not on PATH.
            """;

    /** What the value of an option, or a word, is completed with. */
    enum Kind {
        NOTHING, CHOICE, FILE, DIRECTORY, VARIABLE, NAME
    }

    private Completion() {}

    /**
     * The script for the shell that the only word names.
     *
     * @throws Exit for another shell
     */
    static String script(List<String> words) {
        return switch (words.size() == 1 ? words.getFirst() : "") {
            case "bash" -> BashCompletion.script();
            case "zsh" -> ZshCompletion.script();
            case "fish" -> FishCompletion.script();
            default -> throw new Exit(Exit.USAGE, "completion is for bash, zsh or fish; try help completion");
        };
    }

    /** All first words. */
    static List<Group> groups() {
        List<Group> groups = new ArrayList<>(Commands.LAUNCHER);
        groups.addAll(Commands.API);
        return groups;
    }

    /** The first words after which a word of a fixed choice comes, in this order. */
    static List<String> choices(Group group) {
        List<String> choices = new ArrayList<>();
        for (Command command : group.commands()) {
            choices.add(command.name());
        }
        if (group.name().equals("completion")) {
            choices.addAll(Commands.SHELLS);
        } else if (group.name().equals("help")) {
            for (Group each : Commands.API) {
                choices.add(each.name());
            }
            choices.add("completion");
        }
        return choices;
    }

    static List<Option> options(Group group, Command command) {
        List<Option> options = new ArrayList<>(command.options());
        options.addAll(group.options());
        return options;
    }

    /** All options that have a value, once each. */
    static List<Option> withValue() {
        Set<String> names = new LinkedHashSet<>();
        List<Option> found = new ArrayList<>();
        for (Group group : groups()) {
            List<Option> options = new ArrayList<>(group.options());
            for (Command command : group.commands()) {
                options.addAll(command.options());
            }
            for (Option option : options) {
                if (option.hasValue() && names.add(option.name())) {
                    found.add(option);
                }
            }
        }
        return found;
    }

    static Kind kind(Option option) {
        return switch (option.value()) {
            case "FILE" -> Kind.FILE;
            case "DIR" -> Kind.DIRECTORY;
            case "VAR" -> Kind.VARIABLE;
            default -> option.value().contains("|") ? Kind.CHOICE : Kind.NOTHING;
        };
    }

    /** What the words of a command are; a key that is added has a new name. */
    static Kind kind(Command command) {
        if (command.arguments().startsWith("FILE")) {
            return Kind.FILE;
        }
        return command.arguments().equals("NAME") && !command.name().equals("add") ? Kind.NAME : Kind.NOTHING;
    }

    /** Texts with a separator. */
    static String join(String separator, List<String> texts) {
        return String.join(separator, texts);
    }

    static List<String> names(List<Option> options) {
        List<String> names = new ArrayList<>();
        for (Option option : options) {
            names.add(option.name());
        }
        return names;
    }

    static List<String> groupNames() {
        List<String> names = new ArrayList<>();
        for (Group group : groups()) {
            names.add(group.name());
        }
        return names;
    }
}
