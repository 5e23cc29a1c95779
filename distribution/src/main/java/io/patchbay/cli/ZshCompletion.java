package io.patchbay.cli;

import io.patchbay.cli.Commands.Command;
import io.patchbay.cli.Commands.Group;
import io.patchbay.cli.Commands.Option;
import java.util.List;

/** The script for zsh, to be evaluated, or put on {@code fpath} as {@code _patchbay}. */
final class ZshCompletion {
    private static final String SCRIPT = """
            #compdef patchbay
            # Completes patchbay in zsh.

            _patchbay_names() {
                local -a names
                names=("${(@f)$(PATCHBAY_BUILD=off ${~words[1]} $1 list --names "${access[@]}" 2>/dev/null </dev/null)}")
                compadd -- ${names:#}
            }

            _patchbay() {
                local previous= group= command= word
                local -a access choices
                for word in "${(@)words[2,CURRENT-1]}"; do
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
                case $previous in
            @VALUES@    esac
                if [[ ${words[CURRENT]} == -* ]]; then
                    case "$group $command" in
            @OPTIONS@        esac
                    _describe option choices
                    return
                fi
                case "$group $command" in
            @WORDS@    esac
                _describe command choices
            }

            if [[ ${funcstack[1]-} == _patchbay ]]; then
                _patchbay "$@"
            else
                compdef _patchbay patchbay
            fi
            """;

    private ZshCompletion() {}

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
                case CHOICE -> "compadd " + option.value().replace('|', ' ') + "; ";
                case FILE -> "_files; ";
                case DIRECTORY -> "_files -/; ";
                case VARIABLE -> "_parameters -g '*export*'; ";
                case NOTHING, NAME -> "_message '" + option.value() + "'; ";
            };
            cases.append("        ").append(option.name()).append(") ").append(reply).append("return ;;\n");
        }
        return cases.toString();
    }

    private static String options() {
        StringBuilder cases = new StringBuilder();
        for (Group group : Completion.groups()) {
            for (Command command : group.commands()) {
                line(cases, "    ", group.name() + " " + command.name(), described(Completion.options(group, command)));
            }
            if (group.commands().isEmpty() && !group.options().isEmpty()) {
                line(cases, "    ", group.name() + " ", described(group.options()));
            }
        }
        return cases.toString();
    }

    private static String words() {
        StringBuilder cases = new StringBuilder();
        StringBuilder groups = new StringBuilder();
        for (Group group : Completion.groups()) {
            groups.append(" ").append(described(group.name(), group.text()));
        }
        line(cases, "", " ", "choices=(" + groups.substring(1) + ")");
        for (Group group : Completion.groups()) {
            StringBuilder choices = new StringBuilder();
            for (String choice : Completion.choices(group)) {
                choices.append(" ").append(described(choice, group.command(choice).map(Command::text).orElse("")));
            }
            if (!choices.isEmpty()) {
                line(cases, "", group.name() + " ", "choices=(" + choices.substring(1) + ")");
            }
            for (Command command : group.commands()) {
                String reply = switch (Completion.kind(command)) {
                    case FILE -> "_files; return";
                    case NAME -> "_patchbay_names " + group.name() + "; return";
                    default -> "";
                };
                if (!reply.isEmpty()) {
                    line(cases, "", group.name() + " " + command.name(), reply);
                }
            }
        }
        return cases.toString();
    }

    private static String described(List<Option> options) {
        StringBuilder choices = new StringBuilder();
        for (Option option : options) {
            choices.append(choices.isEmpty() ? "" : " ").append(described(option.name(), option.text()));
        }
        return "choices=(" + choices + ")";
    }

    private static String described(String name, String text) {
        return "'" + name + (text.isEmpty() ? "" : ":" + text.replace(":", "\\:").replace("'", "'\\''")) + "'";
    }

    private static void line(StringBuilder cases, String indent, String words, String reply) {
        cases.append("        ").append(indent).append('\'').append(words).append("') ").append(reply).append(" ;;\n");
    }
}
