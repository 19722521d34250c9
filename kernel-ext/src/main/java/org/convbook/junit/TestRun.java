package org.convbook.junit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of test classes on the calling thread, and what came of each test. An interrupt ends it: the tests after are not run. */
final class TestRun implements TestExecutionListener {
    private static volatile TestRun current;

    private final List<TestResult> results = new ArrayList<>();
    private final Map<TestIdentifier, Long> begun = new HashMap<>();
    private TestPlan plan;
    private volatile Throwable stoppedBy;

    private final String cell;

    private TestRun(String cell) {
        this.cell = cell;
    }

    /** Runs the tests of the classes in the order of the cell; what JUnit refuses to run is an {@link IllegalArgumentException}. */
    static TestRun of(List<Class<?>> classes, String cell) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
            .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList())
            .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
            .configurationParameter("junit.jupiter.extensions.autodetection.include", StopTests.class.getName())
            .configurationParameter("junit.jupiter.testmethod.order.default", CellOrder.class.getName()).build();
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false).addTestEngines(new JupiterTestEngine())
            .enableLauncherSessionListenerAutoRegistration(false).enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false).enableTestExecutionListenerAutoRegistration(false).build());
        TestRun run = new TestRun(cell);
        current = run;
        try {
            launcher.execute(request, run);
        } catch (JUnitException e) {
            throw new IllegalArgumentException("%%junit cannot run this: " + reason(e), e);
        } finally {
            current = null;
        }
        if (run.results.isEmpty())
            throw new IllegalArgumentException("%%junit found no test that JUnit can run: a test method is not private, not static and returns void");
        return run;
    }

    /** Whether the run, if there is one, has not been interrupted. */
    static boolean goesOn() {
        TestRun run = current;
        return run == null || run.stoppedBy == null;
    }

    /** Where a method stands in the cell whose tests run. */
    static int place(String method) {
        TestRun run = current;
        return run == null ? 0 : run.cell.indexOf(" " + method + "(");
    }

    List<TestResult> results() {
        return results;
    }

    /** What the interrupt threw into the test that ran; null where nobody interrupted. */
    Throwable stoppedBy() {
        return stoppedBy;
    }

    @Override public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override public void executionStarted(TestIdentifier test) {
        begun.put(test, System.nanoTime());
    }

    @Override public void executionSkipped(TestIdentifier test, String reason) {
        if (test.getSource().isPresent()) add(test, TestResult.Kind.SKIPPED, null, reason, 0);
    }

    @Override public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        long nanos = System.nanoTime() - begun.getOrDefault(test, System.nanoTime());
        Throwable failure = result.getThrowable().orElse(null);
        if (stoppedBy == null && failure != null && isStop(failure)) stoppedBy = failure;
        if (stoppedBy == null && Thread.currentThread().isInterrupted()) stoppedBy = new InterruptedException("the tests were interrupted");
        boolean failed = result.getStatus() != TestExecutionResult.Status.SUCCESSFUL;
        boolean aborted = result.getStatus() == TestExecutionResult.Status.ABORTED;
        if (failed && failure == stoppedBy) add(test, TestResult.Kind.STOPPED, null, "interrupted", nanos);
        else if (failed && stoppedBy != null && isStop(failure)) executionSkipped(test, StopTests.REASON);   // JUnit makes its object before it asks
        else if (aborted) add(test, TestResult.Kind.SKIPPED, null, reason(failure), nanos);
        else if (failed) add(test, TestResult.Kind.FAILED, failure, "", nanos);
        else if (test.isTest()) add(test, TestResult.Kind.PASSED, null, "", nanos);
    }

    private void add(TestIdentifier test, TestResult.Kind kind, Throwable failure, String reason, long nanos) {
        results.add(new TestResult(name(test), kind, failure, reason, nanos));
    }

    /** Sleeping code throws the first; the kernel throws the others into code that does not listen, which of them depends on the JDK. */
    private static boolean isStop(Throwable failure) {
        String type = failure.getClass().getSimpleName();
        return failure instanceof InterruptedException || type.equals("ThreadDeath")
            || type.equals("StopExecutionException") || type.equals("StoppedException");
    }

    /** "sizes [2] 28": the method and the case; before it the class where it is not the cell's own. */
    private String name(TestIdentifier test) {
        String own = test.getDisplayName().replaceFirst("^\\$JShell\\$\\w+\\$", "").replaceFirst("\\(.*\\)$", "");
        TestIdentifier parent = plan.getParent(test).orElse(null);
        if (parent == null || parent.getParentId().isEmpty()) return own;
        String above = name(parent);
        boolean isCase = parent.getSource().orElse(null) instanceof MethodSource;
        return above.equals(TestCell.NAME) ? own : above + (isCase ? " " : ": ") + own;
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root != null && root.getCause() != null && root instanceof JUnitException) root = root.getCause();
        return root == null || root.getMessage() == null ? String.valueOf(root) : root.getMessage().strip();
    }
}
