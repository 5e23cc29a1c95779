package io.patchbay.cli;

import io.patchbay.cli.Commands.Command;
import io.patchbay.cli.Commands.Group;
import io.patchbay.cli.Commands.Option;

/** The script for bash, 3.2 and newer. */
final class BashCompletion {
    private static final String SCRIPT = """
            # Completes patchbay in bash.

            _patchbay_reply() {
                local line
                while IFS= read -r line; do
                    COMPREPLY+=("$line")
                done < <(compgen "$@" -- "$current")
            }

            _patchbay_files() {
                compopt -o filenames 2>/dev/null
                _patchbay_reply "$@"
            }

            # Names come from a gateway: they are compared, and never expanded.
            _patchbay_names() {
                local line
                while IFS= read -r line; do
                    [[ $line == "$current"* ]] && COMPREPLY+=("$line")
                done < <(PATCHBAY_BUILD=off "${COMP_WORDS[0]/#\\~\\//$HOME/}" "$1" list --names ${access[@]+"${access[@]}"} 2>/dev/null </dev/null)
            }

            _patchbay() {
                local current=${COMP_WORDS[COMP_CWORD]} previous= group= command= word i access=()
                COMPREPLY=()
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    [[ $word != = ]] || continue
                    case $previous in
                        --home | --url)
                            access+=("$previous" "$word")
                            previous=
                            continue
                            ;;
                        @VALUED@)
                            previous=
                            continue
                            ;;
                    esac
                    case $word in
                        -*) previous=$word ;;
                        *)
                            if [[ -z $group ]]; then
                                group=$word
                            elif [[ -z $command ]]; then
                                command=$word
                            fi
                            ;;
                    esac
                done
                [[ $current != = ]] || current=
                case $previous in
            @VALUES@    esac
                if [[ $current == -* ]]; then
                    case "$group $command" in
            @OPTIONS@        esac
                    return
                fi
                case "$group $command" in
            @WORDS@    esac
            }

            complete -F _patchbay patchbay
            """;

    private BashCompletion() {}

    static String script() {
        return SCRIPT.replace("@VALUED@", Completion.join(" | ", Completion.names(Completion.withValue())))
                .replace("@VALUES@", values())
                .replace("@OPTIONS@", options())
                .replace("@WORDS@", words());
    }

    private static String values() {
        StringBuilder cases = new StringBuilder();
        for (Option option : Completion.withValue()) {
            String reply = switch (Completion.kind(option)) {
                case CHOICE -> "_patchbay_reply -W '" + option.value().replace('|', ' ') + "'; ";
                case FILE -> "_patchbay_files -f; ";
                case DIRECTORY -> "_patchbay_files -d; ";
                case VARIABLE -> "_patchbay_reply -e; ";
                case NOTHING, NAME -> "";
            };
            cases.append("        ").append(option.name()).append(") ").append(reply).append("return ;;\n");
        }
        return cases.toString();
    }

    private static String options() {
        StringBuilder cases = new StringBuilder();
        for (Group group : Completion.groups()) {
            for (Command command : group.commands()) {
                line(cases, "    ", group.name() + " " + command.name(),
                        "_patchbay_reply -W '" + names(Completion.names(Completion.options(group, command))) + "'");
            }
            if (group.commands().isEmpty() && !group.options().isEmpty()) {
                line(cases, "    ", group.name() + " ",
                        "_patchbay_reply -W '" + names(Completion.names(group.options())) + "'");
            }
        }
        return cases.toString();
    }

    private static String words() {
        StringBuilder cases = new StringBuilder();
        line(cases, "", " ", "_patchbay_reply -W '" + names(Completion.groupNames()) + "'");
        for (Group group : Completion.groups()) {
            if (!Completion.choices(group).isEmpty()) {
                line(cases, "", group.name() + " ",
                        "_patchbay_reply -W '" + names(Completion.choices(group)) + "'");
            }
            for (Command command : group.commands()) {
                String reply = switch (Completion.kind(command)) {
                    case FILE -> "_patchbay_files -f";
                    case NAME -> "_patchbay_names " + group.name();
                    default -> "";
                };
                if (!reply.isEmpty()) {
                    line(cases, "", group.name() + " " + command.name(), reply);
                }
            }
        }
        return cases.toString();
    }

    private static void line(StringBuilder cases, String indent, String words, String reply) {
        cases.append("        ").append(indent).append('\'').append(words).append("') ").append(reply).append(" ;;\n");
    }

    private static String names(java.util.List<String> names) {
        return Completion.join(" ", names);
    }
}
