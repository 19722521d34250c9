package org.convbook.junit;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps JUnit from going on with the next test when the cell was interrupted in this one. JUnit makes it; only {@code %%junit} asks for it. */
public final class StopTests implements ExecutionCondition {
    static final String REASON = "the cell was interrupted";

    /** For the service loader. */
    public StopTests() {}

    @Override public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return TestRun.goesOn() ? ConditionEvaluationResult.enabled(null) : ConditionEvaluationResult.disabled(REASON);
    }
}
