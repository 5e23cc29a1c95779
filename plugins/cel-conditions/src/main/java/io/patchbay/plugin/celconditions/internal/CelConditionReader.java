package io.patchbay.plugin.celconditions.internal;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.patchbay.api.routing.Condition;
import io.patchbay.api.routing.ConditionReader;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Reads conditions in CEL, the Common Expression Language. An expression always ends, and soon: the language has no loops
 * but those over what is there, and what there is is bounded here.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">The language</a>
 */
@Component
public final class CelConditionReader implements ConditionReader {
    private static final int MOST_CHARACTERS = 10_000;
    private static final int MOST_ITERATIONS = 1_000;
    private static final int DEEPEST_NESTING = 50;

    private final CelCompiler compiler;
    private final CelRuntime runtime;

    /** Loads the language, which nobody needs who has no conditions. */
    @Activate
    public CelConditionReader() {
        CelOptions options = CelOptions.current().maxExpressionCodePointSize(MOST_CHARACTERS)
                .maxParseRecursionDepth(DEEPEST_NESTING).comprehensionMaxIterations(MOST_ITERATIONS)
                .enableHeterogeneousNumericComparisons(true).build();
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder().setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS).setResultType(SimpleType.BOOL);
        Fact.ALL.forEach((name, fact) -> builder.addVar(name, fact.type()));
        compiler = builder.build();
        runtime = CelRuntimeFactory.plannerRuntimeBuilder().setOptions(options).build();
    }

    @Override
    public Condition read(String expression) {
        try {
            CelAbstractSyntaxTree read = compiler.compile(expression).getAst();
            if (read.getReferenceMap().values().stream().anyMatch(used -> used.name().equals(Fact.LANGUAGE))) {
                Thread.startVirtualThread(Languages::load);
            }
            return new CelCondition(runtime.createProgram(read));
        } catch (CelValidationException e) {
            throw new IllegalArgumentException(
                    e.getErrors().stream().map(CelConditionReader::told).collect(Collectors.joining("; ")), e);
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** CEL counts columns from 0. */
    private static String told(CelIssue issue) {
        return "line " + issue.getSourceLocation().getLine() + ", column "
                + (issue.getSourceLocation().getColumn() + 1) + ": " + issue.getMessage();
    }
}
