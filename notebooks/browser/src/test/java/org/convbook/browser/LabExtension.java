package org.convbook.browser;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;

/**
 * Gives each test a {@link Lab}; server and browser are started once for all tests. A failed test leaves pictures of its pages. Where the
 * machine lacks Lab or Chromium the tests are skipped with the reason, or fail with it where the property {@code browser.required} is true.
 */
final class LabExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(LabExtension.class);
    private static final int WIDTH = 1200, HEIGHT = 1400;
    static final List<String> FLAGS = List.of("--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage");

    @Override public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = context.getRoot().getStore(OURS).getOrComputeIfAbsent("missing", key -> new Missing(Programs.missing()), Missing.class).reason();
        if (missing == null) return ConditionEvaluationResult.enabled("JupyterLab 4 and Chromium are there");
        if (Boolean.getBoolean("browser.required")) throw new IllegalStateException(missing);
        System.out.println("SKIPPED, " + context.getDisplayName() + " is not run: " + missing);
        return ConditionEvaluationResult.disabled(missing);
    }

    @Override public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Machine machine = context.getRoot().getStore(OURS).getOrComputeIfAbsent("machine", key -> new Machine(), Machine.class);
        Lab lab = new Lab(machine.server, machine.context, context.getRequiredTestClass().getSimpleName() + "-" + context.getRequiredTestMethod().getName());
        context.getStore(OURS).put("lab", lab);
        return lab;
    }

    @Override public void afterEach(ExtensionContext context) {
        Lab lab = context.getStore(OURS).get("lab", Lab.class);
        if (lab == null) return;
        try {
            if (context.getExecutionException().isPresent()) lab.pictures("failed");
            else lab.assertNoPageErrors();
        } finally {
            lab.close();
        }
    }

    private record Missing(String reason) {}

    /** The one server and the one browser, closed when all tests have ended. */
    private static final class Machine implements AutoCloseable {
        final LabServer server = new LabServer(Programs.jupyter());
        final Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        final Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Programs.chromium()).setChromiumSandbox(false).setArgs(FLAGS));
        final BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT));   // one for all: Lab's script is loaded once

        Machine() {
            System.out.println("browser tests: " + Programs.versions(Programs.jupyter()) + ", Chromium " + browser.version());
        }

        @Override public void close() {
            browser.close();
            playwright.close();
            server.close();
        }
    }
}
