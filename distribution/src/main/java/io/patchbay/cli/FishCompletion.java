package io.patchbay.cli;

import io.patchbay.cli.Commands.Command;
import io.patchbay.cli.Commands.Group;
import io.patchbay.cli.Commands.Option;
import java.util.List;

/** The script for fish. */
final class FishCompletion {
    private static final String SCRIPT = """
            # Completes patchbay in fish.

            function __patchbay_found --description 'The words so far, without options and their values'
                set -l previous ''
                for word in (commandline -opc)[2..-1]
                    if contains -- $previous @VALUED@
                        set previous ''
                        continue
                    end
                    switch $word
                        case '-*'
                            set previous $word
                        case '*'
                            echo $word
                    end
                end
            end

            function __patchbay_is --description 'Whether the words so far are these'
                set -l found (__patchbay_found)
                test "$found" = "$argv"
            end

            function __patchbay_in --description 'Whether the words so far begin with these two'
                set -l found (__patchbay_found)
                test "$found[1..2]" = "$argv"
            end

            function __patchbay_names --description 'The names of bundles or keys'
                set -l words (commandline -opc)
                set -l access
                for i in (seq 2 (count $words))
                    if contains -- $words[$i] --home --url
                        set access $words[$i] $words[(math $i + 1)]
                    end
                end
                set -lx PATCHBAY_BUILD off
                eval (string escape -- (string replace -r '^~/' "$HOME/" -- $words[1])) '$argv list --names $access' 2>/dev/null </dev/null
            end

            complete -c patchbay -e
            complete -c patchbay -f
            """;

    private FishCompletion() {}

    static String script() {
        StringBuilder script = new StringBuilder(
                SCRIPT.replace("@VALUED@", Completion.join(" ", Completion.names(Completion.withValue()))));
        for (Group group : Completion.groups()) {
            line(script, "__patchbay_is", "-a " + group.name() + text(group.text()));
        }
        for (Group group : Completion.groups()) {
            for (String choice : Completion.choices(group)) {
                line(script, "__patchbay_is " + group.name(),
                        "-a " + choice + text(group.command(choice).map(Command::text).orElse("")));
            }
            if (group.commands().isEmpty()) {
                options(script, "__patchbay_is " + group.name(), group.options());
            }
            for (Command command : group.commands()) {
                String condition = "__patchbay_in " + group.name() + " " + command.name();
                switch (Completion.kind(command)) {
                    case FILE -> line(script, condition, "-F");
                    case NAME -> line(script, condition, "-a '(__patchbay_names " + group.name() + ")'");
                    default -> {
                        // no words
                    }
                }
                options(script, condition, Completion.options(group, command));
            }
        }
        return script.toString();
    }

    private static void options(StringBuilder script, String condition, List<Option> options) {
        for (Option option : options) {
            String value = !option.hasValue() ? "" : switch (Completion.kind(option)) {
                case CHOICE -> " -x -a '" + option.value().replace('|', ' ') + "'";
                case FILE -> " -r -F";
                case DIRECTORY -> " -x -a '(__fish_complete_directories)'";
                case VARIABLE -> " -x -a '(set --names -x)'";
                case NOTHING, NAME -> " -x";
            };
            line(script, condition, "-l " + option.name().substring(2) + value + text(option.text()));
        }
    }

    private static String text(String text) {
        return text.isEmpty() ? "" : " -d '" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static void line(StringBuilder script, String condition, String completion) {
        script.append("complete -c patchbay -n '").append(condition).append("' ").append(completion).append('\n');
    }
}
